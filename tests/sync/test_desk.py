"""A desk of a shared house, while all is well and while the line is gone."""

import time

import pytest

from frontdesk import commands as do
from frontdesk.commands.work_item import Choice
from frontdesk.domain.room import Housekeeping
from frontdesk.errors import Refusal, Unavailable
from frontdesk.identity import new_id
from frontdesk.queries.work_item import SeeWorkItems
from frontdesk.sync import joined as at_the_desk
from tests.hotel import ANA_PIN, DAY
from tests.sync.shared import Shared, drained, in_step, joined, until

pytestmark = pytest.mark.postgres


def test_a_desk_sees_its_own_work_at_once_and_another_desk_soon(shared: Shared):
    one, two = shared.desk("desk-1"), shared.desk("desk-2")
    heard: list[frozenset[str]] = []
    two.desk.on_change(heard.append)
    stay = one.arrive()
    assert one.folio(stay).windows
    one.charge(stay, price=700)
    in_step(shared, one, two)
    assert two.lines(stay)[-1].amount == one.lines(stay)[-1].amount
    until(lambda: any(f"folio:{stay}" in topics for topics in heard), what="the other desk hears of the folio")
    shared.require_invariants()


def test_a_refusal_is_shown_in_place_and_stored(shared: Shared):
    one = shared.desk("desk-1")
    one.arrive("305")
    with pytest.raises(Refusal, match="Room 305 is taken"):
        one.reserve("305")
    assert [row.outcome for row in shared.journal()][-1] == "refused"
    drained(one)
    shared.require_invariants()


def test_who_may_approve_is_told_over_the_line_and_kept(shared: Shared):
    one = shared.desk("desk-1")
    stay = one.arrive()
    one.charge(stay)
    command = one.command(do.WriteOff, stay=stay, amount=100, text="Gone")
    for _ in range(2):
        with pytest.raises(Refusal, match="needs a duty manager") as told:
            one.desk.do(command)
        assert told.value.approval == "duty_manager"
    drained(one)
    assert [row.outcome for row in shared.journal() if row.kind == "WriteOff"] == ["refused"]


