"""The door of Wagtail's admin: open to content roles alone, and some rooms to nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from cms.permissions import can_edit_content
from cms.services import sync_groups

ADMIN = "/admin/"

#: Wagtail's own users, groups, sites, locales and workflows: they follow from roles and
#: from `establish`, and are never edited by hand.
CLOSED = tuple(
    ADMIN + room
    for room in (
        "users/",
        "groups/",
        "sites/",
        "locales/",
        "workflows/add/",
        "workflows/edit/",
        "workflows/tasks/add/",
        "workflows/tasks/edit/",
        "password_reset/",
    )
)


class AdminDoor:
    """Signed in without a content role: the 404 of an address that is not there.

    Roles end by date, without anybody saving a row, so that groups are put in step here.
    Who is not signed in is sent to sign in by Wagtail.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: object) -> None:
        """Raised here, so that the site's own page for it is shown."""
        if not request.path.startswith(ADMIN) or not request.user.is_authenticated:
            return
        if request.path.startswith(CLOSED) or not can_edit_content(request.user):  # type: ignore[arg-type]
            raise Http404
        sync_groups(request.user)  # type: ignore[arg-type]
