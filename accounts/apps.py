from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    """People: sign-in, persons, organisations, roles, audit."""

    name = "accounts"

    def ready(self) -> None:
        from accounts import privacy_tables, receivers  # noqa: F401 - they connect themselves

        # Every app says in its module `privacy` what its tables keep about people.
        autodiscover_modules("privacy")
