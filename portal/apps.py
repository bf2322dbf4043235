from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The signed-in home: what needs doing next."""

    name = "portal"
