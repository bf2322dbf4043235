"""Asking, answering, clearing, going live by exactly what was signed."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.models import AuditEvent, Notice
from accounts.roles import RoleName
from cms import selectors, services
from cms.digests import content_digest
from cms.exceptions import NotSignedOff
from cms.models import ClearedRevision, CoWrittenPage, EditorTask, Payment, SignOff
from cms.states import REQUEST, Answer, RequestEvent, RequestState
from cms.views import signoff
from foundation.exceptions import NotAllowed, Refused, TransitionRefused
from foundation.transitions import target
from tests import people
from tests.cms import makers

pytestmark = pytest.mark.django_db


def test_two_yeses_make_exactly_the_signed_revision_live():
    page = makers.gated_page(text="Signed words.", readers=[makers.consultant(), makers.consultant()])
    request = makers.ask(page)
    later = page.specific
    later.title = "A newer draft"
    later.save_revision()
    first, second = request.readers.all()
    services.answer(request=request, by=first.consultant, answer=Answer.APPROVE)
    assert not CoWrittenPage.objects.get(pk=page.pk).live
    services.answer(request=request, by=second.consultant, answer=Answer.APPROVE)
    page.refresh_from_db()
    assert page.live
    assert page.live_revision_id == request.revision_id
    assert page.title != "A newer draft"
    assert page.has_unpublished_changes
    assert ClearedRevision.objects.get().digest == content_digest(page)


def test_history_does_not_say_who_signed():
    page = makers.published()
    from wagtail.models import PageLogEntry

    assert set(PageLogEntry.objects.filter(page=page.pk).values_list("user", flat=True)) == {None}


def test_an_edit_after_sign_off_is_refused():
    page = makers.published()
    page.title = "Changed"
    revision = page.save_revision()
    with pytest.raises(NotSignedOff):
        revision.publish()
    page.refresh_from_db()
    assert page.title != "Changed"


def test_a_consent_that_died_before_the_last_yes_keeps_it_from_going_live():
    row = makers.contribution()
    page = makers.gated_page(row, readers=[makers.consultant(), makers.consultant()])
    request = makers.ask(page)
    services.withdraw(contribution=row, by=row.consultant)
    makers.sign(request)
    page.refresh_from_db()
    assert not page.live
    task = EditorTask.objects.get(kind=EditorTask.Kind.NOT_PUBLISHED)
    assert row.code in task.words
    with pytest.raises(NotSignedOff):
        services.publish_cleared(page=page, by=makers.editor())


def test_asking_needs_two_readers_and_one_without_words():
    with pytest.raises(Refused, match="readers"):
        makers.ask(makers.gated_page(readers=[makers.consultant()]))
    one, two = makers.consultant(), makers.consultant()
    page = makers.gated_page(makers.contribution(one), makers.contribution(two), readers=[one, two])
    with pytest.raises(Refused, match="no words"):
        makers.ask(page)


def test_asking_with_a_dead_consent_is_refused_with_its_code():
    row = makers.contribution(consent=False)
    page = makers.gated_page(row, readers=[makers.consultant(), makers.consultant()])
    with pytest.raises(Refused, match=row.code):
        makers.ask(page)


def test_only_editors_ask_and_no_reader_asks_about_what_they_read():
    page = makers.gated_page(readers=[makers.consultant(), makers.consultant()])
    with pytest.raises(NotAllowed):
        makers.ask(page, by=makers.consultant())
    assert makers.ask(page, by=makers.editor()).state == RequestState.OPEN


def test_asking_twice_is_one_request_and_a_newer_revision_replaces_it():
    page = makers.gated_page(readers=[makers.consultant(), makers.consultant()])
    first = makers.ask(page)
    assert makers.ask(page).pk == first.pk
    page.save_revision()
    second = makers.ask(page)
    first.refresh_from_db()
    assert (first.state, second.state) == (RequestState.REPLACED, RequestState.OPEN)
    # Nobody read the first: what was offered for it moves along.
    assert {payment.request_id for payment in Payment.objects.all()} == {second.pk}


def test_readers_hear_of_it_discreetly_and_are_offered_payment():
    page = makers.gated_page(readers=[makers.consultant(), makers.consultant()])
    request = makers.ask(page)
    notices = Notice.objects.filter(kind="cms.to_read")
    assert notices.count() == 2
    assert page.title not in notices[0].title + notices[0].body
    assert Payment.objects.filter(request=request, paid_on=None).count() == 2


def test_changes_close_the_request_and_tell_the_editors_without_a_name():
    page = makers.gated_page(readers=[makers.consultant("Zelda Hidden"), makers.consultant()])
    request = makers.ask(page)
    first, second = request.readers.all()
    with pytest.raises(Refused):
        services.answer(request=request, by=first.consultant, answer=Answer.CHANGES)
    services.answer(request=request, by=first.consultant, answer=Answer.CHANGES, reasons="Say how often.")
    request.refresh_from_db()
    assert request.state == RequestState.CHANGES
    [waiting] = selectors.editor_tasks(makers.editor())
    assert waiting.task.words == "Say how often."
    assert waiting.url.endswith("/edit/#tab-sign_off")
    assert [asked.answer.words for asked in selectors.as_asked(first.consultant, [request])] == [
        "Asked for changes"
    ]
    assert "Zelda" not in str(waiting)
    with pytest.raises(TransitionRefused):
        services.answer(request=request, by=second.consultant, answer=Answer.APPROVE)


def test_after_a_veto_the_editors_say_what_came_of_talking():
    page = makers.gated_page(readers=[makers.consultant(), makers.consultant()])
    request = makers.ask(page)
    services.answer(
        request=request, by=request.readers.first().consultant, answer=Answer.VETO, reasons="It harms."
    )
    page.save_revision()
    with pytest.raises(Refused, match="Talk"):
        makers.ask(page)
    assert makers.ask(page, note="We talked on Monday.").state == RequestState.OPEN


def test_who_was_not_asked_cannot_answer():
    request = makers.ask(makers.gated_page(readers=[makers.consultant(), makers.consultant()]))
    for stranger in (makers.consultant(), makers.editor()):
        with pytest.raises(NotAllowed):
            services.answer(request=request, by=stranger, answer=Answer.APPROVE)
    assert not SignOff.objects.exists()


def test_the_same_answer_twice_is_one_answer():
    request = makers.ask(makers.gated_page(readers=[makers.consultant(), makers.consultant()]))
    reader = request.readers.first().consultant
    one = services.answer(request=request, by=reader, answer=Answer.APPROVE)
    two = services.answer(request=request, by=reader, answer=Answer.APPROVE)
    assert one.pk == two.pk
    assert AuditEvent.objects.filter(action="signoff.approve").count() == 1


@pytest.mark.parametrize("state", list(RequestState))
@pytest.mark.parametrize("event", list(RequestEvent))
def test_every_state_and_event_of_a_request(state, event):
    sources, to = REQUEST[event]
    if state == RequestState.OPEN:
        assert target(REQUEST, event, state) == to
    else:
        assert state not in sources
        with pytest.raises(TransitionRefused):
            target(REQUEST, event, state)


def test_answers_and_queryset_of_who_may_read_agree():
    from cms import permissions

    asked = makers.ask(makers.gated_page(readers=[makers.consultant(), makers.consultant()]))
    other = makers.ask(makers.gated_page(readers=[makers.consultant(), makers.consultant()]))
    reader = asked.readers.first().consultant
    for user in (reader, makers.consultant(), makers.editor(), AnonymousUser(), None):
        for request in (asked, other):
            listed = permissions.sign_offs_asked(user).filter(pk=request.pk).exists()
            assert listed == permissions.can_read_for_sign_off(user, request)


def test_taking_words_out_never_waits_and_the_readers_are_told():
    page = makers.published(text="Something unsafe.")
    services.take_out(page=page, block_id=page.body[0].id, reason="Unsafe address", by=makers.editor())
    shown = selectors.served(CoWrittenPage.objects.get(pk=page.pk))
    assert "unsafe" not in str(shown.body)
    assert Notice.objects.filter(kind="cms.changed").count() == 2


def test_an_old_request_still_waits_behind_all_that_was_read_since(client):
    reader = makers.consultant()
    old = makers.ask(makers.gated_page(readers=[reader, makers.consultant("Ada Reader")]))
    for _number in range(signoff.PER_PAGE + 1):
        request = makers.ask(makers.gated_page(readers=[reader, makers.consultant("Ben Reader")]))
        services.answer(request=request, by=reader, answer=Answer.APPROVE)
    assert [asked.request for asked in selectors.to_read(reader)] == [old]
    client.force_login(reader)
    address = reverse("cms:to_read")
    first, second = (client.get(address, {"page": number}).context for number in (1, 2))
    assert (len(first["past"]), len(second["past"])) == (signoff.PER_PAGE, 1)
    assert second["past"][0].answer.answer == Answer.APPROVE
    assert [asked.request for asked in second["waiting"]] == [old]


def test_who_names_the_readers_finds_the_way_to_the_consultants():
    lead = people.client(people.person("Lena Lead", RoleName.CO_PRODUCTION_LEAD))
    assert reverse("accounts:people") in lead.get(reverse("cms:readers")).content.decode()
