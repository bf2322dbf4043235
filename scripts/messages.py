"""The Welsh catalogue: gather what the Welsh screens say, and compile what was translated.

Usage: python scripts/messages.py. It needs neither gettext's tools nor a database.

The catalogue holds every message of the files in `SCREENS`, and any other message of
the code that somebody has translated. A new message comes in without Welsh, one that
the code no longer says goes out, and the Welsh of all others stays as it is. The
compiled file lies beside it in the repository, because a fresh machine has no msgfmt.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "config" / "locale" / "cy" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")

#: The files whose every message is on a screen that exists in Welsh.
SCREENS = (
    "accounts/roles.py",
    "accounts/templates/429.html",
    "accounts/templates/account/account_inactive.html",
    "accounts/templates/account/confirm_login_code.html",
    "accounts/templates/account/email_confirm.html",
    "accounts/templates/account/email/*.txt",
    "accounts/templates/account/login.html",
    "accounts/templates/account/logout.html",
    "accounts/templates/account/password_reset*.html",
    "accounts/templates/account/request_login_code.html",
    "accounts/templates/account/signup*.html",
    "accounts/templates/account/verification_sent.html",
    "accounts/templates/accounts/partials/files_not_kept.html",
    "accounts/templates/accounts/partials/late.html",
    "accounts/templates/accounts/partials/typed.html",
    "accounts/templates/accounts/reading.html",
    "accounts/templates/accounts/threshold.html",
    "accounts/templates/mfa/authenticate.html",
    "accounts/templates/mfa/email/*.txt",
    "certificates/templates/certificates/*.html",
    "cms/templates/cms/blocks/help_lines.html",
    "cms/templates/cms/content_page.html",
    "cms/templates/cms/home_page.html",
    "cms/templates/cms/parts/help_*.html",
    "cms/templates/cms/parts/notices.html",
    "cms/templates/design/partials/help.html",
    "design/context_processors.py",
    "design/forms.py",
    "design/tags.py",
    "design/templates/*.html",
    "design/templates/design/base.html",
    "design/templates/design/components/*.html",
    "design/templates/design/partials/*.html",
    "design/templates/django/forms/*.html",
    "design/templatetags/design.py",
    "design/widgets.py",
    "portal/context_processors.py",
    "portal/navigation.py",
    "register/forms/check.py",
    "register/templates/register/public/*.html",
)

#: gettext's functions to the place of context, message and plural among the arguments.
FUNCTIONS = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}


class Message(NamedTuple):
    """What the catalogue knows a message by, and its plural."""

    context: str | None
    text: str
    plural: str


def sources(patterns: Iterable[str] = ("**/*.py", "**/*.html", "**/*.txt")) -> list[Path]:
    """The files of the repository that a pattern names, without tests, scripts and what git ignores."""
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")
    files = {Path(name) for name in tracked if name and not name.startswith(("tests/", "scripts/"))}
    wanted = {path for pattern in patterns for path in files if path.match(pattern.removeprefix("**/"))}
    return sorted(path for path in wanted if (ROOT / path).is_file())


def messages_of(path: Path) -> Iterator[Message]:
    """Every message of a template or a Python file."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from in_code(ast.parse(text))
    else:
        yield from in_template(text, str(path))


def in_code(tree: ast.AST) -> Iterator[Message]:
    """The messages of calls to gettext's functions, under whatever name they were imported."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for name in node.names:
                if (plain := name.name.removesuffix("_lazy")) in FUNCTIONS:
                    names[name.asname or name.name] = plain
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            yield message_from(names[node.func.id], texts)


_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({_STRING})(?:\s*,\s*({_STRING}))?(?:\s*,\s*({_STRING}))?")


def in_template(text: str, name: str) -> Iterator[Message]:
    """The messages of a template's tags; Django's own reader turns them into calls."""
    for found in _CALL.finditer(templatize(text, origin=name)):
        texts = [ast.literal_eval(group) for group in found.groups()[1:] if group]
        yield message_from("gettext" if found[1] == "_" else found[1], texts)


def message_from(function: str, texts: Sequence[object]) -> Message:
    """The message of a call, given its first arguments."""
    context, text, plural = FUNCTIONS[function]
    if not isinstance(texts[text], str):
        raise TypeError(f"{function} is called with something else than a plain text: {texts}")
    return Message(
        str(texts[context]) if context is not None else None,
        str(texts[text]),
        str(texts[plural]) if plural is not None else "",
    )


def gather(patterns: Iterable[str] | None = None) -> dict[Message, list[str]]:
    """Every message with the files that say it."""
    found: dict[Message, list[str]] = {}
    for path in sources(patterns) if patterns is not None else sources():
        for message in messages_of(path):
            places = found.setdefault(message, [])
            if str(path) not in places:
                places.append(str(path))
    return found


def key(entry: polib.POEntry) -> Message:
    """What the code calls an entry of the catalogue."""
    return Message(entry.msgctxt, entry.msgid, entry.msgid_plural)


def merge(catalogue: polib.POFile) -> None:
    """Bring the catalogue up to what the code says now."""
    everywhere, wanted = gather(), gather(SCREENS)
    known = {key(entry): entry for entry in catalogue}
    for message, entry in known.items():
        if message not in everywhere or (message not in wanted and not is_translated(entry)):
            catalogue.remove(entry)
    for message in wanted.keys() - known.keys():
        catalogue.append(
            polib.POEntry(
                msgctxt=message.context,
                msgid=message.text,
                msgid_plural=message.plural,
                msgstr="",
                msgstr_plural=dict.fromkeys(range(6), "") if message.plural else {},
            )
        )
    for entry in catalogue:
        entry.occurrences = [(place, "") for place in everywhere[key(entry)]]
    catalogue.sort(key=lambda entry: (entry.occurrences[0][0], entry.msgid, entry.msgctxt or ""))


def is_translated(entry: polib.POEntry) -> bool:
    """Whether there is Welsh for every form of an entry."""
    return bool(all(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr)


def main() -> int:
    """Gather, write, compile; say what has no Welsh yet."""
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=100)
    merge(catalogue)
    catalogue.save()
    COMPILED.write_bytes(catalogue.to_binary())
    missing = [entry for entry in catalogue if not is_translated(entry)]
    for entry in missing:
        print(f"No Welsh yet: {entry.msgid!r} ({entry.occurrences[0][0]})")
    print(f"{len(catalogue)} messages, {len(missing)} without Welsh.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
