"""One door, one transaction: each command once, whole or not at all, and in the journal."""

import dataclasses
import hashlib
import json
from pathlib import Path

import pytest

from frontdesk import commands as do
from frontdesk.commands.codec import payload_of
from frontdesk.desk import Desk
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.journal import ReadJournal
from frontdesk.store import tables
from tests.hotel import ANA_PIN, KOSTAS_PIN, MARIA_PIN, Hotel, found_hotel


def every_row(hotel: Hotel) -> dict[str, list[object]]:
    return {table.name: sorted(map(tuple, hotel.rows(table)), key=repr) for table in tables.metadata.sorted_tables}


def a_charge(hotel: Hotel, stay: str, **fields: object) -> do.Command:
    return hotel.command(do.PostCharge, stay=stay, code="3000", **{"unit_price": 600, **fields})


def test_the_same_command_twice_is_done_once(hotel: Hotel) -> None:
    command = a_charge(hotel, hotel.arrive())
    first, before = hotel.desk.do(command), every_row(hotel)
    second = hotel.desk.do(command)
    assert (first.again, second.again, second.seq, second.facts) == (False, True, first.seq, dict(first.facts))
    assert every_row(hotel) == before


def test_an_id_used_for_something_else_is_refused(hotel: Hotel) -> None:
    stay = hotel.arrive()
    command = a_charge(hotel, stay)
    hotel.desk.do(command)
    before = every_row(hotel)
    other_amount = dataclasses.replace(command, unit_price=601)
    other_kind = hotel.command(do.CheckOut, stay=stay)
    for other in (other_amount, dataclasses.replace(other_kind, id=command.id)):
        with pytest.raises(Refusal, match="This id was used before for another command"):
            hotel.desk.do(other)
    assert every_row(hotel) == before


def test_a_refused_command_leaves_no_trace_and_may_be_tried_again(hotel: Hotel) -> None:
    stay = hotel.arrive()
    out = hotel.command(do.CheckOut, stay=stay)
    hotel.charge(stay)
    before = every_row(hotel)
    with pytest.raises(Refusal):
        hotel.desk.do(out)
    assert every_row(hotel) == before
    hotel.pay(stay, 1200)
    assert hotel.desk.do(out).again is False


def test_several_at_once_are_all_done_or_none(hotel: Hotel) -> None:
    stay = hotel.arrive()
    before = every_row(hotel)
    with pytest.raises(Refusal, match="There is no room 999"):
        hotel.desk.do_all([a_charge(hotel, stay), hotel.command(do.MoveRoom, stay=stay, **_move_to("999"))])
    assert every_row(hotel) == before
    assert len(hotel.desk.do_all(a_charge(hotel, stay) for _ in range(3))) == 3
    assert hotel.folio(stay).balance == 1800


def test_the_same_command_twice_at_once_is_done_once(hotel: Hotel) -> None:
    stay = hotel.arrive()
    charge, other = a_charge(hotel, stay), a_charge(hotel, stay)
    assert [done.again for done in hotel.desk.do_all([charge, other, charge])] == [False, False, True]
    assert [done.again for done in hotel.desk.do_all([other, a_charge(hotel, stay), charge])] == [True, False, True]
    assert (len(hotel.lines(stay)), hotel.faults()) == (3, ())


def _move_to(room: str) -> dict[str, object]:
    from frontdesk.domain.room_move import MoveReason, RateDecision
    from tests.hotel import DAY

    given = {"from_night": DAY, "reason": MoveReason.ASKED, "words": "x", "decision": RateDecision.SAME}
    return {"to_room": room, "difference": 0, **given}


def test_a_wrong_pin_among_several_is_counted_and_nothing_else_is_done(hotel: Hotel) -> None:
    stay = hotel.arrive()
    with pytest.raises(Refusal, match="not the PIN of Ana"):
        hotel.desk.do_all([a_charge(hotel, stay), hotel.command(do.SignIn, pin="000001")])
    assert hotel.lines(stay) == ()
    assert next(row.failed for row in hotel.rows(tables.staff) if row.name == "Ana") == 1


