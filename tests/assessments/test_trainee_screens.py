"""The trainee's screens as a browser without scripts uses them, and what goes wrong on the way."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import services
from assessments.models import EvidenceFile, Submission, SubmissionVersion
from assessments.states import Outcome, State
from tests import people
from tests.assessments import making, samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return making.cast(criteria=2)


@pytest.fixture
def maryam(world):
    return people.client(world.trainee)


def unit_of(world):
    return world.enrolment.version.units.first()


def address(world, end=""):
    return f"/units/{unit_of(world).public_id}/{end}"


def text_of(answer):
    return html.unescape(answer.content.decode())


def fields(answer, name):
    """The values of every field of a name on a page."""
    return re.findall(rf'name="{re.escape(name)}" value="([^"]*)"', answer.content.decode())


def version_of(answer):
    [found] = fields(answer, "version")
    return found


def criteria(world):
    return [row.public_id for row in unit_of(world).outcomes.get().criteria.order_by("code")]


def typed(world, version, prefix="first", **more):
    return {
        "version": version,
        f"{prefix}-text": "On the second visit I asked before I acted.",
        f"{prefix}-criteria": criteria(world),
        "declare-own_work": "on",
        "declare-ai": "on",
        "declare-ai_words": "",
        "declare-nobody_known": "on",
        "declare-agreed": "on",
        **more,
    }


def piece(world):
    return Submission.objects.get().evidence.get(sent_in__isnull=True)


def test_write_check_send_and_open_without_any_script(world, maryam):
    page = maryam.get(address(world))
    assert "If you write that somebody is in danger" in text_of(page)
    assert not Submission.objects.exists(), "looking at a page writes nothing"
    answer = maryam.post(address(world), typed(world, version_of(page), do="check"))
    assert answer.headers["Location"] == address(world, "check/")
    check = maryam.get(address(world, "check/"))
    assert "Nothing has been sent yet" in text_of(check)
    [number] = fields(check, "number")
    sent = maryam.post(address(world, "check/"), {"number": number}, follow=True)
    assert sent.redirect_chain[-1][0] == address(world, "sent/")
    submission = Submission.objects.get()
    assert submission.reference in text_of(sent)
    assert "take it back" in text_of(sent)
    making.released(world, making.decided(world, making.allocated(world, submission)))
    result = maryam.get(address(world), follow=True)
    assert "There is an update" in text_of(result)
    assert "Every criterion is met" not in text_of(result)
    opened = maryam.post(address(world, "result/"), follow=True)
    assert "Every criterion is met" in text_of(opened)


def test_sending_twice_sends_once_and_both_see_the_receipt(world, maryam):
    making.written(world)
    for _click in range(2):
        answer = maryam.post(address(world, "check/"), {"number": "1"})
        assert answer.headers["Location"] == address(world, "sent/")
    assert SubmissionVersion.objects.count() == 1


def test_the_back_button_after_sending_finds_what_is_sent(world, maryam):
    making.sent(world)
    answer = maryam.get(address(world, "check/"), follow=True)
    assert "is sent" in text_of(answer)


def test_a_refused_file_is_named_and_nothing_typed_or_attached_is_lost(world, maryam):
    page = maryam.get(address(world))
    answer = maryam.post(
        address(world),
        typed(
            world,
            version_of(page),
            do="check",
            **{
                "declare-ai": "",
                "first-files": [
                    SimpleUploadedFile("mind-map.heic", samples.heic()),
                    SimpleUploadedFile("record.pdf", samples.pdf()),
                ],
            },
        ),
    )
    said = text_of(answer)
    assert answer.status_code == 422
    assert (
        said.count(
            "“mind-map.heic” is a kind of file we cannot open. Send a PDF, DOCX, ODT, JPEG, PNG or M4A"
        )
        == 2
    )
    assert "<title>Error:" in said
    assert "On the second visit I asked before I acted." in said
    assert "record.pdf" in said
    assert EvidenceFile.objects.get().name == "record.pdf"
    assert piece(world).text == "On the second visit I asked before I acted."
    # The page that came back can be sent again as it stands.
    again = maryam.post(address(world), typed(world, version_of(answer), do="check"))
    assert again.headers["Location"] == address(world, "check/")


def test_a_missing_declaration_is_asked_for_by_name(world, maryam):
    page = maryam.get(address(world))
    data = typed(world, version_of(page), do="check")
    del data["declare-nobody_known"]
    answer = maryam.post(address(world), data)
    assert answer.status_code == 422
    assert text_of(answer).count("Confirm that nobody’s client can be identified") == 2
    assert 'href="#id_declare-nobody_known"' in text_of(answer)
    assert piece(world).text


def test_an_empty_form_says_everything_at_once(world, maryam):
    page = maryam.get(address(world))
    answer = maryam.post(address(world), {"version": version_of(page), "first-text": "", "do": "check"})
    said = text_of(answer)
    for words in ("Write your account, or attach a file", "own work", "what AI did", "identified", "agreed"):
        assert words in said


def test_ai_use_is_asked_where_and_shown_before_sending(world, maryam):
    page = maryam.get(address(world))
    maryam.post(
        address(world), typed(world, version_of(page), **{"declare-ai_words": "It shortened the ending."})
    )
    assert "It shortened the ending." in text_of(maryam.get(address(world, "check/")))
    maryam.post(address(world, "check/"), {"number": "1"})
    assert SubmissionVersion.objects.get().words.ai_use == "It shortened the ending."


def test_two_tabs_nothing_is_overwritten_and_both_texts_are_shown(world, maryam):
    making.written(world)
    one, two = maryam.get(address(world)), maryam.get(address(world))
    prefix = piece(world).public_id
    first = {**typed(world, version_of(one), prefix), f"{prefix}-text": "From the first tab."}
    second = {**typed(world, version_of(two), prefix), f"{prefix}-text": "From the second tab."}
    assert maryam.post(address(world), first).status_code == 302
    answer = maryam.post(address(world), second)
    said = text_of(answer)
    assert answer.status_code == 422
    assert "From the first tab." in said
    assert "From the second tab." in said
    assert piece(world).text == "From the first tab."
    # Having seen both, the second save is a choice.
    second["version"] = version_of(answer)
    assert maryam.post(address(world), second).status_code == 302
    assert piece(world).text == "From the second tab."


def test_two_first_tabs(world, maryam):
    one, two = maryam.get(address(world)), maryam.get(address(world))
    maryam.post(address(world), {**typed(world, version_of(one)), "first-text": "From the first tab."})
    answer = maryam.post(address(world), {**typed(world, version_of(two)), "first-text": "From the second."})
    assert answer.status_code == 422
    assert "From the first tab." in text_of(answer)
    assert piece(world).text == "From the first tab."


def test_saving_as_they_type(world, maryam):
    page = maryam.get(address(world))
    first = maryam.post(address(world, "draft/"), typed(world, version_of(page)))
    assert first.json()["version"] == "first:1"
    assert re.fullmatch(r"\d\d:\d\d", first.json()["saved_at"])
    second = maryam.post(
        address(world, "draft/"), {**typed(world, "first:1"), "first-text": "And then I waited."}
    )
    assert second.json()["version"] == "first:2"
    stale = maryam.post(address(world, "draft/"), {**typed(world, "first:1"), "first-text": "Stale."})
    assert stale.status_code == 409
    assert "both texts" in stale.json()["message"]
    assert piece(world).text == "And then I waited."
    # The page that saved itself can be sent on with its button.
    assert maryam.post(address(world), typed(world, "first:2", do="check")).status_code == 302


def test_what_is_typed_after_sending_elsewhere_is_shown_and_not_lost(world, maryam):
    making.written(world)
    page = maryam.get(address(world))
    prefix = piece(world).public_id
    services.submit(submission_id=Submission.objects.get().pk, by=world.trainee.user, number=1)
    late = {**typed(world, version_of(page), prefix), f"{prefix}-text": "One more thought."}
    answer = maryam.post(address(world), late)
    assert answer.status_code == 409
    assert "One more thought." in text_of(answer)
    assert maryam.post(address(world, "draft/"), late).status_code == 409


def test_several_pieces_each_with_its_criteria(world, maryam):
    making.written(world)
    page = maryam.get(address(world))
    first = piece(world).public_id
    data = {**typed(world, version_of(page), first), "do": "add", "kind": "case_study"}
    answer = maryam.post(address(world), data)
    second = Submission.objects.get().evidence.get(kind="case_study").public_id
    assert answer.headers["Location"].endswith(f"#piece-{second}")
    page = maryam.get(address(world))
    assert f'name="{second}-title"' in page.content.decode()
    data = {
        **typed(world, version_of(page), first),
        f"{second}-title": "A day in court",
        f"{second}-text": "",
        f"{second}-criteria": criteria(world)[:1],
        f"{second}-files": SimpleUploadedFile("record.pdf", samples.pdf()),
    }
    assert maryam.post(address(world), data).status_code == 302
    page = maryam.get(address(world))
    assert "A day in court" in text_of(page)
    file = EvidenceFile.objects.get()
    data = {**typed(world, version_of(page), first), "do": f"remove-file:{file.public_id}"}
    maryam.post(address(world), data)
    assert not EvidenceFile.objects.exists()
    page = maryam.get(address(world))
    maryam.post(address(world), {**typed(world, version_of(page), first), "do": f"remove-piece:{second}"})
    assert Submission.objects.get().evidence.count() == 1


def test_comments_in_a_file_are_shown_before_sending_and_can_be_taken_out(world, maryam):
    page = maryam.get(address(world))
    document = SimpleUploadedFile(
        "account.docx", samples.docx(samples.TRACKED, comment="Is this her real name?")
    )
    maryam.post(address(world), typed(world, version_of(page), **{"first-files": document}))
    file = EvidenceFile.objects.get()
    assert "3 comments or changes are in it: look" in text_of(maryam.get(address(world)))
    assert "3 comments or changes are in it and will be sent" in text_of(maryam.get(address(world, "check/")))
    look = maryam.get(address(world, f"comments/{file.public_id}/"))
    assert "Is this her real name?" in text_of(look)
    assert "her name, Amina" in text_of(look)
    maryam.post(address(world, f"comments/{file.public_id}/"))
    assert "comments and changes taken out" in text_of(maryam.get(address(world)))


def test_taking_back(world, maryam):
    making.sent(world)
    answer = maryam.post(address(world, "take-back/"), follow=True)
    assert making.WORDS in text_of(answer)
    assert Submission.objects.get().state == State.DRAFT
    making.allocated(world, making.sent(world, Submission.objects.get()))
    answer = maryam.post(address(world, "take-back/"), follow=True)
    assert "it stays sent" in text_of(answer)
    assert "Somebody was chosen to read it" in text_of(answer)
    assert "take it back" not in text_of(answer)


@pytest.mark.parametrize(
    "make",
    [making.sent, making.allocated, making.judged, making.decided, making.agreed],
    ids=lambda make: make.__name__,
)
def test_nothing_about_the_judgement_shows_before_release(world, maryam, make):
    make(world)
    pages = [
        maryam.get(path)
        for path in ("/units/", address(world), address(world, "sent/"), address(world, "receipt/"))
    ]
    for page in pages:
        said = text_of(page)
        for word in (
            "Not yet met",
            "disc-tick",
            "shows what was done",
            world.assessor.practising_name,
            "quality assur",
        ):
            assert word not in said
    assert maryam.get(address(world, "result/")).status_code == 302


def test_decided_agreed_and_being_marked_look_the_same_to_the_trainee(maryam, world):
    def body():
        page = maryam.get(address(world)).content.decode()
        return re.sub(r'csrf[^>]*value="[^"]+"|content="[A-Za-z0-9]{64}"', "", page)

    submission = making.allocated(world)
    seen = {body()}
    for step in (making.judged, making.decided, making.agreed):
        step(world, submission)
        seen.add(body())
    assert len(seen) == 1


def test_a_resubmission_shows_what_to_do_and_offers_only_what_is_not_yet_met(world, maryam):
    making.reopened(world)
    assert "There is an update" in text_of(maryam.get(address(world), follow=True))
    maryam.post(address(world, "result/"))
    page = maryam.get(address(world))
    said = text_of(page)
    assert "Add a paragraph on legal help, with a source." in said
    assert criteria(world)[0] not in fields(page, f"{piece_prefix(page)}-criteria")
    assert criteria(world)[1] in fields(page, f"{piece_prefix(page)}-criteria")
    assert "Nothing covers it yet" not in said, "what was sent before covers it"
    before = Submission.objects.get().resubmit_by
    maryam.post(address(world, "longer/"))
    maryam.post(address(world, "longer/"))
    submission = Submission.objects.get()
    assert (submission.resubmit_by - before).days == 28
    assert "Need longer?" not in text_of(maryam.get(address(world)))


def test_a_resubmission_is_written_from_an_empty_page_and_sent(world, maryam):
    making.reopened(world)
    maryam.post(address(world, "result/"))
    version = version_of(maryam.get(address(world)))
    only = {"first-criteria": criteria(world)[1:]}
    saved = maryam.post(address(world, "draft/"), typed(world, version, **only))
    assert saved.status_code == 200
    assert piece(world).text == "On the second visit I asked before I acted."
    data = typed(world, saved.json()["version"], **only)
    answer = maryam.post(address(world), {**data, "do": "check"})
    assert answer.headers["Location"] == address(world, "check/")
    maryam.post(address(world, "check/"), {"number": "2"})
    submission = Submission.objects.get()
    assert submission.state == State.SUBMITTED
    assert submission.versions.count() == 2


def piece_prefix(page):
    return version_of(page).partition(":")[0]


def test_after_the_last_attempt_the_page_says_what_is_possible(world, maryam):
    submission = making.sent(world, making.reopened(world))
    making.released(world, making.decided(world, making.allocated(world, submission), Outcome.NOT_YET_MET))
    maryam.post(address(world, "result/"))
    said = text_of(maryam.get(address(world), follow=True))
    for words in ("fresh attempt", "credit", "Appeal, until"):
        assert words in said


def test_red_is_for_errors_alone(world, maryam):
    making.released(world, outcome=[Outcome.MET, Outcome.NOT_YET_MET])
    maryam.post(address(world, "result/"))
    page = maryam.get(address(world, "result/")).content.decode()
    assert 'class="tag open"' in page
    assert 'class="error' not in page
    assert "tag err" not in page


def test_somebody_elses_unit_is_not_there(world):
    making.written(world)
    stranger = people.client(people.person("Beth Lloyd"))
    for end in ("", "check/", "sent/", "result/", "receipt/"):
        assert stranger.get(address(world, end)).status_code == 404
    assert people.client().get(address(world)).status_code == 302


def test_an_ended_enrolment_sends_nothing_new(world, maryam):
    making.written(world)
    world.enrolment.state = "withdrawn"
    world.enrolment.save()
    answer = maryam.post(address(world, "check/"), {"number": "1"}, follow=True)
    assert "enrolment has ended" in text_of(answer)
    assert not SubmissionVersion.objects.exists()


def test_a_very_long_text_is_asked_to_come_as_a_file(world, maryam):
    page = maryam.get(address(world))
    answer = maryam.post(address(world), typed(world, version_of(page), **{"first-text": "word " * 30_000}))
    assert answer.status_code == 422
    assert "word word" in text_of(answer)


def test_the_receipt_has_the_digests(world, maryam):
    page = maryam.get(address(world))
    file = SimpleUploadedFile("record.pdf", samples.pdf())
    maryam.post(address(world), typed(world, version_of(page), **{"first-files": file}))
    maryam.post(address(world, "check/"), {"number": "1"})
    receipt = maryam.get(address(world, "receipt/"))
    assert EvidenceFile.objects.get().sha256 in receipt.content.decode()
    assert receipt.headers["Content-Disposition"].startswith("attachment")
