"""`make screens`: every screen of the journey as a picture, for people to look at.

The pictures lie in `build/screens/NAME-360.png`, `NAME-1280-dark.png` and so on.
Words after the command choose screens whose names begin so.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

from tests.running_site import CHROMIUM, ROOT, RunningSite

FOLDER = ROOT / "build" / "screens"


def main(chosen: list[str]) -> int:
    """Take the pictures; the exit code says whether every screen was reached."""
    django.setup()
    from tests.audit.looking import DESK, PHONE, Rooms
    from tests.pages.catalogue import PAGES
    from tests.pages.visitor import Visitors

    FOLDER.mkdir(parents=True, exist_ok=True)
    site = RunningSite(name="screens").start()
    missed = []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            rooms = Rooms(browser, Visitors(site))
            for shown in PAGES:
                if chosen and not shown.name.startswith(tuple(chosen)):
                    continue
                for size in (PHONE, DESK):
                    try:
                        tab = rooms.opened(shown, size)
                    except Exception as problem:  # noqa: BLE001 - the other screens are still wanted
                        missed.append(f"{shown.name}: {str(problem).splitlines()[0]}")
                        break
                    tab.evaluate("window.scrollTo(0, 0)")  # what stays in place is drawn where one begins
                    for scheme in ("light", "dark"):
                        tab.emulate_media(color_scheme=scheme)
                        ending = "-dark" if scheme == "dark" else ""
                        file = FOLDER / f"{shown.name}-{size['width']}{ending}.png"
                        tab.screenshot(path=file, full_page=True, animations="disabled")
            rooms.close()
            browser.close()
    finally:
        site.stop()
    sys.stdout.write(f"{len(list(Path(FOLDER).glob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}\n")
    sys.stderr.writelines(f"{line}\n" for line in missed)
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
