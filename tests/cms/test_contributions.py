"""Giving, consenting, withdrawing, bringing back, destroying; and no trace of what was withdrawn."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from wagtail.models import Page, Site

from accounts.models import AuditEvent
from accounts.roles import RoleName
from cms import permissions, selectors, services
from cms.models import Consent, Contribution, CoWrittenPage, EditorTask
from cms.services.contributions import Terms, longest_until
from cms.signals import contribution_withdrawn
from cms.states import CONTRIBUTION, Channel, ContributionEvent, ContributionState, Credit
from foundation import clock
from foundation.exceptions import NotAllowed, Refused, TransitionRefused
from foundation.transitions import target
from tests.cms import makers
from tests.people import client, person

pytestmark = pytest.mark.django_db
SITE_WIDE = Terms(channels=[Channel.WEB_PUBLIC, Channel.WEB_SIGNED_IN], languages=["en", "cy"])


def give(owner=None, words=f"Words with {makers.MARKER} in them.", terms=SITE_WIDE, **facts):
    owner = owner or makers.consultant()
    return services.give_with_consent(consultant=owner, by=owner, words=words, terms=terms, **facts)


def everything_in_the_database() -> str:
    """Every column of every row of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found.extend(str(row) for row in cursor.fetchall())
    return "\n".join(found)


def put_on_site(page):
    """Make `page` readable at /."""
    site, _created = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": page}
    )
    Site.clear_site_root_paths_cache()
    return site


class TestNoTrace:
    def test_a_withdrawn_marker_is_nowhere(self):
        owner = makers.consultant()
        row = give(owner)
        page = makers.published(row)
        put_on_site(page)
        browser = client()
        assert makers.MARKER in browser.get("/").content.decode()

        services.withdraw(contribution=row, by=owner)

        assert makers.MARKER not in browser.get("/").content.decode()
        for reader in (owner, makers.editor()):
            assert makers.MARKER not in client(reader).get("/").content.decode()
        assert makers.MARKER not in client(owner).get("/home/words/").content.decode()
        request = RequestFactory().get("/")
        request.user = makers.editor()
        preview = CoWrittenPage.objects.get(pk=page.pk).serve_preview(request, "")
        assert makers.MARKER not in preview.render().content.decode()
        assert not Page.objects.search(makers.MARKER).get_queryset().exists()
        assert makers.MARKER not in everything_in_the_database()

    def test_nor_is_it_in_a_column_while_it_is_held(self):
        makers.published(give())
        assert makers.MARKER not in everything_in_the_database()

    def test_after_destroying_not_even_the_sealed_words_are_left(self):
        owner = makers.consultant()
        row = give(owner, words_cy=f"Geiriau {makers.MARKER}")
        sealed, salt = row.sealed_words, row.salt
        services.withdraw(contribution=row, by=owner)
        assert sealed in everything_in_the_database()
        services.destroy(contribution=row, by=owner)
        left = everything_in_the_database()
        assert sealed not in left
        assert row.sealed_words_cy not in left
        assert salt not in left
        assert row.digest in left

    def test_words_that_were_brought_back_stand_there_again(self):
        owner = makers.consultant()
        row = give(owner)
        put_on_site(makers.published(row))
        services.withdraw(contribution=row, by=owner)
        services.bring_back(contribution=row, by=owner)
        assert makers.MARKER in client().get("/").content.decode()
        assert row.consents.count() == 2

    def test_a_consent_ends_by_the_clock_alone_the_last_day_included(self):
        row = give(terms=Terms(channels=[Channel.WEB_PUBLIC], until=clock.today() + dt.timedelta(days=3)))
        put_on_site(makers.published(row))
        with clock.standing_at(
            clock.end_of_day(clock.today() + dt.timedelta(days=3)) - dt.timedelta(seconds=1)
        ):
            assert makers.MARKER in client().get("/").content.decode()
        with clock.standing_at(clock.end_of_day(clock.today() + dt.timedelta(days=3))):
            html = client().get("/").content.decode()
        assert makers.MARKER not in html
        assert "stood here" in html

    def test_a_consent_for_signed_in_readers_does_not_reach_a_public_page(self):
        row = give(terms=Terms())
        page = makers.gated_page(row, readers=[makers.consultant(), makers.consultant()])
        with pytest.raises(Refused, match=row.code):
            makers.ask(page)

    def test_names_are_not_in_the_page_unless_the_person_chose_so(self):
        owner = makers.consultant("Zelda Hidden")
        put_on_site(makers.published(give(owner)))
        assert "Zelda" not in client().get("/").content.decode()
        row = give(
            owner, terms=Terms(channels=[Channel.WEB_PUBLIC], credit=Credit.PSEUDONYM, credited_as="River")
        )
        put_on_site(makers.published(row))
        assert "River" in client().get("/").content.decode()


