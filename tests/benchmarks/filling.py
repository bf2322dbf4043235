"""Rows by the hundred thousand, written past the services: only what is measured goes through them."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

from accounts.models import Nation, Person
from assessments.models import Submission
from assessments.states import State
from certificates import codes
from courses.models import Cohort, Enrolment
from foundation import clock
from foundation.public_ids import new_public_id
from register import names
from register.models import Act, Entry, EntryNumber, Pair, Posting, RegisterEvent, Variant, Word, pair_of
from register.states import ActKind, EventKind, Visibility

FORENAMES = """
Oliver George Arthur Noah Muhammad Leo Harry Oscar Archie Henry Theodore Freddie Jack Charlie Theo Alfie
Jacob Thomas Finley Mohammed William Isaac Tommy Joshua James Rory Dylan Ethan Tomos Owain Gethin Rhys
Olivia Amelia Isla Ava Ivy Freya Lily Florence Mia Willow Rosie Sophia Isabella Grace Daisy Sienna Poppy
Elsie Emily Ella Evelyn Phoebe Evie Charlotte Harper Millie Matilda Maya Sophie Alice Emilia Isabelle
David John Michael Paul Andrew Peter Stephen Mark Richard Robert Christopher Simon Anthony Matthew Daniel
Susan Margaret Julie Karen Jacqueline Deborah Tracey Jane Helen Diane Sharon Alison Sarah Catherine Nicola
Carys Sian Ffion Nia Catrin Angharad Siobhan Niamh Aoife Ciara Eilidh Mairi Catriona Iona Fiona Kirsty
Amina Fatima Aisha Zainab Maryam Khadija Yusuf Ibrahim Ahmed Hassan Omar Bilal Tariq Imran Farah Nadia
Agnieszka Katarzyna Magdalena Zofia Piotr Tomasz Wojciech Andrei Ioana Elena Mihai Nguyen Linh Minh Thi
Adebayo Oluwaseun Folake Ngozi Chidi Kwame Abena Kofi Priya Anjali Rajesh Sanjay Harpreet Gurpreet
""".split()
SURNAMES = """
Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White
Roberts Green Hall Thomas Clarke Jackson Wood Harris Edwards Turner Martin Cooper Hill Ward Hughes Moore
Clark King Harrison Lewis Baker Lee Allen Morris Khan Scott Watson Davis Parker James Bennett Young
Phillips Richardson Mitchell Bailey Carter Cook Singh Shaw Bell Collins Morgan Kelly Begum Miller Cox
Hussain Marshall Simpson Price Anderson Adams Wilkinson Ali Ahmed Foster Ellis Murphy Chapman Mason Gray
Richards Webb Rogers Palmer Hunt Mills Holmes Campbell Barker Knight Matthews Stevens Butler Fisher
O'Brien O'Connor MacDonald McGregor MacLeod Gwynne Pryce Llewellyn Nowak Kowalski Wisniewska Zielinska
Popescu Ionescu Nguyen Tran Pham Okafor Adeyemi Osei Mensah Karim Rahman Chowdhury Malik Qureshi Kaur
""".split()
_STARTS = "B Br C Ch Cl D F G Gr H K L M N P Pr R S Sh St T Th Tr W Wh".split()
_HEARTS = "a e i o u ai ea ee oo ow".split()
_MIDDLES = "l ll n nn r rr st nd ck tt m ld nt rk sh th".split()
_ENDS = "ton ham ley field worth son by wick ford well den man ski escu er s more land ridge".split()
#: Rows kept in memory at a time.
CHUNK = 20_000


def surnames(source: random.Random, count: int) -> list[str]:
    """Surnames that look like ones, the real ones first: they are the common ones."""
    made = dict.fromkeys(SURNAMES)
    while len(made) < count:
        parts = [source.choice(_STARTS), source.choice(_HEARTS), source.choice(_MIDDLES)]
        if source.random() < 0.5:
            parts += [source.choice(_HEARTS), source.choice(_MIDDLES)]
        made["".join([*parts, source.choice(_ENDS)])] = None
    return list(made)


def full_names(count: int, seed: int = 11) -> Iterator[str]:
    """Names spread as names are: few very common ones and very many rare ones, some double, some with a middle name."""
    source = random.Random(seed)
    last = surnames(source, max(2000, count // 8))
    first_weights = list(itertools.accumulate(1 / (rank + 12) for rank in range(len(FORENAMES))))
    last_weights = list(itertools.accumulate(1 / (rank + 30) ** 0.9 for rank in range(len(last))))
    for _person in range(count):
        forename, middle = source.choices(FORENAMES, cum_weights=first_weights, k=2)
        surname, other = source.choices(last, cum_weights=last_weights, k=2)
        lot = source.random()
        if lot < 0.08:
            surname = f"{surname}-{other}"
        elif lot < 0.2:
            forename = f"{forename} {middle}"
        yield f"{forename} {surname}"


def _next_key(model: type[models.Model]) -> int:
    return (model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def fill(model: type[models.Model], fields: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Add rows as fast as the database takes them; `fields` names the columns, the key among them."""
    given = [model._meta.get_field(name) for name in fields.split()]
    columns = ", ".join(f'"{field.column}"' for field in given)
    table = model._meta.db_table
    ready = (
        [field.get_db_prep_save(value, connection) for field, value in zip(given, row, strict=True)]
        for row in rows
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                for row in ready:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(given))
            cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', ready)


