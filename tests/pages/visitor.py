"""Somebody who visits the running site without a browser: plain requests, one after the other.

It is quicker than Chromium, sees exactly what the server said, and finds the address
of a living thing (a piece to mark, a case) as a person would: by following links.
"""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import html5lib

from tests.running_site import RunningSite

HTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Answer:
    """What the server said. `path` is where it was said, after redirects that were followed."""

    site: str
    path: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def is_html(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")

    @property
    def tree(self) -> Any:
        """The document as browsers read it, mistakes and all."""
        return html5lib.parse(self.text, namespaceHTMLElements=True)

    def elements(self, name: str) -> list[Any]:
        return list(self.tree.iter(f"{HTML}{name}"))

    def links(self) -> list[str]:
        """Addresses on this site that its links lead to, in order, each once."""
        here = f"{self.site}{self.path}"
        found = (urldefrag(urljoin(here, link.get("href", ""))).url for link in self.elements("a"))
        mine = [address.removeprefix(self.site) for address in found if address.startswith(f"{self.site}/")]
        return list(dict.fromkeys(mine))


@dataclass
class Visitor:
    """One person at the running site, or nobody; cookies are kept as a browser keeps them."""

    site: RunningSite
    key: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, path: str, *, method: str = "GET", data: dict[str, str] | None = None, **headers: str
    ) -> Answer:
        """One request, no redirect followed."""
        connection = http.client.HTTPConnection("localhost", self.site.port, timeout=60)
        sent = {
            "Accept-Encoding": "identity",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if data is not None:
            body, sent["Content-Type"] = urlencode(data), "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body=body, headers=sent)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        said = {name.lower(): value for name, value in response.headers.items()}
        return Answer(self.site.url, path, response.status, said, content)

    def get(self, path: str) -> Answer:
        """What stands at `path`, redirects followed while they stay on the site."""
        for _step in range(6):
            answer = self.ask(path)
            if answer.status not in {301, 302, 303, 307, 308}:
                return answer
            target = urlsplit(urljoin(f"{self.site.url}{path}", answer.headers["location"]))
            assert target.port == self.site.port, f"{path} leads away, to {target.geturl()}"
            path = target.path + (f"?{target.query}" if target.query else "")
        raise AssertionError(f"{path} leads in a circle")

    def signs_in(self) -> Visitor:
        """By the front door of the demonstration, once."""
        door = self.get("/demo/people/")
        field = next(item for item in door.elements("input") if item.get("name") == "csrfmiddlewaretoken")
        answer = self.ask(
            f"/demo/be/{self.key}/",
            method="POST",
            data={"csrfmiddlewaretoken": field.get("value")},
            Origin=self.site.url,
        )
        assert answer.status == 302, (self.key, answer.status)
        return self

    def finds(self, start: str, *patterns: str) -> str:
        """The address reached from `start` by the first link that matches each pattern in turn."""
        path = start
        for pattern in patterns:
            answer = self.get(path)
            assert answer.status == 200, (self.key, path, answer.status)
            links = [link for link in answer.links() if re.fullmatch(pattern, link)]
            assert links, f"{self.key or 'nobody'} finds no {pattern} on {answer.path}: {answer.links()}"
            path = links[0]
        return path

    def browser_state(self) -> Any:
        """The cookies, as Playwright's `storage_state`."""
        return {
            "cookies": [
                {
                    "name": name,
                    "value": value,
                    "domain": "localhost",
                    "path": "/",
                    "expires": -1,
                    "httpOnly": True,
                    "secure": False,
                    "sameSite": "Lax",
                }
                for name, value in self.cookies.items()
            ],
            "origins": [],
        }


class Visitors(dict[str, Visitor]):
    """Everybody who visits, each signed in at most once; `""` is nobody."""

    def __init__(self, site: RunningSite) -> None:
        super().__init__()
        self.site = site
        self.found: dict[Any, str] = {}

    def __missing__(self, key: str) -> Visitor:
        visitor = Visitor(self.site, key)
        self[key] = visitor.signs_in() if key else visitor
        return self[key]
