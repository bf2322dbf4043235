"""Whether the process lives, and whether it can serve. Nothing here is a secret."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation import readiness
from foundation.append_only import missing_triggers

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing else, so that a slow database kills no process."""
    return JsonResponse({"status": "live"})


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _append_only() -> bool:
    return not missing_triggers()


def _cache() -> bool:
    word = secrets.token_hex(8)
    cache.set("health", word, 10)
    return cache.get("health") is not None


def _fonts() -> bool:
    return any(Path(settings.FONTS_ROOT).glob("**/*.woff2"))


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "append_only": _append_only,
    "cache": _cache,
    "fonts": _fonts,
}


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        # Whatever a part that is down raises, the answer is the same: not ready.
        logger.exception("readiness: %s", name)
        return False


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Everything that a page needs is there; otherwise 503, and which part is not."""
    wanted = {**CHECKS, **readiness.registered()}
    checks = {name: _passes(name, check) for name, check in wanted.items()}
    is_ready = all(checks.values())
    return JsonResponse(
        {"status": "ready" if is_ready else "not ready", "checks": checks}, status=200 if is_ready else 503
    )
