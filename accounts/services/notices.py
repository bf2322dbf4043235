"""Telling somebody something: on the site, and by a mail that says only that there is an update."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _, override

from accounts.models import Notice, User
from foundation import clock, outbox


def notify(*, user: User, kind: str, title: str, body: str = "", link: str = "") -> Notice:
    """Tell `user` something on the site and, if they like mail, that there is an update.

    The mail never says what it is about: subject and text are the same for every kind.
    """
    notice = Notice.objects.create(user=user, kind=kind, title=title, body=body, link=link)
    if user.contact_by == User.ContactBy.MAIL and user.email:
        with override(user.language):
            outbox.post(
                to=user.email,
                subject=_("There is an update"),
                body=_(
                    "Hello,\n\nthere is an update for you. Sign in when it suits you to read it:\n%(link)s\n\n"
                    "It can wait as long as you like.\n"
                )
                % {"link": f"{settings.PUBLIC_URL}/home/"},
            )
    return notice


@transaction.atomic
def open_notice(*, notice: Notice) -> Notice:
    """Note that its person opened it; the first time counts."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.opened_at is None:
        notice.opened_at = clock.now()
        notice.save(update_fields=["opened_at"])
    return notice


@transaction.atomic
def put_off(*, notice: Notice) -> Notice:
    """Note that its person would rather read it later; it stays, and asks no more on top."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.opened_at is None:
        notice.later_at = clock.now()
        notice.save(update_fields=["later_at"])
    return notice
