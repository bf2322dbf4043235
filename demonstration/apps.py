from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """The realistic programme that development loads."""

    name = "demonstration"
