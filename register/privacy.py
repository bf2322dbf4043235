"""What the tables of the register and of its cases keep about people."""

from django.utils.translation import gettext_lazy as _

from accounts.privacy import Basis, Topic, register_table
from register.models import (
    AccreditationCase,
    Act,
    ActWords,
    CaseEvent,
    CaseEventWords,
    CaseFact,
    CheckRecord,
    CodeOfConductSignature,
    Entry,
    EntryNumber,
    OrganisationApproval,
    Pair,
    PanelDecision,
    PanelDecisionWords,
    PanelFinding,
    PanelMember,
    PanelView,
    PanelViewWords,
    Posting,
    Proposal,
    ProposalAnswer,
    ProposalAnswerWords,
    ProposalExtension,
    ProposalHearing,
    ProposalReason,
    ProposalService,
    RegisterEvent,
    RegisterEventWords,
    Sitting,
    Variant,
    ViewDraft,
    Word,
)

SIX_YEARS_AFTER = _("Six years after your entry left the register, or after the case ended without one.")

register_table(
    AccreditationCase,
    topic=Topic.REGISTER,
    name=_("Your case for accreditation"),
    purpose=_("To decide about accreditation, in a way that can be explained and looked at again."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When you apply."),
    ends=SIX_YEARS_AFTER,
    rows=lambda user: AccreditationCase.objects.filter(person__user=user),
    gives=("reference", "kind", "state", "opened_at", "closed_at"),
    companions=(CaseEvent, CaseEventWords, CaseFact),
)
register_table(
    ProposalAnswerWords,
    topic=Topic.REGISTER,
    name=_("Your answer to a notice"),
    purpose=_("Before anything is decided against you, you are heard."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When you answer."),
    ends=_("Six years."),
    rows=lambda user: ProposalAnswerWords.objects.filter(
        answer__proposal__case__person__user=user, blanked_at__isnull=True
    ),
    gives=("text", "needs"),
    companions=(
        Proposal,
        ProposalReason,
        ProposalService,
        ProposalAnswer,
        ProposalHearing,
        ProposalExtension,
    ),
)
register_table(
    CheckRecord,
    topic=Topic.REGISTER,
    name=_("That a check was seen"),
    purpose=_("Advocates work with people at risk. Only that a check was seen is kept, never what it says."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When you show your check."),
    ends=_("Number and date six months after it stopped being valid."),
    rows=lambda user: CheckRecord.objects.filter(person__user=user),
    gives=("kind", "dated_on", "valid_until"),
)
register_table(
    CodeOfConductSignature,
    topic=Topic.REGISTER,
    name=_("That you signed the code of conduct"),
    purpose=_("What you agreed to, and when."),
    basis=Basis.CONTRACT,
    starts=_("When you sign."),
    ends=SIX_YEARS_AFTER,
    rows=lambda user: CodeOfConductSignature.objects.filter(person__user=user),
    gives=("conduct_version", "signed_at"),
)
register_table(
    Entry,
    topic=Topic.REGISTER,
    name=_("Your entry on the register"),
    purpose=_("Anybody can check whether somebody is an accredited advocate today."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When you are accredited."),
    ends=_("What links it to you six years after it left the register; bare numbers and dates stay."),
    rows=lambda user: Entry.objects.filter(person__user=user),
    gives=("visibility", "show_employer", "qualification", "created_at"),
    companions=(EntryNumber, Word, Variant, Posting, Pair),
)
register_table(
    RegisterEvent,
    topic=Topic.REGISTER,
    name=_("What happened to your entry"),
    purpose=_("What was true on a day can be shown later. No name and no reason stands in it."),
    basis=Basis.PUBLIC_TASK,
    starts=_("With each award, renewal, change or decision."),
    ends=_(
        "Codes and dates stay for ever; the words beside them go six years after the entry left the register."
    ),
    rows=lambda user: RegisterEvent.objects.filter(entry__person__user=user),
    gives=("kind", "effective_from", "effective_until", "recorded_at"),
    companions=(RegisterEventWords, Act, ActWords),
)
register_table(
    PanelMember,
    topic=Topic.REGISTER,
    name=_("Cases that you sat on"),
    purpose=_("Nobody decides about somebody close to them, and it can be shown who took part."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When you are given a seat."),
    ends=_("Six years after the case ended."),
    rows=lambda user: PanelMember.objects.filter(person__user=user),
    gives=("is_chair", "seated_at", "stood_aside_at", "stood_aside_reason"),
    companions=(Sitting, ViewDraft),
)
register_table(
    PanelView,
    topic=Topic.REGISTER,
    name=_("Views and decisions of the panel"),
    purpose=_("A decision has reasons that can be read and looked at again."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When a member records a view, and when the chair closes."),
    ends=_("The bare decision with the case; its words after six years."),
    companions=(PanelViewWords, PanelFinding, PanelDecision, PanelDecisionWords),
)
register_table(
    OrganisationApproval,
    topic=Topic.CONTENT,
    name=_("Which organisations are approved"),
    purpose=_("Advocates work for organisations that were looked at."),
    basis=Basis.NOBODY,
    starts=_("When an organisation is approved."),
    ends=_("Six years after the approval ended."),
)
