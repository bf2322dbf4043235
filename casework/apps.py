from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """What is asked of others, holds, working days, reasons, policy numbers."""

    name = "casework"
