from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """A document that can be checked."""

    name = "certificates"
