"""Reads of certificates."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Person, User
from certificates import codes, permissions
from certificates.models import Certificate, CertificateDocument, code_digest
from certificates.states import CertificateState


def by_code(text: str) -> Certificate | None:
    """The certificate whose code somebody typed, in whatever state; one query, none for nonsense."""
    code = codes.as_code(text)
    if code is None:
        return None
    return Certificate.objects.filter(code_digest=code_digest(code)).first()


def open_by(user: User | None, text: str) -> Certificate | None:
    """The certificate with this code if `user` may open it, with its person."""
    code = codes.as_code(text)
    if code is None:
        return None
    return (
        permissions.can_be_opened_by(user)
        .filter(code_digest=code_digest(code))
        .select_related("person")
        .defer("person__born_on")
        .first()
    )


def document(certificate: Certificate, language: str) -> CertificateDocument | None:
    """The printed bytes in `language`, in English where there is no other."""
    found = {row.language: row for row in certificate.documents.filter(language__in={language, "en"})}
    return found.get(language) or found.get("en")


def held_by(person: Person) -> QuerySet[Certificate]:
    """What was issued to somebody, newest first, without what was taken back."""
    return Certificate.objects.filter(person=person).exclude(state=CertificateState.REVOKED)


def live_for(kind: str, award: str) -> Certificate | None:
    """The live certificate of an award."""
    return Certificate.objects.filter(kind=kind, award=award, state=CertificateState.LIVE).first()