def _settle(*touched: type[models.Model]) -> None:
    """Let the database number on after the highest key, and know how its tables are filled."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(touched)):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def fill_register(count: int) -> None:
    """`count` accredited people whom the public may find."""
    now, today = clock.now(), clock.today()
    until = today.replace(year=today.year + 2, day=min(today.day, 28))
    person_key, entry_key, act_key = _next_key(Person), _next_key(Entry), _next_key(Act)
    number_key, event_key = _next_key(EntryNumber), _next_key(RegisterEvent)
    used = set(EntryNumber.objects.values_list("number", flat=True))
    numbers: list[str] = []
    while len(numbers) < count:
        number = codes.draw_number()
        if number not in used:
            used.add(number)
            numbers.append(number)
    with transaction.atomic():
        everybody = list(full_names(count))
        for start in range(0, count, CHUNK):
            part = list(enumerate(everybody[start : start + CHUNK], start=start))
            fill(
                Person,
                "id public_id practising_name certificate_name nation region created_at",
                ((person_key + at, new_public_id(), name, "", Nation.ENGLAND, "", now) for at, name in part),
            )
            fill(
                Entry,
                "id public_id person visibility show_employer qualification qualification_cy "
                "immigration_level staff_words created_at version",
                (
                    (entry_key + at, new_public_id(), person_key + at, Visibility.PUBLIC, False)
                    + ("Certificate in advocacy", "", "", names.folded(name), now, 1)
                    for at, name in part
                ),
            )
            fill(
                EntryNumber,
                "id entry number since retired_for_safety",
                ((number_key + at, entry_key + at, numbers[at], today, False) for at, _name in part),
            )
            fill(
                Act,
                "id public_id kind entry reason_code case_ref key at",
                (
                    (
                        act_key + at,
                        new_public_id(),
                        ActKind.AWARD,
                        entry_key + at,
                        "",
                        "",
                        new_public_id(),
                        now,
                    )
                    for at, _name in part
                ),
            )
            fill(
                RegisterEvent,
                "id entry act kind effective_from effective_until grace_until recorded_at leaf",
                (
                    (event_key + at, entry_key + at, act_key + at, EventKind.ACCREDITED, now, until, until)
                    + (now, "0" * 64)
                    for at, _name in part
                ),
            )
        _fill_words({entry_key + at: name for at, name in enumerate(everybody)})
    _settle(Person, Entry, EntryNumber, Act, RegisterEvent, Word, Variant, Posting, Pair)


def _fill_words(of: dict[int, str]) -> None:
    words = {entry: names.index_words(name) for entry, name in of.items()}
    counts = Counter(word for own in words.values() for word in own)
    keys = dict(Word.objects.values_list("text", "pk"))
    new = [word for word in counts if word not in keys]
    keys.update(zip(new, itertools.count(_next_key(Word))))
    fill(Word, "id text n", ((keys[word], word, counts[word]) for word in new))
    variants = ((key, keys[word]) for word in new for key in names.keys_of(word))
    fill(
        Variant,
        "id text word",
        ((key, *row) for key, row in zip(itertools.count(_next_key(Variant)), variants)),
    )
    postings = ((keys[word], entry) for entry, own in words.items() for word in own)
    fill(
        Posting,
        "id word entry",
        ((key, *row) for key, row in zip(itertools.count(_next_key(Posting)), postings)),
    )
    pairs = (
        (pair_of(keys[one], keys[other]), entry)
        for entry, own in words.items()
        for one, other in itertools.combinations(own, 2)
    )
    fill(Pair, "id words entry", ((key, *row) for key, row in zip(itertools.count(_next_key(Pair)), pairs)))


def fill_pool(count: int) -> None:
    """`count` sent pieces in all that wait for an assessor, in a cohort of their own."""
    missing = count - Submission.objects.filter(state=State.SUBMITTED).count()
    if missing <= 0:
        return
    now, today = clock.now(), clock.today()
    like = Cohort.objects.order_by("pk").first()
    assert like is not None
    cohort, _new = Cohort.objects.get_or_create(
        title="Cohort of the benchmark", defaults={"version": like.version, "starts_on": today}
    )
    unit = like.version.units.order_by("number").first()
    assert unit is not None
    person_key, enrolment_key, key = _next_key(Person), _next_key(Enrolment), _next_key(Submission)
    with transaction.atomic():
        rows = range(missing)
        fill(
            Person,
            "id public_id practising_name certificate_name nation region created_at",
            ((person_key + at, new_public_id(), f"Trainee {at}", "", Nation.ENGLAND, "", now) for at in rows),
        )
        fill(
            Enrolment,
            "id public_id person cohort version state enrolled_at",
            (
                (
                    enrolment_key + at,
                    new_public_id(),
                    person_key + at,
                    cohort.pk,
                    cohort.version_id,
                    "live",
                    now,
                )
                for at in rows
            ),
        )
        fill(
            Submission,
            "id public_id enrolment unit trainee state attempt event_count created_at saved_at sent_at read_by",
            (
                (key + at, new_public_id(), enrolment_key + at, unit.pk, person_key + at, State.SUBMITTED)
                + (1, 0, now, now, now + clock.dt.timedelta(seconds=at), today)
                for at in rows
            ),
        )
    _settle(Person, Enrolment, Submission)
