"""What a guest said, and what was said back."""

import pytest

from frontdesk import commands as do
from frontdesk.domain.case import CaseKind
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.stay import SeeStay
from frontdesk.store import tables
from tests.hotel import Hotel


def open_case(hotel: Hotel, stay: str, **fields: object) -> str:
    case = new_id()
    given = {"case": case, "kind": CaseKind.COMPLAINT, "words": "“It is cold”, she said", **fields}
    hotel.do(do.OpenCase, stay=stay, **given)
    return case


def test_a_case_begins_with_the_guests_words(hotel: Hotel) -> None:
    stay = hotel.arrive("305")
    open_case(hotel, stay)
    open_case(hotel, stay, words="寒いです", severity=4)
    cases = hotel.desk.ask(SeeStay(stay)).cases
    assert {(case.number, case.words) for case in cases} == {
        ("GS-2025-000001", "“It is cold”, she said"),
        ("GS-2025-000002", "寒いです"),
    }
    assert [row.room for row in hotel.rows(tables.guest_case)] == ["305", "305"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": " "}, "what the guest said"),
        ({"severity": 5}, "Severity is 1 to 4"),
        ({"severity": -1}, "Severity is 1 to 4"),
        ({"posting": "nowhere"}, "not on this stay's bill"),
    ],
)
def test_a_case_that_says_nothing_right_is_refused(small_hotel: Hotel, fields: dict, said: str) -> None:
    stay = small_hotel.arrive()
    with pytest.raises(Refusal, match=said):
        open_case(small_hotel, stay, **fields)
    assert small_hotel.rows(tables.guest_case) == []


def test_a_line_in_question_is_marked_on_the_folio(hotel: Hotel) -> None:
    stay, other = hotel.arrive("305"), hotel.arrive("306")
    line = hotel.charge(stay)
    open_case(hotel, stay, kind=CaseKind.BILL_QUESTION, posting=line)
    assert hotel.lines(stay)[0].state == "question"
    with pytest.raises(Refusal, match="not on this stay's bill"):
        open_case(hotel, other, posting=line)


def test_words_for_the_guest_and_for_staff_stand_apart(hotel: Hotel) -> None:
    case = open_case(hotel, hotel.arrive())
    hotel.do(do.AddNote, case=case, to_guest="A heater comes at six", promise="18:00")
    hotel.do(do.AddNote, case=case, staff_only="The third time in 305")
    assert [(row.text, row.promise) for row in hotel.rows(tables.case_said)] == [("A heater comes at six", "18:00")]
    assert [row.text for row in hotel.rows(tables.case_staff_note)] == ["The third time in 305"]


@pytest.mark.parametrize("words", [{}, {"to_guest": " "}, {"to_guest": "a", "staff_only": "b"}])
def test_a_note_is_for_one_of_them(small_hotel: Hotel, words: dict[str, str]) -> None:
    case = open_case(small_hotel, small_hotel.arrive())
    with pytest.raises(Refusal, match="either for the guest or for staff only"):
        small_hotel.do(do.AddNote, case=case, **words)


def test_a_case_that_is_not_there_takes_no_note(small_hotel: Hotel) -> None:
    with pytest.raises(Refusal, match="There is no such case"):
        small_hotel.do(do.AddNote, case=new_id(), to_guest="x")
