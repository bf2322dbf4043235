"""Help lines, the home page and the public pages, in English and in Welsh."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale

from cms.models import ContentPage, Contribution, CoWrittenPage, HelpLine, HomePage
from demonstration.content_files import CONTENT, TextPage, load_yaml, read_pages
from demonstration.loader.signing import name_readers, sign_off
from demonstration.loader.site import home_page, publish
from demonstration.loader.streams import home_steps, page_body
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
    writer, reader = world.user("tomasina"), world.user("helen")
    words = load_yaml(CONTENT / "home.yaml")
    voice = Contribution.objects.get(code=words["en"]["voice"])
    for language in ("en", "cy"):
        home = home_page(language)
        _fill_home(home, words[language], voice)
        publish(home, by=writer, reader=reader)
    for file in read_pages():
        if file.slug in NOT_A_PAGE:
            continue
        page = _page(file)
        _fill(page, file)
        if file.slug in CO_WRITTEN:
            readers = ["rosa", "june"]
            page.save_revision(user=writer)
            name_readers(world, page, readers)
            sign_off(world, page, readers=readers, minutes=5, day=30)
        else:
            publish(page, by=writer, reader=reader)
    publish(_glossary(), by=writer, reader=reader)


def _fill_home(home: HomePage, words: dict[str, Any], voice: Contribution) -> None:
    home.title = words["hero"]["title"]
    home.lead = words["hero"]["lead"]
    home.search_description = words["meta_description"]
    home.steps = home_steps(words["steps"]["items"])
    home.voice = voice


def _page(file: TextPage) -> Any:
    """The page of this address and language, made as a draft where it is not there yet."""
    home = home_page(file.language)
    there = home.get_children().filter(slug=file.slug).first()
    if there is None and file.language != "en":
        english = home_page("en").get_children().get(slug=file.slug).specific
        there = english.copy_for_translation(Locale.objects.get(language_code=file.language))
    if there is None:
        kind = CoWrittenPage if file.slug in CO_WRITTEN else ContentPage
        there = home.add_child(
            instance=kind(title=file.title, slug=file.slug, live=False, locale=home.locale)
        )
    return there.specific


def _fill(page: Any, file: TextPage) -> None:
    page.title = page.draft_title = file.title
    page.slug = file.slug
    page.lead = file.lead
    page.nav_title = file.nav_title
    page.search_description = file.description
    page.body = page_body(*file.parts)


def _glossary() -> ContentPage:
    """The glossary as a page of text."""
    terms = load_yaml(CONTENT / "glossary.yaml")
    page: ContentPage = home_page().add_child(
        instance=ContentPage(title="Words we use", slug="glossary", live=False)
    )
    page.lead = "Short meanings of words that the modules use. None of them is a definition in law."
    page.nav_title = "Words we use"
    page.search_description = "Plain meanings of the words that this programme uses."
    page.body = page_body("\n".join(f"- **{row['term']}:** {row['meaning']}" for row in terms))
    return page
