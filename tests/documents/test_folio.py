"""The folio on paper: golden text of each style, refusals, blocks, languages."""

import difflib
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from frontdesk.documents.folio import folio_pdf
from frontdesk.documents.styles import STYLES
from frontdesk.errors import Refusal
from tests.documents.papers import (
    ARRIVAL,
    MADE_AT,
    VAT7,
    VAT19,
    line,
    logo,
    many,
    one_file,
    paper,
    stay_bridge,
    whole_stay,
    with_house,
)
from tests.documents.reading import pages, reader, text

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("en", "de", "fr", "es", "el", "ja", "ar")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", ["en", "el", "ja", "ar"])
def test_style_reads_as_agreed(style: str, language: str):
    found = text(folio_pdf(whole_stay(language=language), style)).splitlines()
    wanted = (GOLDEN / f"{style}.{language}.txt").read_text(encoding="utf-8").splitlines()
    assert found == wanted, "\n".join(difflib.unified_diff(wanted, found, "agreed", "printed", lineterm=""))


@pytest.mark.parametrize("style", STYLES)
def test_every_style_has_the_same_totals(style: str):
    said = text(folio_pdf(whole_stay(), style))
    assert "Total 754.70" in said
    assert "Balance due €254.70" in said


def test_unknown_style_is_refused():
    with pytest.raises(Refusal, match="no such folio style"):
        folio_pdf(whole_stay(), "pretty")


@pytest.mark.parametrize(
    ("fact", "value", "says"),
    [
        ("total", 75_471, "lines 754.70, total 754.71 EUR"),
        ("paid", 1, "payments 500.00, paid 0.01 EUR"),
        ("untaxed", 0, "tax blocks"),
        ("balance", 0, "balance 0.00"),
    ],
)
def test_paper_that_does_not_add_up_is_refused(fact: str, value: int, says: str):
    with pytest.raises(Refusal) as refused:
        folio_pdf(replace(whole_stay(), **{fact: value}))
    assert says in refused.value.detail


def test_one_wrong_tax_row_is_refused():
    given = whole_stay()
    wrong = (replace(given.taxes[0], net=given.taxes[0].net + 1), *given.taxes[1:])
    with pytest.raises(Refusal):
        folio_pdf(replace(given, taxes=wrong))


def test_correction_stands_beneath_its_line_wherever_it_was_posted():
    lines = [line(1, "Minibar", 900), line(2, "Bar", 500), line(3, "Not taken", -900, kind="correction", names="p1")]
    said = text(folio_pdf(paper(lines)))
    assert said.index("Minibar") < said.index("Not taken") < said.index("Bar")


def test_room_move_prints_one_line_without_amount():
    moved = [each for each in text(folio_pdf(whole_stay())).splitlines() if "305 → 412" in each]
    assert moved == ["Fri 21 Nov Moved 305 → 412"]


def test_goodwill_stands_in_its_own_block_with_its_sentence():
    said = text(folio_pdf(whole_stay()))
    block = said[said.index("With our apologies") :]
    assert "We are sorry that the heating" in block
    assert "−38.70" in block
    assert "−38.70" not in said[: said.index("With our apologies")]


@pytest.mark.parametrize(
    ("paid", "words"), [(1_000, "Settled, nothing due"), (1_500, "Credit in your favour"), (400, "Balance due")]
)
def test_balance_says_due_credit_or_settled(paid: int, words: str):
    lines = [line(1, "Bar", 1_000), line(2, "Cash", -paid, kind="payment")]
    assert words in text(folio_pdf(paper(lines)))


def test_hold_stands_apart_and_in_no_sum():
    said = text(folio_pdf(whole_stay()))
    assert "Held on your card, not charged" in said
    assert "Visa •••• 4242 since Tue 18 Nov 2025, 15:12, until Fri 28 Nov at the latest" in said
    assert "Held" not in text(folio_pdf(whole_stay(holds=())))


def test_reprint_says_copy_on_every_page():
    copied = pages(folio_pdf(whole_stay(copy=2, copied_at=MADE_AT), "explained"))
    assert len(copied) == 2
    assert all("COPY 2 · Sun 23 Nov 2025, 09:41" in page for page in copied)
    assert "COPY" not in text(folio_pdf(whole_stay()))


def test_payee_and_guest_differ():
    said = text(folio_pdf(whole_stay(payee="Meridian Shipping SA", payee_tax_number="EL 094000000")))
    assert "Meridian Shipping SA" in said
    assert "Tax no. EL 094000000" in said
    assert "Guest Eleni Papadopoulou" in said


