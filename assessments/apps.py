from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Evidence, marking, quality assurance, released outcomes."""

    name = "assessments"
