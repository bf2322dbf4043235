from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Accreditation cases, register events, public checking."""

    name = "register"
