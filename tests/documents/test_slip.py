"""The slips: what stands on them, and what must not."""

import pytest

from frontdesk.documents.fonts import _in_drawing_order
from frontdesk.documents.slip import _beside, credit_slip_pdf, move_slip_pdf
from frontdesk.errors import Refusal
from tests.documents.reading import pages
from tests.documents.slips import MADE_AT, credit_slip, move_slip

LANGUAGES = ("en", "de", "fr", "es", "el", "ja", "ar")


def test_credit_slip_has_two_copies_with_everything():
    guest, house = pages(credit_slip_pdf(credit_slip()))
    assert "Guest’s copy" in guest
    assert "House’s copy" in house
    for said in (guest, house):
        for fact in (
            "GWC-2025-00031",
            "C-2025-0107",
            "We are sorry",
            "30% of the lines below",
            "−38.70",
            "−36.17",
            "−2.53",
            "€254.70",
            "M. K., reception",
            "S. T., duty manager",
            "Guest’s signature",
        ):
            assert fact in said


def test_guest_not_present_is_said():
    assert "Guest not present" in pages(credit_slip_pdf(credit_slip(guest_present=False)))[0]


def test_credit_slip_that_does_not_add_up_is_refused():
    with pytest.raises(Refusal, match="its sums differ"):
        credit_slip_pdf(credit_slip(tax=-254))


def test_guests_copy_of_a_move_has_no_names_and_no_departments():
    guest, house = pages(move_slip_pdf(move_slip()))
    for hidden in ("S. Tanner", "J. Moreau", "Housekeeping", "Extra bed", "WO-551"):
        assert hidden not in guest
        assert hidden in house
    for fact in (
        "Moved 305 → 412",
        "Double deluxe",
        "The heating did not work.",
        "Returned: 2 · issued: 2 · missing: 0",
    ):
        assert fact in guest


def test_reprint_says_copy():
    assert all("COPY 1" in page for page in pages(move_slip_pdf(move_slip(copy=1, copied_at=MADE_AT))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language(language: str):
    for pdf in (credit_slip_pdf(credit_slip(language=language)), move_slip_pdf(move_slip(language=language))):
        assert "{" not in "".join(pages(pdf))


def test_what_stands_side_by_side_runs_as_the_paper_is_written():
    said = _in_drawing_order(_beside(["Housekeeping", "21 نوفمبر 2025، 10:05", "Extra bed"], "ar"))
    assert said.startswith("Extra bed · 10:05")
    assert said.endswith("21 · Housekeeping")
    assert _beside(["Housekeeping", "10:05"], "en") == "Housekeeping · 10:05"
