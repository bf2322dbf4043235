"""What every site needs of content: locales, root, pages, help lines, groups, workflow.

Run by `python manage.py establish`. What is there already is left as the editors have
it; texts of a new site are short, true and kept in `cms/content/`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from wagtail.models import Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from cms import services
from cms.imports import PageFile, read_page_file
from cms.models import ContentPage, HelpLine, HomePage, SecondReaderTask

CONTENT = Path(__file__).parent / "content"
WORKFLOW = "A second person reads it"


def establish() -> list[str]:
    """Lay what is missing; returns a line for each thing that was made."""
    made: list[str] = []
    locales = {
        code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES
    }
    services.establish_groups()
    homes = _homes(locales, made)
    for language, home in homes.items():
        for path in sorted((CONTENT / language).glob("*.md")):
            _page(home, read_page_file(path), made)
    _help_lines(made)
    _workflow(made)
    return made


def _homes(locales: dict[str, Locale], made: list[str]) -> dict[str, HomePage]:
    """A home page in each language, the English one being the site's root."""
    words = yaml.safe_load((CONTENT / "home.yaml").read_text(encoding="utf-8"))
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    homes: dict[str, HomePage] = {}
    for language, locale in locales.items():
        home = HomePage.objects.filter(locale=locale, depth=2).first()
        if home is None:
            home = HomePage(
                title=words[language]["title"],
                lead=words[language]["lead"],
                search_description=words[language]["description"],
                slug=f"start-{language}",
                locale=locale,
                steps=_steps(words[language]["steps"]),
            )
            if language != settings.LANGUAGE_CODE:
                home.translation_key = homes[settings.LANGUAGE_CODE].translation_key
            root = Page.objects.get(pk=root.pk)
            root.add_child(instance=home)
            home.save_revision().publish()
            made.append(f"home page ({language})")
        homes[language] = HomePage.objects.get(pk=home.pk)
    _site(homes[settings.LANGUAGE_CODE])
    return homes


def _steps(steps: list[dict[str, str]]) -> Any:
    raw = [{"type": "step", "value": step, "id": f"step-{number}"} for number, step in enumerate(steps)]
    return HomePage._meta.get_field("steps").to_python(raw)


def _site(home: HomePage) -> None:
    """Wagtail's first site points at our home page; its page of welcome goes."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost", port=80, is_default_site=True, root_page=home, site_name=settings.SITE_NAME
        )
    elif site.root_page_id != home.pk:
        welcome = site.root_page
        site.root_page, site.site_name = home, settings.SITE_NAME
        site.save()
        if type(welcome.specific) is Page and not welcome.get_children().exists():
            welcome.delete()


def _page(home: HomePage, file: PageFile, made: list[str]) -> None:
    slug = file.keys["slug"]
    twin = ContentPage.objects.exclude(locale=home.locale).filter(slug=slug, depth=home.depth + 1).first()
    if home.get_children().filter(slug=slug).exists():
        return
    page = ContentPage(
        title=file.keys["title"],
        slug=slug,
        lead=file.keys["lead"],
        nav_title=file.keys.get("nav_title", ""),
        search_description=file.keys.get("description", ""),
        locale=home.locale,
        body=ContentPage._meta.get_field("body").to_python(file.body),
    )
    if twin is not None:
        page.translation_key = twin.translation_key
    HomePage.objects.get(pk=home.pk).add_child(instance=page)
    page.save_revision().publish()
    made.append(f"page {slug} ({home.locale.language_code})")


def _help_lines(made: list[str]) -> None:
    for facts in yaml.safe_load((CONTENT / "helplines.yaml").read_text(encoding="utf-8")):
        _line, created = HelpLine.objects.get_or_create(key=facts.pop("key"), defaults=facts)
        if created:
            made.append(f"help line {_line.name}")


def _workflow(made: list[str]) -> None:
    """Pages of text go live when a second person has read them; Wagtail's own workflow goes."""
    Workflow.objects.exclude(name=WORKFLOW).filter(workflow_states__isnull=True).delete()
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW)
    task = SecondReaderTask.objects.first() or SecondReaderTask.objects.create(name="Second reader")
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    root = Page.get_first_root_node()
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    if created:
        made.append("workflow")
