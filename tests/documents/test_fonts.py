"""Every script in a name prints: real glyphs, in the order they are read, within their width."""

import pytest

from frontdesk.documents.folio import folio_pdf
from frontdesk.documents.fonts import FILES, face, ink, wrap
from tests.documents.papers import whole_stay
from tests.documents.reading import drawn, text

NAMES = {
    "latin": "Łukasz Çağlar Nuñez Grüße",
    "vietnamese": "Nguyễn Thị Ánh Tuyết",
    "greek": "Ελένη Παπαδοπούλου",
    "cyrillic": "Екатерина Щербакова Їжак",
    "japanese": "山田 太郎 ヤマダ さくら",
    "chinese": "王小明 张伟 陳美玲",
    "korean": "김철수 이영희",
    "arabic": "محمد بن عبد الله",
    "hebrew": "שרה כהן",
    "thai": "สมชาย ใจดี",
}


@pytest.mark.parametrize("script", NAMES)
@pytest.mark.parametrize("bold", [False, True])
def test_nothing_is_missing(script: str, bold: bool):
    shaped = ink(NAMES[script], 9, bold)
    assert not shaped.missing
    assert shaped.width > 20


@pytest.mark.parametrize("script", NAMES)
def test_every_character_on_the_page_has_a_glyph(script: str):
    pdf = folio_pdf(whole_stay(guest=NAMES[script], payee=NAMES[script]))
    empty = [(font, hex(code)) for font, code, glyph in drawn(pdf) if glyph == 0]
    assert not empty


@pytest.mark.parametrize("script", [name for name in NAMES if name not in {"arabic", "hebrew"}])
def test_text_is_read_back_as_it_was_written(script: str):
    assert NAMES[script] in text(folio_pdf(whole_stay(payee=NAMES[script])))


@pytest.mark.parametrize("script", ["arabic", "hebrew"])
def test_right_to_left_text_is_read_back_as_letters(script: str):
    said = text(folio_pdf(whole_stay(payee=NAMES[script])))
    assert all(word in said for word in NAMES[script].split())


def test_arabic_letters_are_joined():
    beginning, final = "\ufee3", "\ufeaa"  # how meem begins a word and dal ends one
    code = ink("محمد", 9).code
    assert code.index(final.encode("utf-16-be")) < code.index(beginning.encode("utf-16-be"))


def test_number_keeps_its_order_behind_arabic_letters():
    whole, figure = ink("فاتورة 2025-004711", 9), ink("2025-004711", 9)
    assert figure.code.removesuffix(b" Tj")[1:-1] in whole.code


def test_number_in_groups_keeps_its_order_behind_arabic_letters():
    whole, figure = ink("الرقم الضريبي DE 123 456 789", 9), ink("DE 123 456 789", 9)
    assert figure.code.removesuffix(b" Tj")[1:-1] in whole.code


def test_text_that_begins_in_latin_letters_runs_left_to_right():
    shaped = ink("Invoice 12 · محمد", 9)
    assert shaped.code.startswith(ink("Invoice 12 · ", 9).code.removesuffix(b") Tj"))


def test_composed_and_decomposed_letters_are_one():
    assert ink("e\u0301", 9) == ink("é", 9)


def test_controls_and_line_ends_draw_nothing():
    assert ink("a\nb\u200f\x00", 9) == ink("a b", 9)


def test_characters_above_the_plane_are_missing_not_mistaken():
    shaped = ink("a😀", 9)
    assert shaped.missing == "😀"
    assert shaped.width == ink("a?", 9).width


@pytest.mark.parametrize(
    "text_",
    [
        "one two three four five",
        "山田太郎様のお部屋は海側です。",
        "Donaudampfschifffahrt",
        "كشف حساب الضيف لشهر نوفمبر",
    ],
)
def test_wrapped_lines_fit(text_: str):
    lines = wrap(text_, 9, 50.0)
    assert len(lines) > 1
    assert all(line.width <= 50.02 for line in lines)


def test_amounts_are_equally_wide():
    for bold in (False, True):
        assert len({ink(digit * 5, 8.5, bold).width for digit in "0123456789"}) == 1


def test_every_face_is_shipped():
    for key in FILES:
        assert face(key).glyphs
