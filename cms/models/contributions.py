"""What people with lived experience gave: contributions, consents, and where they stand.

A contribution is a plain row. It has no revision, no draft, no translation and no entry
in search; pages refer to it by its key and it is read when a page is read, so that the
next request after a withdrawal does not have it (architecture, trap 4).
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from typing import ClassVar, Self

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.states import Channel, ContributionState, Credit, Edits
from foundation import clock, sealed
from foundation.exceptions import Refused
from foundation.public_ids import PublicIdModel, new_public_id

WORDS = "cms.contribution.words"
WORDS_CY = "cms.contribution.words_cy"


def new_salt() -> str:
    """32 random bytes as hex: kept beside the words and erased with them."""
    return secrets.token_hex(32)


def new_receipt() -> str:
    """A receipt's number, read aloud easily."""
    return f"R-{new_public_id()[:8].upper()}"


def contribution_storage() -> object:
    """The private storage: nothing in it has an address of its own."""
    return storages["default"]


def contribution_path(instance: Contribution, filename: str) -> str:
    """A random name; only the ending of the checked file stays."""
    ending = filename.rpartition(".")[2].lower()[:5]
    return f"contributions/{new_public_id()}.{ending}"


class Contribution(PublicIdModel):
    """Words, a recording or a picture that a consultant gave.

    The words are sealed at rest from the first moment and change in one way only: they
    are blanked. New words are a new row. The digest is salted, and the salt goes with
    the words.

    Purpose: teaching with the words of people who have lived it. Lawful basis: consent.
    Retention: until withdrawn; then sealed for seven days, then destroyed.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        SOUND = "sound", _("Sound")
        IMAGE = "image", _("Picture")

    code = models.CharField(max_length=40, unique=True)
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contributions"
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TEXT)
    about = models.CharField(
        max_length=120,
        blank=True,
        help_text=_("A neutral label for editors, such as “On the first meeting”. Never a name."),
    )
    note = models.CharField(
        max_length=120, blank=True, help_text=_("Such as “spoken by an actor, at my wish”.")
    )
    sealed_words = models.TextField(blank=True)
    sealed_words_cy = models.TextField(blank=True)
    salt = models.CharField(max_length=64, blank=True, default=new_salt)
    digest = models.CharField(max_length=64)
    length = models.PositiveIntegerField(default=0, help_text=_("Words of a text, seconds of a recording."))
    file = models.FileField(upload_to=contribution_path, storage=contribution_storage, blank=True)
    file_type = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, choices=ContributionState, default=ContributionState.HELD)
    given_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    sealed_until = models.DateField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    replacement = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces"
    )

    class Meta:
        ordering: ClassVar = ["-given_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=ContributionState.HELD, withdrawn_at__isnull=True)
                | Q(state=ContributionState.SEALED, withdrawn_at__isnull=False, sealed_until__isnull=False)
                | Q(state=ContributionState.DESTROYED, destroyed_at__isnull=False),
                name="contribution_state_has_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=ContributionState.DESTROYED)
                | Q(sealed_words="", sealed_words_cy="", salt="", file=""),
                name="contribution_destroyed_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @classmethod
    def prepare(cls, *, words: str, words_cy: str = "", **fields: object) -> Self:
        """An unsaved contribution with its words sealed and digested."""
        salt = new_salt()
        return cls(
            sealed_words=sealed.seal(words, place=WORDS),
            sealed_words_cy=sealed.seal(words_cy, place=WORDS_CY) if words_cy else "",
            salt=salt,
            digest=sealed.salted_digest(f"{words}\0{words_cy}", salt=bytes.fromhex(salt)),
            **{"length": len(words.split()), **fields},
        )

    def current_consent(self) -> Consent | None:
        """The consent that is in force today, if any. Uses prefetched rows where there are some."""
        if self.state != ContributionState.HELD:
            return None
        day = clock.today()
        for consent in self.consents.all():
            if consent.holds_on(day):
                return consent
        return None

    def shown(self, channel: Channel | str, language: str = "en") -> Shown | None:
        """What may stand on a page now, or None: then the neutral words stand there.

        Without a consent for the reader's language the English words are given, if
        those are consented to.
        """
        consent = self.current_consent()
        if consent is None or not consent.allows(channel):
            return None
        if language == "cy" and self.sealed_words_cy and "cy" in consent.languages:
            return Shown(self, consent, sealed.open_sealed(self.sealed_words_cy, place=WORDS_CY), "cy")
        if "en" in consent.languages and self.sealed_words:
            return Shown(self, consent, sealed.open_sealed(self.sealed_words, place=WORDS), "en")
        return None

    def own_words(self) -> str:
        """The words for the person who gave them, while they are held; else an empty string."""
        if self.state != ContributionState.HELD or not self.sealed_words:
            return ""
        return sealed.open_sealed(self.sealed_words, place=WORDS)


class Shown:
    """A contribution as it may stand on a page at this moment."""

    def __init__(self, contribution: Contribution, consent: Consent, words: str, lang: str) -> None:
        self.contribution = contribution
        self.consent = consent
        self.words = words
        self.lang = lang

    @property
    def credit(self) -> str:
        """The line below the words, as the person chose it."""
        return self.consent.credit_line()


class Consent(PublicIdModel):
    """What somebody agreed to, from a day to a day, the last one included.

    A change is a new row and ends the one before; a row that has ended is not revived.

    Purpose: to show on what basis words stand. Lawful basis: consent. Retention: six
    years after it ended; it carries no words of the contribution.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="consents")
    version = models.PositiveSmallIntegerField(default=1)
    receipt = models.CharField(max_length=12, unique=True, default=new_receipt, editable=False)
    scope = models.CharField(
        max_length=300, default="", help_text=_("What it is for, such as “teaching advocates about trust”.")
    )
    web_public = models.BooleanField(default=False)
    web_signed_in = models.BooleanField(default=True)
    print = models.BooleanField(default=False)
    export = models.BooleanField(default=False)
    languages = models.JSONField(default=list)
    edits = models.CharField(max_length=12, choices=Edits, default=Edits.ASK_FIRST)
    credit = models.CharField(max_length=12, choices=Credit, default=Credit.COLLECTIVE)
    credited_as = models.CharField(max_length=80, blank=True)
    not_consented_to = models.TextField(blank=True)
    since = models.DateField(default=clock.today)
    until = models.DateField()
    given_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-given_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="consent_ends_after_start"),
            models.UniqueConstraint(
                fields=["contribution"],
                condition=Q(withdrawn_at__isnull=True, replaced_at__isnull=True),
                name="consent_one_in_force",
            ),
            models.UniqueConstraint(fields=["contribution", "version"], name="consent_version_once"),
            models.CheckConstraint(
                condition=Q(credit__in=[Credit.COLLECTIVE, Credit.NONE], credited_as="")
                | (Q(credit__in=[Credit.PSEUDONYM, Credit.NAME]) & ~Q(credited_as="")),
                name="consent_credit_has_its_name",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    def holds_on(self, day: dt.date) -> bool:
        """Whether this consent is in force on `day`, a London calendar day."""
        return self.withdrawn_at is None and self.replaced_at is None and self.since <= day <= self.until

    def allows(self, channel: Channel | str) -> bool:
        """Whether it covers `channel`. What everybody may read, the signed-in may read too."""
        channel = Channel(channel)
        if channel == Channel.WEB_SIGNED_IN:
            return self.web_signed_in or self.web_public
        return bool(getattr(self, channel.value))

    def channels(self) -> list[Channel]:
        """The channels it covers, in the order in which people are asked."""
        return [channel for channel in Channel if self.allows(channel)]

    def channels_refused(self) -> list[Channel]:
        """The channels that were not consented to."""
        return [channel for channel in Channel if not self.allows(channel)]

    def credit_line(self) -> str:
        """How it is credited, as a reader sees it."""
        if self.credit in {Credit.NAME, Credit.PSEUDONYM}:
            return self.credited_as
        if self.credit == Credit.COLLECTIVE:
            return str(_("A consultant who co-wrote this, credited as part of the group"))
        return ""


class ContributionUseManager(models.Manager["ContributionUse"]):
    """Keeps the rows of "what of mine is where" in step with drafts and the live page."""

    def record(
        self, *, page_id: int, revision_id: int, contribution_ids: Collection[int], live: bool
    ) -> None:
        """Note what one revision uses.

        A draft's rows replace those of older drafts; the live revision's rows stay until
        another goes live. Wagtail's reference index does not see drafts.
        """
        stale = self.filter(page_id=page_id).exclude(revision_id=revision_id)
        (stale if live else stale.filter(live=False)).delete()
        if live:
            self.filter(page_id=page_id, revision_id=revision_id).update(live=True)
        known = set(
            self.filter(page_id=page_id, revision_id=revision_id).values_list("contribution_id", flat=True)
        )
        wanted = set(Contribution.objects.filter(pk__in=contribution_ids).values_list("pk", flat=True))
        self.filter(page_id=page_id, revision_id=revision_id, contribution_id__in=known - wanted).delete()
        self.bulk_create(
            self.model(page_id=page_id, revision_id=revision_id, contribution_id=key, live=live)
            for key in sorted(wanted - known)
        )


class ContributionUse(models.Model):
    """One page uses one contribution, in its live revision or in its latest draft."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    revision_id = models.BigIntegerField()
    live = models.BooleanField(default=False)

    objects = ContributionUseManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contribution", "page", "revision_id"], name="contribution_use_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} on {self.page_id}"


class Payment(PublicIdModel):
    """What was agreed and paid for a piece of work; never anybody's status.

    Purpose: to pay people for their work and to have offered them independent advice
    first. Lawful basis: contract. Retention: six years, as accounts.
    """

    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payments"
    )
    work = models.CharField(max_length=160)
    request = models.ForeignKey(
        "cms.SignOffRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="payments"
    )
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    terms_agreed_on = models.DateField(null=True, blank=True)
    offered_on = models.DateField(default=clock.today)
    advice_offered_on = models.DateField(null=True, blank=True)
    declined_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-offered_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(declined_on__isnull=True) | Q(paid_on__isnull=True),
                name="payment_declined_or_paid",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(terms_agreed_on__isnull=False), name="payment_has_terms"
            ),
        ]

    def __str__(self) -> str:
        return f"payment {self.public_id}"

    def clean(self) -> None:
        """Money that was paid has an amount."""
        if self.paid_on and self.amount is None:
            raise Refused(_("Say how much was paid."))
