from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: sign-in, persons, organisations, roles, audit."""

    name = "accounts"
