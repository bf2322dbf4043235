"""What the tables of accounts, of the foundation, and of the libraries below them keep."""

from __future__ import annotations

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from accounts.models import (
    AuditDetail,
    AuditEvent,
    DeclaredRelationship,
    Employment,
    FormOwner,
    Notice,
    Organisation,
    Person,
    PreviousName,
    Role,
    RoleGrant,
    RoleRequest,
    User,
)
from accounts.privacy import Basis, Topic, register_table
from foundation.models import OutboxMessage

register_table(
    User,
    topic=Topic.ACCOUNT,
    name=_("Your account"),
    purpose=_("To let you in, and only you, and to show pages as you like to read them."),
    basis=Basis.CONTRACT,
    starts=_("When you accept an invitation."),
    ends=_("Two years after you last signed in, it is emptied, unless you are on the register."),
    rows=lambda user: User.objects.filter(pk=user.pk),
    gives=(
        "email",
        "known_as",
        "language",
        "theme",
        "text_size",
        "spacing",
        "exit_by_shift",
        "contact_by",
        "date_joined",
        "last_login",
    ),
)
register_table(
    Person,
    topic=Topic.ACCOUNT,
    name=_("Your names and nation"),
    purpose=_("The names on your work, your certificate and the register belong to one person: you."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When you accept an invitation."),
    ends=_("Six years after your entry left the register. If you never had an entry: with your account."),
    rows=lambda user: Person.objects.filter(user=user),
    gives=("practising_name", "certificate_name", "born_on", "nation", "region"),
)
register_table(
    PreviousName,
    topic=Topic.ACCOUNT,
    name=_("Names you had before"),
    purpose=_(
        "Staff find out whether two records are one person. The public never searches them unless you ask for it."
    ),
    basis=Basis.PUBLIC_TASK,
    starts=_("When a change of name is recorded."),
    ends=_("Six years after your entry left the register."),
    rows=lambda user: PreviousName.objects.filter(person__user=user),
    gives=("name", "until", "searchable_in_public"),
)
register_table(
    Organisation,
    topic=Topic.ACCOUNT,
    name=_("Organisations"),
    purpose=_("Who employs advocates, and who runs the programme."),
    basis=Basis.NOBODY,
    starts=_("When an organisation joins."),
    ends=_("As long as somebody's record names it."),
)
register_table(
    Employment,
    topic=Topic.ACCOUNT,
    name=_("Where you work"),
    purpose=_("Nobody of your own organisation judges your work."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When you join, and when you tell us of a change."),
    ends=_("Six years after it ended."),
    rows=lambda user: Employment.objects.filter(person__user=user).select_related("organisation"),
    gives=("organisation", "since", "until"),
)
register_table(
    DeclaredRelationship,
    topic=Topic.ACCOUNT,
    name=_("Ties that you or others declared"),
    purpose=_("Nobody close to you judges your work, and you judge nobody close to you."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When a tie is declared."),
    ends=_("Six years after it ended."),
    rows=lambda user: DeclaredRelationship.objects.filter(person__user=user),
    gives=("kind", "since", "until"),
)
register_table(
    Role,
    topic=Topic.ACCOUNT,
    name=_("Your roles"),
    purpose=_("You see what your work needs, and no more."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When a role is given to you."),
    ends=_("Six years after it ended, as the decisions made under it."),
    rows=lambda user: Role.objects.filter(user=user),
    gives=("name", "scope", "since", "until"),
)
register_table(
    RoleGrant,
    topic=Topic.RECORDS,
    name=_("Who gave a role"),
    purpose=_("Nobody gives a role to themselves, and roles that decide need two people."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When a role is given."),
    ends=_("Six years after the role ended."),
)
register_table(
    RoleRequest,
    topic=Topic.RECORDS,
    name=_("Requests for a role"),
    purpose=_("A second administrator confirms a role that decides about people."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When an administrator asks."),
    ends=_("Six years after it was answered."),
)
register_table(
    Notice,
    topic=Topic.ACCOUNT,
    name=_("Messages to you"),
    purpose=_("To tell you what concerns you, here, and not in an email."),
    basis=Basis.CONTRACT,
    starts=_("When something is new for you."),
    ends=_("Two years after it was sent."),
    rows=lambda user: Notice.objects.filter(user=user, opened_at__isnull=False),
    gives=("title", "body", "created_at", "opened_at"),
)
register_table(
    AuditEvent,
    topic=Topic.RECORDS,
    name=_("What you did here"),
    purpose=_("To answer who did what, and under which role."),
    basis=Basis.PUBLIC_TASK,
    starts=_("With each act that changes something of weight."),
    ends=_("Six years."),
    rows=lambda user: AuditEvent.objects.filter(by=user),
    gives=("action", "as_role", "at"),
)
register_table(
    AuditDetail,
    topic=Topic.RECORDS,
    name=_("Reasons given for an act"),
    purpose=_("To be able to explain an act afterwards."),
    basis=Basis.PUBLIC_TASK,
    starts=_("With an act that needs a reason."),
    ends=_("Six years, or sooner where the words are no longer needed."),
    rows=lambda user: AuditDetail.objects.filter(event__by=user).select_related("event"),
    gives=lambda row: {"action": row.event.action, "reason": row.reason, "at": row.event.at},
)
register_table(
    FormOwner,
    topic=Topic.SIGN_IN,
    name=_("Whose a form was"),
    purpose=_("What you typed before you were signed out is saved for you alone."),
    basis=Basis.CONTRACT,
    starts=_("Each time you sign in."),
    ends=_("Seven days."),
    rows=lambda user: FormOwner.objects.filter(user=user),
)
register_table(
    OutboxMessage,
    topic=Topic.RECORDS,
    name=_("Emails that were sent"),
    purpose=_("An email goes out once, and only if what it tells of happened."),
    basis=Basis.CONTRACT,
    starts=_("When an email is due."),
    ends=_("The words when it was sent; address, subject and time after a year."),
    rows=lambda user: OutboxMessage.objects.filter(to__iexact=user.email),
    gives=("to", "subject", "created_at", "sent_at"),
)
register_table(
    EmailAddress,
    topic=Topic.SIGN_IN,
    name=_("Your email addresses"),
    purpose=_("You sign in with it, and we know that it is yours."),
    basis=Basis.CONTRACT,
    starts=_("When you accept an invitation or change your address."),
    ends=_("When you take it off, or with your account."),
    rows=lambda user: EmailAddress.objects.filter(user=user),
    gives=("email", "verified", "primary"),
)
register_table(
    EmailConfirmation,
    topic=Topic.SIGN_IN,
    name=_("Links that confirm an address"),
    purpose=_("To know that an address is yours."),
    basis=Basis.CONTRACT,
    starts=_("When you change your address."),
    ends=_("Three days."),
    rows=lambda user: EmailConfirmation.objects.filter(email_address__user=user),
)
register_table(
    Authenticator,
    topic=Topic.SIGN_IN,
    name=_("Passkeys, authenticator app, recovery codes"),
    purpose=_("A stolen password opens nothing."),
    basis=Basis.LEGITIMATE,
    starts=_("When you set one up. Its key is sealed."),
    ends=_("When you take it off, or with your account."),
    rows=lambda user: Authenticator.objects.filter(user=user),
    gives=("type", "created_at", "last_used_at"),
)
register_table(
    UserSession,
    topic=Topic.SIGN_IN,
    name=_("Where you are signed in"),
    purpose=_("You see a device that is not yours, and can sign it out."),
    basis=Basis.LEGITIMATE,
    starts=_("When you sign in: the time, the network address, the kind of browser."),
    ends=_("When you sign out, or the next time you sign in after it ended."),
    rows=lambda user: UserSession.objects.filter(user=user),
    gives=("created_at", "last_seen_at", "ip", "user_agent"),
)
register_table(
    Session,
    topic=Topic.SIGN_IN,
    name=_("Open sessions"),
    purpose=_("You stay signed in from page to page."),
    basis=Basis.CONTRACT,
    starts=_("When you sign in."),
    ends=_("When you sign out, or after a day without use."),
)
register_table(
    DBTaskResult,
    topic=Topic.CONTENT,
    name=_("Work in the background"),
    purpose=_("Work that takes a while is done after the page has answered. It names numbers, not people."),
    basis=Basis.NOBODY,
    starts=_("When something is to be done."),
    ends=_("A week after it was done."),
)
for _model in (Group, Permission, ContentType):
    register_table(
        _model,
        topic=Topic.CONTENT,
        name=_model._meta.verbose_name_plural or _model.__name__,
        purpose=_("The frame's own lists of kinds and rights."),
        basis=Basis.NOBODY,
        starts=_("When the site is set up."),
        ends=_("As long as the site runs."),
    )
