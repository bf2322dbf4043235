"""Small words for the account's pages: devices, keys, and data for the passkey script."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy

from accounts.roles import RoleName

register = template.Library()

#: The first that is found names the browser or the device; some name others as well.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@register.filter
def json_text(value: Any) -> str:
    """`value` as JSON, escaped like any text: for a data attribute, which no policy has to allow."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def in_fours(key: str) -> list[str]:
    """A key in groups of four, as people type it; a line may break between them."""
    return [key[start : start + 4] for start in range(0, len(key), 4)]


@register.filter
def app_link(address: str) -> SafeString:
    """An address for an authenticator app, and for nothing else."""
    return format_html("{}", address if address.startswith("otpauth://") else "")


@register.filter
def device(user_agent: str) -> str:
    """A browser's long name in two words, as far as it can be told."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    place = next((name for mark, name in _DEVICES if mark in user_agent), "")
    if browser and place:
        return _("%(browser)s on %(device)s") % {"browser": browser, "device": place}
    return browser or place or _("A browser")


_ACTS = {
    "role.grant": gettext_lazy("given"),
    "role.ask": gettext_lazy("asked for"),
    "role.confirm": gettext_lazy("confirmed"),
    "role.decline": gettext_lazy("declined"),
    "role.withdraw": gettext_lazy("taken back"),
    "role.end": gettext_lazy("ended"),
    "person.add": gettext_lazy("account made"),
}


@register.filter
def role_act(action: str) -> str:
    """What was done, in words."""
    return str(_ACTS.get(action, action))


@register.filter
def role_name(name: str) -> str:
    """A role in words; nothing where an event is about none."""
    return str(RoleName(name).label) if name in RoleName.values else ""
