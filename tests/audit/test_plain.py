"""What a page weighs, asks for and is made of. No browser: what the server said is enough."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urljoin

import html5lib
import pytest

from tests.pages.catalogue import PAGES, Page
from tests.pages.visitor import Answer, Visitors

KB = 1024
HTML, STYLES, SCRIPTS = 30 * KB, 15 * KB, 10 * KB
#: Pages that an address leads to; a state that a click brings about is the browser tests' matter.
STILL = [page for page in PAGES if page.act is None]
#: Attributes that make a browser ask for something by itself.
ASKING = [
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("source", "src"),
    ("source", "srcset"),
    ("audio", "src"),
    ("video", "src"),
    ("video", "poster"),
    ("track", "src"),
    ("iframe", "src"),
    ("object", "data"),
    ("embed", "src"),
    ("use", "href"),
    ("image", "href"),
]


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


class Files:
    """Static files of the site, each asked for once."""

    def __init__(self, visitors: Visitors) -> None:
        self.nobody = visitors[""]
        self.known: dict[str, Answer] = {}

    def __getitem__(self, path: str) -> Answer:
        if path not in self.known:
            self.known[path] = self.nobody.ask(path)
            assert self.known[path].status == 200, path
        return self.known[path]


@pytest.fixture(scope="session")
def files(visitors: Visitors) -> Files:
    return Files(visitors)


def asked_for(answer: Answer) -> list[str]:
    """All addresses that a browser fetches by itself for this page."""
    tree = answer.tree
    found = [
        part.strip().split()[0]
        for name, attribute in ASKING
        for element in tree.iter()
        if isinstance(element.tag, str) and element.tag.endswith(f"}}{name}") and element.get(attribute)
        for part in (element.get(attribute).split(",") if attribute == "srcset" else [element.get(attribute)])
    ]
    found += [
        link.get("href")
        for link in answer.elements("link")
        if set(link.get("rel", "").split())
        & {"stylesheet", "preload", "icon", "modulepreload", "prefetch", "manifest"}
    ]
    return found


def inline(answer: Answer) -> list[str]:
    """Scripts and styles that stand in the page itself."""
    found = []
    for element in answer.tree.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if name == "style" or (name == "script" and not element.get("src")):
            found.append(f"<{name}> {(element.text or '')[:60]}")
        for attribute, value in element.items():
            if (
                isinstance(attribute, str) and (attribute == "style" or re.fullmatch(r"on[a-z]+", attribute))
            ) or str(value).strip().lower().startswith("javascript:"):
                found.append(f"<{name} {attribute}={value!r}>")
    return found


@pytest.mark.parametrize("shown", STILL, ids=lambda shown: shown.name)
def test_a_page_is_written_strictly_is_light_and_asks_nobody_else(
    visitors: Visitors, files: Files, shown: Page
) -> None:
    answer = visitors[shown.who].get(shown.address(visitors))
    assert answer.status == shown.status
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert inline(answer) == []
    fetched = [urljoin(answer.path, address) for address in asked_for(answer)]
    away = [address for address in fetched if not address.startswith("/") or address.startswith("//")]
    assert away == []
    styles = {path for path in fetched if path.partition("?")[0].endswith(".css")}
    scripts = {path for path in fetched if path.partition("?")[0].endswith(".js")}
    for sheet in styles:
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", files[sheet].text):
            assert not re.match(r"(https?:)?//", address), f"{sheet} asks for {address}"
    for script in scripts:
        assert not re.search(r"""(import|fetch|sendBeacon)\W{0,3}["'`](https?:)?//""", files[script].text)
    if shown.is_for_learners_or_public:
        assert compressed(answer.body) <= HTML
        assert sum(compressed(files[path].body) for path in styles) <= STYLES
        assert sum(compressed(files[path].body) for path in scripts) <= SCRIPTS