class TestStates:
    @pytest.mark.parametrize("state", list(ContributionState))
    @pytest.mark.parametrize("event", list(ContributionEvent))
    def test_the_whole_grid(self, state, event):
        allowed = {
            (ContributionState.HELD, ContributionEvent.CONSENT): ContributionState.HELD,
            (ContributionState.HELD, ContributionEvent.WITHDRAW): ContributionState.SEALED,
            (ContributionState.SEALED, ContributionEvent.BRING_BACK): ContributionState.HELD,
            (ContributionState.SEALED, ContributionEvent.DESTROY): ContributionState.DESTROYED,
        }
        if (state, event) in allowed:
            assert target(CONTRIBUTION, event, state) == allowed[state, event]
        else:
            with pytest.raises(TransitionRefused):
                target(CONTRIBUTION, event, state)

    def test_acts_on_words_that_moved_on(self):
        owner = makers.consultant()
        row = give(owner)
        with pytest.raises(TransitionRefused):
            services.destroy(contribution=row, by=owner)
        services.withdraw(contribution=row, by=owner)
        with pytest.raises(TransitionRefused):
            services.give_consent(contribution=row, by=owner, terms=Terms())
        services.destroy(contribution=row, by=owner)
        with pytest.raises(TransitionRefused):
            services.bring_back(contribution=row, by=owner)

    def test_twice_is_once(self):
        owner = makers.consultant()
        row = give(owner)
        first = services.withdraw(contribution=row, by=owner)
        again = services.withdraw(contribution=row, by=owner)
        assert first.withdrawn_at == again.withdrawn_at
        services.destroy(contribution=row, by=owner)
        services.destroy(contribution=row, by=owner)
        services.withdraw(contribution=row, by=owner)
        for action in ("contribution.withdraw", "contribution.destroy"):
            assert AuditEvent.objects.filter(action=action).count() == 1

    def test_the_database_knows_that_destroyed_is_empty(self):
        row = give()
        with pytest.raises(IntegrityError), transaction.atomic():
            Contribution.objects.filter(pk=row.pk).update(state="destroyed", destroyed_at=clock.now())

    def test_only_one_consent_is_in_force(self):
        row = give()
        with pytest.raises(IntegrityError), transaction.atomic():
            makers.give(row, version=9)

    def test_sealed_words_are_destroyed_after_the_last_day(self):
        owner = makers.consultant()
        row = give(owner)
        services.withdraw(contribution=row, by=owner)
        row.refresh_from_db()
        assert row.sealed_until == clock.today() + dt.timedelta(days=7)
        with clock.standing_at(clock.end_of_day(row.sealed_until) - dt.timedelta(seconds=1)):
            assert services.destroy_due() == 0
        with clock.standing_at(clock.end_of_day(row.sealed_until)):
            call_command("sweep")
            call_command("sweep")
        row.refresh_from_db()
        assert row.state == ContributionState.DESTROYED


