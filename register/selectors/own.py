"""What an advocate sees of their own entry."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from casework.selectors import is_held
from certificates.models import Certificate
from certificates.selectors import live_for
from foundation import clock
from register import wording
from register.models import Entry, RegisterEvent
from register.status import Status, status_of

#: What a hold on an entry is called in casework; a concern places one.
SUBJECT_KIND = "entry"


@dataclass(frozen=True)
class Own:
    """One's own entry, status and certificate, for the advocate's pages and the portal."""

    entry: Entry
    number: str
    status: Status | None
    words: wording.StatusWords | None
    certificate: Certificate | None
    conditions: str

    @property
    def heading(self) -> str:
        """The sentence that the public reads."""
        return self.words.heading % {"name": self.entry.person.practising_name} if self.words else ""


def own_entry(user: User | None) -> Entry | None:
    """The entry of `user`'s own person, or None."""
    if user is None or not user.is_authenticated:
        return None
    return Entry.objects.filter(person__user=user).select_related("person", "person__user").first()


def own(user: User | None) -> Own | None:
    """The entry of `user` with all that their page shows; None for somebody who has none."""
    entry = own_entry(user)
    if entry is None:
        return None
    events = list(RegisterEvent.objects.filter(entry=entry).select_related("words"))
    status = status_of(events, clock.now())
    number = entry.numbers.current().first()
    event = next((one for one in events if status and one.pk == status.event_id), None)
    told = getattr(event, "words", None)
    return Own(
        entry=entry,
        number=str(number) if number else "",
        status=status,
        words=wording.words_for(status) if status else None,
        certificate=live_for(Certificate.Kind.ACCREDITATION, entry.public_id),
        conditions=told.public_text if told else "",
    )


def something_is_open(entry: Entry) -> bool:
    """Whether something must be settled before the advocate can leave (a hold stands)."""
    return is_held(SUBJECT_KIND, entry.public_id)
