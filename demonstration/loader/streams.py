"""Content files become the raw data of Wagtail's streams."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import uuid4

from demonstration.content_files import Block, Section
from demonstration.rich_text import plain_text, rich_text, stretches

Raw = dict[str, Any]


def item(kind: str, value: Any) -> Raw:
    """One item of a stream."""
    return {"type": kind, "value": value, "id": str(uuid4())}


def _list(values: Iterable[Any]) -> list[Raw]:
    return [item("item", value) for value in values]


def text_items(markdown: str, *, links: bool = False) -> list[Raw]:
    """Headings and runs of text as items of their own."""
    return [
        item("heading", {"text": stretch.text, "level": stretch.level})
        if stretch.level
        else item("text", stretch.text)
        for stretch in stretches(markdown, links=links)
    ]


def _scenario(value: Raw) -> Raw:
    return {
        "title": value["title"],
        "setting": rich_text(value["setting"]),
        "question": value["question"],
        "branches": _list(
            {
                "choice": branch["choice"],
                "consequence": rich_text(branch["consequence"]),
                "back": branch["back"],
            }
            for branch in value["branches"]
        ),
        "closing": rich_text(value["closing"]),
    }


def _self_check(value: Raw) -> Raw:
    return {
        "question": value["question"],
        "answers": _list(
            {
                "text": answer["text"],
                "feedback": plain_text(answer["feedback"]),
                "best": answer.get("best", False),
            }
            for answer in value["answers"]
        ),
    }


def section_body(section: Section, *, contributions: Mapping[str, int], recordings: Mapping[str, int]) -> str:
    """The body of a section as JSON: `contributions` and `recordings` map codes and files to keys."""

    def legal(value: Raw) -> Raw:
        review_by = section.review_by.isoformat() if section.review_by else None
        return {
            "jurisdiction": value["jurisdiction"],
            "as_at": value["as_at"].isoformat(),
            "review_by": review_by,
            "text": rich_text(value["text"]),
        }

    shapes: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "key-point": ("key_point", lambda value: {"text": plain_text(value)}),
        "being-checked": ("being_checked", lambda value: {"text": plain_text(value)}),
        "voice": ("voice", lambda value: {"contribution": contributions[value["contribution"]]}),
        "recording": (
            "media",
            lambda value: {"media": recordings[value["file"]], "introduction": value["introduction"]},
        ),
        "scenario": ("scenario", _scenario),
        "self-check": ("self_check", _self_check),
        "reflection": ("reflection", lambda value: {"prompt": plain_text(value["prompt"])}),
        "pause": ("pause", lambda value: {"text": plain_text(value["text"])}),
        "figure": ("figure", lambda value: {**value, "items": _list(value["items"])}),
        "legal": ("legal", legal),
    }

    def items(block: Block) -> list[Raw]:
        if block.kind == "text":
            return text_items(block.value)
        kind, shape = shapes[block.kind]
        return [item(kind, shape(block.value))]

    return json.dumps([one for block in section.blocks for one in items(block)])


def page_body(*parts: str) -> str:
    """The body of a public page as JSON; the list of help lines stands between its parts."""
    body: list[Raw] = []
    for number, markdown in enumerate(parts):
        body += [item("help_lines", None)] if number else []
        body += text_items(markdown, links=True)
    return json.dumps(body)


def home_steps(steps: list[dict[str, str]]) -> str:
    """The steps on the home page as JSON."""
    return json.dumps([item("step", {"title": step["title"], "text": step["text"]}) for step in steps])
