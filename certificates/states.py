"""The life of a certificate. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CertificateState(TextChoices):
    """A paper is the newest of its award, was replaced by a newer one, or was taken back."""

    LIVE = "live", _("Live")
    SUPERSEDED = "superseded", _("Replaced")
    REVOKED = "revoked", _("Taken back")


class CertificateAct(TextChoices):
    """What happens to a certificate."""

    ISSUE = "issue", _("Issued")
    SUPERSEDE = "supersede", _("Replaced by a newer one")
    REVOKE = "revoke", _("Taken back")


#: Issuing makes the row, so it has no state to leave.
TRANSITIONS = {
    CertificateAct.SUPERSEDE: (frozenset({CertificateState.LIVE}), CertificateState.SUPERSEDED),
    CertificateAct.REVOKE: (
        frozenset({CertificateState.LIVE, CertificateState.SUPERSEDED}),
        CertificateState.REVOKED,
    ),
}
