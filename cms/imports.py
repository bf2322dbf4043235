"""Pages of text from Markdown files: keys between two `---` lines, then plain Markdown.

Headings become heading blocks, a line `<!-- helplines -->` becomes the list of help
lines, everything between becomes text blocks. Block ids follow from the text's place,
so that the same file gives the same page.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

HELP_LINES = "<!-- helplines -->"
_parser = MarkdownIt("commonmark")


@dataclass
class PageFile:
    """One file: its keys and its blocks as Wagtail stores them."""

    keys: dict[str, Any]
    body: list[dict[str, Any]] = field(default_factory=list)


def read_page_file(path: Path) -> PageFile:
    """Read one file. Raises ValueError, naming the file, when the two lines are missing."""
    text = path.read_text(encoding="utf-8")
    start, keys, body = [*text.split("---\n", 2), "", ""][:3]
    if start or not keys:
        raise ValueError(f"{path}: the keys stand between two lines of three hyphens")
    return PageFile(yaml.safe_load(keys), raw_blocks(body))


def raw_blocks(markdown: str) -> list[dict[str, Any]]:
    """The stored form of a public page's body for `markdown`."""
    blocks: list[dict[str, Any]] = []
    run: list[Token] = []

    def close() -> None:
        if run:
            html = _parser.renderer.render(run, _parser.options, {}).replace("\n", "")
            html = html.replace("<strong>", "<b>").replace("</strong>", "</b>")
            _add(blocks, "text", html)
            run.clear()

    tokens = _parser.parse(markdown)
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            close()
            text = "".join(child.content for child in tokens[place + 1].children or [])
            _add(blocks, "heading", {"text": text, "level": "h3" if token.tag == "h3" else "h2"})
        elif token.type == "html_block" and token.content.strip() == HELP_LINES:
            close()
            _add(blocks, "help_lines", None)
        elif not _in_heading(tokens, place):
            run.append(token)
    close()
    return blocks


def _in_heading(tokens: list[Token], place: int) -> bool:
    """Whether this is a heading's text or end, which its start has taken care of."""
    return tokens[place].type == "heading_close" or (place > 0 and tokens[place - 1].type == "heading_open")


def _add(blocks: list[dict[str, Any]], kind: str, value: Any) -> None:
    digest = hashlib.sha256(f"{len(blocks)}:{kind}:{value}".encode()).hexdigest()
    identity = f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
    blocks.append({"type": kind, "value": value, "id": identity})
