"""The programme's own numbers until the partners decide: all of them are configuration.

Each number has a code, a default and the day from which another value holds. No
screen presents a default as the partners' policy. Source: the lines marked
(default) in the domain reference.
"""

from typing import Final

#: code -> (default value, unit). Units: days are calendar days, working_days are
#: counted with the bank holidays of a nation, percent is of 100.
DEFAULTS: Final[dict[str, tuple[int, str]]] = {
    "invitation.days": (14, "days"),
    "consent.months": (36, "months"),
    "contribution.sealed_days": (7, "days"),
    "signoff.reviewers": (2, "people"),
    "legal_text.review_months": (6, "months"),
    "helpline.check_days": (90, "days"),
    "sampling.random_percent": (20, "percent"),
    "sampling.new_assessor_first": (5, "pieces"),
    "resubmission.attempts": (1, "attempts"),
    "resubmission.days": (28, "days"),
    "marking.working_days": (15, "working_days"),
    "appeal.working_days": (20, "working_days"),
    "panel.quorum": (3, "people"),
    "proposal.answer_days": (28, "days"),
    "proposal.extension_days": (14, "days"),
    "proposal.second_channel_days": (7, "days"),
    "references.count": (2, "people"),
    "checks.valid_months": (36, "months"),
    "accreditation.years": (2, "years"),
    "accreditation.grace_days": (28, "days"),
    "interim.working_days": (10, "working_days"),
    "interim.months": (6, "months"),
    "lapsed.return_months": (12, "months"),
    "restoration.years": (5, "years"),
    "publication.removed_years": (5, "years"),
    "publication.lapsed_years": (1, "years"),
    "extension.days": (28, "days"),
    "request.days": (28, "days"),
    "check.per_minute": (30, "requests"),
    "search.per_minute": (20, "requests"),
    "check.per_day": (300, "requests"),
}
