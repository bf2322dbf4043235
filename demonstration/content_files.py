"""Reads the teaching content: module.yaml, and sections of Markdown with typed blocks.

Pure: files in, plain structures out, no database. A mistake in a file is reported
with the file, the line and what would be right, because the people who correct
these files are experts of the subject and not of Python. The format is described
in `demonstration/content/README.md`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from demonstration.rich_text import NotAllowedError, plain_words, rich_text

CONTENT = Path(__file__).resolve().parent / "content"
JURISDICTIONS = frozenset({"EW", "E", "W", "S", "NI", "GB", "UK"})
SOURCE_KINDS = frozenset({"act", "regulations", "guidance", "code", "report", "case"})
FIGURES = frozenset({"path", "timeline", "steps"})
FENCE = ":::"
LEAST_BRANCHES = 2
LEAST_ANSWERS = 2


class ContentError(ValueError):
    """Something in a content file cannot be used; the message names file and line."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.parent.name}/{path.name}, line {line}: {message}")
        self.path = path
        self.line = line


@dataclass(frozen=True)
class Block:
    """One piece of a section's body.

    `kind` is "text" or a typed block's name. `value` is Markdown for text, key-point
    and being-checked, and a dictionary of the block's keys for every other kind.
    """

    kind: str
    value: Any
    line: int

    @property
    def words(self) -> int:
        """How many words of running text the block has; other kinds count none."""
        return len(plain_words(self.value)) if self.kind == "text" else 0


@dataclass(frozen=True)
class Section:
    """One section of a module, as its file says it."""

    path: Path
    title: str
    minutes: int
    jurisdictions: tuple[str, ...]
    law_as_at: dt.date | None
    review_by: dt.date | None
    recap: str
    blocks: tuple[Block, ...]

    @property
    def words(self) -> int:
        """Words of running text, without what typed blocks hold."""
        return sum(block.words for block in self.blocks)

    @property
    def slug(self) -> str:
        """The file's name without its number."""
        return self.path.stem.partition("-")[2]

    def of_kind(self, kind: str) -> list[Block]:
        """The section's blocks of one kind, in reading order."""
        return [block for block in self.blocks if block.kind == kind]


@dataclass(frozen=True)
class Source:
    """An Act, a report, guidance; the year may be unknown."""

    title: str
    year: int | None
    kind: str
    note: str


@dataclass(frozen=True)
class Module:
    """One module with its sections, as its folder says it."""

    path: Path
    number: int
    title: str
    slug: str
    purpose: str
    lead: str
    content_note: str
    summary: str
    alternative_title: str
    alternative_text: str
    debrief: str
    units: tuple[str, ...]
    criteria: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    law_as_at: dt.date | None
    review_by: dt.date | None
    moving: str
    sources: tuple[Source, ...]
    sections: tuple[Section, ...] = field(default=())

    def of_kind(self, kind: str) -> list[Block]:
        """The blocks of a kind in all sections, in reading order."""
        return [block for section in self.sections for block in section.of_kind(kind)]


# The shapes of typed blocks: key -> whether it must be there. A list of such a
# mapping is written as a one-element list.
Shape = Mapping[str, Any]
_BRANCH: Shape = {"choice": str, "consequence": str, "back": str}
_ANSWER: Shape = {"text": str, "feedback": str, "best?": bool}
_ITEM: Shape = {"label": str, "text": str}
SHAPES: dict[str, Shape] = {
    "voice": {"contribution": str},
    "scenario": {"title": str, "setting": str, "question": str, "branches": [_BRANCH], "closing": str},
    "self-check": {"question": str, "answers": [_ANSWER]},
    "reflection": {"prompt": str},
    "pause": {"text": str},
    "recording": {"file": str, "introduction": str},
    "figure": {"kind": str, "title": str, "finding": str, "items": [_ITEM]},
    "legal": {"jurisdiction": str, "as_at": dt.date, "text": str},
}
PLAIN = frozenset({"key-point", "being-checked"})
_NAMES = {str: "text", bool: "true or false", dt.date: "a date", int: "a number"}


