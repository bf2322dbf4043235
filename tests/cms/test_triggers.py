"""The second ring: what code, consoles and libraries write past the first."""

import pytest
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page, Revision

from cms import services, triggers
from cms.models import Contribution, CoWrittenPage
from tests.cms import makers

pytestmark = pytest.mark.django_db


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        return True
    return False


def test_every_trigger_is_there():
    assert triggers.missing() == []


def test_going_live_past_the_model_is_refused():
    page = makers.gated_page()
    assert refused(lambda: Page.objects.filter(pk=page.pk).update(live=True))
    assert refused(
        lambda: Page.objects.filter(pk=page.pk).update(live=True, live_revision=page.latest_revision_id)
    )
    assert not Page.objects.get(pk=page.pk).live


def test_a_base_class_save_is_refused_too():
    page = makers.gated_page()
    base = Page.objects.get(pk=page.pk)
    base.live, base.live_revision = True, page.latest_revision
    assert refused(lambda: base.save(clean=False))


def test_another_pages_clearance_does_not_count():
    signed, unsigned = makers.published(), makers.gated_page()
    assert refused(
        lambda: Page.objects.filter(pk=unsigned.pk).update(live=True, live_revision=signed.live_revision_id)
    )


def test_a_live_page_keeps_its_signed_revision_and_becomes_no_mirror():
    page, other = makers.published(), makers.published()
    draft = page.save_revision()
    assert refused(lambda: Page.objects.filter(pk=page.pk).update(live_revision=draft))
    assert refused(lambda: Page.objects.filter(pk=page.pk).update(alias_of=other.pk))
    assert refused(page.live_revision.delete)


def test_a_page_of_another_kind_does_not_turn_into_a_live_gated_one():
    plain = makers.content_page()
    plain.latest_revision.publish()
    gated_type = makers.gated_page().content_type_id
    assert refused(lambda: Page.objects.filter(pk=plain.pk).update(content_type=gated_type))


def test_a_revision_under_sign_off_is_never_rewritten():
    page = makers.gated_page(readers=[makers.consultant(), makers.consultant()])
    request = makers.ask(page)
    content = {**Revision.objects.get(pk=request.revision_id).content, "title": "Other words"}
    assert refused(lambda: Revision.objects.filter(pk=request.revision_id).update(content=content))


def test_autosave_gives_a_signed_revision_a_successor():
    page = makers.gated_page(readers=[makers.consultant(), makers.consultant()])
    request = makers.ask(page)
    page = CoWrittenPage.objects.get(pk=page.pk)
    page.title = "Autosaved"
    revision = page.save_revision(overwrite_revision=page.latest_revision)
    assert revision.pk != request.revision_id
    page.title = "Autosaved again"
    assert page.save_revision(overwrite_revision=revision).pk == revision.pk


def test_words_are_blanked_or_left():
    row = makers.contribution()
    other = makers.contribution()
    mine = Contribution.objects.filter(pk=row.pk)
    assert refused(lambda: mine.update(sealed_words=other.sealed_words))
    assert refused(lambda: mine.update(digest=other.digest))
    assert refused(lambda: mine.update(salt=other.salt))
    assert refused(lambda: mine.update(consultant=other.consultant))
    assert not refused(lambda: mine.update(sealed_words=""))
    assert refused(lambda: mine.update(sealed_words=row.sealed_words))


def test_unpublishing_moving_and_deleting_still_work():
    page, parent = makers.published(), makers.content_page()
    page.move(parent, pos="last-child")
    page = CoWrittenPage.objects.get(pk=page.pk)
    assert page.live
    page.unpublish()
    CoWrittenPage.objects.get(pk=page.pk).delete()
    assert not Page.objects.filter(pk=page.pk).exists()


def test_a_copy_and_an_alias_are_drafts():
    page = makers.published()
    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=True)
    alias = page.create_alias(update_slug="alias")
    assert not Page.objects.get(pk=copy.pk).live
    assert not Page.objects.get(pk=alias.pk).live
    page = CoWrittenPage.objects.get(pk=page.pk)
    page.save_revision()
    makers.sign(makers.ask(page))
    assert not Page.objects.get(pk=alias.pk).live


def test_triggers_can_be_taken_away_for_a_migration_and_come_back():
    triggers.remove()
    assert triggers.missing() == sorted(triggers.triggers())
    triggers.install()
    triggers.install()
    assert triggers.missing() == []
    page = makers.gated_page()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE wagtailcore_page SET live = true WHERE id = {page.pk}")


def test_a_page_can_be_taken_down_and_put_back_as_signed():
    page = makers.published()
    editor = makers.editor()
    services.take_down(page=page, reason="The law changed", by=editor)
    assert not Page.objects.get(pk=page.pk).live
    services.publish_cleared(page=page, by=editor)
    assert Page.objects.get(pk=page.pk).live
