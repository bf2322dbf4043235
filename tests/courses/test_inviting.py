"""Inviting: a preview per line, then all or nothing, and nobody twice."""

import datetime as dt
import time

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.roles import RoleName, Scope
from courses import permissions
from courses.imports import read_file
from courses.lines import Row
from courses.models import Invitation, InvitationBatch, InvitationLine
from courses.selectors.invitations import counts, progress
from courses.services import invitations as service
from courses.states import BatchState, EnrolmentState, Verdict, Why
from courses.tasks import send_list
from foundation import clock
from foundation.exceptions import NotAllowed, Refused
from foundation.models import OutboxMessage
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return people.person("Beth Lloyd", RoleName.PROGRAMME_MANAGER)


@pytest.fixture
def cohort():
    return people.cohort(title="Autumn 2026")


def keep(cohort, manager, *rows):
    rows = [
        Row(number, *((row,) if isinstance(row, str) else row)) for number, row in enumerate(rows, start=2)
    ]
    return service.keep_list(cohort=cohort, rows=rows, by=manager.user)


def verdicts(batch):
    return [(line.verdict, line.why) for line in batch.lines.all()]


def invite(batch, manager):
    return service.invite(batch_id=batch.pk, by=manager.user)


def test_each_line_has_its_verdict_and_the_reason(cohort, manager):
    people.organisation("Lighthouse Wales")
    learner = people.person("Maryam Haddad")
    people.enrolment(learner, cohort)
    elsewhere = people.person("Else Where")
    people.enrolment(elsewhere, people.cohort(title="Spring 2026"))
    finished = people.person("Fin Ished")
    people.enrolment(finished, people.cohort(title="Spring 2025"), state=EnrolmentState.COMPLETED)
    tunde = people.person("Tunde Okafor")
    people.enrolment(tunde, people.cohort(title="Summer 2026"))
    batch = keep(
        cohort,
        manager,
        ("s.prys@example.org", "Sioned Prys", "Lighthouse Wales"),
        ("joan@example", "Joan Ekwueme"),
        ("", "No Address"),
        ("with space@example.org", "Spaced"),
        learner.user.email.upper(),
        elsewhere.user.email,
        finished.user.email,
        ("S.PRYS@example.org", "Sioned Prys"),
        ("t.okafor@example.org", "T. Okafor"),
        ("o@example.org", "Odd", "Lighthouse Whales"),
        ("p@example.org", "Unheard", "Nowhere at all"),
        ("long@example.org", "x" * 121),
    )
    assert verdicts(batch) == [
        (Verdict.INVITE, ""),
        (Verdict.MEND, Why.NO_ENDING),
        (Verdict.MEND, Why.NO_ADDRESS),
        (Verdict.MEND, Why.MALFORMED),
        (Verdict.LEFT_OUT, Why.ENROLLED),
        (Verdict.LEFT_OUT, Why.ENROLLED),
        (Verdict.DECIDE, Why.WAS_HERE),
        (Verdict.LEFT_OUT, Why.DUPLICATE),
        (Verdict.DECIDE, Why.SAME_NAME),
        (Verdict.DECIDE, Why.ORGANISATION),
        (Verdict.DECIDE, Why.ORGANISATION),
        (Verdict.MEND, Why.NAME_TOO_LONG),
    ]
    said = [line.reason for line in batch.lines.all()]
    assert said[1] == "The address has no ending. Did you mean joan@example.org?"
    assert said[3] == "This is not a whole address. Did you mean withspace@example.org?"
    assert said[4] == "Already learning here, Autumn 2026."
    assert said[7] == "The same address as line 2."
    assert said[8] == "Perhaps the same person as Tunde Okafor, Summer 2026."
    assert said[9] == "We do not know “Lighthouse Whales”. Did you mean “Lighthouse Wales”?"
    assert said[10] == "We do not know “Nowhere at all”. Write its full name, or leave it empty."
    assert (counts(batch).invite, counts(batch).lines) == (1, 12)
    assert not OutboxMessage.objects.exists()
    assert batch.lines.first().organisation.name == "Lighthouse Wales"


