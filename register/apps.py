from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Accreditation cases, register events, public checking."""

    name = "register"

    def ready(self) -> None:
        from foundation import sweeps
        from register import receivers  # noqa: F401 - connects itself
        from register.services.case_proposals import settle_clocks

        sweeps.register("notices whose time to answer is over", settle_clocks)