def _shaped(value: Any, shape: Shape, where: str) -> dict[str, Any]:
    """`value` checked against `shape`; a ValueError says what is wrong in words."""
    if not isinstance(value, dict):
        raise ValueError(f"{where} must be written as key: value lines")  # noqa: TRY004 - the file is wrong, not a type
    known = {key.rstrip("?") for key in shape}
    for key in value:
        if key not in known:
            raise ValueError(f"{where} does not know “{key}”; it knows {', '.join(sorted(known))}")
    result: dict[str, Any] = {}
    for key, kind in shape.items():
        name = key.rstrip("?")
        if name not in value:
            if key.endswith("?"):
                continue
            raise ValueError(f"{where} lacks “{name}”")
        item = value[name]
        if isinstance(kind, list):
            if not isinstance(item, list) or not item:
                raise ValueError(f"“{name}” of {where} must be a list")
            result[name] = [_shaped(one, kind[0], f"{name} {n} of {where}") for n, one in enumerate(item, 1)]
        elif not isinstance(item, kind) or item == "":
            raise ValueError(f"“{name}” of {where} must be {_NAMES[kind]}")
        else:
            result[name] = item.strip() if isinstance(item, str) else item
    return result


def _further(kind: str, value: dict[str, Any]) -> None:
    """What a shape alone does not say about a block."""
    if kind == "scenario" and len(value["branches"]) < LEAST_BRANCHES:
        raise ValueError("a scenario needs two branches or more")
    if kind == "self-check":
        best = [answer for answer in value["answers"] if answer.get("best")]
        if len(value["answers"]) < LEAST_ANSWERS or len(best) != 1:
            raise ValueError("a self-check needs two answers or more, one of them with “best: true”")
    if kind == "figure" and value["kind"] not in FIGURES:
        raise ValueError(f"a figure is one of {', '.join(sorted(FIGURES))}")
    if kind == "legal" and value["jurisdiction"] not in JURISDICTIONS:
        raise ValueError(f"jurisdiction is one of {', '.join(sorted(JURISDICTIONS))}")


def _typed(kind: str, lines: list[str], path: Path, line: int) -> Block:
    body = "\n".join(lines)
    if kind in PLAIN:
        _markdown(body, path, line + 1)
        return Block(kind, body.strip(), line)
    if kind not in SHAPES:
        known = ", ".join(sorted({*SHAPES, *PLAIN}))
        raise ContentError(path, line, f"there is no block “{kind}”; the blocks are {known}")
    try:
        value = _shaped(yaml.safe_load(body), SHAPES[kind], f"the block “{kind}”")
        _further(kind, value)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError(path, line + 1 + (mark.line if mark else 0), _yaml_words(error)) from error
    except ValueError as error:
        raise ContentError(path, line, str(error)) from error
    for text in _markdown_of(kind, value):
        _markdown(text, path, line)
    return Block(kind, value, line)


def _markdown_of(kind: str, value: dict[str, Any]) -> Iterator[str]:
    """The texts of a typed block that are shown as rich text."""
    if kind == "scenario":
        yield value["setting"]
        yield value["closing"]
        yield from (branch["consequence"] for branch in value["branches"])
    elif kind == "self-check":
        yield from (answer["feedback"] for answer in value["answers"])
    elif kind == "legal":
        yield value["text"]


def _markdown(text: str, path: Path, line: int) -> None:
    try:
        rich_text(text)
    except NotAllowedError as error:
        raise ContentError(path, line + error.line - 1, str(error)) from error


