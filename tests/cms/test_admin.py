"""Wagtail's admin: who comes in, what is closed, and refusals in words from every button."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from accounts.models import Role, User
from accounts.roles import RoleName
from cms import services
from cms.models import ContentPage, CoWrittenPage, EditorTask, SignOffRequest
from foundation import clock
from tests.cms import makers
from tests.people import client, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _groups():
    services.establish_groups()


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def edit_data(page, **more):
    """What the edit view's form posts for a page written together."""
    return {
        "title": page.title,
        "slug": page.slug,
        "lead": "",
        "nav_title": "",
        "seo_title": "",
        "search_description": "",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": str(page.body[0].id) if page.body else "",
        "body-0-value": '{"blocks": [{"key": "a", "text": "Edited.", "type": "unstyled", "depth": 0,'
        ' "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        "read_by_welsh_speaker_on": "",
        "go_live_at": "",
        "expire_at": "",
        **more,
    }


@pytest.fixture
def chief(django_user_model):
    """Somebody with every permission that Django knows: the rings hold against them, too."""
    someone = person("Super User", RoleName.EDITOR)
    User.objects.filter(pk=someone.user.pk).update(is_superuser=True)
    return User.objects.get(pk=someone.user.pk)


ROOMS = [
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/snippets/",
    "/admin/reports/",
]


@pytest.mark.parametrize("address", ROOMS)
def test_the_door(address):
    assert client().get(address).status_code == 302
    for role in sorted(set(RoleName) - {RoleName.EDITOR, RoleName.ADMINISTRATOR}):
        assert client(person("X", role)).get(address).status_code == 404, role


def test_editors_and_administrators_come_in():
    for role in (RoleName.EDITOR, RoleName.ADMINISTRATOR):
        assert client(person("X", role)).get("/admin/").status_code == 200


@pytest.mark.parametrize("address", ["/admin/users/", "/admin/groups/", "/admin/sites/", "/admin/locales/"])
def test_rooms_closed_to_everybody(address, chief):
    assert client(chief).get(address).status_code == 404
    assert client(person("X", RoleName.ADMINISTRATOR)).get(address).status_code == 404


def test_groups_follow_roles_also_when_a_role_ends_by_date():
    someone = person("Eddie", RoleName.EDITOR)
    assert set(someone.user.groups.values_list("name", flat=True)) == {"editor"}
    browser = client(someone)
    assert browser.get("/admin/").status_code == 200
    Role.objects.filter(user=someone.user).update(since="2020-01-01", until="2020-02-01")
    assert browser.get("/admin/").status_code == 404
    services.sync_groups(someone.user)
    assert not someone.user.groups.exists()


def test_no_group_may_publish():
    assert not GroupPagePermission.objects.filter(
        permission__codename__in=["publish_page", "bulk_delete_page"]
    ).exists()
    assert set(Group.objects.values_list("name", flat=True)) == {"editor", "administrator"}


def test_publish_in_the_edit_view_is_refused_with_words_and_keeps_the_draft(chief):
    page = makers.gated_page()
    answer = client(chief).post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), edit_data(page, **{"action-publish": "1"})
    )
    assert answer.status_code == 302
    assert "signed" in said(answer)
    page = CoWrittenPage.objects.get(pk=page.pk)
    assert not page.live
    assert "Edited." in str(page.get_latest_revision_as_object().body)


def test_an_edit_after_sign_off_is_refused_in_the_edit_view(chief):
    page = makers.published()
    answer = client(chief).post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), edit_data(page, **{"action-publish": "1"})
    )
    assert "sign" in said(answer)
    assert "Edited." not in str(CoWrittenPage.objects.get(pk=page.pk).body)


def test_bulk_publishing_is_refused_with_words_for_the_page_and_what_is_below(chief):
    parent = makers.content_page()
    page = makers.gated_page()
    page.move(Page.objects.get(pk=parent.pk), pos="last-child")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for chosen, below in ((page, ""), (parent, "on")):
        answer = client(chief).post(
            f"{address}?id={chosen.pk}", {"include_descendants": below} if below else {}
        )
        assert answer.status_code == 302
        assert "signed" in said(answer)
    assert not Page.objects.filter(live=True, pk__in=[page.pk, parent.pk]).exists()


def test_a_planned_publication_that_may_not_be_clears_its_date_and_opens_a_task():
    signed, unsigned, plain = makers.published(), makers.gated_page(), makers.content_page()
    signed.title = "Changed after sign-off"
    for page in (signed, unsigned, plain):
        revision = page.specific.save_revision() if page != signed else signed.save_revision()
        revision.approved_go_live_at = clock.now() - dt.timedelta(minutes=5)
        revision.save(update_fields=["approved_go_live_at"])
    call_command("publish_scheduled")
    assert not CoWrittenPage.objects.get(pk=unsigned.pk).live
    assert CoWrittenPage.objects.get(pk=signed.pk).title != "Changed after sign-off"
    assert ContentPage.objects.get(pk=plain.pk).live
    tasks = EditorTask.objects.filter(kind=EditorTask.Kind.SCHEDULE_REFUSED)
    assert {task.page_id for task in tasks} == {signed.pk, unsigned.pk}
    call_command("publish_scheduled")


