"""Marking, allocation, quality assurance and release as pages, without any script."""

from __future__ import annotations

import html
import re

import pytest
from django.core import mail

from accounts.models import AuditEvent, Notice
from accounts.roles import RoleName
from assessments import services
from assessments.models import Allocation, DecisionAct, Judgement, Passage, Submission, Worry
from assessments.states import RULES, Outcome, State
from casework.models import Hold
from casework.services import place_hold
from foundation.models import OutboxMessage
from tests import people
from tests.assessments import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return making.cast(criteria=2)


@pytest.fixture
def assessor(world):
    return people.client(world.assessor)


def text_of(answer):
    return html.unescape(answer.content.decode())


def version_of(answer):
    return re.search(r'name="version" value="([^"]*)"', answer.content.decode())[1]


def lines(submission):
    return list(submission.versions.order_by("-number")[0].criteria.order_by("position"))


def shown(submission):
    return submission.versions.order_by("-number")[0].evidence.first().public_id


def filled(submission, version, outcome="met", **more):
    data = {"version": version}
    for rule in RULES:
        data[f"{shown(submission)}-{rule}"] = "on"
    for row in lines(submission):
        key = row.public_id
        data |= {f"{key}-enough": "on", f"{key}-outcome": outcome, f"{key}-comment": f"Clear in {row.code}."}
        if outcome == "not_yet_met":
            data[f"{key}-action"] = "Name the source."
    return {**data, **more}


def test_take_the_next_mark_check_and_decide(world, assessor):
    submission = making.sent(world)
    assert "One is in the pool" in text_of(assessor.get("/marking/"))
    assert submission.reference in text_of(assessor.post("/marking/next/", follow=True))
    address = f"/marking/{submission.public_id}/"
    page = assessor.get(address)
    assert making.WORDS in text_of(page)
    assert world.trainee.practising_name not in text_of(page)
    answer = assessor.post(address, filled(submission, version_of(page), do="check"))
    assert answer.headers["Location"] == f"{address}check/"
    check = text_of(assessor.get(f"{address}check/"))
    assert "Nothing is decided yet" in check
    assert "Clear in 1.1.1." in check
    for _click in range(2):
        assert assessor.post(f"{address}check/").headers["Location"] == "/marking/"
    assert DecisionAct.objects.count() == 1
    assert submission.reference in text_of(assessor.get("/marking/done/"))
    assert "It stays as it is" in text_of(assessor.get(address))
    assert assessor.post(
        address, filled(submission, version_of(page), outcome="not_yet_met")
    ).status_code in {200, 302}
    assert DecisionAct.objects.get().outcome == "met"


def test_met_is_refused_by_the_server_and_the_words_stay(world, assessor):
    submission = making.allocated(world)
    address = f"/marking/{submission.public_id}/"
    data = filled(submission, version_of(assessor.get(address)))
    del data[f"{shown(submission)}-current"]
    answer = assessor.post(address, data)
    assert answer.status_code == 422
    assert "1.1.1: Met can be chosen once its evidence has all four ticks and is enough." in text_of(answer)
    assert "Clear in 1.1.1." in text_of(answer)
    row = Judgement.objects.first()
    assert (row.outcome, row.comment) == ("", "Clear in 1.1.1.")


def test_not_yet_met_needs_a_comment_and_an_action(world, assessor):
    submission = making.allocated(world)
    address = f"/marking/{submission.public_id}/"
    data = filled(submission, version_of(assessor.get(address)), outcome="not_yet_met", do="check")
    first = lines(submission)[0].public_id
    data[f"{first}-action"] = ""
    answer = assessor.post(address, data)
    assert answer.status_code == 422
    assert text_of(answer).count("Say what to do next for 1.1.1") == 2
    data[f"{first}-action"], data["version"] = "Name it.", version_of(answer)
    assert assessor.post(address, data).status_code == 302


def test_another_tab_nothing_is_overwritten_and_both_texts_are_shown(world, assessor):
    submission = making.allocated(world)
    address = f"/marking/{submission.public_id}/"
    one, two = (version_of(assessor.get(address)) for _tab in range(2))
    key = lines(submission)[0].public_id
    assert (
        assessor.post(address, filled(submission, one, **{f"{key}-comment": "From one."})).status_code == 302
    )
    answer = assessor.post(address, filled(submission, two, **{f"{key}-comment": "From two."}))
    assert answer.status_code == 422
    assert "From one." in text_of(answer)
    assert "From two." in text_of(answer)
    assert Judgement.objects.get(criterion__public_id=key).comment == "From one."
    data = filled(submission, version_of(answer), **{f"{key}-comment": "From both."})
    assert assessor.post(address, data).status_code == 302
    assert Judgement.objects.get(criterion__public_id=key).comment == "From both."


