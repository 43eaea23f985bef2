"""The house's own list of reasons: added, said otherwise, retired, never removed."""

import pytest

from frontdesk import commands as do
from frontdesk.domain.room_move import REASON_WORDS, MoveReason, RateDecision
from frontdesk.errors import Refusal
from frontdesk.queries.move_reason import MoveReasons, ReasonRow
from frontdesk.queries.room_move import MovesOf, PreviewMove, WhichRooms
from frontdesk.queries.slip import ReadSlip
from frontdesk.queries.stay import SeeStay
from frontdesk.store import tables
from tests.hotel import Hotel
from tests.services.moves import move, plan


def listed(hotel: Hotel, code: str) -> ReasonRow:
    return next(row for row in hotel.desk.ask(MoveReasons(retired=True)) if row.code == code)


def test_the_shipped_list_stands_in_its_order(hotel: Hotel) -> None:
    assert [row.code for row in hotel.desk.ask(MoveReasons())] == [str(code) for code in REASON_WORDS]


def test_an_added_reason_behaves_like_its_class(hotel: Hotel) -> None:
    hotel.do(do.SetMoveReason, hotel.kostas, code="mech-tv", words="Television")
    assert listed(hotel, "MECH-TV") == ReasonRow(
        code="MECH-TV",
        words="Television",
        kind="Thing",
        nature="Defect: the house's fault; the price never rises",
        retired=False,
        used=0,
        own=True,
    )
    codes = [row.code for row in hotel.desk.ask(MoveReasons())]
    assert codes.index("MECH-TV") == codes.index("MECH-NET") + 1
    stay = hotel.arrive("305", 2)
    shown = hotel.desk.ask(PreviewMove(stay, "307", "MECH-TV"))
    assert {option.decision for option in shown.decisions if option.allowed} == {RateDecision.UPGRADE_KEEP}
    move(hotel, stay, "106", "MECH-TV")
    assert hotel.rows(tables.guest_case)[0].kind == "complaint"
    assert hotel.rows(tables.guest_case)[0].nature == "Television"
    assert hotel.desk.ask(SeeStay(stay)).rooms[-1].reason == "Television"
    moved = hotel.desk.ask(MovesOf(stay))[0]
    assert moved.reason == "Television"
    assert "Television" in hotel.desk.ask(ReadSlip(moved.number, "de")).reason
    why = {room.room: room.why for room in hotel.desk.ask(WhichRooms(stay, "MECH-TV")).excluded}
    assert why["305"] == "this guest left it because of a defect"


def test_a_used_reason_is_retired_and_history_keeps_its_words(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 2)
    move(hotel, stay, "106", MoveReason.NETWORK)
    hotel.do(do.SetMoveReason, hotel.kostas, code="MECH-NET", retired=True)
    assert (listed(hotel, "MECH-NET").retired, listed(hotel, "MECH-NET").used) == (True, 1)
    assert "MECH-NET" not in {row.code for row in hotel.desk.ask(MoveReasons())}
    with pytest.raises(Refusal, match="MECH-NET is not used any more"):
        plan(hotel, stay, "204", MoveReason.NETWORK)
    assert hotel.desk.ask(MovesOf(stay))[0].reason == "Internet"
    hotel.do(do.SetMoveReason, hotel.kostas, code="MECH-NET", words="Wi-Fi")
    assert (listed(hotel, "MECH-NET").words, hotel.desk.ask(MovesOf(stay))[0].reason) == ("Wi-Fi", "Wi-Fi")
    plan(hotel, stay, "204", MoveReason.NETWORK)


def test_a_reason_of_the_house_keeps_its_words_when_it_is_retired(hotel: Hotel) -> None:
    hotel.do(do.SetMoveReason, hotel.kostas, code="MECH-TV", words="Television")
    hotel.do(do.SetMoveReason, hotel.kostas, code="MECH-TV", retired=True)
    assert (listed(hotel, "MECH-TV").words, listed(hotel, "MECH-TV").retired) == ("Television", True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"code": "TV", "words": "Television"}, "TV is no code of a reason"),
        ({"code": "MECH-TELEV", "words": "Television"}, "at most 8 characters"),
        ({"code": "BAR-TV", "words": "Television"}, "It begins with MECH-, CLN-"),
        ({"code": "", "words": "Television"}, "An empty text is no code"),
        ({"code": "MECH-TV"}, "A reason needs words"),
        ({"code": "SAFETY", "retired": True}, "SAFETY is always needed"),
    ],
)
def test_what_is_no_reason_is_refused(small_hotel: Hotel, fields: dict[str, object], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        small_hotel.do(do.SetMoveReason, small_hotel.kostas, **fields)
    assert small_hotel.rows(tables.move_reason) == []


def test_an_associate_does_not_change_the_list_and_an_unknown_code_moves_nobody(small_hotel: Hotel) -> None:
    with pytest.raises(Refusal, match="duty manager"):
        small_hotel.do(do.SetMoveReason, code="MECH-TV", words="Television")
    stay = small_hotel.arrive("305", 2)
    with pytest.raises(Refusal, match="There is no reason MECH-TV for a move"):
        plan(small_hotel, stay, "106", "MECH-TV")