def test_a_wrong_pin_is_kept_and_said_the_same_way_again(hotel: Hotel) -> None:
    command = hotel.command(do.SignIn, pin="000001")
    said = []
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            hotel.desk.do(command)
        said.append(str(refused.value))
    assert said[0] == said[1]
    row = hotel.rows(tables.journal)[-1]
    assert (row.outcome, row.facts["wrong_pin"], row.id) == ("refused", 1, command.id)
    assert next(row.failed for row in hotel.rows(tables.staff) if row.name == "Ana") == 1
    assert hotel.desk.ask(ReadJournal(limit=1))[0].sentence.startswith("Refused: That is not the PIN of Ana.")
    assert hotel.faults() == ()


def test_each_command_has_its_row_with_the_values_it_was_sent_with(hotel: Hotel) -> None:
    command = a_charge(hotel, hotel.arrive(), text="Tea “für zwei” 茶", items=("1 × Tea",))
    done = hotel.desk.do(command)
    rows = hotel.rows(tables.journal)
    assert [row.seq for row in rows] == list(range(1, done.seq + 1))
    row = rows[-1]
    assert (row.id, row.kind, row.actor, row.workstation) == (command.id, "PostCharge", hotel.ana, "desk-1")
    assert (row.made_at, row.payload, row.outcome) == (command.made_at, payload_of(command), "applied")
    assert json.loads(row.payload)["text"] == "Tea “für zwei” 茶"
    assert hashlib.sha256(row.payload.encode()).hexdigest() == row.payload_sha


def test_what_changed_is_kept_as_it_was_and_as_it_is(small_hotel: Hotel) -> None:
    small_hotel.arrive()
    row = small_hotel.rows(tables.journal)[-1]
    assert row.before_after[0]["before"] == {"status": "due_in"}
    assert row.before_after[0]["after"] == {"status": "in_house"}


def test_no_pin_stands_anywhere_in_the_file(tmp_path: Path) -> None:
    """A PIN of twelve digits, so that no hash holds it by chance."""
    path, pin = tmp_path / "hotel.db", "918273645546"
    with Desk.open(path) as desk:
        hotel = found_hotel(desk)
        sofia = hotel.enrol("Sofia", "supervisor", pin)
        hotel.do(do.SignIn, sofia, pin=pin)
        stay = hotel.arrive()
        hotel.give(stay, hotel.charge(stay), percent=200_000, approver=sofia, pin=pin)
        with pytest.raises(Refusal):
            hotel.do(do.SignIn, sofia, pin="554637281908")
        kept = b"".join(found.read_bytes() for found in tmp_path.iterdir())
        assert all(secret.encode() not in kept for secret in (pin, "554637281908"))
        assert b"$argon2id$" in kept


def test_who_does_not_work_here_does_nothing(hotel: Hotel) -> None:
    stay = hotel.arrive()
    before = every_row(hotel)
    for actor in ("", new_id(), "Ana"):
        with pytest.raises(Refusal, match="Nobody with that sign-in works here"):
            hotel.do(do.PostCharge, actor, stay=stay, code="3000", unit_price=600)
    assert every_row(hotel) == before


def test_a_house_is_founded_once(hotel: Hotel) -> None:
    with pytest.raises(Refusal, match="There is a house in this database already"):
        found_hotel(hotel.desk)


def test_before_there_is_a_house_nothing_is_done(sqlite_address: str) -> None:
    with Desk.open(sqlite_address) as desk, pytest.raises(Refusal, match="There is no house in this database yet"):
        Hotel(desk, "", "", "").do(do.CloseDay, "", business_date="2025-11-19")


@pytest.mark.parametrize("pin", [ANA_PIN, KOSTAS_PIN, MARIA_PIN])
def test_what_a_command_shows_of_itself_has_no_pin(small_hotel: Hotel, pin: str) -> None:
    assert pin not in repr(small_hotel.command(do.SignIn, pin=pin))
