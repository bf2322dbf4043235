"""How often one address may look things up. Looking slowly is always possible.

Source: credentials reference, section 1: 30 checks and 20 searches a minute, 300 a
day (defaults, policy numbers). A number is never locked. Many misses from one
address are reported to whoever reads the log, without the address.
"""

from __future__ import annotations

import logging
from enum import StrEnum

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from foundation import clock
from foundation.sealed import lookup_digest
from register.selectors.numbers import public_numbers

logger = logging.getLogger(__name__)
MANY_MISSES = 100


class Look(StrEnum):
    """The two ways of looking somebody up."""

    CHECK = "check"
    SEARCH = "search"


def allowed(request: HttpRequest, *looks: Look) -> bool:
    """Count these looks for the request's address; whether all are within their limits."""
    numbers = public_numbers()
    who, now = _who(request), clock.now()
    counts = [
        (f"{look}.{who}.{now:%Y%m%d%H%M}", numbers[f"{look}.per_minute"], 60) for look in dict.fromkeys(looks)
    ]
    counts.append((f"look.{who}.{now:%Y%m%d}", numbers["check.per_day"], 24 * 60 * 60))
    return all([_count(key, seconds) <= most for key, most, seconds in counts])  # noqa: C419 - each is counted


def missed(request: HttpRequest) -> None:
    """Note that a look found nothing; an alert when one address misses very often in a day."""
    misses = _count(f"miss.{_who(request)}.{clock.now():%Y%m%d}", 24 * 60 * 60)
    if misses and misses % MANY_MISSES == 0:
        logger.warning("register: one address has looked up nothing %s times today", misses)


def _who(request: HttpRequest) -> str:
    """The address as a keyed digest, so that the cache holds no address."""
    return lookup_digest(str(get_adapter().get_client_ip(request)), purpose="register.limit")[:32]


def _count(key: str, seconds: int) -> int:
    key = f"register.limit.{key}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ended between the two calls
        cache.set(key, 1, seconds)
        return 1
