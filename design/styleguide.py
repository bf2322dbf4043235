"""What the living style guide shows: invented people, no record of anybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.utils.datastructures import MultiValueDict

from design.forms import DateField, ManyFilesField
from design.icons import ICONS
from design.tags import FACES
from design.templatetags.design import error_lines
from design.widgets import CountedText, Files, Radios, Ticks

CODE = "IMSA-7K3Q-XMC"


class ExampleForm(forms.Form):
    """Every kind of field once."""

    name = forms.CharField(
        label="The name you go by", help_text="Any name. It does not have to be a legal one."
    )
    email = forms.EmailField(
        label="Email address",
        error_messages={"invalid": "Write an email address, such as name@example.org."},
    )
    phone = forms.CharField(label="Phone number", required=False, widget=forms.TextInput({"size": 20}))
    nation = forms.ChoiceField(
        label="Where do you work?",
        choices=[
            ("", "Choose one"),
            ("e", "England"),
            ("s", "Scotland"),
            ("w", "Wales"),
            ("n", "Northern Ireland"),
        ],
    )
    born_on = DateField(label="When does it begin?", help_text="For example 24 11 2026")
    account = forms.CharField(
        label="Your reflective account",
        help_text="About 600 words. Change names and places.",
        widget=CountedText(words=600, rows=5),
    )
    papers = ManyFilesField(
        label="Files",
        help_text="PDF, DOCX, ODT, JPEG, PNG or M4A, up to 20 MB each.",
        widget=Files(multiple=True, accept=".pdf,.docx,.odt,.jpg,.jpeg,.png,.m4a"),
        required=False,
    )
    covers = forms.MultipleChoiceField(
        label="Which criteria does it cover?",
        choices=[
            ("2.2", "2.2 A person’s rights in the nation where they live"),
            ("2.3", "2.3 Information without immigration advice"),
        ],
        widget=Ticks,
    )
    answer = forms.ChoiceField(
        label="What do you say?",
        choices=[("yes", "Yes, sign off revision 7"), ("changes", "Ask for changes"), ("veto", "Veto")],
        widget=Radios(
            hints={
                "changes": "It waits until you have read the next revision",
                "veto": "It does not go out. The editors must talk with you before they try again",
            }
        ),
    )
    plain = forms.ChoiceField(
        label="Plain radios of Django",
        choices=[("a", "By email and here"), ("b", "Only here, when I sign in")],
        widget=forms.RadioSelect,
    )
    shared = forms.BooleanField(
        label="Other people use this device",
        required=False,
        help_text="Then nothing is kept on it, and you are signed out after 20 minutes.",
    )

    def clean_papers(self) -> list[Any]:
        """The example's refusal: an exact message for the file."""
        files: list[Any] = self.cleaned_data["papers"]
        for file in files:
            if file.name.endswith(".heic"):
                raise forms.ValidationError(
                    f"“{file.name}” is a kind of file we cannot open. Send a PDF, DOCX, ODT, JPEG, PNG or M4A"
                )
        return files


def filled_form() -> ExampleForm:
    """A form as it comes back: some things right, some not."""
    return ExampleForm(
        {
            "bad-name": "Maryam",
            "bad-email": "maryam@example",
            "bad-born_on_day": "31",
            "bad-born_on_month": "2",
            "bad-born_on_year": "2026",
            "bad-account": "On the second visit B. asked if she should claim asylum before or after the decision.",
            "bad-covers": ["2.2"],
            "bad-nation": "w",
        },
        MultiValueDict({"bad-papers": [SimpleUploadedFile("mind-map.heic", b"x")]}),
        prefix="bad",
        auto_id="id_%s",
    )


