"""Settings of the benchmark: those of the browser tests, and one bare page to compare with."""

from config.settings.browser import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
