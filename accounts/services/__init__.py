"""Writes about people: roles, notices, and what people set about themselves."""

from accounts.services.notices import notify, open_notice, put_off
from accounts.services.people import add_person, first_administrator, send_first_link
from accounts.services.profile import act_as, finish_welcome, save_own_choices
from accounts.services.roles import answer_request, ask_for_role, end_role, grant_role

__all__ = [
    "act_as",
    "add_person",
    "answer_request",
    "ask_for_role",
    "end_role",
    "finish_welcome",
    "first_administrator",
    "grant_role",
    "notify",
    "open_notice",
    "put_off",
    "save_own_choices",
    "send_first_link",
]