def examples() -> dict[str, Any]:
    """The context of `design/styleguide.html`."""
    bad = filled_form()
    return {
        "icons": sorted(ICONS),
        "entry_states": ["accredited", "conditions", "suspended", "lapsed", "voluntarily_removed", "removed"],
        "work_states": [state for state in list(FACES)[6:] if state != "accredited_with_conditions"],
        "form_empty": ExampleForm(prefix="empty"),
        "form_bad": bad,
        "bad_lines": list(error_lines(bad)),
        "code": CODE,
        "navigation_words": ["What is next", "Modules", "Units", "Messages"],
        "steps": [
            {"label": "The role, independence and limits", "words": "Complete", "state": "done"},
            {
                "label": "What modern slavery is, and the referral mechanism",
                "words": "Complete",
                "state": "done",
            },
            {
                "label": "Trauma-informed and person-led practice",
                "url": "#path",
                "words": "You are here. Sections 1 and 2 complete.",
                "state": "now",
            },
            {
                "label": "Housing, welfare, health and work",
                "url": "#path",
                "words": "Six sections, about 50 minutes",
                "state": "later",
            },
            {
                "label": "Criminal justice and compensation",
                "url": "#path",
                "words": "Five sections, about 45 minutes",
                "state": "later",
            },
        ],
        "home_steps": [
            {
                "label": "They learn",
                "text": "Eight modules, co-written with people who have experienced modern slavery.",
            },
            {
                "label": "They show it in practice",
                "text": "An assessor with no tie to them reads their evidence. A second person checks the assessor.",
            },
            {
                "label": "A panel decides",
                "text": "With references, checks and an approved employer, and with reasons in writing.",
            },
            {
                "label": "Anyone can check",
                "text": "The register says who may practise today, and says so when somebody may not.",
            },
        ],
        "events": [
            {
                "title": "Employer changed",
                "when": "18 May 2026, 11:15",
                "by": "by H. Osei",
                "text": "Northgate Advocacy, approved. He turned on showing it.",
            },
            {
                "title": "Correction: name in full",
                "when": "4 June 2025, 10:20",
                "by": "by L. Price",
                "text": "Was “D. Okoro”. Asked for and proved by the advocate.",
            },
            {
                "title": "Accredited",
                "when": "2 June 2025, 14:31",
                "by": "panel of 30 May 2025",
                "links": [
                    {"label": "Decision with reasons", "url": "#timeline"},
                    {"label": "Certificate", "url": "#timeline"},
                ],
            },
        ],
        "choices": [
            {
                "label": "Continue from section 3",
                "note": "About 8 minutes",
                "url": "#choices",
                "icon": "right",
            },
            {
                "label": "Read a summary instead",
                "note": "Two pages, without section 4",
                "url": "#choices",
                "icon": "page",
            },
            {
                "label": "Do an alternative",
                "note": "A case task, the same criteria",
                "url": "#choices",
                "icon": "branch",
            },
            {"label": "Come back later", "note": "Your place is kept", "url": "#choices", "icon": "pause"},
        ],
        "rows": [
            {
                "label": "Reflective account",
                "value": "612 words",
                "note": "Begins “On the second visit B. asked …”",
                "change_url": "#facts",
            },
            {
                "label": "Files",
                "value": "supervision-record.pdf, 240 KB",
                "note": "Hidden details removed. You looked at its two comments and took them out.",
                "change_url": "#facts",
            },
            {"label": "Own work", "value": "Yes, all of it", "change_url": "#facts"},
        ],
        "tabs": [
            {"label": "Reflective account", "url": "#tabs", "current": True},
            {"label": "supervision-record.pdf", "url": "#tabs"},
            {"label": "Case study", "url": "#tabs"},
            {"label": "Version 1", "url": "#tabs"},
        ],
        "files": [
            {
                "name": "supervision-record.pdf",
                "note": "240 KB · covers 2.3 · hidden details removed.",
                "more_url": "#files",
                "more": "Two comments are in it: look",
                "remove_url": "#files",
            },
            {
                "name": "llais-y-dystiolaeth-a-very-long-file-name-that-has-to-break-somewhere-2026-11-24.docx",
                "note": "1.2 MB",
                "remove_url": "#files",
            },
        ],
        "strip": [
            {"label": "Stage", "value": "Open"},
            {"label": "Waits for", "value": "One reference", "note": "Then it can go before the panel"},
            {
                "label": "Whose move",
                "value": "The referee, until 8 December",
                "note": "Not yours, not his",
                "move": True,
            },
        ],
        "lines": [
            {"name": "In danger now", "number": "999", "tel": "999"},
            {
                "name": "Modern Slavery and Exploitation Helpline",
                "number": "08000 121 700",
                "tel": "08000121700",
            },
            {
                "name": "The Salvation Army",
                "number": "0800 808 3733",
                "tel": "08008083733",
                "note": "Day and night, England and Wales",
            },
            {"name": "Samaritans", "number": "116 123", "tel": "116123", "note": "Free, day and night"},
        ],
        "page_of_many": Paginator(range(1, 431), 20).page(8),
        "voice_words": "Example text. A consultant’s own words stand here, with consent.",
    }