def test_saving_as_they_tick_and_type(world, assessor):
    submission = making.allocated(world)
    address = f"/marking/{submission.public_id}/"
    start = version_of(assessor.get(address))
    first = assessor.post(f"{address}save/?evidence={shown(submission)}", filled(submission, start))
    assert first.status_code == 200
    assert set(first.json()["version"].split(",")) != set(start.split(","))
    # The same page saves again over what it saved itself.
    key = lines(submission)[0].public_id
    second = assessor.post(
        f"{address}save/", filled(submission, first.json()["version"], **{f"{key}-comment": "Better."})
    )
    assert second.status_code == 200
    assert Judgement.objects.get(criterion__public_id=key).comment == "Better."
    stale = assessor.post(f"{address}save/", filled(submission, start, **{f"{key}-comment": "Stale."}))
    assert stale.status_code == 409
    submission.refresh_from_db()
    assert submission.state == State.IN_ASSESSMENT


def test_opening_another_piece_saves_first(world, assessor):
    submission = making.allocated(world)
    address = f"/marking/{submission.public_id}/"
    data = filled(submission, version_of(assessor.get(address)), do="open:somewhere")
    assert assessor.post(address, data).headers["Location"] == f"{address}?evidence=somewhere"
    assert Judgement.objects.count() == 2


def test_passages_carry_the_number_of_their_criterion(world, assessor):
    submission = making.allocated(world)
    address = f"/marking/{submission.public_id}/"
    criterion = lines(submission)[0]
    data = {
        "evidence": shown(submission),
        "criterion": criterion.public_id,
        "words": "e  looked at\nwhat she may decid",
    }
    assessor.post(f"{address}passage/", data)
    page = assessor.get(address).content.decode()
    assert "<mark>we looked at what she may decide</mark>" in page
    assert f'href="#c-{criterion.public_id}"' in page
    answer = assessor.post(f"{address}passage/", {**data, "words": "never written"}, follow=True)
    assert "not in the text" in text_of(answer)
    assessor.post(
        f"{address}passage/", {"evidence": shown(submission), "remove": Passage.objects.get().public_id}
    )
    assert not Passage.objects.exists()


