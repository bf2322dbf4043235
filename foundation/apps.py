from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    """Mechanisms without any domain: clock, seals, append-only tables, transitions, outbox."""

    name = "foundation"

    def ready(self) -> None:
        from foundation import sweeps, tasks

        sweeps.register("waiting mail", tasks.retry_waiting_mail)
        sweeps.register("tasks that a killed worker left", tasks.put_back_stuck_tasks)
        sweeps.register("mail of a year ago", tasks.forget_old_mail)
        sweeps.register("results of a week ago", tasks.forget_old_results)
        post_migrate.connect(_install_triggers, dispatch_uid="foundation.append_only")


def _install_triggers(*, using: str, **_kwargs: Any) -> None:
    from foundation.append_only import install_triggers

    install_triggers(using)
