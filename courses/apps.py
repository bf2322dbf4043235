from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Qualification, modules, cohorts, progress."""

    name = "courses"
