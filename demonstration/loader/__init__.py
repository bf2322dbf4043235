"""Loads the demonstration, step by step, through the services of the other folders.

Each step is one transaction that also notes that it is done, so that the loader can
be run again at any time: it goes on where it stopped and changes nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from demonstration.cast import DOMAIN, read_cast
from demonstration.history import Calendar
from demonstration.loader import (
    advocates,
    cases,
    cohorts,
    learning,
    people,
    public,
    qualification,
    site,
    teaching,
    work,
)
from demonstration.loader.world import World
from demonstration.models import LoadedStep, Loading
from foundation.exceptions import Refused

Step = Callable[[World], None]

STEPS: tuple[tuple[str, Step], ...] = (
    ("site", site.establish_site),
    ("organisations", people.load_organisations),
    ("accounts", people.load_accounts),
    ("roles", people.load_roles),
    ("second factors", people.load_second_factors),
    ("help lines", public.load_help_lines),
    ("contributions", teaching.load_contributions),
    ("recordings", teaching.load_recordings),
    ("pages", public.load_pages),
    ("modules", teaching.load_modules),
    ("qualification", qualification.load_qualification),
    ("cohorts", cohorts.load_cohorts),
    ("learning", learning.load_learning),
    ("competence", work.load_competence),
    ("work", work.load_work),
    ("approvals", cases.load_approvals),
    ("cases", cases.load_cases),
    ("advocates", advocates.load_advocates),
)


def strangers() -> int:
    """How many accounts of this site do not belong to the demonstration."""
    return User.objects.exclude(email__iendswith=DOMAIN).count()


def load(*, override: bool = False, say: Callable[[str], None] = lambda line: None) -> bool:
    """Load what is not there yet; returns whether anything was done.

    Raises Refused on a site that has other people, unless `override` is given: invented
    people would stand beside real ones, and on the register.
    """
    read_cast()
    if not override and strangers():
        raise Refused(
            "This site has people who do not belong to the demonstration. "
            "Loading it would put invented people beside them. "
            "If that is what you want, run the command again with --override."
        )
    loading = Loading.objects.order_by("pk").first() or Loading.objects.create()
    world = World(calendar=Calendar(loading.began_at))
    done = set(loading.steps.values_list("name", flat=True))
    for name, step in STEPS:
        if name in done:
            continue
        began = time.perf_counter()
        with transaction.atomic():
            step(world)
            LoadedStep.objects.create(loading=loading, name=name)
        say(f"  {name} ({time.perf_counter() - began:.1f} s)")
    return not done.issuperset(name for name, _step in STEPS)