def _yaml_words(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or "check the spaces at line starts"
    return f"this cannot be read as YAML ({problem})"


def split_blocks(body: str, path: Path, first_line: int = 1) -> tuple[Block, ...]:
    """The Markdown of a section's body as text and typed blocks, in order."""
    blocks: list[Block] = []
    lines: list[str] = []
    kind, began = "", first_line

    def close_text(begins: int) -> None:
        text = "\n".join(lines)
        if text.strip():
            _markdown(text, path, begins)
            blocks.append(Block("text", text.strip(), begins))

    number = first_line
    for number, raw in enumerate(body.splitlines(), first_line):
        if raw.startswith(FENCE):
            name = raw[len(FENCE) :].strip()
            if kind and name:
                raise ContentError(path, number, f"the block “{kind}” of line {began} is still open")
            if not kind and not name:
                raise ContentError(path, number, "this ends a block, and none is open")
            if kind:
                blocks.append(_typed(kind, lines, path, began))
                kind, began = "", number + 1
            else:
                close_text(began)
                kind, began = name, number
            lines = []
        else:
            lines.append(raw)
    if kind:
        raise ContentError(path, began, f"the block “{kind}” is not ended with {FENCE}")
    close_text(began)
    return tuple(blocks)


def front_matter(path: Path) -> tuple[dict[str, Any], str, int]:
    """The keys between the --- lines, the body, and the line on which the body begins."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0].strip() != "---":
        raise ContentError(path, 1, "the file begins with a line ---")
    try:
        end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == "---")
    except StopIteration:
        raise ContentError(path, 1, "the keys at the top are not ended with a line ---") from None
    try:
        keys = yaml.safe_load("\n".join(lines[1:end]))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError(path, 2 + (mark.line if mark else 0), _yaml_words(error)) from error
    if not isinstance(keys, dict):
        raise ContentError(path, 2, "the keys at the top are written as key: value lines")
    return keys, "\n".join(lines[end + 1 :]), end + 2


def load_yaml(path: Path) -> Any:
    """A YAML file's value; a mistake names file and line."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError(path, 1 + (mark.line if mark else 0), _yaml_words(error)) from error


def _line_of(path: Path, key: str) -> int:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith(f"{key}:"):
            return number
    return 1


class _Keys:
    """Reads typed keys of one file; each mistake names the key's line."""

    def __init__(self, path: Path, keys: dict[str, Any]) -> None:
        self.path, self.keys = path, keys

    def wrong(self, key: str, message: str) -> ContentError:
        return ContentError(self.path, _line_of(self.path, key), message)

    def text(self, key: str, *, optional: bool = False) -> str:
        value = self.keys.get(key)
        if value is None and optional and key in self.keys:
            return ""
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, f"“{key}” must be text")
        return value.strip()

    def number(self, key: str) -> int:
        value = self.keys.get(key)
        if not isinstance(value, int) or value < 1:
            raise self.wrong(key, f"“{key}” must be a whole number from 1 on")
        return value

    def date(self, key: str) -> dt.date | None:
        value = self.keys.get(key)
        if value is not None and not isinstance(value, dt.date):
            raise self.wrong(key, f"“{key}” must be a date like 2026-06-30, or null")
        return value

    def names(self, key: str) -> tuple[str, ...]:
        value = self.keys.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(key, f"“{key}” must be a list of words in square brackets")
        return tuple(value)

    def jurisdictions(self) -> tuple[str, ...]:
        codes = self.names("jurisdictions")
        for code in codes:
            if code not in JURISDICTIONS:
                raise self.wrong("jurisdictions", f"there is no jurisdiction “{code}”")
        return codes


def read_section(path: Path) -> Section:
    """One section's file."""
    keys, body, begins = front_matter(path)
    read = _Keys(path, keys)
    section = Section(
        path=path,
        title=read.text("title"),
        minutes=read.number("minutes"),
        jurisdictions=read.jurisdictions(),
        law_as_at=read.date("law_as_at"),
        review_by=read.date("review_by"),
        recap=read.text("recap"),
        blocks=split_blocks(body, path, begins),
    )
    if section.of_kind("legal") and not (section.law_as_at and section.review_by):
        raise read.wrong("law_as_at", "legal text needs “law_as_at” and “review_by”")
    return section


