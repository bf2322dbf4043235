"""What the tables of courses keep about people."""

from django.utils.translation import gettext_lazy as _

from accounts.privacy import Basis, Topic, register_table
from courses.models import (
    Cohort,
    Criterion,
    Enrolment,
    Invitation,
    InvitationBatch,
    InvitationLine,
    LearningOutcome,
    ModuleCompletion,
    ModulePage,
    NotesLock,
    Place,
    ProgrammePage,
    Qualification,
    QualificationVersion,
    Reflection,
    ReflectionKey,
    SectionCompletion,
    SectionPage,
    Unit,
)

AFTER_LEARNING = _(
    "Three years after you were certified. Without a certificate, two years after you last did something."
)

register_table(
    Enrolment,
    topic=Topic.LEARNING,
    name=_("Your place in a cohort"),
    purpose=_("You learn and are assessed with others, on the version that you began with."),
    basis=Basis.CONTRACT,
    starts=_("When you join."),
    ends=AFTER_LEARNING,
    rows=lambda user: Enrolment.objects.filter(person__user=user).select_related("cohort", "version"),
    gives=("cohort", "version", "state", "enrolled_at", "due_on", "paused_at"),
)
register_table(
    SectionCompletion,
    topic=Topic.LEARNING,
    name=_("Sections that you have done"),
    purpose=_("You and your programme manager know what is left."),
    basis=Basis.CONTRACT,
    starts=_("When you say that you have done a section."),
    ends=AFTER_LEARNING,
    rows=lambda user: SectionCompletion.objects.filter(enrolment__person__user=user),
    gives=("module_key", "section_key", "completed_at"),
    companions=(ModuleCompletion,),
)
register_table(
    Place,
    topic=Topic.LEARNING,
    name=_("Where you stopped"),
    purpose=_("Every device opens at your place. It says nothing of when."),
    basis=Basis.CONTRACT,
    starts=_("When you leave a section."),
    ends=_("When you go on from there."),
    rows=lambda user: Place.objects.filter(enrolment__person__user=user),
    gives=("module_key", "section_key", "heading"),
)
register_table(
    Reflection,
    topic=Topic.LEARNING,
    name=_("Your private notes"),
    purpose=_("For you to think. Nobody assesses them, and no screen shows them to anybody else."),
    basis=Basis.CONSENT,
    starts=_("When you write one. It is sealed with a key of its own."),
    ends=_("When you delete it, which destroys the key, or two years after you last did something."),
    rows=lambda user: Reflection.objects.filter(user=user),
    gives=("saved_at",),
    companions=(ReflectionKey,),
)
register_table(
    NotesLock,
    topic=Topic.LEARNING,
    name=_("A pause before your notes open"),
    purpose=_("Whoever reads your email cannot open your private notes with a new password."),
    basis=Basis.LEGITIMATE,
    starts=_("When your password is changed by a link in an email."),
    ends=_("After the pause, or when you use a second factor."),
    rows=lambda user: NotesLock.objects.filter(user=user),
    gives=("since",),
)
register_table(
    Invitation,
    topic=Topic.LEARNING,
    name=_("Your invitation"),
    purpose=_("To invite you, once, at the address that you are known by."),
    basis=Basis.LEGITIMATE,
    starts=_("When somebody invites you."),
    ends=_("After 90 days when you did not use it; else with your place in the cohort."),
    rows=lambda user: Invitation.objects.filter(email__iexact=user.email),
    gives=("email", "name", "invited_at", "expires_at", "accepted_at"),
    companions=(InvitationBatch, InvitationLine),
)
register_table(
    Cohort,
    topic=Topic.CONTENT,
    name=_("Cohorts"),
    purpose=_("People who learn together, and who looks after them."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When a cohort is made."),
    ends=_("Six years after it ended."),
)
register_table(
    Qualification,
    topic=Topic.CONTENT,
    name=_("The qualification and the programme's pages"),
    purpose=_("What is taught and assessed."),
    basis=Basis.NOBODY,
    starts=_("When it is written."),
    ends=_("As long as somebody's record names it."),
    companions=(
        QualificationVersion,
        Unit,
        LearningOutcome,
        Criterion,
        ProgrammePage,
        ModulePage,
        SectionPage,
    ),
)
