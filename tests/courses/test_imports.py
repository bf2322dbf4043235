"""Reading a list: everything is text, nothing is guessed, wrong files say why."""

import io

import openpyxl
import pytest

from courses import imports
from courses.exports import escape_cell, to_csv
from courses.imports import read_file, read_typed
from courses.lines import Row
from foundation.exceptions import Refused


def xlsx(*lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_typed_lines_in_any_order():
    rows = read_typed(
        "ann@example.org\n\n"
        "Sioned Prys, s.prys@example.org, Lighthouse Wales\n"
        "m.dab@example.org; Marek Dąb\n"
        "Joan Ekwueme <joan@example.org>\n"
        "a@example.org, b@example.org\n"
        "c@example.org d@example.org\n"
        "nobody here"
    )
    assert rows == [
        Row(1, "ann@example.org"),
        Row(2, "s.prys@example.org", "Sioned Prys", "Lighthouse Wales"),
        Row(3, "m.dab@example.org", "Marek Dąb"),
        Row(4, "joan@example.org", "Joan Ekwueme"),
        Row(5, "a@example.org"),
        Row(6, "b@example.org"),
        Row(7, "c@example.org"),
        Row(8, "d@example.org"),
        Row(9, "", "nobody here"),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_of_any_make(separator, encoding):
    text = separator.join(["E-mail", "Name", "Organisation"]) + "\r\n"
    text += separator.join(["zoe@example.org", "Zoë Müller", "Café"]) + "\r\n"
    assert read_file(text.encode(encoding)) == [Row(2, "zoe@example.org", "Zoë Müller", "Café")]


@pytest.mark.parametrize("make", ["csv", "xlsx"])
def test_na_and_007_survive(make):
    lines = [
        ("e-mail", "name", "organisation"),
        ("na@example.org", "NA", "007"),
        ("null@example.org", "null", ""),
    ]
    data = xlsx(*lines) if make == "xlsx" else "\n".join(",".join(line) for line in lines).encode()
    assert read_file(data) == [Row(2, "na@example.org", "NA", "007"), Row(3, "null@example.org", "null", "")]


def test_a_number_in_a_sheet_stays_as_it_is_shown_and_an_empty_cell_is_empty():
    assert read_file(xlsx(("name", "email"), (7, "seven@example.org"), (None, "none@example.org"))) == [
        Row(2, "seven@example.org", "7"),
        Row(3, "none@example.org", ""),
    ]


def test_line_numbers_are_those_of_the_file_though_lines_are_empty():
    data = b"\nname,email\n\nAnn,ann@example.org\n,,\nBob,bob@example.org,more,cells\n"
    assert [(row.number, row.email) for row in read_file(data)] == [
        (4, "ann@example.org"),
        (6, "bob@example.org"),
    ]


def test_columns_without_headings_are_understood():
    assert read_file(b"Ann Lee,ann@example.org,Lighthouse\n") == [
        Row(1, "ann@example.org", "Ann Lee", "Lighthouse")
    ]


def test_headings_as_people_write_them():
    data = b"Employer;Full name;E-mail address\nLighthouse;Ann;ann@example.org\n"
    assert read_file(data) == [Row(2, "ann@example.org", "Ann", "Lighthouse")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"email,name\n", "empty"),
        (b"colour,shape\nred,round\n", "columns"),
        (b"%PDF-1.7 and so on", "kind"),
        (b"\x00\x01\x02", "kind"),
        (b"PK\x03\x04 not really a zip", "kind"),
        (b"x" * (imports.MOST_BYTES + 1), "large"),
        (b"email\n" + b"a@example.org\n" * (imports.MOST_LINES + 1), "long"),
    ],
)
def test_other_files_are_refused_with_a_reason(data, code):
    with pytest.raises(Refused) as refused:
        read_file(data)
    assert refused.value.code == code


def test_a_word_document_is_not_a_list():
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(Refused) as refused:
        read_file(out.getvalue(), "list.xlsx")
    assert refused.value.code == "kind"


def test_a_sheet_that_unpacks_to_too_much_is_not_opened(monkeypatch):
    monkeypatch.setattr(imports, "MOST_UNPACKED", 10)
    with pytest.raises(Refused) as refused:
        read_file(xlsx(("email",), ("a@example.org",)))
    assert refused.value.code == "large"


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@sum", "\t=1", " =1", "\r=1"])
def test_cells_that_a_spreadsheet_would_run_are_escaped(cell):
    assert escape_cell(cell) == f"'{cell}"
    assert f"'{cell}" in to_csv(["a"], [[cell]])


@pytest.mark.parametrize("cell", ["Ann", "a@example.org", "007", "NA", ""])
def test_other_cells_leave_as_they_are(cell):
    assert escape_cell(cell) == cell
