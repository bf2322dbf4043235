"""`make bench`: times, queries and memory of what is promised, on the database that DATABASE_URL names.

It makes a database of its own, loads the demonstration, fills the register and the
pool of waiting work, prints one table, and throws everything away again. Times are
never asserted: they depend on the machine. Read the ratios.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.benchmarks.serving import BenchSite

os.environ.setdefault("LOG_LEVEL", "ERROR")
PARTS = ("pages", "assessment", "claims", "certificates", "import", "search", "http")


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """What may be chosen on the command line."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000, help="entries on the register")
    parser.add_argument("--waiting", default="1000,10000,50000", help="pieces that wait, step by step")
    parser.add_argument("--repeat", type=int, default=40, help="how often each piece of work is done")
    parser.add_argument("--certificates", type=int, default=110, help="certificates in all")
    parser.add_argument("--people", type=int, default=1000, help="people in the imported file")
    parser.add_argument("--seconds", type=float, default=4, help="how long each page is asked over HTTP")
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts to run, of {', '.join(PARTS)}")
    return parser.parse_args(arguments)


def _machine() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        version = cursor.fetchone()[0].split(" on ")[0]
    load = " ".join(f"{number:.1f}" for number in os.getloadavg())
    return (
        f"{connection.display_name} ({version}), Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, load {load}"
    )


def run(chosen: argparse.Namespace) -> None:
    """Measure everything that was chosen, in a database that is thrown away."""
    from tests.benchmarks.serving import BenchSite

    site = BenchSite()
    try:
        site.start()
        os.environ.update(site.environment)
        # Mail is a row for the worker, as in production; nobody sends it here.
        os.environ["TASK_WORKER"] = "true"
        import django

        django.setup()
        _measure(site, chosen)
    finally:
        if "django.db" in sys.modules:
            from django.db import connections

            connections.close_all()
        site.stop()


def _measure(site: BenchSite, chosen: argparse.Namespace) -> None:
    from django.db import connection

    from casework.models import PolicyNumber
    from foundation import clock
    from register.selectors.numbers import LIMITS
    from tests.benchmarks import filling, serving, work
    from tests.benchmarks.measuring import HEADING

    for code in LIMITS:  # one machine plays everybody
        PolicyNumber.objects.update_or_create(
            code=code, effective_from=clock.today(), defaults={"value": 10**9}
        )
    filling.fill_register(chosen.entries)
    print(_machine())
    print(f"{chosen.entries:,} entries on the register; times in milliseconds\n")
    print(HEADING)
    parts: dict[str, Callable[[], Any]] = {
        "assessment": lambda: list(work.bench_assessment(chosen.repeat)),
        "claims": lambda: list(
            work.bench_claims(chosen.repeat, [int(size) for size in chosen.waiting.split(",")])
        ),
        "pages": lambda: list(work.bench_pages(chosen.repeat)),
        "import": lambda: list(work.bench_import(chosen.people)),
        "certificates": lambda: list(work.bench_certificates(chosen.certificates)),
        "search": lambda: list(work.bench_search(chosen.repeat, chosen.entries, connection.vendor)),
        "http": lambda: (
            serving.show_memory(site, work.pages(), 5),
            serving.show_rates(site, work.a_number(), work.a_code(), chosen.seconds),
        ),
    }
    for name, part in parts.items():
        if name in chosen.only.split(","):
            part()
    print(f"\nload at the end {' '.join(f'{number:.1f}' for number in os.getloadavg())}")


if __name__ == "__main__":
    run(options())
