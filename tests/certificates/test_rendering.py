import datetime as dt
import io
import shutil
import subprocess

import pikepdf
import pytest

from certificates import codes, rendering, services, wording
from certificates.rendering import RenderError
from foundation.exceptions import Refused

FACTS = {
    "number": "9TQM41W",
    "first_accredited": "2026-11-24",
    "qualification": "Postgraduate Certificate in Modern Slavery Advocacy",
    "qualification_cy": "Tystysgrif Ôl-raddedig mewn Eiriolaeth Caethwasiaeth Fodern",
    "signed_by": "H. Osei",
    "decided_on": "2026-11-20",
}
NAMES = [
    "Łucja Żak-Wiśniewska",
    "Siân Gwŷn ap Tŵr",
    "Ștefan Țăranu-Băsescu",
    "Nguyễn Thị Ngọc Ánh",
    "Ọlọ́runfẹ́mi Adékúnlé",
    "Şebnem Işık-Öğüt",
    (
        "Wolfeschlegelsteinhausenbergerdorff Keihanaikukauakahihuliheekahaunaele Adebayo-Oluwaseun Cholmondeley "
        * 2
    )[:120].strip(),
    "W" * 120,
    "A",
]


def paper(name="Łucja Żak-Wiśniewska", language="en", **changes):
    return wording.paper(
        **{
            "kind": "accreditation",
            "code": "CX7R0QJ48NT2VKMQ",
            "name": name,
            "facts": FACTS,
            "valid_from": dt.date(2026, 11, 24),
            "valid_until": dt.date(2028, 11, 23),
            "language": language,
            **changes,
        }
    )


def text_of(pdf: bytes) -> str:
    """The page's text as an ordinary reader extracts it."""
    from pypdf import PdfReader

    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("name", NAMES)
def test_one_page_with_its_fonts_inside_and_the_name_whole(name, language):
    pdf = rendering.render(paper(name, language))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
        box = [float(value) for value in opened.pages[0].mediabox]
        assert box[2:] == pytest.approx([841.89, 595.28], abs=0.1)
        assert str(opened.Root.Lang) == language
        for font in opened.pages[0].Resources.Font.values():
            if str(font.BaseFont) == "/Helvetica":
                continue  # the library names it and never uses it
            assert "/FontFile2" in font.FontDescriptor
    found = text_of(pdf).replace(" ", "")
    assert name.replace(" ", "") in found
    assert "IMSA-9TQM-41W" in found
    assert "CX7R-0QJ4-8NT2-VKMQ" in found


def test_the_words_in_both_languages():
    english, welsh = text_of(rendering.render(paper())), text_of(rendering.render(paper(language="cy")))
    assert "24 November 2026" in english
    assert "not registration with the Immigration Advice Authority" in english
    assert FACTS["qualification"] in english
    assert FACTS["qualification_cy"] in welsh
    assert "24 Tachwedd 2026" in welsh
    assert "Dim ond os yw’r gofrestr yn dweud hynny heddiw" in english
    assert "Valid only if the register says so today." in welsh


def test_any_warning_of_the_libraries_stops_the_issue(monkeypatch):
    monkeypatch.setattr(rendering, "EASE", -8)  # the frame is smaller than its image
    with pytest.raises(RenderError):
        rendering.render(paper())


def test_a_letter_outside_the_faces_never_reaches_the_printer():
    with pytest.raises(Refused):
        rendering.render(paper("Amina 李"))


def test_markup_in_a_name_is_text():
    assert "<b>Amina</b>&" in text_of(rendering.render(paper("<b>Amina</b> &"))).replace(" ", "")


def test_the_code_is_small_enough_and_says_the_address(settings):
    settings.PUBLIC_URL = "https://imsa-register.org.uk"
    import segno

    address = rendering.check_address("CX7R0QJ48NT2VKMQ")
    assert address == "HTTPS://IMSA-REGISTER.ORG.UK/C/CX7R0QJ48NT2VKMQ"
    qr = segno.make(address, error="q", boost_error=False, micro=False)
    assert (qr.symbol_size(border=0)[0], qr.error) == (29, "Q")


@pytest.mark.skipif(
    not (shutil.which("zbarimg") and shutil.which("pdftoppm")), reason="zbarimg or pdftoppm is not installed"
)
@pytest.mark.parametrize("dpi", [75, 150])
def test_the_printed_code_reads_at_75_dpi(tmp_path, settings, dpi):
    settings.PUBLIC_URL = "https://imsa-register.org.uk"
    (tmp_path / "c.pdf").write_bytes(rendering.render(paper()))
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", "c.pdf", "c"], cwd=tmp_path, check=True)
    read = subprocess.run(
        ["zbarimg", "-q", "--raw", "c-1.png"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert read.stdout.strip() == "HTTPS://IMSA-REGISTER.ORG.UK/C/CX7R0QJ48NT2VKMQ"
    assert codes.as_code(read.stdout.strip().rsplit("/", 1)[1]) == "CX7R0QJ48NT2VKMQ"


def test_a_page_reads_no_file_but_its_own(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"not for this page")
    with pytest.raises(RenderError):
        rendering._print(f'<html><body><img src="{secret}"></body></html>', paper())


def test_the_specimen_that_warms_the_printer_up_is_printed_once_in_a_process(monkeypatch):
    printed = []
    real = rendering.render
    monkeypatch.setattr(rendering, "render", lambda paper: printed.append(real(paper)))
    services.warm_up.cache_clear()
    for _time in range(2):
        services.warm_up().join(timeout=60)
    assert [page[:5] for page in printed] == [b"%PDF-"]
