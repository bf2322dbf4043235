"""Accreditation cases and the panel."""

from register.models.case_proposals import (
    Proposal,
    ProposalAnswer,
    ProposalAnswerWords,
    ProposalExtension,
    ProposalReason,
    ProposalService,
)
from register.models.case_requirements import CheckRecord, CodeOfConductSignature, OrganisationApproval
from register.models.cases import AccreditationCase, CaseEvent, CaseEventWords
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

__all__ = [
    "AccreditationCase",
    "CaseEvent",
    "CaseEventWords",
    "CaseFact",
    "CheckRecord",
    "CodeOfConductSignature",
    "OrganisationApproval",
    "PanelDecision",
    "PanelDecisionWords",
    "PanelFinding",
    "PanelMember",
    "PanelView",
    "PanelViewWords",
    "Proposal",
    "ProposalAnswer",
    "ProposalAnswerWords",
    "ProposalExtension",
    "ProposalReason",
    "ProposalService",
    "Sitting",
    "ViewDraft",
]
