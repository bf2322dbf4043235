"""Who may open a view: nobody without signing in, and nobody outside their roles.

Not signed in: the sign-in page, whether or not the thing exists. Signed in and
outside one's roles: 404, as if it did not exist (architecture, "People and
visibility"). A form that is sent after the session ended is not lost: the
middleware `KeepTypedMiddleware` sees the redirect that is made here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.roles import RoleName
from accounts.selectors import has_role

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def asks_from_script(request: HttpRequest) -> bool:
    """Whether a script of ours asks (autosave), so that a page would be no answer to it."""
    return (
        request.headers.get("Sec-Fetch-Dest") == "empty"
        or request.headers.get("X-Requested-With") == "XMLHttpRequest"
        or request.headers.get("Accept", "").startswith("application/json")
    )


def where_to_return(request: HttpRequest) -> str:
    """The page to open after signing in: this one, or the page that held the form."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    referrer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referrer, allowed_hosts={request.get_host()}):
        parts = urlsplit(referrer)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return ""


def home_address(request: HttpRequest) -> str:
    """The signed-in home, in the language of this page; `portal` owns it, above this floor."""
    return translate_url(
        str(settings.LOGIN_REDIRECT_URL), getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    )


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """What somebody who is not signed in gets: the sign-in page, or 401 for a script."""
    if asks_from_script(request):
        return JsonResponse({"signed_in": False, "sign_in": reverse("account_login")}, status=401)
    return redirect_to_login(where_to_return(request), reverse("account_login"))


def signed_in(view: View) -> View:
    """Let only somebody who signed in pass."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return wrapped  # type: ignore[return-value]


def role_required(*names: RoleName) -> Callable[[View], View]:
    """Let only holders of one of `names` pass; for others the address does not exist."""

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not has_role(request.user, *names):
                raise Http404
            return view(request, *args, **kwargs)

        return wrapped  # type: ignore[return-value]

    return decorator


class SignedInMixin:
    """For class-based views: only somebody who signed in passes."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class RoleRequiredMixin(SignedInMixin):
    """For class-based views: only holders of one of `roles` pass; others get 404."""

    roles: ClassVar[tuple[RoleName, ...]] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not has_role(request.user, *self.roles):
            raise Http404
        return super().dispatch(request, *args, **kwargs)
