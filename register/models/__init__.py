"""The register's rows: entries, numbers, acts and events; search words; cases and the panel."""

from register.models.case_proposals import (
    Proposal,
    ProposalAnswer,
    ProposalAnswerWords,
    ProposalExtension,
    ProposalHearing,
    ProposalReason,
    ProposalService,
)
from register.models.case_requirements import CheckRecord, CodeOfConductSignature, OrganisationApproval
from register.models.cases import AccreditationCase, CaseEvent, CaseEventWords
from register.models.entries import Entry, EntryNumber
from register.models.events import Act, ActWords, RegisterEvent, RegisterEventWords
from register.models.panel import (
    CaseFact,
    PanelDecision,
    PanelDecisionWords,
    PanelFinding,
    PanelMember,
    PanelView,
    PanelViewWords,
    Sitting,
    ViewDraft,
)
from register.models.search import Pair, Posting, Variant, Word, pair_of

__all__ = [
    "AccreditationCase",
    "Act",
    "ActWords",
    "CaseEvent",
    "CaseEventWords",
    "CaseFact",
    "CheckRecord",
    "CodeOfConductSignature",
    "Entry",
    "EntryNumber",
    "OrganisationApproval",
    "Pair",
    "PanelDecision",
    "PanelDecisionWords",
    "PanelFinding",
    "PanelMember",
    "PanelView",
    "PanelViewWords",
    "Posting",
    "Proposal",
    "ProposalAnswer",
    "ProposalAnswerWords",
    "ProposalExtension",
    "ProposalHearing",
    "ProposalReason",
    "ProposalService",
    "RegisterEvent",
    "RegisterEventWords",
    "Sitting",
    "Variant",
    "ViewDraft",
    "Word",
    "pair_of",
]
