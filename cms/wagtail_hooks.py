"""What this app adds to Wagtail's admin."""

from wagtail import hooks

from cms.choosers import contribution_chooser, media_chooser


@hooks.register("register_admin_viewset")
def choosers() -> list[object]:
    """Choosers for contributions and media."""
    return [contribution_chooser, media_chooser]
