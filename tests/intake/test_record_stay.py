"""A stay taken over in one piece: sums worked out by hand with Portuguese rates of 2015."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from frontdesk.commands.house import RoomSpec, RoomTypeSpec, SetUpHouse
from frontdesk.commands.stay import GuestSpec, RecordExtra, RecordMove, RecordStay
from frontdesk.desk import Desk
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.room_move import MoveReason
from frontdesk.domain.stay import StayStatus
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.folio import SeeFolio
from frontdesk.queries.journal import ReadJournal
from frontdesk.queries.stay import SeeStay

TODAY = date(2015, 7, 10)
NOON = datetime(2015, 7, 10, 12, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.open(tmp_path / "house.db", durable=False) as opened:
        types = tuple(
            RoomTypeSpec(code=code, name=f"Type {code}", rank=rank, sleeps=4, price=10_000)
            for rank, code in enumerate("AD", start=1)
        )
        rooms = (RoomSpec(number="101", type="A", floor=1), RoomSpec(number="102", type="D", floor=1))
        opened.do(
            SetUpHouse(
                id=new_id(),
                actor="",
                workstation="import",
                made_at=NOON,
                name="Resort",
                currency="EUR",
                jurisdiction="PT",
                business_date=TODAY,
                room_types=types,
                rooms=rooms,
            )
        )
        yield opened


def stay(**changes: object) -> RecordStay:
    """Two nights of 100.00 in room 101, a meal of 24.00 and two soft drinks of 2.50, paid by card."""
    pattern = RecordStay(
        id=new_id(),
        actor="",
        workstation="import",
        made_at=NOON,
        source="bookings 12ab",
        line=17,
        stay=new_id(),
        guest_id=new_id(),
        guest=GuestSpec(name="Ferreira, Rita", country="PRT", language="pt"),
        confirmation="12AB-000016",
        arrival=date(2015, 7, 3),
        departure=date(2015, 7, 5),
        booked_on=date(2015, 6, 1),
        adults=2,
        type_booked="A",
        type_given="A",
        room="101",
        prices=(10_000, 10_000),
        status=StayStatus.CHECKED_OUT,
        extras=(
            RecordExtra(code="2010", service_date=date(2015, 7, 3), quantity=1000, unit_price=2_400, reference="c 1"),
            RecordExtra(code="2020", service_date=date(2015, 7, 4), quantity=2000, unit_price=250),
        ),
        pay=PaymentMethod.CARD,
    )
    return replace(pattern, **changes)


def test_past_stay_is_posted_on_its_own_dates_with_its_taxes_and_paid(desk: Desk):
    command = stay()
    desk.do(command)
    (window,) = desk.ask(SeeFolio(command.stay)).windows
    told = [
        (line.business_date.day, line.text, line.amount, line.net, [(tax.rate, tax.amount) for tax in line.taxes])
        for line in window.lines
    ]
    # 100.00 at 6 %: 94.34 + 5.66; 24.00 and 5.00 at 23 %: 19.51 + 4.49, 4.07 + 0.93. Meals had 23 % until June 2016.
    assert sorted(told) == [
        (3, "Restaurant, food", 2_400, 1_951, [(230_000, 449)]),
        (3, "Room, Type A", 10_000, 9_434, [(60_000, 566)]),
        (4, "Restaurant, drinks", 500, 407, [(230_000, 93)]),
        (4, "Room, Type A", 10_000, 9_434, [(60_000, 566)]),
        (5, "Payment, card", -22_900, -22_900, []),
    ]
    assert window.balance == 0
    assert {line.room for line in window.lines if line.kind == "charge"} == {"101"}


def test_unpaid_stay_still_owes_everything(desk: Desk):
    command = stay(pay=None)
    desk.do(command)
    assert desk.ask(SeeFolio(command.stay)).balance == 22_900


def test_of_a_stay_in_house_only_the_nights_before_today_are_posted(desk: Desk):
    command = stay(
        arrival=date(2015, 7, 8),
        departure=date(2015, 7, 12),
        prices=(9_000,) * 4,
        status=StayStatus.IN_HOUSE,
        extras=(),
    )
    desk.do(command)
    view = desk.ask(SeeStay(command.stay))
    assert [(night.night.day, night.posted, night.room) for night in view.nights] == [
        (8, True, "101"),
        (9, True, "101"),
        (10, False, "101"),
        (11, False, "101"),
    ]
    assert view.balance == 18_000


@pytest.mark.parametrize("status", [StayStatus.CANCELLED, StayStatus.NO_SHOW, StayStatus.DUE_IN])
def test_who_did_not_come_has_no_postings(desk: Desk, status: StayStatus):
    command = stay(room="", status=status, arrival=date(2015, 7, 20), departure=date(2015, 7, 22))
    desk.do(command)
    view = desk.ask(SeeStay(command.stay))
    assert (view.status, view.balance, view.rooms) == (status.value, 0, ())
    assert desk.ask(SeeFolio(command.stay)).windows[0].lines == ()


def test_day_use_and_free_nights_cost_nothing(desk: Desk):
    day = stay(departure=date(2015, 7, 3), prices=(5_000,), room="", extras=())
    free = stay(prices=(0, 0), confirmation="12AB-000017", extras=())
    desk.do_all([day, free])
    assert desk.ask(SeeFolio(day.stay)).windows[0].lines == ()
    assert desk.ask(SeeFolio(free.stay)).windows[0].lines == ()


def test_a_move_inside_the_stay_is_kept_with_its_reason(desk: Desk):
    move = RecordMove(night=date(2015, 7, 4), room="102", reason=MoveReason.BED)
    command = stay(type_given="D", moves=(move,))
    desk.do(command)
    view = desk.ask(SeeStay(command.stay))
    assert [(span.room, span.from_date.day, bool(span.reason)) for span in view.rooms] == [
        ("101", 3, False),
        ("102", 4, True),
    ]
    lines = desk.ask(SeeFolio(command.stay)).windows[0].lines
    assert [line.room for line in lines if line.code == "1000"] == ["101", "102"]


def test_the_journal_names_file_and_line(desk: Desk):
    command = stay()
    desk.do(command)
    assert [row.sentence for row in desk.ask(ReadJournal(command.stay))] == [
        "Took the stay over from bookings 12ab, line 17."
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"prices": (10_000,)}, "There are 2 nights and 1 prices."),
        ({"adults": 0}, "A stay has at least one adult."),
        ({"departure": date(2015, 7, 12), "prices": (1,) * 9}, "The state of the stay does not fit its dates."),
        ({"arrival": date(2015, 7, 12), "departure": date(2015, 7, 14)}, "The state of the stay does not fit"),
        ({"departure": date(2015, 7, 1)}, "The departure is before the arrival."),
        ({"guest": GuestSpec(name=" ")}, "A guest needs a name."),
        ({"room": "999"}, "The database refused"),
        ({"type_booked": "Z"}, "The database refused"),
    ],
)
def test_what_does_not_fit_is_refused_whole(desk: Desk, changes: dict[str, object], said: str):
    command = stay(**changes)
    with pytest.raises(Refusal) as refused:
        desk.do(command)
    assert said in str(refused.value)
    with pytest.raises(Refusal, match="no such stay"):
        desk.ask(SeeStay(command.stay))


def test_a_room_night_is_never_given_twice(desk: Desk):
    desk.do(stay())
    with pytest.raises(Refusal, match="just taken that room"):
        desk.do(stay(confirmation="12AB-000017", arrival=date(2015, 7, 4), departure=date(2015, 7, 6), extras=()))