def test_the_address_turns_the_guests_name_and_no_payees():
    said = text(folio_pdf(whole_stay(guest="Bennett, Harriet", payee="Bennett, Harriet", name_from=("GBR", "en"))))
    assert said.count("Harriet Bennett") == 1
    assert "Invoice 2025-004711 · Bennett, Harriet" in said, "lists and heads keep the register's order"
    paid_by = text(folio_pdf(whole_stay(guest="Bennett, Harriet", payee="Mason, Webb", name_from=("GBR", "en"))))
    assert "Mason, Webb" in paid_by
    assert "Guest Bennett, Harriet" in paid_by
    register = text(folio_pdf(whole_stay(guest="Sato, Yuki", payee="Sato, Yuki", name_from=("JPN", "en"))))
    assert "Sato, Yuki" in register


@pytest.mark.parametrize("title", ["folio", "invoice", "credit_note", "information"])
def test_titles(title: str):
    said = {"folio": "Folio", "invoice": "Invoice", "credit_note": "Credit note", "information": "Information copy"}
    assert f"{said[title]} 2025-004711" in text(folio_pdf(whole_stay(title=title)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", STYLES)
def test_every_language_prints_in_every_style(language: str, style: str):
    pdf = folio_pdf(whole_stay(language=language), style)
    assert reader(pdf).trailer["/Root"]["/Lang"] == language  # type: ignore[index]
    assert "754" in text(pdf)
    assert "{" not in text(pdf)


def test_amounts_follow_the_language():
    assert "1.234,50" in text(folio_pdf(paper([line(1, "Saal", 123_450)], language="de")))
    assert "1,234.50" in text(folio_pdf(paper([line(1, "Hall", 123_450)])))


@pytest.mark.parametrize(("currency", "says"), [("JPY", "¥123,450"), ("KWD", "KWD\xa0123.450"), ("EUR", "€1,234.50")])
def test_amounts_follow_the_currency(currency: str, says: str):
    assert f"Balance due {says}" in text(folio_pdf(paper([line(1, "Hall", 123_450)], currency=currency)))


@pytest.mark.parametrize("count", [1, 2, 3, 40, 900, 5_000])
def test_any_number_of_lines(count: int):
    pdf = folio_pdf(many(count))
    said = pages(pdf)
    assert [f"Page {n} of {len(said)}" in page for n, page in enumerate(said, 1)] == [True] * len(said)
    assert len(re.findall(r"C-\d{5}", "\n".join(said))) == count
    carried = [re.search(r"Carried forward (\S+)", page) for page in said]
    brought = [re.search(r"Brought forward (\S+)", page) for page in said]
    for before, after in zip(carried, brought[1:], strict=False):
        assert (before and before[1]) == (after and after[1])
    for page in said:
        assert len(re.findall(r"C-\d{5}", page)) != 1 or count == 1, "an orphaned line"
        assert not re.search(r"C-\d{5}", page) or "Amount EUR" in page, "lines without heads"


def test_long_descriptions_wrap_and_lose_nothing():
    words = "Conference room Aegean with projector, screen and two flip charts"
    unbroken = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    said = text(folio_pdf(paper([line(1, words, 1_000), line(2, unbroken, 2_000)])))
    assert words in " ".join(said.split())
    assert unbroken in "".join(said.replace("305 20.00 ", "").replace("305 20.00", "").split())


def test_description_longer_than_a_page():
    words = " ".join(f"word{n}" for n in range(1_200))
    said = text(folio_pdf(paper([line(1, words, 1_000), line(2, "Bar", 500)])))
    assert all(f"word{n}" in said for n in range(1_200))


def test_eight_address_lines_and_long_names_fit_the_window():
    name = "Dr. Maximiliane Konstantinopoulou-Grünewald von der Hohenheide"
    assert len(name) >= 60
    address = tuple(f"Address line {n} of a company with many departments" for n in range(8))
    said = text(folio_pdf(whole_stay(payee=name, payee_address=address)))
    assert all(each in " ".join(said.split()) for each in (name, *address))


def test_unknown_character_is_printed_as_a_mark_and_named_in_the_log(caplog: pytest.LogCaptureFixture):
    said = text(folio_pdf(whole_stay(guest="Ada 😀", payee="Ada 😀")))
    assert "Ada ?" in said
    assert "GRINNING FACE" in caplog.text
    assert "2025-004711" in caplog.text


def test_a_name_no_font_draws_is_printed_in_latin_letters(caplog: pytest.LogCaptureFixture):
    said = text(folio_pdf(whole_stay(guest="सिंह, आरव", payee="सिंह, आरव", latin="Singh, Aarav")))
    assert "Aarav Singh" in said
    assert "?" not in said
    assert "DEVANAGARI LETTER SA" in caplog.text


def test_file_says_what_it_is():
    document = reader(folio_pdf(with_house(whole_stay(), logo=logo())))
    facts = document.metadata
    assert facts is not None
    assert (facts.title, facts.author) == ("Invoice 2025-004711", "Hotel Seeblick")
    assert facts.subject == "Eleni Papadopoulou, Tue 18 Nov 2025 – Sun 23 Nov 2025"
    assert facts.creation_date == MADE_AT
    assert facts.modification_date == MADE_AT
    things = document.pages[0]["/Resources"]["/XObject"].values()  # type: ignore[index]
    assert sorted(thing.get_object()["/Subtype"] for thing in things) == ["/Form", "/Image"]


def test_batch_has_bookmarks_labels_and_counts_within_each_folio():
    papers = [whole_stay(number=f"2025-{n}", guest=f"Guest {n}") for n in range(3)]
    pdf = one_file(papers)
    document = reader(pdf)
    assert [mark.title for mark in document.outline] == [f"412, Guest {n}" for n in range(3)]  # type: ignore[union-attr]
    assert document.page_labels[:3] == ["2025-0/1-1", "2025-0/1-2", "2025-1/1-1"]
    assert [re.search(r"Page \d of \d", page)[0] for page in pages(pdf)] == ["Page 1 of 2", "Page 2 of 2"] * 3  # type: ignore[index]


def test_one_bad_folio_is_listed_and_stops_no_other():
    papers = [whole_stay(number="A"), replace(whole_stay(number="B"), total=1), whole_stay(number="C")]
    *printed, listed = pages(one_file(papers))
    assert "Not printed: 1" in listed
    assert "412 · Eleni Papadopoulou · B/1" in listed
    assert "Invoice B" not in "".join(printed)
    assert "Invoice C" in "".join(printed)


def test_batch_without_folios_is_refused():
    with pytest.raises(Refusal):
        one_file([])


def test_batch_prints_the_same_lines_as_each_alone():
    papers = [whole_stay(number="A"), many(40)]
    assert pages(one_file(papers)) == [page for each in papers for page in pages(folio_pdf(each))]


def test_tax_letters_tie_lines_to_the_table():
    said = text(folio_pdf(paper([line(1, "Bar", 1_190, tax=VAT19, on=ARRIVAL), line(2, "City tax", 500)])))
    assert re.search(r"11\.90\s+A\b", said)
    assert re.search(r"A\s+VAT standard\s+19%\s+10\.00\s+1\.90\s+11\.90", said)


@pytest.mark.parametrize("tool", [("qpdf", "--check"), ("pdftotext",), ("pdftoppm", "-r", "40", "-gray")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_other_readers_find_no_fault(tmp_path: Path, language: str, tool: tuple[str, ...]):
    if not shutil.which(tool[0]):
        pytest.skip(f"{tool[0]} is not installed")
    file = tmp_path / "folio.pdf"
    whole = with_house(whole_stay(language=language, guest="Ελένη 山田 محمد"), logo=logo())
    file.write_bytes(one_file([whole, many(60), paper([], language=language)]))
    out = () if tool[0] == "qpdf" else (tmp_path / "out",)
    checked = subprocess.run([*tool, file, *out], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert not checked.stderr


def test_an_invoice_tells_its_day_and_a_credit_note_what_it_corrects():
    issued = MADE_AT.date()
    assert "Issued Sun 23 Nov 2025" in text(folio_pdf(whole_stay(issued=issued)))
    assert "As of Sat 22 Nov 2025" in text(folio_pdf(whole_stay(as_of=issued - timedelta(1))))
    lines = [line(1, "Room", -10_000, tax=VAT7)]
    facts = {"title": "credit_note", "number": "C-7", "corrects": "F-2025-000042", "issued": issued, "includes": ()}
    note = text(folio_pdf(paper(lines, **facts)))
    assert "Corrects F-2025-000042" in note
    assert "Moved" not in note


def test_the_name_of_a_day_returns_on_the_page_it_goes_on_to():
    for page in pages(folio_pdf(many(200), "by_day"))[1:-1]:
        brought = page.splitlines()[3]
        assert re.search(r"Nov 2025$|^Brought", brought), page
        assert any(re.fullmatch(r"\w{3} \d\d Nov 2025", each) for each in page.splitlines()[:5])


def test_a_window_without_charges_says_so():
    said = text(folio_pdf(paper([], includes=(), payee="Nordwerk GmbH")))
    assert "No charges yet" in said
    assert "Moved" not in said


def test_the_bridge_stands_below_what_little_is_on_the_last_page():
    *_, last = pages(folio_pdf(whole_stay(), "bill_bridge"))
    assert last.index("Held on your card") < last.index("From your booking to your bill")
    short = [line(1, "Room", 25_470)]
    _, second = pages(folio_pdf(paper(short, bridge=stay_bridge("en")), "bill_bridge"))
    assert "From your booking" in second, "never on the first page"