class TestPeople:
    @pytest.mark.parametrize("act", ["withdraw", "bring_back", "destroy"])
    def test_nobody_else_acts_on_somebodys_words(self, act):
        row = give()
        for stranger in (makers.consultant(), makers.editor(), person("L", RoleName.CO_PRODUCTION_LEAD).user):
            with pytest.raises(NotAllowed):
                getattr(services, act)(contribution=row, by=stranger)

    def test_nobody_gives_or_consents_for_somebody_else(self):
        owner = makers.consultant()
        with pytest.raises(NotAllowed):
            services.give_words(consultant=owner, by=makers.consultant(), words="x")
        with pytest.raises(NotAllowed):
            services.give_consent(contribution=give(owner), by=makers.editor(), terms=Terms())

    def test_who_left_the_role_can_still_withdraw(self):
        owner = makers.consultant()
        row = give(owner)
        owner.roles.update(since="2020-01-01", until="2020-02-01")
        browser = client(owner)
        assert browser.get("/home/words/").status_code == 200
        assert browser.post(f"/home/words/{row.public_id}/withdraw/").status_code == 302
        row.refresh_from_db()
        assert row.state == ContributionState.SEALED

    def test_can_and_queryset_agree(self):
        owner, other = makers.consultant(), makers.consultant()
        rows = [give(owner), give(other)]
        for user in (owner, other, makers.editor(), None):
            for row in rows:
                listed = permissions.contributions_of_user(user).filter(pk=row.pk).exists()
                assert listed == permissions.can_act_on(user, row)


