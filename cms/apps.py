from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CmsConfig(AppConfig):
    """The content kit: gated pages, contributions, consents and sign-off."""

    name = "cms"

    def ready(self) -> None:
        """Keep the triggers in place around migrations, and groups in step with roles."""
        from cms import receivers

        pre_migrate.connect(_remove_triggers, dispatch_uid="cms.triggers.remove")
        post_migrate.connect(_install_triggers, dispatch_uid="cms.triggers.install")
        receivers.connect()


def _remove_triggers(*, using: str, **_kwargs: Any) -> None:
    from cms import triggers

    triggers.remove(using)


def _install_triggers(*, using: str, **_kwargs: Any) -> None:
    from cms import triggers

    triggers.install(using)
