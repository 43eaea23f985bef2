"""What we lean on in ReportLab, pinned: numbers of glyphs, widths, strings, the catalogue, binary streams."""

import io
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pypdfium2
import pytest
from PIL import Image

from frontdesk.documents.book import Book, Facts
from frontdesk.documents.folio import folio_pdf
from frontdesk.documents.fonts import face
from frontdesk.documents.pdf import literal, picture
from tests.documents.papers import logo, whole_stay, with_house
from tests.documents.reading import fonts, reader

FACTS = Facts("Title (1)", "Author", "Subject", "el", datetime(2025, 11, 23, 9, 41, tzinfo=UTC))


def tables(program: bytes) -> dict[bytes, bytes]:
    """The tables of a TrueType program."""
    count = struct.unpack(">H", program[4:6])[0]
    entries = [struct.unpack(">4sLLL", program[12 + 16 * n : 28 + 16 * n]) for n in range(count)]
    return {tag: program[start : start + length] for tag, _, start, length in entries}


def test_subset_numbers_glyphs_in_the_order_of_the_codes():
    codes = tuple(map(ord, " AÄß€"))
    subset = face("L").subset(codes)
    parts = tables(subset.program)
    widths = [face("L").widths[chr(code)] for code in codes]
    for code, width in zip(codes, widths, strict=True):
        glyph = int.from_bytes(subset.glyph_map[2 * code : 2 * code + 2], "big")
        assert glyph > 0
        assert struct.unpack(">H", parts[b"hmtx"][4 * glyph : 4 * glyph + 2])[0] == pytest.approx(width, abs=1)


def test_threads_do_not_disturb_each_other():
    """Accented letters are made of parts, which ReportLab looks up in the file while it cuts."""
    wanted = [tuple(range(0xC0 + n, 0x17F)) for n in range(12)] * 4
    alone = [face("L").subset(codes).program for codes in wanted]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(6) as pool:
            together = list(pool.map(lambda codes: face("L").subset(codes).program, wanted))
    finally:
        sys.setswitchinterval(before)
    assert together == alone


@pytest.mark.parametrize(
    "text", ["plain", "(brackets) and \\ slash", "Č ends in a carriage return", "⠨ and Ш hide brackets"]
)
def test_string_is_escaped(text: str):
    body = literal(text)
    assert body.startswith(b"(")
    raw = body[1:-1].replace(b"\\r", b"\r").replace(b"\\(", b"(").replace(b"\\)", b")").replace(b"\\\\", b"\\")
    assert raw.decode("utf-16-be") == text


def test_catalogue_names_language_title_and_date():
    book = Book(made := io.BytesIO(), 100, 100)
    book.begin_part("Zimmer 305 Ελένη", "A-")
    book.add_page(b"")
    book.finish(FACTS, {})
    document = reader(made.getvalue())
    root = document.trailer["/Root"]
    assert root["/Lang"] == "el"  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    assert document.metadata is not None
    assert document.metadata.title == "Title (1)"
    assert document.metadata.creation_date == FACTS.made_at
    assert document.outline[0].title == "Zimmer 305 Ελένη"  # type: ignore[union-attr]


def test_streams_are_binary_and_packed():
    pdf = folio_pdf(whole_stay())
    assert b"ASCII85" not in pdf
    assert all(page.get_contents() is not None for page in reader(pdf).pages)
    assert pdf.count(b"/FlateDecode") >= 8


def test_different_pages_have_different_identity():
    def identity(content: bytes) -> object:
        book = Book(made := io.BytesIO(), 100, 100)
        book.add_page(content)
        book.finish(FACTS, {})
        return reader(made.getvalue()).trailer["/ID"]

    assert identity(b"0 g") != identity(b"1 g")


def test_fonts_are_embedded_subsets():
    for font in fonts(folio_pdf(whole_stay())).values():
        drawn = font["/DescendantFonts"][0].get_object()  # type: ignore[index]
        assert "/FontFile2" in drawn["/FontDescriptor"]
        assert drawn["/BaseFont"][7] == "+"


def test_transparent_logo_is_put_on_white():
    assert picture(logo())[1:] == (240, 240)


def test_no_picture_is_an_error():
    with pytest.raises(OSError, match="cannot identify"):
        picture(b"nothing")


def test_page_shows_ink_where_text_stands():
    """Another engine draws the page: address, title and amounts leave dark pixels, margins stay white."""
    document = pypdfium2.PdfDocument(io.BytesIO(folio_pdf(with_house(whole_stay(), logo=logo()))))
    image = document[0].render(scale=1).to_pil().convert("L")
    document.close()

    def darkest(box: tuple[int, int, int, int]) -> int:
        return int(image.crop(box).getextrema()[0])

    assert darkest((0, 0, 50, 842)) == 255
    assert darkest((545, 0, 595, 842)) == 255
    for box in ((62, 140, 290, 190), (62, 283, 300, 305), (440, 320, 520, 600)):
        assert darkest(box) < 120


def test_rules_tint_and_frame_are_drawn():
    document = pypdfium2.PdfDocument(io.BytesIO(folio_pdf(whole_stay())))
    first, second = (document[number].render(scale=2).to_pil().convert("L") for number in (0, 1))
    document.close()

    def greys(image: Image.Image, x: float) -> list[int]:
        """The greys down the page at ``x`` points, where no text stands."""
        return [int(image.getpixel((round(2 * x), y))) for y in range(image.height)]  # type: ignore[arg-type]

    gap = greys(first, 531)  # behind the tax marks: rules of the head, the lines, the totals
    assert sum(grey < 240 for grey in gap) >= 20
    edge = greys(second, 532.5)
    assert sum(240 <= grey < 250 for grey in edge) >= 50, "the tint behind the balance"
    assert sum(grey < 200 for grey in edge) >= 50, "the frame of what is held"
