"""How a form is drawn: label, hint and error, and how they are wired to the field."""

from __future__ import annotations

import datetime as dt

import html5lib
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import formset_factory
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict

from design.forms import DateField, ManyFilesField
from design.widgets import CountedText, Radios, Ticks

HTML = "{http://www.w3.org/1999/xhtml}"


class Letter(forms.Form):
    name = forms.CharField(label="Your name", help_text="As you say it")
    note = forms.CharField(label="A note", required=False)
    text = forms.CharField(label="Account", widget=CountedText(words=600), help_text="About 600 words")
    sure = forms.BooleanField(label="This is my own work", help_text="All of it")
    answer = forms.ChoiceField(
        label="What do you say?", choices=[("y", "Yes"), ("n", "No")], widget=Radios(hints={"n": "And why"})
    )
    parts = forms.MultipleChoiceField(label="Which?", choices=[("1", "One")], widget=Ticks, required=False)
    on = DateField(label="When?")
    files = ManyFilesField(label="Files", required=False)
    key = forms.CharField(widget=forms.HiddenInput, initial="k")


def tree(html: str) -> html5lib.treebuilders.base.Node:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=True)
    return parser.parseFragment(html)


def by_id(html: str) -> dict[str, object]:
    return {node.get("id"): node for node in tree(html).iter() if node.get("id")}


def words(node: object) -> str:
    return " ".join("".join(node.itertext()).split())


def rendered(form: forms.Form) -> str:
    return Template("{{ form }}").render(Context({"form": form}))


def test_label_hint_and_field_belong_together() -> None:
    html = rendered(Letter())
    ids = by_id(html)
    field = ids["id_name"]
    assert field.get("aria-describedby") == "id_name_helptext"
    assert words(ids["id_name_helptext"]) == "As you say it"
    labels = {node.get("for"): words(node) for node in tree(html).iter(f"{HTML}label")}
    assert labels["id_name"] == "Your name"
    assert field.get("aria-invalid") is None


def test_optional_fields_say_so_and_ticks_do_not() -> None:
    html = rendered(Letter())
    labels = {node.get("for"): words(node) for node in tree(html).iter(f"{HTML}label")}
    assert labels["id_note"] == "A note (optional)"
    assert labels["id_sure"] == "This is my own work"
    legends = [words(node) for node in tree(html).iter(f"{HTML}legend")]
    assert legends == ["What do you say?", "Which? (optional)", "When?"]
    form = Letter()
    form.mark_optional = False
    assert "(optional)" not in rendered(form)


def test_an_error_is_wired_and_says_the_same_words_as_the_summary() -> None:
    form = Letter({"on_day": "31", "on_month": "2", "on_year": "2026"})
    html = rendered(form)
    ids = by_id(html)
    assert ids["id_name"].get("aria-invalid") == "true"
    assert ids["id_name"].get("aria-describedby").split() == ["id_name_helptext", "id_name_error"]
    beside = words(ids["id_name_error"]).removeprefix("Error: ")
    assert beside == "Fill in “Your name”"

    summary = Template("{% load design %}{% error_summary form %}").render(Context({"form": form}))
    links = {node.get("href"): words(node) for node in tree(summary).iter(f"{HTML}a")}
    assert links == {
        "#id_name": "Fill in “Your name”",
        "#id_text": "Fill in “Account”",
        "#id_sure": "Confirm: This is my own work",
        "#id_answer_0": "Choose an answer to “What do you say?”",
        "#id_on_day": "Enter a real date, such as 24 11 2026.",
    }
    assert {href.removeprefix("#") for href in links} <= set(ids)  # each link leads to a field on the page
    box = next(node for node in tree(summary).iter() if node.get("role") == "alert")
    assert box.get("tabindex") == "-1"
    assert box.get("autofocus") is not None


def test_a_message_of_the_forms_own_is_kept() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Say who you are."})

    assert "Say who you are." in rendered(Own({}))


