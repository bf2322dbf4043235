"""Which file an address means, and who may have it now.

A file is as visible as the pages in which it stands; a contribution's file needs a
consent that is live now and covers such a page. Nothing else opens one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from wagtail.models import Page, ReferenceIndex

from cms import uploads
from cms.models.contributions import Contribution, ContributionUse
from cms.models.files import Media, Paper, Picture, Rendition
from cms.models.signoff import SignOffRequest
from cms.permissions import can_act_on, can_edit_content, sign_offs_asked
from cms.states import Channel, RequestState

TYPES = {**uploads.PICTURES, **uploads.SOUND, **uploads.FILM, **uploads.PAPERS, **uploads.CAPTIONS}
MEDIA_FILES = {"recording": "file", "sound": "sound_only", "captions": "captions"}


@dataclass
class Found:
    """A file, what it belongs to, and the type it is sent with."""

    thing: Model
    file: FieldFile
    content_type: str


def find_file(public_id: str, name: str) -> Found | None:
    """The file at an address below `/files/`, whoever asks. At most one query."""
    stem, _dot, ending = name.partition(".")
    thing: Any
    if stem in {"voice", "picture"}:
        thing = Contribution.objects.filter(public_id=public_id).exclude(kind=Contribution.Kind.TEXT).first()
        file = thing.file if thing else None
    elif stem == "document":
        thing = Paper.objects.filter(public_id=public_id).first()
        file = thing.file if thing else None
    elif stem in MEDIA_FILES:
        thing = Media.objects.filter(public_id=public_id).first()
        file = getattr(thing, MEDIA_FILES[stem]) if thing else None
    else:
        rendition = (
            Rendition.objects.select_related("image")
            .filter(image__public_id=public_id, file=f"renditions/{name}")
            .first()
        )
        thing, file = (rendition.image, rendition.file) if rendition else (None, None)
    if not file or file.name.rpartition(".")[2] != ending or ending not in TYPES:
        return None
    return Found(thing, file, TYPES[ending])


def may_open(user: Any, thing: Model) -> bool:
    """Whether `user`, also somebody signed out, may have the file of `thing` now."""
    if isinstance(thing, Contribution):
        return _may_open_contribution(user, thing)
    if can_edit_content(user) or _reads_now(user).exists():
        return True
    return any(_may_read(user, page) for page in _live_pages_with(thing))


def _may_open_contribution(user: Any, contribution: Contribution) -> bool:
    consent = contribution.current_consent()
    if can_act_on(user, contribution) and contribution.own_words():
        return True
    if consent is None:
        return False
    if can_edit_content(user):
        return True
    uses = list(ContributionUse.objects.filter(contribution=contribution))
    if _reads_now(user).filter(page_id__in=[use.page_id for use in uses]).exists():
        return True
    live = Page.objects.live().filter(pk__in=[use.page_id for use in uses if use.live]).specific()
    return any(
        consent.allows(getattr(page, "consent_channel", Channel.WEB_PUBLIC)) and _may_read(user, page)
        for page in live
    )


def _reads_now(user: Any) -> Any:
    """Open requests for sign-off that `user` was asked about: drafts are shown with their files."""
    if user is None or not user.is_authenticated:
        return SignOffRequest.objects.none()
    return sign_offs_asked(user).filter(state=RequestState.OPEN)


def _may_read(user: Any, page: Page) -> bool:
    asked = getattr(page, "may_read", None)
    return True if asked is None else bool(asked(user))


def _live_pages_with(thing: Picture | Paper | Media | Model) -> Iterable[Page]:
    """The live pages whose live content points at `thing`; Wagtail's index does not see drafts."""
    keys = [
        int(key)
        for key in ReferenceIndex.get_references_to(thing)
        .filter(base_content_type__app_label="wagtailcore", base_content_type__model="page")
        .values_list("object_id", flat=True)
        .distinct()
    ]
    return Page.objects.live().filter(pk__in=keys).specific()
