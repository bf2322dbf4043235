"""What the tables of certificates keep about people."""

from django.utils.translation import gettext_lazy as _

from accounts.privacy import Basis, Topic, register_table
from certificates.models import Certificate, CertificateDocument, CertificateEvent

register_table(
    Certificate,
    topic=Topic.REGISTER,
    name=_("Your certificates"),
    purpose=_("You have a paper that others can check."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When a certificate is issued."),
    ends=_(
        "Name, facts and document six years after the award ended; its bare number stays, so that it is never given again."
    ),
    rows=lambda user: Certificate.objects.filter(person__user=user),
    gives=("kind", "name", "valid_from", "valid_until", "state", "issued_at"),
    companions=(CertificateDocument, CertificateEvent),
)
