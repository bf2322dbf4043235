"""The search index of Wagtail says nothing in these tests and costs a second a page."""

import pytest


@pytest.fixture(autouse=True)
def _no_search_index(settings):
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}
    }