def test_initials_do_not_make_everybody_the_same(cohort, manager):
    people.enrolment(people.person("Tunde Okafor"), cohort)
    batch = keep(cohort, manager, ("tara@example.org", "Tara Okafor"), ("tunde2@example.org", "Tunde Ókafor"))
    assert verdicts(batch) == [(Verdict.INVITE, ""), (Verdict.DECIDE, Why.SAME_NAME)]


def test_a_second_verified_address_is_known_too(cohort, manager):
    from allauth.account.models import EmailAddress

    learner = people.person("Maryam Haddad")
    people.enrolment(learner, cohort)
    EmailAddress.objects.create(user=learner.user, email="Private@example.org", verified=True)
    assert verdicts(keep(cohort, manager, "private@example.org")) == [(Verdict.LEFT_OUT, Why.ENROLLED)]


def test_inviting_sends_a_discreet_mail_with_a_link_that_is_kept_as_a_digest(
    cohort, manager, django_capture_on_commit_callbacks
):
    batch = keep(cohort, manager, ("s.prys@example.org", "Sioned Prys"))
    with django_capture_on_commit_callbacks(execute=True):
        assert invite(batch, manager).batch.state == BatchState.SENT
    (sent,) = mail.outbox
    assert sent.subject == "A place is ready for you"
    words = f"{sent.subject} {sent.body}".lower()
    for telling in ("imsa", "slavery", "advoca", "cohort", "train", "autumn", "course", "programme"):
        assert telling not in words
    assert "Hello Sioned," in sent.body
    assert "Beth Lloyd has kept a place for you" in sent.body
    token = sent.body.split("/invitations/")[1].split("/")[0]
    invitation = Invitation.objects.get()
    assert len(token) >= 43
    assert token not in str(list(Invitation.objects.values())) + str(list(OutboxMessage.objects.values()))
    last_day = clock.today() + dt.timedelta(days=14)
    assert invitation.expires_at == clock.end_of_day(last_day)
    assert f"{last_day.day} {last_day:%B %Y}" in sent.body
    assert AuditEvent.objects.get(action="invitation.send").subject_id == cohort.public_id
    assert progress(batch) == (1, 1)


def test_the_same_list_twice_invites_nobody_twice(cohort, manager):
    rows = [("a@example.org", "A Person"), ("b@example.org", "B Person")]
    invite(keep(cohort, manager, *rows), manager)
    again = keep(cohort, manager, *rows)
    assert [why for _verdict, why in verdicts(again)] == [Why.INVITED, Why.INVITED]
    with pytest.raises(Refused) as refused:
        invite(again, manager)
    assert refused.value.code == "nobody"
    assert (Invitation.objects.count(), OutboxMessage.objects.count()) == (2, 2)


def test_pressing_twice_invites_once(cohort, manager):
    batch = keep(cohort, manager, "a@example.org")
    invite(batch, manager)
    assert invite(batch, manager).batch.state == BatchState.SENT
    assert OutboxMessage.objects.count() == 1


def test_two_lists_that_overlap_the_second_is_told_what_changed(cohort, manager):
    one = keep(cohort, manager, "a@example.org", "b@example.org")
    two = keep(cohort, manager, "b@example.org", "c@example.org")
    invite(one, manager)
    outcome = invite(two, manager)
    assert outcome.changed == 1
    assert outcome.batch.state == BatchState.READY
    assert verdicts(two) == [(Verdict.LEFT_OUT, Why.INVITED), (Verdict.INVITE, "")]
    assert Invitation.objects.count() == 2
    assert invite(two, manager).batch.state == BatchState.SENT
    assert Invitation.objects.count() == 3


