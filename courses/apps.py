from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Qualification, modules, cohorts, progress."""

    name = "courses"

    def ready(self) -> None:
        from courses import receivers  # noqa: F401 - connects them
        from courses.services.invitations import forget_old
        from foundation import sweeps

        sweeps.register("lists and invitations that nobody used", forget_old)
