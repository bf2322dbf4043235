from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CmsConfig(AppConfig):
    """The content kit: gated pages, contributions, consents and sign-off."""

    name = "cms"

    def ready(self) -> None:
        """Keep the triggers in place around migrations, groups in step with roles, and words to their last day."""
        from cms import receivers, services, triggers
        from foundation import readiness, sweeps

        pre_migrate.connect(_remove_triggers, dispatch_uid="cms.triggers.remove")
        post_migrate.connect(_install_triggers, dispatch_uid="cms.triggers.install")
        receivers.connect()
        readiness.register("signed_pages", lambda: not triggers.missing())
        sweeps.register("sealed words whose last day is over", services.destroy_due)
        sweeps.register("consents that ended or end soon", services.open_tasks_for_ended_consents)
        sweeps.register("help lines to look at again", services.open_tasks_for_help_lines)


def _remove_triggers(*, using: str, **_kwargs: Any) -> None:
    from cms import triggers

    triggers.remove(using)


def _install_triggers(*, using: str, **_kwargs: Any) -> None:
    from cms import triggers

    triggers.install(using)