def test_nothing_half_done_when_the_last_message_cannot_be_written(cohort, manager, monkeypatch):
    batch = keep(cohort, manager, "a@example.org", "b@example.org")
    real, calls = service.outbox.post, []

    def breaks_at_the_second(**words):
        calls.append(words)
        if len(calls) == 2:
            raise RuntimeError("disk full")
        return real(**words)

    monkeypatch.setattr(service.outbox, "post", breaks_at_the_second)
    with pytest.raises(RuntimeError):
        invite(batch, manager)
    batch.refresh_from_db()
    assert batch.state == BatchState.READY
    assert not Invitation.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_a_long_list_goes_by_a_task_whose_second_run_finds_nothing_to_do(
    cohort, manager, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(service, "AT_ONCE", 1)
    batch = keep(cohort, manager, "a@example.org", "b@example.org")
    with django_capture_on_commit_callbacks(execute=False):
        assert invite(batch, manager).batch.state == BatchState.SENDING
    assert not Invitation.objects.exists()
    send_list.func(batch.pk)
    send_list.func(batch.pk)
    batch.refresh_from_db()
    assert batch.state == BatchState.SENT
    assert (Invitation.objects.count(), OutboxMessage.objects.count()) == (2, 2)


def test_a_task_that_breaks_invites_nobody_and_says_so(cohort, manager, monkeypatch):
    monkeypatch.setattr(service, "AT_ONCE", 0)
    batch = keep(cohort, manager, "a@example.org")
    invite(batch, manager)
    monkeypatch.setattr(service.outbox, "post", lambda **words: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send_list.func(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.problem) == (
        BatchState.READY,
        "This could not be sent, and nobody was invited. Try again.",
    )
    assert not Invitation.objects.exists()


def test_lines_left_to_the_manager_wait_for_a_decision(cohort, manager):
    people.enrolment(people.person("Tunde Okafor"), people.cohort())
    batch = keep(
        cohort,
        manager,
        ("t@example.org", "T. Okafor"),
        ("u@example.org", "U", "Unknown Ltd"),
        "v@example.org",
    )
    service.decide_line(batch_id=batch.pk, number=2, invite=True, by=manager.user)
    service.decide_line(batch_id=batch.pk, number=3, invite=True, by=manager.user)
    assert batch.lines.get(number=3).reason == "Without an employer: we do not know “Unknown Ltd”."
    service.decide_line(batch_id=batch.pk, number=3, invite=False, by=manager.user)
    assert counts(batch).invite == 2
    assert invite(batch, manager).changed == 0
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["t@example.org", "v@example.org"]
    with pytest.raises(Refused):
        service.decide_line(batch_id=batch.pk, number=3, invite=True, by=manager.user)


def test_a_line_that_needs_no_decision_takes_none(cohort, manager):
    batch = keep(cohort, manager, "joan@example")
    with pytest.raises(Refused):
        service.decide_line(batch_id=batch.pk, number=2, invite=True, by=manager.user)


def test_a_link_that_ran_out_is_renewed_and_the_old_one_stays_shut(cohort, manager):
    invite(keep(cohort, manager, "a@example.org"), manager)
    old = Invitation.objects.get()
    Invitation.objects.update(expires_at=clock.now() - dt.timedelta(days=1))
    batch = keep(cohort, manager, "a@example.org")
    assert verdicts(batch) == [(Verdict.INVITE, Why.RAN_OUT)]
    invite(batch, manager)
    renewed = Invitation.objects.get()
    assert renewed.pk == old.pk
    assert renewed.token_digest != old.token_digest
    assert renewed.is_usable


def test_taking_back_and_sending_again(cohort, manager):
    invite(keep(cohort, manager, "a@example.org"), manager)
    invitation = Invitation.objects.get()
    before = invitation.token_digest
    assert service.send_again(invitation_id=invitation.pk, by=manager.user).token_digest != before
    service.take_back(invitation_id=invitation.pk, by=manager.user)
    service.take_back(invitation_id=invitation.pk, by=manager.user)
    assert AuditEvent.objects.filter(action="invitation.take_back").count() == 1
    with pytest.raises(Refused):
        service.send_again(invitation_id=invitation.pk, by=manager.user)
    assert verdicts(keep(cohort, manager, "a@example.org")) == [(Verdict.INVITE, "")]


@pytest.mark.parametrize("role", [role for role in RoleName if role != RoleName.PROGRAMME_MANAGER])
def test_only_a_manager_of_the_cohort_invites(cohort, manager, role):
    other = people.person("Other Person", role)
    with pytest.raises(NotAllowed):
        keep(cohort, other, "a@example.org")
    batch = keep(cohort, manager, "a@example.org")
    with pytest.raises(NotAllowed):
        invite(batch, other)
    assert not Invitation.objects.exists()


def test_the_question_and_the_queryset_agree():
    cohorts = [people.cohort() for _index in range(3)]
    whole = people.person("", RoleName.PROGRAMME_MANAGER)
    one = people.person("", RoleName.PROGRAMME_MANAGER)
    one.user.roles.update(scope=Scope.COHORT, scope_id=cohorts[0].public_id)
    qualification = people.person("", RoleName.PROGRAMME_MANAGER)
    qualification.user.roles.update(
        scope=Scope.QUALIFICATION, scope_id=cohorts[1].version.qualification.public_id
    )
    organisation = people.person("", RoleName.PROGRAMME_MANAGER)
    organisation.user.roles.update(scope=Scope.ORGANISATION, organisation=people.organisation())
    nobody = people.person("", RoleName.ASSESSOR)
    expected = {whole: cohorts, one: cohorts[:1], qualification: cohorts[1:2], organisation: [], nobody: []}
    for someone, theirs in expected.items():
        assert set(permissions.cohorts_managed_by(someone.user)) == set(theirs)
        assert [cohort for cohort in cohorts if permissions.can_manage(someone.user, cohort)] == theirs


def test_a_thousand_lines_are_previewed_in_seconds_and_invited_whole(cohort, manager):
    lines = "\n".join(f"p{number}@example.org,Person {number},007" for number in range(1000))
    started = time.perf_counter()
    rows = read_file(f"e-mail,name,organisation\n{lines}".encode())
    with CaptureQueriesContext(connection) as queries:
        batch = service.keep_list(cohort=cohort, rows=rows, by=manager.user)
    assert time.perf_counter() - started < 10
    assert len(queries) < 40
    assert counts(batch).decide == 1000
    people.organisation("007")
    batch = service.keep_list(cohort=cohort, rows=rows, by=manager.user)
    assert counts(batch).invite == 1000
    invite(batch, manager)
    service.send(batch_id=batch.pk)
    assert Invitation.objects.filter(organisation__name="007").count() == 1000


def test_what_nobody_used_is_forgotten(cohort, manager):
    invite(keep(cohort, manager, "old@example.org", "new@example.org"), manager)
    keep(cohort, manager, "waits@example.org")
    InvitationBatch.objects.filter(state=BatchState.READY).update(made_at=clock.now() - dt.timedelta(days=8))
    Invitation.objects.filter(email="old@example.org").update(invited_at=clock.now() - dt.timedelta(days=91))
    assert service.forget_old() == 2
    assert not InvitationLine.objects.filter(email__in=["old@example.org", "waits@example.org"]).exists()
    assert Invitation.objects.get().email == "new@example.org"


def test_a_long_list_calls_nobody_invited_before_it_is_sent(cohort, manager):
    batch = keep(cohort, manager, *(f"a{number}@example.org" for number in range(21)))
    page = people.client(manager).get(reverse("courses:batch", args=[batch.public_id])).content.decode()
    assert "To invite 21" in page
    assert "Invited" not in page
