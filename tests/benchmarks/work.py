"""The pieces of work that are measured, each with what is promised of it."""

from __future__ import annotations

import functools
import random
import resource
import sys
from collections.abc import Iterator

from django.test import Client

from accounts.models import Person
from accounts.roles import RoleName
from assessments import services
from assessments.models import Allocation, DeclarationCode, Submission
from assessments.selectors.weighing import weighing
from assessments.services.drafts import Piece
from assessments.services.marking import Ticked, Weighed
from assessments.states import RULES, WITH_ASSESSOR, Outcome, State
from certificates.models import Certificate
from courses.imports import read_file
from courses.models import Criterion, Enrolment, ModulePage
from courses.services import invitations
from foundation import clock
from register import services as register
from register.models import EntryNumber
from register.names import fold
from register.selectors.search import by_name
from tests import people
from tests.assessments import making
from tests.benchmarks.filling import fill_pool, full_names
from tests.benchmarks.measuring import Budget, Line, measure

TEXT = " ".join(["On the second visit we looked at what she may decide herself, and wrote it down."] * 25)
CRITERIA = 5


def _ok(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def pages() -> dict[str, tuple[Client, str, Budget]]:
    """The pages of issue 2, as people of the demonstration meet them."""
    learner = Enrolment.objects.filter(person__user__isnull=False, state="live").order_by("pk")[0].person
    held = (
        Allocation.objects.filter(ended_at__isnull=True, submission__state__in=WITH_ASSESSOR)
        .select_related("submission", "assessor__user")
        .order_by("pk")[0]
    )
    manager = Person.objects.filter(user__roles__name=RoleName.PROGRAMME_MANAGER).order_by("pk")[0]
    module = ModulePage.objects.live().order_by("pk")[0]
    number = a_number()
    found = by_name(EntryNumber.objects.get(number=number).entry.person.practising_name)[0]
    assessor = people.client(held.assessor)
    return {
        "page: trainee home": (people.client(learner), "/home/", Budget(queries=15)),
        "page: module": (people.client(learner), module.get_url(), Budget(queries=20)),
        "page: marking screen": (
            assessor,
            f"/marking/{held.submission.public_id}/",
            Budget(queries=15),
        ),
        "page: an assessor's list": (assessor, "/marking/", Budget(p95=150)),
        "page: allocation": (people.client(manager), "/marking/allocation/", Budget(p95=150)),
        "page: public check by number": (Client(), f"/check/?q={number}", Budget(queries=5)),
        "page: public check by name": (Client(), f"/check/?q={found.name}", Budget(queries=5)),
        "page: public check by code": (Client(), f"/check/{a_code()}/", Budget(queries=5)),
        "page: register entry": (Client(), f"/register/{number}/", Budget(queries=5)),
    }


def a_number() -> str:
    """The number of somebody whom the public finds."""
    row = EntryNumber.objects.current().filter(entry__postings__isnull=False).order_by("-pk").first()
    assert row is not None
    return row.number


def a_code() -> str:
    """The code of a certificate that the public may check."""
    for certificate in Certificate.objects.filter(kind="accreditation", state="live").order_by("pk"):
        if Client().get(f"/check/{certificate.code}/").status_code == 200:
            return certificate.code
    raise LookupError("no certificate of the demonstration can be checked")


def bench_pages(repeat: int) -> Iterator[Line]:
    for name, (client, address, budget) in pages().items():
        yield measure(name, functools.partial(_ok, client), [address] * (repeat + 2), budget)


# One assessment, from a text to its release


def _a_piece(world: making.Cast, number: int) -> Submission:
    trainee = people.person(f"Learner {number}", RoleName.TRAINEE, employer=people.organisation())
    world.trainee, world.enrolment = trainee, people.enrolment(trainee, world.enrolment.cohort)
    return making.draft(world)


def _write(world: making.Cast, submission: Submission) -> None:
    piece = submission.evidence.get()
    codes = Criterion.objects.filter(outcome__unit=submission.unit).values_list("public_id", flat=True)
    services.save_draft(
        submission_id=submission.pk,
        by=submission.trainee.user,
        pieces=[Piece(piece.public_id, piece.revision, text=TEXT, criteria=frozenset(codes))],
        declarations=dict.fromkeys(DeclarationCode.values, ""),
    )


def _submit(submission: Submission) -> None:
    services.submit(submission_id=submission.pk, by=submission.trainee.user, number=1)


def _begun(world: making.Cast, submission: Submission) -> dict[str, dict]:
    """What the marking screen holds when its marks are saved."""
    services.begin(submission_id=submission.pk, by=world.assessor.user)
    state = weighing(submission)
    return {
        "ticks": {piece.public_id: Ticked(0, frozenset(RULES)) for piece in state.pieces},
        "criteria": {
            line.criterion.public_id: Weighed(
                0, enough=True, outcome=Outcome.MET, comment="It shows what was done."
            )
            for line in state.to_assess
        },
    }


def _finish(world: making.Cast, submission: Submission) -> None:
    services.decide(submission_id=submission.pk, by=world.assessor.user)
    submission.refresh_from_db()
    if submission.state == State.IN_QUALITY_ASSURANCE:
        services.agree(
            submission_id=submission.pk,
            by=world.quality.user,
            verdicts=making.verdicts(submission),
            reasons="Both judgements follow the criteria.",
        )


def _decided(world: making.Cast, number: int) -> Submission:
    """A piece that is cleared for its release."""
    submission = _a_piece(world, number)
    making.judged(world, making.allocated(world, making.sent(world, submission)))
    _finish(world, submission)
    return submission


def _release(world: making.Cast, submission: Submission) -> None:
    services.release(submission_id=submission.pk, by=world.quality.user)


def _whole_cycle(world: making.Cast, submission: Submission) -> None:
    _write(world, submission)
    _submit(submission)
    services.allocate(submission_id=submission.pk, assessor=world.assessor, by=world.manager.user)
    services.save_judgement(submission_id=submission.pk, by=world.assessor.user, **_begun(world, submission))
    _finish(world, submission)
    _release(world, submission)


def bench_assessment(repeat: int) -> Iterator[Line]:
    world = making.cast(units=2, criteria=CRITERIA)
    several = range(repeat + 2)
    yield measure(
        "assessment: text, send, give, mark, decide, agree, release",
        lambda one: _whole_cycle(world, one),
        (_a_piece(world, number) for number in several),
    )
    drafts = [_a_piece(world, number) for number in several]
    yield measure("assessment: save a draft of 400 words", lambda one: _write(world, one), drafts)
    yield measure("assessment: submit 400 words", _submit, drafts, Budget(median=8))
    for one in drafts:
        services.allocate(submission_id=one.pk, assessor=world.assessor, by=world.manager.user)
    marks = [(one.pk, _begun(world, one)) for one in drafts]
    saved = measure(
        f"assessment: save ticks and marks of {CRITERIA} criteria",
        lambda pair: services.save_judgement(submission_id=pair[0], by=world.assessor.user, **pair[1]),
        marks,
    )
    yield saved
    for one in drafts:
        _finish(world, one)
    freed = measure("assessment: release", lambda one: _release(world, one), drafts)
    yield freed
    both = Line(
        "assessment: save marks and release, together",
        [a + b for a, b in zip(saved.times, freed.times, strict=True)],
        [a + b for a, b in zip(saved.cpu, freed.cpu, strict=True)],
        [a + b for a, b in zip(saved.queries, freed.queries, strict=True)],
        Budget(median=8, queries=12),
    )
    print(both)
    yield both
    last = making.cast(criteria=CRITERIA)
    yield measure(
        "assessment: release the last unit, which opens the case",
        lambda one: _release(last, one),
        [_decided(last, number) for number in several],
    )


def bench_claims(repeat: int, sizes: list[int]) -> Iterator[Line]:
    assessor = making.assessor("Somebody with time")
    for size in sizes:
        fill_pool(size)
        waiting = Submission.objects.filter(state=State.SUBMITTED).count()
        yield measure(
            f"assessment: claim the next of {waiting:,} that wait",
            lambda _n: services.claim_next(by=assessor.user),
            range(repeat + 2),
            Budget(median=5),
        )


# The certificate


def _award(someone: Person, by: Person) -> None:
    prepared = register.prepare_award(
        person=someone, qualification="Certificate in advocacy", decided_on=clock.today(), signed_by="H. Osei"
    )
    register.award(person=someone, prepared=prepared, case_ref="bench", by=by.user)


def _memory() -> float:
    """The most memory that this process has had, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def bench_certificates(count: int) -> Iterator[Line]:
    registrar = people.person("Hannah Osei", RoleName.REGISTRAR)
    advocates = [people.person(name) for name in full_names(count + 2, seed=23)]
    first, rest = advocates[:12], advocates[12:]
    yield measure(
        "certificate: one accreditation, two PDFs",
        lambda one: _award(one, registrar),
        first,
        Budget(median=250),
    )
    before = _memory()
    line = measure(f"certificate: {len(rest)} more of them", lambda one: _award(one, registrar), rest, warm=0)
    line.budget = Budget(median=250)
    tenth = max(1, len(rest) // 10)
    yield line
    print(
        f"  in all {sum(line.times) / 1000:.1f} s; the first tenth took {sum(line.times[:tenth]) / tenth:.0f} ms each,"
        f" the last {sum(line.times[-tenth:]) / tenth:.0f} ms; memory grew by {_memory() - before:.0f} MB"
    )


# People from a file


def bench_import(count: int) -> Iterator[Line]:
    manager = making.manager()
    employers = [people.organisation(f"House {number}").name for number in range(20)]

    def file(turn: int) -> bytes:
        lines = [f"learner.{turn}.{n}@example.org,Newcomer {n},{employers[n % 20]}" for n in range(count)]
        return "\n".join(["email,name,organisation", *lines]).encode()

    def bring_in(turn: int) -> None:
        cohort = people.cohort()
        batch = invitations.keep_list(cohort=cohort, rows=read_file(file(turn)), by=manager.user)
        invitations.invite(batch_id=batch.pk, by=manager.user)
        invitations.send(batch_id=batch.pk)
        batch.refresh_from_db()
        assert cohort.invitations.count() == count

    yield measure(
        f"import: {count:,} people, preview and invitations",
        bring_in,
        range(3),
        Budget(median=10_000),
        warm=0,
    )


# The register's search


def slip(word: str, source: random.Random) -> str:
    """The word with one letter wrong, missing, too many, or swapped with its neighbour."""
    place = source.randrange(len(word))
    letter = source.choice("abcdefghijklmnopqrstuvwxyz")
    return source.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :] if place else word[1:],
        ]
    )


def bench_search(repeat: int, entries: int, vendor: str) -> Iterator[Line]:
    source = random.Random(5)
    keys = list(
        EntryNumber.objects.filter(entry__postings__isnull=False).values_list("pk", flat=True).distinct()
    )
    rows = EntryNumber.objects.filter(pk__in=source.sample(keys, min(len(keys), repeat * 4)))
    sample = [row.entry.person.practising_name for row in rows.select_related("entry__person")]
    source.shuffle(sample)
    budget = Budget(p95=20 if vendor == "postgresql" else 15, queries=5)

    def one_slip(name: str) -> str:
        words = fold(name)
        at = source.choice([at for at, word in enumerate(words) if len(word) > 3] or [0])
        return " ".join(slip(word, source) if place == at else word for place, word in enumerate(words))

    def surname(name: str) -> str:
        return max(fold(name)[1:] or fold(name), key=len)

    asked = {
        "the full name": [(name, name, name) for name in sample],
        "one letter wrong in a name": [(name, one_slip(name), name) for name in sample],
        "one letter wrong in each word": [
            (name, " ".join(slip(word, source) if len(word) > 3 else word for word in fold(name)), name)
            for name in sample
        ],
        "a lone surname": [(name, surname(name), surname(name)) for name in sample],
        "a lone surname, one letter wrong": [
            (name, slip(surname(name), source), surname(name)) for name in sample
        ],
        "nobody of this name": [
            ("", f"{word}q Xzv{word}", "") for word in (surname(name) for name in sample[:repeat])
        ],
    }
    for what, triples in asked.items():
        hits: list[bool] = []

        def look(triple: tuple[str, str, str], hits: list[bool] = hits) -> None:
            _name, typed, wanted = triple
            words = set(fold(wanted))
            hits.append(any(words <= set(fold(answer.name)) for answer in by_name(typed)))

        yield measure(f"search {entries:,}: {what}", look, triples, budget)
        if "nobody" not in what:
            print(f"  found {100 * sum(hits) / len(hits):.1f} %")
