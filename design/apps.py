from django.apps import AppConfig


class DesignConfig(AppConfig):
    """What every page looks like: tokens, base templates, components, error pages."""

    name = "design"
