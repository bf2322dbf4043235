"""The first ring: clear words from code, and drafts that stay drafts."""

import pytest

from cms.exceptions import NotSignedOff
from cms.models import ContributionUse, CoWrittenPage
from tests.cms import makers

pytestmark = pytest.mark.django_db


def test_a_new_page_is_a_draft_whatever_add_child_says():
    page = makers.gated_page()
    assert page.live is False
    assert page.latest_revision is not None


def test_publishing_without_sign_off_is_refused_with_words():
    page = makers.gated_page(makers.contribution())
    with pytest.raises(NotSignedOff) as refusal:
        page.latest_revision.publish()
    assert "signed" in str(refusal.value)
    assert "__all__" in refusal.value.error_dict
    page.refresh_from_db()
    assert page.live is False


def test_setting_live_in_code_is_refused():
    page = makers.gated_page()
    page.live = True
    page.live_revision = page.latest_revision
    with pytest.raises(NotSignedOff):
        page.save()
    assert not CoWrittenPage.objects.get(pk=page.pk).live


def test_a_page_of_text_with_a_dead_consent_does_not_go_live():
    dead = makers.contribution(consent=False)
    page = makers.content_page(dead)
    with pytest.raises(NotSignedOff) as refusal:
        page.latest_revision.publish()
    assert dead.code in str(refusal.value)
    makers.give(dead)
    page.latest_revision.publish()
    page.refresh_from_db()
    assert page.live


def test_a_draft_is_counted_as_a_use_of_the_words():
    row = makers.contribution()
    page = makers.gated_page(row)
    assert list(ContributionUse.objects.values_list("contribution_id", "page_id", "live")) == [
        (row.pk, page.pk, False)
    ]
    page.body = []
    page.save_revision()
    assert not ContributionUse.objects.exists()
