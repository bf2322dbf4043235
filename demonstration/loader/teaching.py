"""Contributions, the programme, its modules and their sections, signed off by their readers."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from functools import cache

from django.core.files.base import ContentFile
from wagtail.models import Page

from accounts.models import Notice
from cms import services
from cms.models import Contribution, EditorTask, Media, Payment, SignOffRequest
from cms.services.contributions import Terms, longest_until
from cms.states import Answer, Channel, Credit, Edits
from courses.pages import ModulePage, ProgrammePage, SectionPage
from demonstration.content_files import CONTENT, Module, Section, front_matter, load_yaml
from demonstration.history import at
from demonstration.loader.signing import EDITOR, LEADS_CO_PRODUCTION, moment, name_readers, sign_off
from demonstration.loader.site import home_page, publish
from demonstration.loader.streams import item, page_body, section_body
from demonstration.loader.world import World
from demonstration.rich_text import plain_text, rich_text
from foundation import clock

#: Reads every module and has words in none of them.
OTHER_EYES = "june"
FEE = Decimal("60.00")
OTHER_HOME = "Anything in print, and anything outside this site."


def load_contributions(world: World) -> None:
    """Example words of consultants, each with a consent that says where and until when."""
    for row in load_yaml(CONTENT / "contributions.yaml"):
        consultant = world.user(row["consultant"])
        until = world.calendar.day(months_ago=-row["until_months"])
        with at(moment(world, days=-20)):
            contribution = services.give_words(
                consultant=consultant,
                by=consultant,
                words=row["words"],
                words_cy=row["words_cy"],
                code=row["code"],
                about="An example of where a consultant's words stand",
            )
            latest = longest_until(clock.today())
            services.give_consent(
                contribution=contribution, by=consultant, terms=_terms(row, min(until, latest))
            )


def _renew_consents(world: World) -> None:
    """Three years is the longest. A longer wish is given anew, as a further version."""
    for row in load_yaml(CONTENT / "contributions.yaml"):
        contribution = Contribution.objects.prefetch_related("consents").get(code=row["code"])
        until = world.calendar.day(months_ago=-row["until_months"])
        with at(world.calendar.moment(days_ago=1, hour=12)):
            consent = contribution.current_consent()
            if consent is not None and consent.until < until:
                services.give_consent(
                    contribution=contribution, by=world.user(row["consultant"]), terms=_terms(row, until)
                )


def _terms(row: dict[str, str], until: dt.date) -> Terms:
    return Terms(
        scope="Teaching advocates, in this demonstration",
        channels=[Channel(channel) for channel in row["channels"]],
        languages=("en", "cy"),
        edits=Edits(row["edits"]),
        credit=Credit(row["credit"]),
        credited_as=row["credited_as"] or "",
        not_consented_to=OTHER_HOME,
        until=until,
    )


def load_recordings(world: World) -> None:
    """The short recording that stands beside the content, with its transcript."""
    del world
    for path in sorted((CONTENT / "media").glob("*.md")):
        keys, transcript, _line = front_matter(path)
        media = Media(
            title=keys["title"],
            kind=Media.Kind.SOUND,
            transcript=transcript.strip(),
            seconds=keys["seconds"],
            file=ContentFile((path.parent / keys["file"]).read_bytes(), name=keys["file"]),
        )
        media.full_clean()
        media.save()


@cache
def _keys_of_contributions() -> dict[str, int]:
    return dict(Contribution.objects.values_list("code", "pk"))


def _recordings() -> dict[str, int]:
    """Recordings by the name of their file beside the content."""
    by_title = dict(Media.objects.values_list("title", "pk"))
    files = [front_matter(path)[0] for path in (CONTENT / "media").glob("*.md")]
    return {keys["file"]: by_title[keys["title"]] for keys in files if keys["title"] in by_title}


def load_modules(world: World) -> None:
    """The programme, and ten modules with all their sections; each goes live by its last reader's yes."""
    _keys_of_contributions.cache_clear()
    programme = _programme(world, home_page())
    for module in world.modules:
        page = _module(world, programme, module)
        readers = _readers(module)
        name_readers(world, page, readers)
        sign_off(world, page, readers=readers, minutes=6, day=module.number, paid=True)
        for section in module.sections:
            draft = _section(page, section)
            sign_off(world, draft, readers=readers, minutes=section.minutes, day=module.number)
    _settle(world)
    _renew_consents(world)
    _ask_about_a_change(world)