def test_a_signed_revision_goes_live_on_its_planned_day():
    page = makers.gated_page(readers=[makers.consultant(), makers.consultant()]).specific
    page.go_live_at = clock.now() + dt.timedelta(hours=1)
    page.save_revision()
    makers.sign(makers.ask(page))
    call_command("publish_scheduled")
    assert not CoWrittenPage.objects.get(pk=page.pk).live
    with time_machine.travel(clock.now() + dt.timedelta(hours=2)):
        call_command("publish_scheduled")
    assert CoWrittenPage.objects.get(pk=page.pk).live


def test_the_editors_button_saves_and_asks():
    page = makers.gated_page(readers=[makers.consultant(), makers.consultant()])
    editor = makers.editor()
    browser = client(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = browser.get(address).content.decode()
    assert "Save and ask for sign-off" in html
    assert 'name="action-publish"' not in html
    assert 'name="action-submit"' not in html
    answer = browser.post(address, edit_data(page, **{"action-ask-sign-off": "1"}))
    assert "asked" in said(answer)
    assert SignOffRequest.objects.get().asked_by == editor


def test_the_editors_button_says_what_is_missing():
    page = makers.gated_page()
    answer = client(makers.editor()).post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), edit_data(page, **{"action-ask-sign-off": "1"})
    )
    assert "readers" in said(answer)
    assert not SignOffRequest.objects.exists()


def test_a_live_gated_page_is_not_deleted_in_the_admin(chief):
    page = makers.published()
    answer = client(chief).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert "Take the page down" in said(answer)
    assert Page.objects.filter(pk=page.pk).exists()


def test_a_page_of_text_needs_a_second_person():
    from cms.establish import establish

    establish()
    page = ContentPage.objects.get(slug="privacy", locale__language_code="en")
    author, second = makers.editor(), makers.editor()
    page.title = "Privacy, rewritten"
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    state = page.current_workflow_task_state
    task = state.task.specific
    assert task.get_actions(page, author) == []
    from foundation.exceptions import NotAllowed

    for someone in (author, makers.consultant()):
        with pytest.raises(NotAllowed):
            task.on_action(state, someone, "approve")
    assert [name for name, _label, _modal in task.get_actions(page, second)] == ["reject", "approve"]
    task.on_action(state, second, "approve")
    assert ContentPage.objects.get(pk=page.pk).title == "Privacy, rewritten"


def test_the_choosers_show_codes_and_no_names():
    owner = makers.consultant("Zelda Hidden")
    row = makers.contribution(owner)
    gone = makers.contribution(owner)
    services.withdraw(contribution=gone, by=owner)
    html = client(makers.editor()).get(reverse("contribution_chooser:choose")).json()["html"]
    assert row.code in html
    assert gone.code not in html
    assert "Zelda" not in html
    assert makers.MARKER not in html


def test_the_sign_off_tab_says_where_it_stands_without_names():
    owner = makers.consultant("Zelda Hidden")
    row = makers.contribution(owner)
    page = makers.gated_page(row, readers=[owner, makers.consultant("Yusuf Hidden")])
    request = makers.ask(page)
    services.answer(request=request, by=owner, answer="changes", reasons="Say how often to ask again.")
    html = client(makers.editor()).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Say how often to ask again." in html
    assert "Reader 2" in html
    assert row.code in html
    assert "Zelda" not in html
    assert "Yusuf" not in html


def test_the_first_page_shows_the_mark_the_tasks_and_only_what_is_needed():
    owner = makers.consultant()
    row = makers.contribution(owner)
    makers.published(row)
    services.withdraw(contribution=row, by=owner)
    html = client(makers.editor()).get("/admin/").content.decode()
    assert "house-brand" in html
    assert "Words were taken out" in html
    assert row.code in html
    for shown in ("Images", "Documents", "Help lines", "Recordings"):
        assert f'"{shown}"' in html, shown
    for hidden in ("Reports", "Snippets", "Users", "Groups"):
        assert f'"{hidden}"' not in html, hidden


def test_an_editor_is_called_by_name_and_no_guide_leads_away():
    editor = makers.editor()
    html = client(editor).get("/admin/").content.decode()
    assert f'"name": "{editor.known_as}"' in html
    assert f'"name": "{editor.email}"' not in html
    assert "editor guide" not in html


@pytest.mark.parametrize(
    "address",
    [
        "/admin/snippets/cms/helpline/",
        "/admin/snippets/cms/media/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/account/",
    ],
)
def test_what_an_editor_needs_opens(address):
    assert client(makers.editor()).get(address).status_code == 200


def test_what_never_waits():
    page = makers.published(text="Ring 0000.")
    editor = makers.editor()
    browser = client(editor)
    address = reverse("cms:urgent", args=[page.translation_key, "en"])
    html = browser.get(address).content.decode()
    assert "Ring 0000." in html
    refused = browser.post(address, {"act": "take_out", "block": page.body[0].id, "reason": ""})
    assert "Say in a few words" in refused.content.decode()
    browser.post(address, {"act": "take_out", "block": page.body[0].id, "reason": "Wrong number"})
    assert "Ring 0000." not in browser.get(address).content.decode()
    assert (
        "law here changed"
        in browser.post(address, {"act": "notice", "kind": "law_changed"}, follow=True).content.decode()
    )
    assert browser.post(address, {"act": "notice", "kind": "our_own_words"}).status_code == 200
    browser.post(address, {"act": "take_down", "reason": "Unsafe"})
    assert not Page.objects.get(pk=page.pk).live
    browser.post(address, {"act": "put_back"})
    assert Page.objects.get(pk=page.pk).live
