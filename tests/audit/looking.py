"""What is looked for on a page that is open in a browser. Each check returns what it found wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page as Tab, ViewportSize

from tests.pages.catalogue import Page
from tests.pages.visitor import Visitors

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE: ViewportSize = {"width": 360, "height": 780}
NARROW: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 900}


@dataclass
class Rooms:
    """One window a person and way of browsing; signing in and caching happen once."""

    browser: Browser
    visitors: Visitors
    contexts: dict[tuple[str, bool], BrowserContext] = field(default_factory=dict)
    looks: int = 0

    def tab(self, who: str, *, scripts: bool = True) -> Tab:
        """The one tab of somebody's window, as it was left."""
        key = (who, scripts)
        if key not in self.contexts:
            context = self.browser.new_context(
                base_url=self.visitors.site.url,
                storage_state=self.visitors[who].browser_state(),
                locale="en-GB",
                viewport=PHONE,
                java_script_enabled=scripts,
            )
            context.set_default_timeout(15_000)
            context.new_page()
            self.contexts[key] = context
        return self.contexts[key].pages[0]

    def opened(self, page: Page, size: ViewportSize = PHONE, *, scripts: bool = True) -> Tab:
        """The page of the catalogue at a size, in light colours, brought into its state, with its fonts there."""
        tab = self.tab(page.who, scripts=scripts)
        self.looks += 1  # from an address of its own: nobody looks at so many pages in a minute
        tab.set_extra_http_headers({"X-Forwarded-For": f"198.18.{self.looks // 250}.{self.looks % 250 + 1}"})
        tab.set_viewport_size(size)
        tab.emulate_media(color_scheme="light")
        answer = tab.goto(page.address(self.visitors), wait_until="load")
        assert answer is not None
        assert answer.status == page.status, (page.name, answer.status, tab.url)
        if page.act is not None:
            page.act(tab)
            tab.wait_for_load_state("load")
        if scripts:
            tab.evaluate("document.fonts.ready.then(() => true)")
        return tab

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


def axe(tab: Tab, *, colours: bool = True) -> list[str]:
    """What axe finds: the rule and the beginning of each element that breaks it.

    `colours=False` leaves contrast out: in forced colours the reader's system
    chooses them, and axe would judge the page's own.
    """
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = tab.evaluate(
        """([rules, colours]) => axe.run(document, {runOnly: rules, resultTypes: ['violations'],
             rules: {'color-contrast': {enabled: colours}}}).then((results) =>
             results.violations.map((v) => ({rule: v.id, nodes: v.nodes.map((n) =>
               [n.html.slice(0, 160), n.failureSummary?.split('\\n')[1]?.trim().slice(0, 200) || ''])})))""",
        [RULES, colours],
    )
    return [f"{rule['rule']}: {html} ({why})" for rule in found for html, why in rule["nodes"]]


def sideways(tab: Tab) -> list[str]:
    """What makes the page scroll sideways: the elements that stand out farthest."""
    return tab.evaluate(
        """() => {
          const root = document.documentElement, wide = root.clientWidth;
          if (root.scrollWidth <= wide) return [];
          return [`${root.scrollWidth} px on ${wide}`, ...[...document.body.querySelectorAll('*')]
            .filter((e) => e.getBoundingClientRect().right > wide + 0.5)
            .slice(-3).map((e) => e.outerHTML.slice(0, 140))];
        }"""
    )


def numbered(found: list[str]) -> list[str]:
    """The same finding once, with how often."""
    return [f"{words} ×{times}" if times > 1 else words for words, times in Counter(found).items()]


def small_targets(tab: Tab) -> list[str]:
    """Buttons, fields and links that stand alone and are lower than 44 px; links in text are left out."""
    return tab.evaluate(
        """() => [...document.querySelectorAll(
             '.button, .exit, .brand, summary, .tabs a, .pagination a, .foot li a, .options label, .tick label, .toggle, select, textarea, input:not([type=hidden],[type=checkbox],[type=radio])'
           )].filter((e) => e.checkVisibility() && !e.classList.contains('vh') && !e.closest('.vh'))
             .map((e) => [e, e.getBoundingClientRect().height]).filter(([, height]) => height < 43.9)
             .map(([e, height]) => `${height.toFixed(1)} px: ${e.outerHTML.slice(0, 120)}`)"""
    )


def walked(tab: Tab) -> list[str]:
    """Tab through the page: what is reached out of order, without a visible focus, or never."""
    tab.evaluate(
        """() => {
          const body = document.body;  // a page that put the focus on its errors is walked from its top as well
          body.tabIndex = -1; body.focus({preventScroll: true}); body.blur(); body.removeAttribute('tabindex');
        }"""
    )
    there: int = tab.evaluate(
        """() => {
          const groups = new Set();
          window.stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"], audio[controls], video[controls]')]
            .filter((e) => e.checkVisibility({visibilityProperty: true}) && e.tabIndex >= 0 && !e.disabled)
            .filter((e) => {
              if (e.type !== 'radio') return true;
              const group = e.form?.id + e.name, chosen = document.querySelector(`[type=radio][name="${CSS.escape(e.name)}"]:checked`);
              if (groups.has(group) || (chosen && chosen !== e)) return false;
              groups.add(group);
              return true;
            });
          return window.stops.length;
        }"""
    )
    found, last, reached = [], -1, set()
    for _press in range(there + 30):
        tab.keyboard.press("Tab")
        place, visible, words = tab.evaluate(
            """() => {
              const e = document.activeElement, style = getComputedStyle(e);
              const around = [e, e.nextElementSibling, e.closest('li')].filter(Boolean);
              const seen = around.some((one) => { const s = getComputedStyle(one); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; });
              return [e === document.body ? -2 : window.stops.indexOf(e), seen, e.outerHTML.slice(0, 120)];
            }"""
        )
        if place == -2:
            break
        if place == -1:
            continue
        if place in reached:
            break
        if place < last:
            found.append(f"out of order: {words}")
        if not visible:
            found.append(f"no visible focus: {words}")
        reached.add(place)
        last = place
    missed = [number for number in range(there) if number not in reached]
    found += [
        "never reached: " + words
        for words in tab.evaluate(
            "(numbers) => numbers.map((n) => window.stops[n].outerHTML.slice(0, 120))", missed[:5]
        )
    ]
    return found