def _programme(world: World, home: Page) -> ProgrammePage:
    words = load_yaml(CONTENT / "programme.yaml")
    programme = ProgrammePage.objects.first()
    if programme is None:
        programme = home.add_child(
            instance=ProgrammePage(title=words["title"], slug=words["slug"], live=False)
        )
    programme.title, programme.lead = words["title"], words["lead"]
    programme.sample_note = words["sample_note"]
    programme.search_description = words["description"]
    programme.body = page_body(words["body"])
    publish(programme, by=world.user(EDITOR), reader=world.user("tomasina"))
    return ProgrammePage.objects.get(pk=programme.pk)


def _module(world: World, programme: Page, module: Module) -> ModulePage:
    page: ModulePage = programme.add_child(
        instance=ModulePage(
            title=module.title,
            slug=module.slug,
            live=False,
            number=module.number,
            purpose=module.purpose,
            lead=plain_text(module.lead),
            content_note=module.content_note,
            summary=rich_text(module.summary),
            alternative_title=module.alternative_title,
            alternative=rich_text(module.alternative_text),
            debrief=module.debrief,
            written_by="Written for this demonstration, from public sources",
            unit_codes=list(module.units),
            criterion_codes=list(module.criteria),
            jurisdictions=list(module.jurisdictions) if module.law_as_at else [],
            law_as_at=module.law_as_at,
            review_by=module.review_by,
            moving=module.moving,
            search_description=module.purpose,
            sources=json.dumps(
                [
                    item(
                        "source",
                        {
                            "title": source.title,
                            "year": source.year,
                            "kind": source.kind,
                            "note": source.note,
                        },
                    )
                    for source in module.sources
                ]
            ),
        )
    )
    page.save_revision(user=world.user(EDITOR))
    return page


def _section(module: Page, section: Section) -> SectionPage:
    page: SectionPage = module.add_child(
        instance=SectionPage(
            title=section.title,
            slug=section.slug,
            live=False,
            minutes=section.minutes,
            recap=section.recap,
            jurisdictions=list(section.jurisdictions) if section.law_as_at else [],
            law_as_at=section.law_as_at,
            review_by=section.review_by,
            body=section_body(section, contributions=_keys_of_contributions(), recordings=_recordings()),
        )
    )
    page.save_revision()
    return page


def _readers(module: Module) -> list[str]:
    """Those whose words stand in the module, and one with no words in it."""
    rows = {row["code"]: row["consultant"] for row in load_yaml(CONTENT / "contributions.yaml")}
    speaking = [rows[block.value["contribution"]] for block in module.of_kind("voice")]
    return [*dict.fromkeys(speaking), OTHER_EYES]


def _settle(world: World) -> None:
    """What has been read is read, tasks that are done are closed, and work that was done is paid."""
    lead, editor = world.user(LEADS_CO_PRODUCTION), world.user(EDITOR)
    with at(moment(world, days=21)):
        Notice.objects.filter(kind="cms.to_read", opened_at__isnull=True).update(opened_at=clock.now())
        for task in EditorTask.objects.filter(kind=EditorTask.Kind.SIGNED_OFF, done_at__isnull=True):
            services.close_task(task=task, by=editor)
        day = clock.today()
        for number, payment in enumerate(Payment.objects.order_by("pk")):
            declined = number % 7 == 5  # noqa: PLR2004 - now and then somebody declines
            services.record_payment(
                payment=payment,
                by=lead,
                amount=FEE,
                terms_agreed_on=payment.offered_on,
                advice_offered_on=payment.offered_on,
                declined_on=day if declined else None,
                paid_on=None if declined else day,
            )


def _ask_about_a_change(world: World) -> None:
    """One section has a newer draft: one reader has said yes, one has not answered yet."""
    row = load_yaml(CONTENT / "next-revision.yaml")
    page = SectionPage.objects.get(slug=row["section"])
    page.recap = row["recap"]
    page.save_revision(user=world.user(EDITOR))
    with at(world.calendar.moment(days_ago=3, hour=11)):
        request: SignOffRequest = services.ask_for_sign_off(
            page=page, by=world.user(EDITOR), minutes=row["minutes"], note=row["note"]
        )
    with at(world.calendar.moment(days_ago=2, hour=14)):
        for key in row["answered_by"]:
            services.answer(request=request, by=world.user(key), answer=Answer.APPROVE)