def test_an_error_of_the_whole_form_is_shown_once_and_linked() -> None:
    form = Letter({}, prefix="a")
    form.add_error(None, "These do not match.")
    html = rendered(form)
    assert words(by_id(html)["a-form-errors"]) == "These do not match."
    summary = Template("{% load design %}{% error_summary form %}").render(Context({"form": form}))
    assert '<a href="#a-form-errors">These do not match.</a>' in summary


def test_the_summary_takes_formsets_lists_and_nothing() -> None:
    class Line(forms.Form):
        email = forms.EmailField(
            label="Address", error_messages={"invalid": "Write an address, such as a@b.org."}
        )

    lines = formset_factory(Line, min_num=2, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-email": "x"}
    )
    show = Template("{% load design %}{% error_summary a b c %}")
    html = show.render(Context({"a": lines, "b": [Letter({})], "c": None}))
    found = [words(node) for node in tree(html).iter(f"{HTML}li")]
    assert found[0] == "Please submit at least 2 forms."
    assert "Write an address, such as a@b.org." in found
    assert "Fill in “Your name”" in found
    assert show.render(Context({"a": None, "b": [], "c": Letter()})).strip() == ""


def test_a_group_is_a_fieldset_described_by_its_hint_and_error() -> None:
    form = Letter({})
    html = rendered(form)
    groups = list(tree(html).iter(f"{HTML}fieldset"))
    assert [group.get("aria-describedby") for group in groups] == ["id_answer_error", None, "id_on_error"]
    ids = by_id(html)
    assert ids["id_answer_1"].get("aria-describedby") == "id_answer_1_hint"
    assert words(ids["id_answer_1_hint"]) == "And why"


def test_counted_text_says_how_many_words_without_javascript() -> None:
    html = rendered(Letter({"text": "one two  three\nfour"}))
    ids = by_id(html)
    assert words(ids["id_text_count"]) == "4 words"
    assert ids["id_text"].get("aria-describedby").split() == ["id_text_helptext", "id_text_count"]
    assert ids["id_text_count"].get("data-count-for") == "id_text"
    assert ids["id_text"].get("maxlength") is None  # a count never cuts


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("24", "11", "2026"), dt.date(2026, 11, 24)),
        (("1", "3", "2026"), dt.date(2026, 3, 1)),
        (("", "", ""), "required"),
        (("31", "2", "2026"), "invalid"),
        (("24", "", "2026"), "incomplete"),
        (("24", "11", ""), "incomplete"),
        (("<b>", "x y", "&"), "invalid"),
    ],
)
def test_a_date_is_read_or_comes_back_as_it_was_typed(typed: tuple[str, ...], expected: object) -> None:
    class When(forms.Form):
        on = DateField()

    form = When(dict(zip(("on_day", "on_month", "on_year"), typed, strict=True)))
    if isinstance(expected, dt.date):
        assert form.is_valid()
        assert form.cleaned_data["on"] == expected
    else:
        assert form.errors.as_data()["on"][0].code == expected
    ids = by_id(rendered(form))
    kept = tuple(ids[f"id_on_{part}"].get("value") for part in ("day", "month", "year"))
    assert "-".join(kept) == "-".join(typed)


def test_a_date_that_is_there_fills_the_three_fields() -> None:
    class When(forms.Form):
        on = DateField()

    ids = by_id(rendered(When(initial={"on": dt.date(2026, 3, 9)})))
    assert [ids[f"id_on_{part}"].get("value") for part in ("day", "month", "year")] == ["9", "3", "2026"]


def test_several_files_come_as_a_list() -> None:
    class Papers(forms.Form):
        files = ManyFilesField()

    two = MultiValueDict({"files": [SimpleUploadedFile("a.pdf", b"1"), SimpleUploadedFile("b.pdf", b"2")]})
    form = Papers({}, two)
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["files"]] == ["a.pdf", "b.pdf"]
    assert not Papers({}, MultiValueDict()).is_valid()
    empty = Papers({}, MultiValueDict({"files": [SimpleUploadedFile("a.pdf", b"")]}))
    assert "The submitted file is empty." in empty.errors["files"]


def test_what_was_typed_is_escaped() -> None:
    html = rendered(Letter({"name": "<script>1</script>", "text": "</textarea><script>"}))
    assert "<script" not in html
