"""The teaching content: every file can be read, and it keeps what issue 2 asks of it."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections import Counter
from pathlib import Path

import pytest
import yaml

from demonstration import content_files
from demonstration.content_files import CONTENT, Block, ContentError, Module, plain_words

EXAMPLE = "Example text. A consultant's own words stand here, with consent."


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return content_files.read_modules()


def _texts(block: Block) -> list[str]:
    """Every text of a block, whatever its kind."""
    if isinstance(block.value, str):
        return [block.value]
    texts: list[str] = []
    waiting = [block.value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str):
            texts.append(one)
    return texts


def test_there_are_ten_modules_in_order(modules):
    assert [module.number for module in modules] == list(range(1, 11))
    assert len({module.slug for module in modules}) == 10


def test_each_section_has_the_length_that_the_issue_asks_for(modules):
    for module in modules:
        for section in module.sections:
            assert 250 <= section.words <= 450, (section.path, section.words)


def test_each_module_has_its_scenario_self_check_reflection_pause_and_sources(modules):
    for module in modules:
        for kind in ("scenario", "self-check", "reflection", "pause", "voice"):
            assert module.of_kind(kind), (module.number, kind)
        assert module.sources, module.number
        for source in module.sources:
            assert source.year is None or 1950 <= source.year <= 2026


def test_every_self_check_answer_has_feedback_of_its_own(modules):
    for module in modules:
        for block in module.of_kind("self-check"):
            feedback = [answer["feedback"] for answer in block.value["answers"]]
            assert len(set(feedback)) == len(feedback)
            assert all(len(plain_words(text)) >= 15 for text in feedback), module.number


def test_no_text_stands_twice(modules):
    seen: Counter[str] = Counter()
    for module in modules:
        for section in module.sections:
            for block in section.blocks:
                for text in _texts(block):
                    for paragraph in text.split("\n\n"):
                        words = " ".join(plain_words(paragraph))
                        if len(words.split()) > 8:
                            seen[words] += 1
    assert [text for text, count in seen.items() if count > 1] == []


def test_legal_text_is_dated_and_says_where_it_holds(modules):
    for module in modules:
        for section in module.sections:
            for block in section.of_kind("legal"):
                assert block.value["as_at"] <= dt.date(2026, 6, 30)
                assert section.review_by and section.review_by > section.law_as_at


def test_criteria_and_units_of_modules_are_those_of_the_qualification(modules):
    qualification = content_files.load_yaml(CONTENT / "qualification.yaml")
    units = {unit["code"]: unit for unit in qualification["units"]}
    criteria = {
        criterion["code"]: unit["code"]
        for unit in qualification["units"]
        for outcome in unit["outcomes"]
        for criterion in outcome["criteria"]
    }
    for module in modules:
        assert set(module.units) <= set(units)
        assert set(module.criteria) <= set(criteria)
        for code in module.units:
            assert module.number in units[code]["modules"]
    assert {code for module in modules for code in module.criteria} == set(criteria)


def test_every_voice_is_a_contribution_and_carries_the_example_words(modules):
    rows = {row["code"]: row for row in content_files.load_yaml(CONTENT / "contributions.yaml")}
    assert {row["words"] for row in rows.values()} == {EXAMPLE}
    used = [block.value["contribution"] for module in modules for block in module.of_kind("voice")]
    assert set(used) | {"DEMO-HOME-1"} == set(rows)
    assert len(used) == len(set(used))


def test_the_pages_of_the_issue_are_there_in_english_and_the_functional_ones_in_welsh():
    pages = content_files.read_pages()
    english = {page.slug for page in pages if page.language == "en"}
    assert {"what-an-imsa-is", "for-survivors", "for-professionals", "for-employers", "the-model"} <= english
    assert {"support", "safety", "privacy", "accessibility"} <= english
    welsh = [page for page in pages if page.language == "cy"]
    assert {"support", "safety", "check", "privacy", "accessibility"} <= {page.slug for page in welsh}
    assert all(page.draft for page in welsh)


def _write(folder: Path, body: str, **changes: object) -> Path:
    keys = {
        "title": "A section", "minutes": 5, "jurisdictions": [], "law_as_at": None,
        "review_by": None, "recap": "One sentence.", **changes,
    }  # fmt: skip
    path = folder / "1-a-section.md"
    path.write_text(
        f"---\n{yaml.safe_dump(keys, sort_keys=False)}---\n{textwrap.dedent(body)}", encoding="utf-8"
    )
    return path


# Eight lines of keys and fences come before the first line of the body.
FIRST = 9


@pytest.mark.parametrize(
    ("body", "line", "says"),
    [
        ("Text.\n\n:::quiz\nquestion: x\n:::\n", FIRST + 2, "there is no block “quiz”"),
        ("Text.\n:::pause\ntext: Rest.\n", FIRST + 1, "is not ended"),
        ("Text.\n:::\n", FIRST + 1, "none is open"),
        (":::pause\n:::reflection\n", FIRST + 1, "still open"),
        (":::pause\ntxt: Rest.\n:::\n", FIRST, "does not know “txt”"),
        (":::reflection\nother: x\n:::\n", FIRST, "does not know “other”"),
        (":::pause\ntext: [a\n:::\n", FIRST + 1, "cannot be read as YAML"),
        ("One.\n\nA [link](/somewhere/).\n", FIRST + 2, "link is not allowed"),
        ("One.\n\n*Leaning* words.\n", FIRST + 2, "em is not allowed"),
        ("# Too large\n", FIRST, "heading is not allowed"),
        ("<b>bold</b>\n", FIRST, "html inline is not allowed"),
        (":::self-check\nquestion: q\nanswers:\n  - {text: a, feedback: b}\n  - {text: c, feedback: d}\n:::\n",
         FIRST, "best: true"),
        (":::legal\njurisdiction: XX\nas_at: 2026-06-30\ntext: words\n:::\n", FIRST, "jurisdiction is one of"),
        (":::legal\njurisdiction: EW\nas_at: 2026-06-30\ntext: words\n:::\n", 5, "law_as_at"),
        (":::figure\nkind: wall\ntitle: t\nfinding: f\nitems:\n  - {label: a, text: b}\n:::\n", FIRST, "a figure is"),
    ],
)  # fmt: skip
def test_a_mistake_names_file_and_line(tmp_path, body, line, says):
    path = _write(tmp_path, body)
    with pytest.raises(ContentError) as caught:
        content_files.read_section(path)
    assert says in str(caught.value)
    assert caught.value.line == line
    assert "1-a-section.md" in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "line"),
    [({"title": ""}, 2), ({"minutes": 0}, 3), ({"jurisdictions": ["ZZ"]}, 4), ({"law_as_at": "soon"}, 5)],
)
def test_a_wrong_key_names_its_line(tmp_path, changes, line):
    path = _write(tmp_path, "Text.\n", **changes)
    with pytest.raises(ContentError) as caught:
        content_files.read_section(path)
    assert caught.value.line == line


def test_a_module_lists_exactly_the_files_that_are_there(tmp_path):
    source = CONTENT / "modules" / "01-the-advocates-role"
    for file in source.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "9-forgotten.md").write_text("---\n---\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"9-forgotten\.md is not listed"):
        content_files.read_module(tmp_path)
    (tmp_path / "9-forgotten.md").unlink()
    (tmp_path / "1-alongside.md").unlink()
    with pytest.raises(ContentError, match=r"there is no file 1-alongside\.md"):
        content_files.read_module(tmp_path)


def test_a_file_without_keys_is_refused(tmp_path):
    path = tmp_path / "1-x.md"
    path.write_text("Only words.\n", encoding="utf-8")
    with pytest.raises(ContentError, match="begins with a line ---"):
        content_files.read_section(path)
    path.write_text("---\ntitle: x\n", encoding="utf-8")
    with pytest.raises(ContentError, match="not ended"):
        content_files.read_section(path)