def _sources(read: _Keys) -> tuple[Source, ...]:
    rows = read.keys.get("sources")
    if not isinstance(rows, list):
        raise read.wrong("sources", "“sources” must be a list")
    sources = []
    for row in rows:
        try:
            one = _shaped(
                {k: v for k, v in row.items() if v is not None},
                {"title": str, "year?": int, "kind": str, "note?": str},
                "a source",
            )
        except ValueError as error:
            raise read.wrong("sources", str(error)) from error
        if one["kind"] not in SOURCE_KINDS:
            raise read.wrong("sources", f"a source is one of {', '.join(sorted(SOURCE_KINDS))}")
        sources.append(Source(one["title"], one.get("year"), one["kind"], one.get("note", "")))
    return tuple(sources)


def read_module(folder: Path) -> Module:
    """One module's folder: module.yaml and the sections that it lists, no more and no fewer."""
    path = folder / "module.yaml"
    keys = load_yaml(path)
    if not isinstance(keys, dict):
        raise ContentError(path, 1, "the file is written as key: value lines")
    read = _Keys(path, keys)
    alternative = keys.get("alternative")
    if not isinstance(alternative, dict) or not {"title", "text"} <= set(alternative):
        raise read.wrong("alternative", "“alternative” needs a title and a text")
    listed = read.names("sections")
    present = {file.name for file in folder.glob("*.md")}
    for name in listed:
        if name not in present:
            raise read.wrong("sections", f"there is no file {name}")
    for name in sorted(present - set(listed)):
        raise read.wrong("sections", f"the file {name} is not listed")
    module = Module(
        path=path,
        number=read.number("number"),
        title=read.text("title"),
        slug=read.text("slug"),
        purpose=read.text("purpose"),
        lead=read.text("lead"),
        content_note=read.text("content_note", optional=True),
        summary=read.text("summary"),
        alternative_title=str(alternative["title"]).strip(),
        alternative_text=str(alternative["text"]).strip(),
        debrief=read.text("debrief", optional=True),
        units=read.names("units"),
        criteria=read.names("criteria"),
        jurisdictions=read.jurisdictions(),
        law_as_at=read.date("law_as_at"),
        review_by=read.date("review_by"),
        moving=read.text("moving", optional=True),
        sources=_sources(read),
        sections=tuple(read_section(folder / name) for name in listed),
    )
    for key, text in (
        ("lead", module.lead),
        ("summary", module.summary),
        ("alternative", module.alternative_text),
    ):
        _markdown(text, path, _line_of(path, key) + 1)
    return module


def read_modules(content: Path = CONTENT) -> list[Module]:
    """All modules, by number."""
    modules = [read_module(path.parent) for path in sorted((content / "modules").glob("*/module.yaml"))]
    return sorted(modules, key=lambda module: module.number)


@dataclass(frozen=True)
class TextPage:
    """A public page as its file says it. `marker` is where help lines stand, if they do."""

    path: Path
    title: str
    slug: str
    parent: str
    lead: str
    nav_title: str
    description: str
    language: str
    draft: bool
    parts: tuple[str, ...]


HELP_LINES = "<!-- helplines -->"


def read_page(path: Path) -> TextPage:
    """A public page; its body is split where the list of help lines stands."""
    keys, body, begins = front_matter(path)
    read = _Keys(path, keys)
    parts = tuple(part.strip() for part in body.split(HELP_LINES))
    for part in parts:
        try:
            rich_text(part, links=True)
        except NotAllowedError as error:
            raise ContentError(path, begins + error.line - 1, str(error)) from error
    return TextPage(
        path=path,
        title=read.text("title"),
        slug=read.text("slug"),
        parent=str(keys.get("parent") or ""),
        lead=read.text("lead"),
        nav_title=read.text("nav_title"),
        description=read.text("description"),
        language=str(keys.get("lang") or "en"),
        draft=bool(keys.get("draft")),
        parts=parts,
    )


def read_pages(content: Path = CONTENT) -> list[TextPage]:
    """Every public page, English first, then Welsh."""
    folder = content / "pages"
    return [read_page(path) for path in (*sorted(folder.glob("*.md")), *sorted(folder.glob("cy/*.md")))]
