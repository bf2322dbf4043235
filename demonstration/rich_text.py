"""Markdown to the rich text that Wagtail stores, with the allowed features only.

Allowed: paragraphs, headings of levels two and three, lists, bold and, on public
pages, links within the site and to telephone numbers. Anything else is refused
with its line, so that a slip in a file is found when it is read and not when
somebody opens the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

BLOCKS = {
    "paragraph_open": "<p>",
    "paragraph_close": "</p>",
    "bullet_list_open": "<ul>",
    "bullet_list_close": "</ul>",
    "ordered_list_open": "<ol>",
    "ordered_list_close": "</ol>",
    "list_item_open": "<li>",
    "list_item_close": "</li>",
}
HEADINGS = frozenset({"h2", "h3"})
INLINE = {"strong_open": "<b>", "strong_close": "</b>", "softbreak": " ", "hardbreak": "<br/>"}
LINKS = ("/", "tel:")

_parser = MarkdownIt("commonmark")


class NotAllowedError(ValueError):
    """A feature that the site's rich text does not have; `line` counts from 1."""

    def __init__(self, feature: str, line: int) -> None:
        super().__init__(f"{feature} is not allowed here")
        self.line = line


def _inline(token: Token, line: int, *, links: bool) -> str:
    parts = []
    for child in token.children or []:
        if child.type == "text":
            parts.append(escape(child.content, quote=False))
        elif child.type in INLINE:
            parts.append(INLINE[child.type])
        elif child.type == "link_open" and links:
            address = str(child.attrGet("href"))
            if not address.startswith(LINKS):
                raise NotAllowedError(f"a link to {address}", line)
            parts.append(f'<a href="{escape(address)}">')
        elif child.type == "link_close" and links:
            parts.append("</a>")
        else:
            raise NotAllowedError(child.type.removesuffix("_open").replace("_", " "), line)
    return "".join(parts)


def rich_text(markdown: str, *, links: bool = False) -> str:
    """The HTML that Wagtail stores for `markdown`.

    Raises NotAllowedError for a feature outside the list above.
    """
    html = []
    line = 1
    for token in _parser.parse(markdown):
        line = token.map[0] + 1 if token.map else line
        if token.type == "inline":
            html.append(_inline(token, line, links=links))
        elif token.type in BLOCKS:
            # A tight list hides its paragraphs; Wagtail's editor stores none there.
            if not token.hidden:
                html.append(BLOCKS[token.type])
        elif token.type in {"heading_open", "heading_close"} and token.tag in HEADINGS:
            html.append(f"<{token.tag}>" if token.nesting == 1 else f"</{token.tag}>")
        else:
            raise NotAllowedError(token.type.removesuffix("_open").replace("_", " "), line)
    return "".join(html)


@dataclass(frozen=True)
class Stretch:
    """A heading (`level` is h2 or h3, `text` plain) or a run of rich text (`level` is empty)."""

    level: str
    text: str


def stretches(markdown: str, *, links: bool = False) -> list[Stretch]:
    """`markdown` cut at its headings, which are blocks of their own on a page."""
    found: list[Stretch] = []
    lines = markdown.splitlines()
    begins = 0
    for index, token in enumerate(tokens := _parser.parse(markdown)):
        if token.type == "heading_open" and token.level == 0 and token.map:
            found.append(Stretch("", rich_text("\n".join(lines[begins : token.map[0]]), links=links)))
            found.append(Stretch(token.tag, plain_text(tokens[index + 1].content)))
            begins = token.map[1]
    found.append(Stretch("", rich_text("\n".join(lines[begins:]), links=links)))
    return [stretch for stretch in found if stretch.text]


def plain_text(markdown: str) -> str:
    """The words alone, on one line."""
    return " ".join(plain_words(markdown))


def plain_words(markdown: str) -> list[str]:
    """The words of `markdown` as a reader counts them: without marks of any kind."""
    words: list[str] = []
    for token in _parser.parse(markdown):
        for child in token.children or []:
            if child.type == "text":
                words += child.content.split()
    return words
