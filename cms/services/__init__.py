"""Writes: each one atomic, with its permission, its audit row, then the change."""

from cms.services.contributions import (
    bring_back,
    destroy,
    destroy_due,
    give_consent,
    give_with_consent,
    give_words,
    open_tasks_for_ended_consents,
    withdraw,
)
from cms.services.editing import (
    close_task,
    end_notice,
    open_tasks_for_help_lines,
    place_notice,
    take_down,
    take_out,
)
from cms.services.groups import establish_groups, sync_groups
from cms.services.payments import record_payment
from cms.services.signoff import answer, ask_for_sign_off, keep_draft_answer, name_readers, publish_cleared

__all__ = [
    "answer",
    "ask_for_sign_off",
    "bring_back",
    "close_task",
    "destroy",
    "destroy_due",
    "end_notice",
    "establish_groups",
    "give_consent",
    "give_with_consent",
    "give_words",
    "keep_draft_answer",
    "name_readers",
    "open_tasks_for_ended_consents",
    "open_tasks_for_help_lines",
    "place_notice",
    "publish_cleared",
    "record_payment",
    "sync_groups",
    "take_down",
    "take_out",
    "withdraw",
]
