"""What follows here from news of other apps and of Wagtail: groups follow roles, uses follow pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished

from cms import selectors
from cms.models import ContributionUse, HelpLine
from cms.services import sync_groups


def connect() -> None:
    """Listen; called once when the app is ready."""
    from accounts.models import Role

    post_save.connect(_role_changed, sender=Role, dispatch_uid="cms.groups.saved")
    post_delete.connect(_role_changed, sender=Role, dispatch_uid="cms.groups.deleted")
    user_logged_in.connect(_signed_in, dispatch_uid="cms.groups.signed_in")
    post_save.connect(_help_line_changed, sender=HelpLine, dispatch_uid="cms.help.saved")
    post_delete.connect(_help_line_changed, sender=HelpLine, dispatch_uid="cms.help.deleted")
    page_published.connect(_published, dispatch_uid="cms.uses.published")
    page_unpublished.connect(_unpublished, dispatch_uid="cms.uses.unpublished")


def _role_changed(*, instance: Any, **_kwargs: Any) -> None:
    sync_groups(instance.user)


def _signed_in(*, user: Any, **_kwargs: Any) -> None:
    sync_groups(user)


def _published(*, instance: Any, revision: Any, **_kwargs: Any) -> None:
    """What of whom is live now; "what of mine is where" reads these rows."""
    if revision is not None:
        ContributionUse.objects.record(
            page_id=instance.pk,
            revision_id=revision.pk,
            contribution_ids=selectors.contributions_of(instance),
            live=True,
        )


def _unpublished(*, instance: Any, **_kwargs: Any) -> None:
    ContributionUse.objects.filter(page_id=instance.pk).update(live=False)


def _help_line_changed(**_kwargs: Any) -> None:
    selectors.forget_help_lines()