def test_a_text_is_shown_and_never_run(world, assessor):
    submission = making.draft(world)
    making.written(world, submission, text="<script>alert(1)</script> and <b>bold</b>")
    services.submit(submission_id=submission.pk, by=world.trainee.user, number=1)
    making.allocated(world, submission)
    page = assessor.get(f"/marking/{submission.public_id}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_giving_back_and_declaring_a_tie(world, assessor):
    submission = making.allocated(world)
    assert assessor.post(f"/marking/{submission.public_id}/give-back/", {"reason": ""}).status_code == 302
    assert Allocation.objects.get().ended == "given_back"
    making.judged(world, making.allocated(world, Submission.objects.get()))
    answer = assessor.post(f"/marking/{submission.public_id}/give-back/", {"reason": ""})
    assert "say in a few words why" in text_of(answer)
    assert assessor.post(f"/marking/{submission.public_id}/tie/", {}).status_code == 200
    assessor.post(f"/marking/{submission.public_id}/tie/", {"kind": "personal"})
    assert Submission.objects.get().state == State.SUBMITTED
    assert assessor.get(f"/marking/{submission.public_id}/").status_code == 404


def test_a_worry_reaches_the_safeguarding_leads_and_no_word_of_it_anything_else(world, assessor):
    lead = people.person("Sal Guard", RoleName.SAFEGUARDING_LEAD)
    submission = making.allocated(world)
    secret = "A child is alone at night"
    address = f"/marking/{submission.public_id}/worry/"
    assert assessor.post(address, {"words": ""}).status_code == 200
    assert assessor.post(address, {"words": secret, "urgent": "on"}).status_code == 302
    worry = Worry.objects.get()
    assert secret not in worry.sealed_words
    notice = Notice.objects.get(user=lead.user)
    assert secret not in notice.title + notice.body
    assert all(secret not in message.body for message in mail.outbox)
    assert OutboxMessage.objects.filter(to=lead.user.email).exists()
    reader = people.client(lead)
    assert secret not in text_of(reader.get("/marking/worries/"))
    assert secret not in text_of(reader.get(notice.link))
    assert secret in text_of(reader.post(notice.link))
    assert AuditEvent.objects.filter(action="worry.read", by=lead.user).count() == 1


def test_a_quarantined_piece_is_read_by_nobody_and_keeps_its_place(world, assessor):
    submission = making.judged(world)
    place_hold(
        subject_kind="submission",
        subject_id=submission.public_id,
        kind=Hold.Kind.QUARANTINE,
        reason="A name is in it.",
        by=world.lead.user,
    )
    page = assessor.get(f"/marking/{submission.public_id}/")
    assert making.WORDS not in text_of(page)
    assert "put aside" in text_of(page)
    assert Submission.objects.get().state == State.IN_ASSESSMENT


def test_allocation_says_who_can_and_who_cannot_and_why(world):
    manager = people.client(world.manager)
    submission = making.sent(world)
    making.assessor("Jo Colleague", employer=world.trainee.employments.get().organisation)
    making.assessor("Mark Lewis", able=False)
    assert submission.reference in text_of(manager.get("/marking/allocation/"))
    page = text_of(manager.get(f"/marking/allocation/{submission.public_id}/"))
    assert "Two can, two cannot." in page
    assert "Same employer as the trainee" in page
    assert "Occupational and assessing competence are not both on record for this unit" in page
    assert making.WORDS not in page
    wrong = manager.post(
        f"/marking/allocation/{submission.public_id}/", {"assessor": world.quality.public_id}
    )
    assert wrong.status_code == 422
    data = {"assessor": world.assessor.public_id}
    answer = manager.post(f"/marking/allocation/{submission.public_id}/", data, follow=True)
    assert "is with Idris Rahman now" in text_of(answer)
    again = manager.post(f"/marking/allocation/{submission.public_id}/", data, follow=True)
    assert "waits for nobody now" in text_of(again)
    assert Notice.objects.filter(user=world.assessor.user, kind="assessment.allocated").count() == 1


def verdicts(submission, answer="agree", note=""):
    data = {}
    for decision in DecisionAct.objects.get(version__submission=submission).decisions.all():
        data |= {f"{decision.public_id}-answer": answer, f"{decision.public_id}-note": note}
    return data


def test_a_verdict_release_and_one_resubmission(world):
    quality, lead = people.client(world.quality), people.client(world.lead)
    submission = making.decided(world, outcome=[Outcome.MET, Outcome.NOT_YET_MET])
    assert "One of a new assessor’s first five" in text_of(quality.get("/quality/review/"))
    address = f"/quality/review/{submission.public_id}/"
    page = text_of(quality.get(address))
    assert "Not confirmed as enough: 1.1.2" in page
    empty = quality.post(address, {"do": "agree", "reasons": "Both follow the criteria."})
    assert empty.status_code == 422
    assert "Give a verdict on 1.1.1" in text_of(empty)
    assert "Both follow the criteria." in text_of(empty)
    noteless = quality.post(
        address, {**verdicts(submission, "return"), "do": "return", "reasons": "No source"}
    )
    assert "Write a note for 1.1.1" in text_of(noteless)
    answer = quality.post(address, {**verdicts(submission), "do": "agree", "reasons": "Fine."})
    assert answer.headers["Location"] == f"/quality/release/{submission.public_id}/"
    assert "Only that there is an update" in text_of(quality.get(answer.headers["Location"]))
    for _click in range(2):
        quality.post(f"/quality/release/{submission.public_id}/")
    assert submission.releases.count() == 1
    assert "Open a resubmission" in text_of(lead.get("/quality/review/"))
    for _click in range(2):
        lead.post(f"/quality/resubmission/{submission.public_id}/")
    submission.refresh_from_db()
    assert (submission.state, submission.attempt) == (State.RESUBMISSION_OPEN, 2)


def test_returned_work_comes_back_to_its_assessor_with_the_notes(world, assessor):
    quality = people.client(world.quality)
    submission = making.decided(world)
    data = {
        **verdicts(submission, "return", "Which source was meant?"),
        "do": "return",
        "reasons": "A source.",
    }
    quality.post(f"/quality/review/{submission.public_id}/", data)
    assert "returned with a note" in text_of(assessor.get("/marking/"))
    assert "Which source was meant?" in text_of(assessor.get(f"/marking/{submission.public_id}/"))


def test_the_second_verdict_is_told_and_its_words_stay(world):
    submission = making.decided(world)
    lead = people.client(world.lead)
    address = f"/quality/review/{submission.public_id}/"
    lead.get(address)
    making.agreed(world, submission)
    answer = lead.post(address, {**verdicts(submission), "do": "agree", "reasons": "My own reasons."})
    assert answer.status_code == 409
    assert "My own reasons." in text_of(answer)
    assert submission.reviews.count() == 1


def test_release_is_not_for_what_waits_for_a_review(world):
    manager = people.client(world.manager)
    submission = making.decided(world)
    answer = manager.post(f"/quality/release/{submission.public_id}/", follow=True)
    assert not submission.releases.exists()
    assert submission.reference not in [
        row.strip() for row in re.findall(r"S-\d+", text_of(manager.get("/quality/release/")))
    ]
    assert answer.status_code == 200
