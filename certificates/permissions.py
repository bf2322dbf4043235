"""Who may open a certificate: its holder, and registrars. Nobody else learns that it exists.

Source: architecture, People and visibility.
"""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import RoleName
from accounts.selectors import has_role
from certificates.models import Certificate


def can_open(user: User | None, certificate: Certificate) -> bool:
    """Whether `user` is the holder or a registrar."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return certificate.person.user_id == user.pk or has_role(user, RoleName.REGISTRAR)


def can_be_opened_by(user: User | None) -> QuerySet[Certificate]:
    """The certificates for which `can_open` is true."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Certificate.objects.none()
    if has_role(user, RoleName.REGISTRAR):
        return Certificate.objects.all()
    return Certificate.objects.filter(person__user=user)
