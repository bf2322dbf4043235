"""What every view of the staff begins with: the scoped object, or a 404."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from assessments.models import Submission
from foundation.exceptions import Refused


def user_of(request: HttpRequest) -> User:
    """The signed-in user; the decorators have seen to it that there is one."""
    assert isinstance(request.user, User)
    return request.user


def scoped(queryset: QuerySet[Submission], public_id: str) -> Submission:
    """One of the submissions that the person may see; others do not exist for them."""
    return get_object_or_404(queryset.select_related("unit"), public_id=public_id)


def say(request: HttpRequest, refused: Refused) -> None:
    """Show why something was not possible, on the next page."""
    for text in refused.messages:
        messages.error(request, text)


def say_in(form: Any, refused: Refused, field: str | None = None) -> None:
    """Show why something was not possible, in the form."""
    for text in refused.messages:
        form.add_error(field, text)
