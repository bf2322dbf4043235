from django.apps import AppConfig


class CmsConfig(AppConfig):
    """The content kit: gated pages, contributions, consents and sign-off."""

    name = "cms"
