from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """What is asked of others, holds, working days, reasons, policy numbers."""

    name = "casework"

    def ready(self) -> None:
        from casework.services import expire_overdue
        from foundation import sweeps

        sweeps.register("asks whose time ran out", expire_overdue)
