"""Issuing, replacing and taking back certificates.

What cannot roll back is done first: `prepare` draws the code and prints the pages
and writes nothing; `issue` then writes everything in the caller's transaction
(architecture, Rules that the database keeps).
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Thread
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person, User
from certificates import codes, fitting, rendering, wording
from certificates.models import CODE_PLACE, Certificate, CertificateDocument, CertificateEvent, code_digest
from certificates.states import TRANSITIONS, CertificateAct, CertificateState
from foundation import clock, sealed
from foundation.exceptions import Refused
from foundation.transitions import target

LANGUAGES = ("en", "cy")


@functools.cache
def warm_up() -> Thread:
    """Print a specimen aside and throw it away; once in a process.

    The first page that a process prints loads the libraries and, on a new machine,
    makes the faces: seconds, where later ones take a twentieth of one. Call this where
    somebody begins to read what they will end with a certificate.
    """
    specimen = wording.paper(
        kind=Certificate.Kind.ACCREDITATION,
        code=codes.draw_code(),
        name="Specimen",
        facts={},
        valid_from=clock.today(),
        valid_until=None,
        language="en",
    )
    thread = Thread(target=rendering.render, args=(specimen,), name="specimen", daemon=True)
    thread.start()
    return thread


@dataclass(frozen=True)
class Prepared:
    """A certificate that is printed and not yet issued."""

    person_id: int
    kind: str
    award: str
    code: str
    name: str
    facts: Mapping[str, Any]
    valid_from: dt.date
    valid_until: dt.date | None
    documents: Mapping[str, bytes]


def prepare(  # noqa: PLR0913 - a certificate is its facts
    *,
    person: Person,
    kind: str,
    award: str,
    facts: Mapping[str, Any],
    valid_from: dt.date,
    valid_until: dt.date | None = None,
    languages: Iterable[str] = LANGUAGES,
) -> Prepared:
    """Draw a code and print the pages; nothing is written.

    Raises Refused when the name cannot be printed, and RenderError when a page cannot.
    """
    code = codes.draw_code()
    name = fitting.clean(person.name_on_papers)
    documents = {
        language: rendering.render(
            wording.paper(
                kind=kind,
                code=code,
                name=name,
                facts=facts,
                valid_from=valid_from,
                valid_until=valid_until,
                language=language,
            )
        )
        for language in languages
    }
    return Prepared(
        person_id=person.pk,
        kind=kind,
        award=award,
        code=code,
        name=name,
        facts=dict(facts),
        valid_from=valid_from,
        valid_until=valid_until,
        documents=documents,
    )


@transaction.atomic
def issue(*, prepared: Prepared, by: User | None) -> Certificate:
    """Write a prepared certificate. The caller has asked whether `by` may decide it.

    Raises Refused when the person's name has changed since it was printed, or when
    the award has a live certificate already.
    """
    person = Person.objects.select_for_update().get(pk=prepared.person_id)
    if fitting.clean(person.name_on_papers) != prepared.name:
        raise Refused(
            _("The name has changed since this certificate was prepared. Prepare it again."),
            code="name_changed",
        )
    if Certificate.objects.filter(
        kind=prepared.kind, award=prepared.award, state=CertificateState.LIVE
    ).exists():
        raise Refused(_("There is a live certificate for this already."), code="already_issued")
    certificate = Certificate.objects.create(
        person=person,
        kind=prepared.kind,
        award=prepared.award,
        code_digest=code_digest(prepared.code),
        sealed_code=sealed.seal(prepared.code, place=CODE_PLACE),
        name=prepared.name,
        facts=dict(prepared.facts),
        valid_from=prepared.valid_from,
        valid_until=prepared.valid_until,
    )
    CertificateDocument.objects.bulk_create(
        CertificateDocument(
            certificate=certificate,
            language=language,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for language, content in prepared.documents.items()
    )
    _record(certificate, CertificateAct.ISSUE, by=by)
    return certificate


@transaction.atomic
def supersede(*, certificate_id: int, prepared: Prepared, by: User | None, reason: str) -> Certificate:
    """Replace a certificate with a newer one of the same award; `reason` is a code."""
    old = Certificate.objects.select_for_update().get(pk=certificate_id)
    if (old.kind, old.award, old.person_id) != (prepared.kind, prepared.award, prepared.person_id):
        raise Refused(_("A certificate is replaced by one of the same award."), code="another_award")
    old.state = target(TRANSITIONS, CertificateAct.SUPERSEDE, CertificateState(old.state))
    old.save(update_fields=["state"])
    _record(old, CertificateAct.SUPERSEDE, by=by, reason=reason)
    new = issue(prepared=prepared, by=by)
    old.replaced_by = new
    old.save(update_fields=["replaced_by"])
    return new


@transaction.atomic
def revoke(*, certificate_id: int, by: User | None, reason: str) -> Certificate:
    """Take a certificate back; `reason` is a code. Its bytes stay with the record."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
    certificate.state = target(TRANSITIONS, CertificateAct.REVOKE, CertificateState(certificate.state))
    certificate.save(update_fields=["state"])
    _record(certificate, CertificateAct.REVOKE, by=by, reason=reason)
    return certificate


@transaction.atomic
def withdraw_for_safety(*, kind: str, award: str, by: User | None) -> None:
    """Take back every paper of an award; from now on their codes are codes that do not exist."""
    for certificate in Certificate.objects.select_for_update().filter(kind=kind, award=award):
        if certificate.state != CertificateState.REVOKED:
            revoke(certificate_id=certificate.pk, by=by, reason="safety")
    Certificate.objects.filter(kind=kind, award=award).update(leads_nowhere=True)


def _record(certificate: Certificate, act: CertificateAct, *, by: User | None, reason: str = "") -> None:
    CertificateEvent.objects.create(certificate=certificate, act=act, by=by, reason=reason)
    audit.record(
        action=f"certificate.{act.value}", by=by, subject_kind="certificate", subject_id=certificate.public_id
    )
