"""The policy numbers that every public page asks, remembered for a minute."""

from __future__ import annotations

from django.core.cache import cache

from casework.selectors import policies
from register.states import StatusCode

PERIODS = {
    StatusCode.REMOVED: "publication.removed_years",
    StatusCode.LAPSED: "publication.lapsed_years",
    StatusCode.VOLUNTARILY_REMOVED: "publication.lapsed_years",
}
LIMITS = ("check.per_minute", "search.per_minute", "check.per_day")
_KEY = "register.public_numbers"
_SECONDS = 60


def public_numbers() -> dict[str, int]:
    """Publication periods and rate limits as they stand today; one query a minute at most."""
    numbers = cache.get(_KEY)
    if numbers is None:
        numbers = policies(*set(PERIODS.values()), *LIMITS)
        cache.set(_KEY, numbers, _SECONDS)
    return numbers


def publication_years() -> dict[StatusCode, int]:
    """How many years each status that ends is still published."""
    numbers = public_numbers()
    return {code: numbers[policy] for code, policy in PERIODS.items()}