def test_out_of_reach_work_is_saved_and_sent_later(shared: Shared, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(at_the_desk, "PATIENCE", 60.0)
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    shared.line.cut()
    until(lambda: one.desk.status().state == "out_of_reach")
    begun = time.monotonic()
    done = one.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    assert done.outcome == "waiting"
    assert time.monotonic() - begun < 30, "a form never waits for a line that is known to be gone"
    assert [waiting.kind for waiting in one.desk.waiting()] == ["PostCharge"]
    assert not one.lines(stay), "the copy holds only what is confirmed"
    assert one.desk.status().waiting == 1
    shared.line.open()
    in_step(shared, one)
    assert [line.amount for line in one.lines(stay)][:1] == [650]
    assert one.desk.waiting() == ()
    shared.require_invariants()


def test_what_cannot_wait_says_that_it_needs_the_shared_database(shared: Shared):
    one = shared.desk("desk-1")
    one.do(do.SignIn, one.ana, pin=ANA_PIN)
    shared.line.cut()
    until(lambda: one.desk.status().state == "out_of_reach")
    with pytest.raises(Unavailable, match="PIN needs the shared database"):
        one.do(do.DecideCredit, credit=new_id(), approve=True, approver=one.kostas, pin=ANA_PIN)
    with pytest.raises(Unavailable, match="needs the shared database"):
        one.close_day()
    assert not one.desk.waiting()
    shared.line.open()
    drained(one)
    assert one.close_day().outcome == "applied"
    shared.require_invariants()


def test_a_pin_is_never_written_down(shared: Shared):
    one = shared.desk("desk-1")
    one.do(do.SignIn, one.ana, pin=ANA_PIN)
    drained(one)
    folder = joined(one).desks.outbox.path.parent
    shared.leave(one)
    for file in folder.iterdir():
        assert ANA_PIN.encode() not in file.read_bytes(), file.name
    assert not any(b"$argon2" in file.read_bytes() for file in folder.iterdir()), "verifiers stay at the authority"


def test_the_same_room_at_two_desks_shows_both_sides(shared: Shared):
    line = shared.line_of_its_own()
    one, two = shared.desk("desk-1"), shared.desk("desk-2", line)
    first, second = one.reserve("305"), two.reserve("", name="Roe, Ann")
    in_step(shared, one, two)
    line.cut()
    until(lambda: two.desk.status().state == "out_of_reach")
    one.do(do.ChangeDeparture, stay=first, departure=DAY.replace(day=28), prices=(18900,) * 4)
    assert two.do(do.AssignRoom, two.kostas, stay=second, room="305").outcome == "waiting"
    line.open()
    in_step(shared, one, two)
    (item,) = one.desk.ask(SeeWorkItems())
    assert item.wanted.workstation == "desk-2"
    assert item.wanted.actor == "Kostas"
    assert item.wanted.values["room"] == "305"
    assert "Room 305 is taken by Doe, Jo" in item.stands["title"]
    assert item.first is not None
    assert (item.first.workstation, item.first.actor) == ("desk-1", "Ana")
    assert one.desk.status().decisions == 1
    one.do(do.DecideItem, item=item.id, choice=Choice.KEEP)
    assert one.desk.status().decisions == 0
    in_step(shared, one, two)
    shared.require_invariants()


def test_an_entry_closes_when_another_try_is_done_later(shared: Shared):
    """Both clerks try it once more, out of reach; the first to come closes the entry, the second does it no more."""
    line = shared.line_of_its_own()
    one, two = shared.desk("desk-1"), shared.desk("desk-2", line)
    line.cut()
    until(lambda: two.desk.status().state == "out_of_reach")
    first = one.reserve("306")
    late = two.do(do.AssignRoom, stay=two.reserve("", name="Roe, Ann"), room="306")
    line.open()
    in_step(shared, one, two)
    (item,) = one.desk.ask(SeeWorkItems())
    again = {"stay": item.wanted.values["stay"], "room": "306", "supersedes": late.id}
    shared.line.cut()
    line.cut()
    until(lambda: {hotel.desk.status().state for hotel in (one, two)} == {"out_of_reach"})
    tried = one.do(do.AssignRoom, **again)
    twice = two.do(do.AssignRoom, two.kostas, **again)
    assert (tried.outcome, twice.outcome) == ("waiting", "waiting")
    shared.office().do(do.CancelReservation, stay=first, reason="They wrote to us")
    assert one.desk.ask(SeeWorkItems()), "nobody has done it yet"
    shared.line.open()
    in_step(shared, one)
    line.open()
    in_step(shared, one, two)
    closed = next(row for row in shared.items() if row.id == item.id)
    assert (closed.state, closed.choice, closed.made, closed.decided_by) == ("decided", "again", tried.id, one.ana)
    assert next(row for row in shared.journal() if row.id == tried.id).applied_at is not None, "when it was"
    (left,) = two.desk.ask(SeeWorkItems())
    assert (left.command, left.title) == (twice.id, "Somebody has decided that already.")
    shared.require_invariants()


def test_a_note_to_a_case_that_is_unknown_is_kept_for_a_person(shared: Shared):
    one = shared.desk("desk-1")
    shared.line.cut()
    until(lambda: one.desk.status().state == "out_of_reach")
    one.do(do.AddNote, case=new_id(), to_guest="We are sorry.")
    shared.line.open()
    in_step(shared, one)
    assert one.desk.status().decisions == 1
    shared.require_invariants()


def test_a_fact_is_recorded(shared: Shared):
    one = shared.desk("desk-1")
    done = one.do(do.SetHousekeeping, room="305", state=Housekeeping.DIRTY)
    assert done.outcome == "recorded"
    drained(one)
    shared.require_invariants()
