"""The report of moves: why, from where, how fast, for how much, and what was let pass (room-moves 13)."""

from datetime import timedelta

import pytest

from frontdesk import commands as do
from frontdesk.commands.room_move import OpenStep, Tick
from frontdesk.domain.case import CaseKind
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.move_report import MoveReport, ReportMoves
from frontdesk.queries.task import SeeTasks
from frontdesk.store import tables
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.services.moves import move, plan, start

SIGN = {"pin": KOSTAS_PIN}


def report(hotel: Hotel, **span: object) -> MoveReport:
    return hotel.desk.ask(ReportMoves(**span))


def spent(hotel: Hotel, stay: str) -> int:
    return sum(line.amount for window in hotel.folio(stay).windows for line in window.lines)


def test_what_was_taken_and_given_is_what_the_postings_differ_by(hotel: Hotel) -> None:
    sign = {"approver": hotel.kostas, **SIGN}
    up, down, gift = (hotel.arrive(room, 3, name=f"In, {room}") for room in ("305", "306", "404"))
    twin = hotel.arrive("405", 3, name="Twin, Tia")
    hotel.close_day()
    move(hotel, up, "307", MoveReason.UPSELL, decision=RateDecision.UPSELL_NEW)
    move(hotel, down, "101", MoveReason.DOWNGRADE, **sign)
    move(hotel, gift, "207", MoveReason.AIR, decision=RateDecision.UPGRADE_KEEP, **sign)
    hotel.close_day(DAY + timedelta(1))
    found = report(hotel)
    assert (found.taken, found.given) == (
        spent(hotel, up) - spent(hotel, twin),
        spent(hotel, twin) - spent(hotel, down),
    )
    assert found.house_value == 2 * 10000
    assert spent(hotel, gift) == spent(hotel, twin)
    agreed = {row.from_room: (row.agreed, row.posted, row.house_value) for row in found.money}
    assert agreed["305"] == (20000, 10000, 0)  # one of two nights is posted
    hotel.close_day(DAY + timedelta(2))
    found = report(hotel)
    assert all(row.agreed == row.posted for row in found.money)
    assert (found.taken, found.given) == (
        spent(hotel, up) - spent(hotel, twin),
        spent(hotel, twin) - spent(hotel, down),
    )


def test_a_charge_of_tonight_that_is_made_again_counts_once(hotel: Hotel) -> None:
    up, twin = hotel.arrive("305", 2), hotel.arrive("405", 2, name="Twin, Tia")
    hotel.close_day()
    move(hotel, up, "307", MoveReason.UPSELL, decision=RateDecision.UPSELL_NEW)
    hotel.do(do.ChangeParty, stay=twin, adults=2)
    hotel.close_day(DAY + timedelta(1))
    assert report(hotel).taken == spent(hotel, up) - spent(hotel, twin)


def test_moves_are_counted_by_what_was_left_and_defects_are_timed(hotel: Hotel) -> None:
    first, second = (hotel.arrive(room, 3, name=f"In, {room}") for room in ("305", "306"))
    hotel.do(do.OpenCase, case=new_id(), stay=first, kind=CaseKind.COMPLAINT, words="No air since noon")
    move(hotel, first, "106", MoveReason.AIR)
    move(hotel, second, "305", MoveReason.ASKED)
    move(hotel, second, "405", MoveReason.WATER)
    found = report(hotel)
    assert (found.moves, found.money) == (3, ())  # none of them changed a price
    counts = [(row.by, row.key, row.moves) for row in found.counts]
    assert counts == [
        ("reason", "Air conditioning", 1),
        ("reason", "Guest's wish, no defect", 1),
        ("reason", "Water or bathroom", 1),
        ("room", "305", 2),
        ("room", "306", 1),
        ("floor", "3", 3),
        ("type", "Deluxe", 3),
    ]
    assert [(row.from_room, row.to_room, row.reason) for row in found.defects] == [
        ("305", "106", "Air conditioning"),
        ("305", "405", "Water or bathroom"),
    ]
    began = hotel.rows(tables.guest_case)[0].opened_at
    done = max(row.at for row in hotel.rows(tables.move_state) if row.state == "done")
    assert all(0 <= row.minutes <= (done - began).total_seconds() / 60 + 1 for row in found.defects)
    assert [(row.room, row.times, row.reasons) for row in found.left_twice] == [
        ("305", 2, "Air conditioning, Water or bathroom")
    ]


def test_what_was_let_pass_who_was_absent_and_what_ended_otherwise(hotel: Hotel) -> None:
    stay, other = hotel.arrive("305", 3), hotel.arrive("306", 3, name="Other, Ola")
    ticks = (Tick(step=8, words="absent: Ben, Cleo"),)
    steps = (OpenStep(step=11, why="Minibar locked"),)
    move(hotel, stay, "106", ticks=ticks, open_steps=steps, approver=hotel.kostas, **SIGN)
    given_up = plan(hotel, other, "204")
    hotel.do(do.CancelMove, move=given_up, words="Guest stays after all")
    failed = plan(hotel, other, "204")
    start(hotel, failed)
    hotel.do(do.FailMove, move=failed, words="Lift broke", back_in_old_room=True, keys_changed_back=True)
    found = report(hotel)
    assert [(row.step, row.words, row.why, row.by) for row in found.passed] == [
        (8, "The guest was absent", "absent: Ben, Cleo", ""),
        (11, "Minibar counted, open checks and laundry handed on", "Minibar locked", "Kostas"),
    ]
    assert [(row.state, row.words, row.by, row.from_room, row.to_room) for row in found.ended] == [
        ("cancelled", "Guest stays after all", "Ana", "306", "204"),
        ("failed", "Lift broke", "Ana", "306", "204"),
    ]


def test_what_is_ahead_who_is_locked_and_which_calls_were_made(hotel: Hotel) -> None:
    soon, far, locked = (hotel.arrive(room, 12, name=f"In, {room}") for room in ("305", "306", "404"))
    plan(hotel, soon, "106", from_night=DAY + timedelta(7))
    plan(hotel, far, "204", from_night=DAY + timedelta(8))
    hotel.do(do.SetDoNotMove, stay=locked, reason="Medical bed", until=DAY + timedelta(2))
    moved = hotel.arrive("405", 3, name="Moved, Mo")
    move(hotel, moved, "406")
    call = next(task for task in hotel.desk.ask(SeeTasks(stay=moved)) if task.words == "Call the new room")
    assert report(hotel).calls[0].made is None
    hotel.do(do.FinishTask, task=call.task, words="Sleeps well")
    found = report(hotel)
    assert [row.from_room for row in found.scheduled] == ["305"]
    assert [(row.room, row.reason, row.by, row.until) for row in found.locked] == [
        ("404", "Medical bed", "Ana", DAY + timedelta(2))
    ]
    assert [(row.room, row.by, row.words, row.made is not None) for row in found.calls] == [
        ("406", "Ana", "Sleeps well", True)
    ]


def test_the_days_asked_for_are_the_days_shown(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 3)
    move(hotel, stay, "106")
    hotel.close_day()
    assert report(hotel, last=DAY).moves == 1
    assert report(hotel, first=DAY + timedelta(1)).moves == 0
    with pytest.raises(Refusal, match="would end before it begins"):
        report(hotel, first=DAY + timedelta(1), last=DAY)