class TestConsent:
    def test_the_plain_default(self):
        consent = give(terms=Terms()).consents.get()
        assert consent.channels() == [Channel.WEB_SIGNED_IN]
        assert set(consent.channels_refused()) == {Channel.WEB_PUBLIC, Channel.PRINT, Channel.EXPORT}
        assert consent.credit == Credit.COLLECTIVE
        assert consent.until == longest_until(clock.today())

    def test_three_years_is_the_longest(self):
        today = clock.today()
        with pytest.raises(Refused, match="Three years"):
            give(terms=Terms(until=longest_until(today) + dt.timedelta(days=1)))
        assert longest_until(dt.date(2024, 2, 29)) == dt.date(2027, 2, 27)
        assert longest_until(dt.date(2026, 11, 24)) == dt.date(2029, 11, 23)

    @pytest.mark.parametrize(
        "terms",
        [
            Terms(channels=[]),
            Terms(languages=[]),
            Terms(languages=["fr"]),
            Terms(credit=Credit.NAME),
            Terms(until=dt.date(2020, 1, 1)),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_kept(self, terms):
        with pytest.raises(Refused):
            give(terms=terms)
        assert not Contribution.objects.exists()

    def test_a_change_is_a_new_row_with_its_own_receipt(self):
        owner = makers.consultant()
        row = give(owner)
        first = row.consents.get()
        second = services.give_consent(contribution=row, by=owner, terms=Terms())
        first.refresh_from_db()
        assert first.replaced_at is not None
        assert (second.version, second.receipt != first.receipt) == (2, True)
        row = Contribution.objects.get(pk=row.pk)
        assert row.current_consent() == second

    def test_a_narrower_consent_takes_effect_at_once_and_tells_the_editors(self):
        owner = makers.consultant()
        row = give(owner)
        put_on_site(makers.published(row))
        services.give_consent(contribution=row, by=owner, terms=Terms())
        assert makers.MARKER not in client().get("/").content.decode()
        assert EditorTask.objects.filter(kind=EditorTask.Kind.CONSENT_ENDED, contribution=row).count() == 1

    def test_new_words_are_a_new_row(self):
        owner = makers.consultant()
        old = give(owner)
        makers.published(old)
        new = give(owner, words="Other words.", instead_of=old)
        old.refresh_from_db()
        assert old.replacement == new
        assert old.own_words() != new.own_words()
        assert EditorTask.objects.filter(kind=EditorTask.Kind.NEW_WORDS, contribution=old).exists()

    def test_welsh_words_stand_only_with_a_consent_for_welsh(self):
        row = give(words_cy="Geiriau", terms=Terms(channels=[Channel.WEB_PUBLIC], languages=["en"]))
        assert row.shown(Channel.WEB_PUBLIC, "cy").lang == "en"
        row = give(words_cy="Geiriau", terms=Terms(channels=[Channel.WEB_PUBLIC], languages=["cy"]))
        assert row.shown(Channel.WEB_PUBLIC, "cy").words == "Geiriau"
        assert row.shown(Channel.WEB_PUBLIC, "en") is None


class TestWithdrawal:
    def test_it_says_so_to_the_apps_above_and_to_the_editors(self):
        owner = makers.consultant()
        row = give(owner)
        page = makers.published(row)
        heard = []
        receiver = lambda **news: heard.append((news["contribution"].pk, news["page_ids"]))  # noqa: E731
        contribution_withdrawn.connect(receiver)
        try:
            services.withdraw(contribution=row, by=owner)
        finally:
            contribution_withdrawn.disconnect(receiver)
        assert heard == [(row.pk, [page.pk])]
        [waiting] = [
            waiting
            for waiting in selectors.editor_tasks(makers.editor())
            if waiting.task.kind == EditorTask.Kind.WORDS_WITHDRAWN
        ]
        assert waiting.task.contribution.code == row.code
        assert selectors.editor_tasks(owner) == []

    def test_ended_consents_open_a_task_once(self):
        row = give(terms=Terms(channels=[Channel.WEB_PUBLIC], until=clock.today() + dt.timedelta(days=10)))
        makers.published(row)
        services.open_tasks_for_ended_consents()
        services.open_tasks_for_ended_consents()
        assert EditorTask.objects.filter(kind=EditorTask.Kind.CONSENT_ENDING).count() == 1
        with clock.standing_at(clock.now() + dt.timedelta(days=11)):
            services.open_tasks_for_ended_consents()
        assert EditorTask.objects.filter(kind=EditorTask.Kind.CONSENT_ENDED).count() == 1


class TestScreens:
    def test_what_of_mine_is_where(self):
        owner = makers.consultant()
        row = give(owner)
        page = makers.published(row)
        put_on_site(page)
        html = client(owner).get("/home/words/").content.decode()
        assert makers.MARKER in html
        assert page.title in html
        assert "Withdraw these words" in html

    def test_withdraw_is_one_press_and_the_next_page_has_both_ways(self):
        owner = makers.consultant()
        row = give(owner)
        browser = client(owner)
        answer = browser.post(f"/home/words/{row.public_id}/withdraw/", follow=True)
        html = answer.content.decode()
        assert "Your words are out" in html
        assert "Bring them back" in html
        assert "Destroy now" in html
        assert browser.get(f"/home/words/{row.public_id}/withdraw/").status_code == 405
        assert (
            "destroyed" in browser.post(f"/home/words/{row.public_id}/destroy/", follow=True).content.decode()
        )

    def test_giving_keeps_what_was_typed_when_something_is_missing(self):
        owner = makers.consultant()
        data = {
            "kind": "text",
            "words": "Ask twice.",
            "words_cy": "",
            "about": "",
            "scope": "Teaching",
            "channels": ["web_signed_in"],
            "languages": ["en"],
            "credit": "pseudonym",
            "credited_as": "",
            "edits": "ask_first",
            "until_day": "1",
            "until_month": "2",
            "until_year": str(clock.today().year + 1),
            "not_consented_to": "",
        }
        browser = client(owner)
        html = browser.post("/home/words/new/", data).content.decode()
        assert "Ask twice." in html
        assert "There is a problem" in html
        assert not Contribution.objects.exists()
        answer = browser.post("/home/words/new/", {**data, "credited_as": "River"}, follow=True)
        html = answer.content.decode()
        assert Consent.objects.get().receipt in html
        assert "“River”" in html
        assert "Printed copies" in html

    def test_queries_do_not_grow(self, django_assert_max_num_queries):
        owner = makers.consultant()
        browser = client(owner)

        def count(rows):
            for _number in range(rows):
                makers.published(give(owner))
            browser.get("/home/words/")  # what is remembered between requests is remembered now
            with django_assert_max_num_queries(24) as seen:
                assert browser.get("/home/words/").status_code == 200
            with django_assert_max_num_queries(24) as read:
                assert browser.get("/home/words/to-read/").status_code == 200
            return len(seen), len(read)

        assert count(1) == count(9)
