"""What a consultant sees: which words of theirs are where, what waits for their eyes, what is paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _, ngettext
from wagtail.models import Page

from accounts.models import User
from cms.models.contributions import Consent, Contribution, ContributionUse, Payment
from cms.models.signoff import SignOff, SignOffReader, SignOffRequest
from cms.permissions import contributions_of_user, sign_offs_asked
from cms.selectors.gate import contributions_of
from cms.states import Answer, Channel, ContributionState, RequestState
from foundation import clock

SOON = dt.timedelta(weeks=10)


@dataclass
class Place:
    """One page in which words stand or would stand."""

    label: str
    url: str
    live: bool


@dataclass
class Piece:
    """One contribution with what its owner wants to know."""

    contribution: Contribution
    words: str
    consent: Consent | None
    last_consent: Consent | None
    places: list[Place] = field(default_factory=list)

    @property
    def is_held(self) -> bool:
        """Whether the words are with us and not withdrawn."""
        return self.contribution.state == ContributionState.HELD

    @property
    def title(self) -> str:
        """What it is, in a few words, without its content."""
        contribution = self.contribution
        if contribution.kind == Contribution.Kind.SOUND:
            minutes, seconds = divmod(contribution.length, 60)
            name = _("A recording, %(minutes)d minutes %(seconds)02d") % {
                "minutes": minutes,
                "seconds": seconds,
            }
        elif contribution.kind == Contribution.Kind.IMAGE:
            name = _("A picture")
        else:
            name = _("Words")
        return f"{name}: {contribution.about}" if contribution.about else name

    @property
    def channel_words(self) -> list[str]:
        """Who sees it: what everybody may see, the signed-in see too and need no line."""
        if self.consent is None:
            return []
        return [str(channel.label) for channel in Channel if getattr(self.consent, channel.value)]

    @property
    def weeks_left_words(self) -> str:
        """The tag's words, such as “Ends in 7 weeks”."""
        weeks = self.weeks_left
        if weeks is None:
            return ""
        if weeks == 0:
            return _("Ends this week")
        return ngettext("Ends in %(count)d week", "Ends in %(count)d weeks", weeks) % {"count": weeks}

    @property
    def weeks_left(self) -> int | None:
        """Full weeks until the consent ends, when that is soon; else None."""
        if self.consent is None or self.consent.until > clock.today() + SOON:
            return None
        return (self.consent.until - clock.today()).days // 7


def place_label(page: Page) -> str:
    """Where it is, in words: a page may say it better than its title ("Module 4, section 3")."""
    return str(getattr(page, "where_it_is", "") or page.title)


def pieces(user: User) -> list[Piece]:
    """Everything that `user` gave and that is not destroyed, newest first; five queries."""
    rows = list(
        contributions_of_user(user)
        .exclude(state=ContributionState.DESTROYED)
        .prefetch_related("consents")
        .order_by("state", "-given_at", "-pk")
    )
    return _with_places(rows)


def summary_of(found: list[Piece]) -> str:
    """The sentence above the pieces: how many are in use, and that each can leave now."""
    in_use = sum(1 for one in found if one.is_held and any(place.live for place in one.places))
    if in_use == 0:
        return _("Nothing of yours stands anywhere at the moment.")
    return ngettext(
        "One piece of yours is in use. You can take it out now, with no reason given.",
        "%(count)s pieces of yours are in use. You can take any of them out now, with no reason given.",
        in_use,
    ) % {"count": str(apnumber(in_use)).capitalize()}


def piece(contribution: Contribution) -> Piece:
    """One contribution as its owner sees it."""
    return _with_places([contribution])[0]


def _with_places(rows: list[Contribution]) -> list[Piece]:
    uses = list(ContributionUse.objects.filter(contribution__in=rows).order_by("-live", "pk"))
    pages = {page.pk: page for page in Page.objects.filter(pk__in={use.page_id for use in uses}).specific()}
    found = []
    for row in rows:
        consents = list(row.consents.all())
        places: dict[int, Place] = {}
        for use in uses:
            if use.contribution_id == row.pk and use.page_id in pages and use.page_id not in places:
                page = pages[use.page_id]
                places[use.page_id] = Place(
                    label=place_label(page), url=(page.get_url() or "") if use.live else "", live=use.live
                )
        found.append(
            Piece(
                contribution=row,
                words=row.own_words(),
                consent=row.current_consent(),
                last_consent=consents[0] if consents else None,
                places=list(places.values()),
            )
        )
    return found


@dataclass
class Asked:
    """One request for sign-off as one of its readers sees it."""

    request: SignOffRequest
    has_words: bool
    answer: SignOff | None


def to_read(user: User) -> list[Asked]:
    """What waits for `user`, newest first, however old it is; two or three queries."""
    waiting = sign_offs_asked(user).filter(state=RequestState.OPEN).exclude(_answered_by(user))
    return as_asked(user, waiting.order_by("-asked_at", "-pk"))


def have_read(user: User) -> QuerySet[SignOffRequest]:
    """What `user` answered or what moved on, newest first."""
    past = sign_offs_asked(user).filter(~Q(state=RequestState.OPEN) | _answered_by(user))
    return past.order_by("-asked_at", "-pk")


def _answered_by(user: User) -> Q:
    return Q(Exists(SignOff.objects.filter(request=OuterRef("pk"), consultant=user)))


def as_asked(user: User, requests: Iterable[SignOffRequest]) -> list[Asked]:
    """These requests as `user` sees them."""
    requests = list(requests)
    readers = {
        row.request_id: row for row in SignOffReader.objects.filter(consultant=user, request__in=requests)
    }
    answers = {row.request_id: row for row in SignOff.objects.filter(consultant=user, request__in=requests)}
    return [Asked(one, readers[one.pk].has_words, answers.get(one.pk)) for one in requests]


@dataclass
class OtherReader:
    """Somebody else who reads the same, without a name."""

    is_you: bool
    has_words: bool
    answer: str

    @property
    def words(self) -> str:
        """Where this reader is."""
        return Answer(self.answer).given if self.answer else _("To read")


def readers_without_names(request: SignOffRequest, user: User) -> list[OtherReader]:
    """Who else reads it: whether they have words in it and what they said, never who they are."""
    answers = dict(request.answers.values_list("consultant_id", "answer"))
    found = [
        OtherReader(
            is_you=row.consultant_id == user.pk,
            has_words=row.has_words,
            answer=answers.get(row.consultant_id, ""),
        )
        for row in request.readers.all()
    ]
    return sorted(found, key=lambda reader: reader.is_you)


def own_pieces_in(page: Page, user: User) -> list[Contribution]:
    """The contributions of `user` that a page instance refers to."""
    keys = contributions_of(page)
    return list(contributions_of_user(user).filter(pk__in=keys, state=ContributionState.HELD)) if keys else []


def open_payments() -> list[Payment]:
    """Payments that are neither paid nor declined, oldest first; for the co-production lead."""
    return list(
        Payment.objects.filter(paid_on__isnull=True, declined_on__isnull=True)
        .select_related("consultant")
        .order_by("offered_on", "pk")
    )


def payments_of(user: User) -> list[Payment]:
    """What was agreed with `user` and what was paid, newest first."""
    return list(Payment.objects.filter(consultant=user).order_by("-offered_on", "-pk"))
