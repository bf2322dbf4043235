"""Writes of the assessment, under one name for the other apps."""

from assessments.services.allocation import allocate, claim_next, declare_tie, give_back
from assessments.services.drafts import add_piece, remove_piece, save_draft, start
from assessments.services.files import attach, detach, take_out_remarks
from assessments.services.marking import begin, decide, save_judgement
from assessments.services.passages import mark_passage, unmark_passage
from assessments.services.people import end_competence, raise_worry, read_worry, record_competence
from assessments.services.quality import agree, choose, return_to_assessment
from assessments.services.releases import open_resubmission, open_result, release
from assessments.services.sampling import close_period, open_period
from assessments.services.sending import extend, submit, take_back, withdraw

__all__ = [
    "add_piece",
    "agree",
    "allocate",
    "attach",
    "begin",
    "choose",
    "claim_next",
    "close_period",
    "decide",
    "declare_tie",
    "detach",
    "end_competence",
    "extend",
    "give_back",
    "mark_passage",
    "open_period",
    "open_resubmission",
    "open_result",
    "raise_worry",
    "read_worry",
    "record_competence",
    "release",
    "remove_piece",
    "return_to_assessment",
    "save_draft",
    "save_judgement",
    "start",
    "submit",
    "take_back",
    "take_out_remarks",
    "unmark_passage",
    "withdraw",
]
