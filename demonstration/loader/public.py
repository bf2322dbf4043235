"""Help lines, the home page and the public pages, in English and in Welsh."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale, Page

from accounts.models import User
from cms.models import ContentPage, Contribution, CoWrittenPage, HelpLine, HomePage
from demonstration.content_files import CONTENT, TextPage, load_yaml, read_pages
from demonstration.loader.signing import name_readers, sign_off
from demonstration.loader.site import home_page, publish
from demonstration.loader.streams import page_body
from demonstration.loader.world import World

#: Pages that consultants sign off, as they do modules.
CO_WRITTEN = frozenset({"for-survivors"})
#: Addresses that are no pages of text: the register answers there.
NOT_A_PAGE = frozenset({"check"})
IN_FOOTER = frozenset({"emergency", "samaritans"})
IN_BRIEF = 4


def load_help_lines(world: World) -> None:
    """Help lines with exactly the facts that are known."""
    del world
    for row in load_yaml(CONTENT / "helplines.yaml"):
        facts = {
            name: row[name] if row[name] is not None else ("" if name != "free" else None)
            for name in (
                "name", "name_cy", "phone", "tel", "hours", "hours_cy", "free", "text", "web_chat",
                "sign_language", "relay", "interpreter", "note", "note_cy", "last_checked", "order", "emergency",
            )
        }  # fmt: skip
        HelpLine.objects.update_or_create(
            key=row["key"],
            defaults={
                **facts,
                "nations": ",".join(row["nations"] or ()),
                "in_footer": row["key"] in IN_FOOTER,
                "in_brief": row["order"] <= IN_BRIEF,
            },
        )


def load_pages(world: World) -> None:
    """The home page and every public page, English first, then their Welsh twins."""
    editor = world.user("tomasina")
    home = home_page()
    words = load_yaml(CONTENT / "home.yaml")
    voice = Contribution.objects.get(code=words["en"]["voice"])
    _fill_home(home, words["en"], voice)
    publish(home, editor)
    welsh, _created = Locale.objects.get_or_create(language_code="cy")
    twin = home.get_translation_or_none(welsh) or home.copy_for_translation(welsh)
    _fill_home(twin, words["cy"], voice)
    publish(twin, editor)
    made: dict[str, Page] = {}
    for file in read_pages():
        if file.slug in NOT_A_PAGE:
            continue
        if file.language == "en":
            page = _english(home, file)
            made[file.slug] = page
        else:
            page = made[file.slug].get_translation_or_none(welsh) or made[file.slug].copy_for_translation(
                welsh, copy_parents=True
            )
        page = page.specific
        _fill(page, file)
        if file.slug in CO_WRITTEN:
            readers = ["rosa", "june"]
            page.save_revision(user=editor)
            name_readers(world, page, readers)
            sign_off(world, page, readers=readers, minutes=5, day=30)
        else:
            publish(page, editor)
    _glossary(home, editor)


def _fill_home(home: HomePage, words: dict[str, Any], voice: Contribution) -> None:
    home.title = words["hero"]["title"]
    home.lead = words["hero"]["lead"]
    home.seo_title = home.title
    home.search_description = words["meta_description"]
    home.voice = voice


def _english(home: HomePage, file: TextPage) -> Page:
    """The page of this address, made as a draft where it is not there yet."""
    there = home.get_children().filter(slug=file.slug).first()
    kind = CoWrittenPage if file.slug in CO_WRITTEN else ContentPage
    return there or home.add_child(instance=kind(title=file.title, slug=file.slug, live=False))


def _fill(page: Any, file: TextPage) -> None:
    page.title = file.title
    page.slug = file.slug
    page.lead = file.lead
    page.nav_title = file.nav_title
    page.search_description = file.description
    page.body = page_body("\n\n".join(file.parts))
    page.show_help_lines = len(file.parts) > 1


def _glossary(home: HomePage, editor: User) -> None:
    terms = load_yaml(CONTENT / "glossary.yaml")
    page = home.get_children().filter(slug="glossary").first() or home.add_child(
        instance=ContentPage(title="Words we use", slug="glossary", live=False)
    )
    page = page.specific
    page.lead = "Short meanings of words that the modules use. None of them is a definition in law."
    page.nav_title = "Words we use"
    page.search_description = "Plain meanings of the words that this programme uses."
    page.body = page_body("\n".join(f"- **{row['term']}:** {row['meaning']}" for row in terms))
    publish(page, editor)
