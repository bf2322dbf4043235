"""The demonstration as it stands when it is loaded: everybody, every state, every status."""

from __future__ import annotations

import io
import json
import re
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import Role, User
from accounts.roles import STAFF, RoleName
from assessments.models import Submission
from assessments.states import State
from certificates.models import Certificate
from cms.models import Contribution, HelpLine
from cms.selectors import served
from courses.models import Enrolment, Invitation
from courses.pages import ModulePage, SectionPage
from demonstration.accounts_list import accounts
from demonstration.cast import read_cast
from demonstration.content_files import CONTENT, load_yaml
from demonstration.loader import load
from demonstration.loader.world import PASSWORD
from demonstration.models import LoadedStep, Loading
from demonstration.selectors import current_code
from foundation import clock
from register.case_states import CaseState
from register.models import AccreditationCase, Entry, EntryNumber
from register.selectors import status_of_entry
from register.states import StatusCode, Visibility
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]


@pytest.fixture(scope="module", autouse=True)
def seconds(django_db_setup, django_db_blocker):
    """Load once for all tests here; everything is rolled back after the last of them."""
    place = Path(tempfile.mkdtemp(prefix="demonstration-"))
    evidence = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    from django.conf import settings

    storages = {
        **settings.STORAGES,
        "evidence": {**evidence, "OPTIONS": {"location": str(place / "evidence"), "base_url": None}},
    }
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=place / "media", STORAGES=storages),
        transaction.atomic(),
    ):
        began = time.perf_counter()
        load()
        yield time.perf_counter() - began
        transaction.set_rollback(True)


def _counts():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}
