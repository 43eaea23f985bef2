"""A move from draft to its end: guards, claims, gates, and what others cannot do meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from frontdesk import commands as do
from frontdesk.commands.room_move import OpenStep
from frontdesk.commands.stay import GuestSpec
from frontdesk.domain.case import CaseKind
from frontdesk.domain.night_audit import State
from frontdesk.domain.room import BlockKind, Housekeeping
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.arrival import RoomsForWalkIn
from frontdesk.queries.departure import PreviewDeparture
from frontdesk.queries.move_order import StepsOf, open_moves
from frontdesk.queries.night_audit import ReadNightAudit
from frontdesk.queries.room_list import SeeRooms
from frontdesk.queries.room_move import MovesOf, WhichRooms
from frontdesk.queries.stay import SeeStay
from frontdesk.queries.tape_chart import SeeTapeChart
from frontdesk.queries.task import SeeTasks
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.services.moves import BEFORE_DONE, SAME, claims, finish, move, nights_of, opened, plan, start, terms

TOMORROW, LATER = DAY + timedelta(1), DAY + timedelta(2)


def test_a_draft_claims_nothing_and_an_approval_does(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 3)
    asked = {"stay": stay, "from_night": DAY, "reason": MoveReason.NOISE_BUILDING, "words": "They drill"}
    draft = hotel.do(do.DraftMove, **asked).facts["move"]
    assert (claims(hotel), [(row.state, row.to_room) for row in opened(hotel)]) == ([], [("draft", "")])
    hotel.do(do.ApproveMove, move=draft, to_room="106", decision=SAME, difference=0)
    assert claims(hotel) == [("106", f"2025-11-{day}") for day in (19, 20, 21)]
    assert nights_of(hotel, stay) == ["305"] * 3
    start(hotel, draft)
    done = finish(hotel, draft)
    assert done.facts["number"] == "RMV-2025-00001"
    assert (claims(hotel), nights_of(hotel, stay)) == ([], ["106"] * 3)
    steps = hotel.desk.ask(StepsOf(draft))
    assert [step.state for step in steps] == ["draft", "approved", "moving", "done"]
    assert {(step.by, step.workstation, step.business_date) for step in steps} == {("Ana", "desk-1", DAY)}
    assert hotel.faults() == ()


def test_one_step_leaves_the_same_as_four(hotel: Hotel) -> None:
    quick, slow = hotel.arrive("305", 3), hotel.arrive("306", 3, name="Slow, Sue")
    move(hotel, quick, "105")
    planned = plan(hotel, slow, "106")
    start(hotel, planned)
    finish(hotel, planned)
    rows = [row._asdict() for row in sorted(hotel.rows(tables.room_move), key=lambda row: row.number)]
    same = ("night", "reason", "decision", "difference", "old_room_state", "made_by", "business_date")
    assert {tuple(row[name] for name in same) for row in rows} == {tuple(rows[0][name] for name in same)}
    states = {row.number: row.state for row in hotel.rows(tables.room)}
    assert (states["305"], states["306"]) == ("dirty", "dirty")
    logs = [[step.state for step in hotel.desk.ask(StepsOf(row["id"]))] for row in rows]
    assert logs[0] == logs[1]


def test_a_later_move_keeps_the_guest_where_they_are_until_its_date(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 3)
    planned = plan(hotel, stay, "106", from_night=TOMORROW, at="14:00")
    assert claims(hotel) == [("106", "2025-11-20"), ("106", "2025-11-21")]
    with pytest.raises(Refusal, match="This move is for Thu 20 Nov 2025"):
        start(hotel, planned)
    hotel.close_day()
    start(hotel, planned)
    finish(hotel, planned)
    assert nights_of(hotel, stay) == ["305", "106", "106"]
    assert [line.room for line in hotel.lines(stay)] == ["305", "305"]


def test_a_claimed_night_is_nobody_elses(hotel: Hotel) -> None:
    first, second, long = hotel.arrive("305"), hotel.arrive("306"), hotel.arrive("105", 2, name="Long, Lea")
    plan(hotel, first, "106", from_night=LATER)
    with pytest.raises(Refusal, match=r"106 is claimed by move RMV-2025-00001 of Doe, Jo .* Ana was first, at desk-1"):
        plan(hotel, second, "106")
    with pytest.raises(Refusal, match="claimed by move RMV-2025-00001"):
        hotel.reserve("106", 2, arrival=LATER, departure=LATER + timedelta(2), name="New, Ned")
    why = {room.room: room.why for room in hotel.desk.ask(WhichRooms(second)).excluded}
    assert why["106"] == "claimed by move RMV-2025-00001 of Doe, Jo from Fri 21 Nov"
    plan(hotel, second, "107", decision=RateDecision.UPGRADE_KEEP, approver=hotel.kostas, pin=KOSTAS_PIN)
    other = hotel.arrive("104", 2, name="Other, Ola")
    plan(
        hotel,
        other,
        "103",
        MoveReason.DOWNGRADE,
        decision=RateDecision.DOWNGRADE_DIFFERENCE,
        approver=hotel.kostas,
        pin=KOSTAS_PIN,
    )
    hotel.do(do.ChangeDeparture, stay=long, departure=DAY + timedelta(3), prices=(18900,))
    assert hotel.faults() == ()


def test_a_stay_is_not_extended_into_a_claimed_night(hotel: Hotel) -> None:
    stays, mover = hotel.arrive("106", 2, name="Stays, Sam"), hotel.arrive("305", 5)
    plan(hotel, mover, "106", from_night=LATER)
    assert (opened(hotel)[0].in_target, opened(hotel)[0].target_free) == ("Stays, Sam", LATER)
    with pytest.raises(
        Refusal, match="Room 106 is claimed by move RMV-2025-00001 of Doe, Jo for the night of Fri 21 Nov 2025"
    ):
        hotel.do(do.ChangeDeparture, stay=stays, departure=DAY + timedelta(3), prices=(18900,))


def test_claims_follow_the_dates_of_the_stay(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 3)
    plan(hotel, stay, "106", from_night=TOMORROW)
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(4), prices=(18900,))
    assert [night for _, night in claims(hotel)] == ["2025-11-20", "2025-11-21", "2025-11-22"]
    hotel.do(do.ChangeDeparture, stay=stay, departure=LATER)
    assert [night for _, night in claims(hotel)] == ["2025-11-20"]
    assert opened(hotel)[0].attention == ""
    hotel.do(do.ChangeDeparture, stay=stay, departure=TOMORROW)
    assert opened(hotel)[0].attention == "the guest leaves on Thu 20 Nov 2025 already"


def test_a_conflict_is_shown_and_moves_nobody(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 3)
    plan(hotel, stay, "106", from_night=TOMORROW)
    hotel.reserve("106", 2, arrival=DAY + timedelta(3), departure=DAY + timedelta(5), name="Comes, Cy")
    done = hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(4), prices=(18900,))
    assert done.facts["needs_attention"] == "RMV-2025-00001"
    assert opened(hotel)[0].attention == "room 106 is not free for every night any more"
    hotel.do(do.SetHousekeeping, room="106", state=Housekeeping.DIRTY, out_of_order="Flood")
    assert opened(hotel)[0].attention == "room 106 is out of order: Flood"
    assert nights_of(hotel, stay) == ["305"] * 4


def test_a_stay_has_one_open_move(hotel: Hotel) -> None:
    stay = hotel.arrive()
    planned = plan(hotel, stay, "106", from_night=TOMORROW)
    with pytest.raises(Refusal, match=r"has the move RMV-2025-00001 to room 106 already\. It is approved"):
        move(hotel, stay, "105")
    hotel.do(do.CancelMove, move=planned, words="The drilling stopped")
    assert claims(hotel) == []
    move(hotel, stay, "105")
    with pytest.raises(Refusal, match="This move is cancelled; that is final"):
        start(hotel, planned)


def test_gates_hold_and_a_supervisor_may_pass_them(hotel: Hotel) -> None:
    stay = hotel.arrive()
    planned = plan(hotel, stay, "106")
    with pytest.raises(Refusal, match="Step 6 is open"):
        start(hotel, planned, ticks=())
    start(hotel, planned)
    with pytest.raises(Refusal, match="Step 9 is open"):
        finish(hotel, planned, ticks=[tick for tick in BEFORE_DONE if tick.step != 9])
    left = {
        "ticks": tuple(tick for tick in BEFORE_DONE if tick.step != 9),
        "open_steps": (OpenStep(step=9, why="No luggage"),),
    }
    with pytest.raises(Refusal, match="Passing an open step needs a supervisor"):
        finish(hotel, planned, **left)
    with pytest.raises(Refusal, match="Nobody moves a guest who has not agreed"):
        finish(hotel, planned, open_steps=(OpenStep(step=2, why="asleep"),), approver=hotel.kostas, pin=KOSTAS_PIN)
    finish(hotel, planned, **left, approver=hotel.kostas, pin=KOSTAS_PIN)
    gates = {row.step: (row.ticked, row.words, row.passed_by) for row in hotel.rows(tables.move_gate)}
    assert gates[9] == (False, "No luggage", "Kostas")
    assert gates[8] == (True, "present", "")


def test_a_house_switches_steps_off_but_not_all(hotel: Hotel) -> None:
    with pytest.raises(Refusal, match="Step 8 is always asked"):
        hotel.do(do.SwitchMoveSteps, hotel.kostas, off=(7, 8))
    with pytest.raises(Refusal, match="needs a duty manager"):
        hotel.do(do.SwitchMoveSteps, off=(7,))
    hotel.do(do.SwitchMoveSteps, hotel.kostas, off=(6, 7, 9, 11))
    planned = plan(hotel, hotel.arrive(), "106")
    start(hotel, planned, ticks=())
    with pytest.raises(Refusal, match="Step 8 is open"):
        finish(hotel, planned, ticks=())


def test_a_target_that_is_not_clean_waits(hotel: Hotel) -> None:
    planned = plan(hotel, hotel.arrive(), "106")
    hotel.do(do.SetHousekeeping, room="106", state=Housekeeping.DIRTY)
    with pytest.raises(Refusal, match="Room 106 is dirty"):
        start(hotel, planned)


def test_a_move_that_fails_leaves_the_guest_where_they_were(hotel: Hotel) -> None:
    stay = hotel.arrive()
    planned = plan(hotel, stay, "106")
    start(hotel, planned)
    with pytest.raises(Refusal, match="This guest is moving 305 → 106"):
        hotel.do(do.CheckOut, stay=stay)
    with pytest.raises(Refusal, match="This guest is moving 305 → 106"):
        hotel.do(do.ChangeDeparture, stay=stay, departure=TOMORROW)
    with pytest.raises(Refusal, match="has to be in room 305 again"):
        hotel.do(do.FailMove, move=planned, words="Door jams", back_in_old_room=True, keys_changed_back=False)
    hotel.do(do.FailMove, move=planned, words="Door jams", back_in_old_room=True, keys_changed_back=True)
    assert (nights_of(hotel, stay), claims(hotel)) == (["305"] * 5, [])
    assert {row.number: row.state for row in hotel.rows(tables.room)}["106"] == "dirty"
    assert hotel.faults() == ()


def test_leaving_gives_an_approved_move_up(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 2)
    planned = plan(hotel, stay, "106", from_night=TOMORROW)
    hotel.do(do.CheckOut, stay=stay)
    assert (claims(hotel), opened(hotel)) == ([], ())
    assert hotel.desk.ask(StepsOf(planned))[-1].words == "The guest has left."


def test_the_night_audit_finds_what_is_open(hotel: Hotel) -> None:
    first, second = hotel.arrive("305"), hotel.arrive("306")
    plan(hotel, first, "105", from_night=TOMORROW)
    today = plan(hotel, second, "106")
    with hotel.desk._house.store.read.connect() as connection:
        assert [row.move for row in open_moves(Reader(connection), DAY)] == [today]


def test_the_list_of_moves_asks_as_often_for_three_as_for_one(hotel: Hotel) -> None:
    asked: list[str] = []
    store = hotel.desk._house.store
    event.listen(store.read, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = []
    for room, target in (("305", "106"), ("306", "204"), ("404", "206")):
        plan(hotel, hotel.arrive(room, 3, name=f"In, {room}"), target, from_night=TOMORROW)
        asked.clear()
        assert all(not row.attention for row in opened(hotel))
        counts.append(len(asked))
    assert counts[0] == counts[-1] > 0


def test_another_date_claims_other_nights(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 4)
    planned = plan(hotel, stay, "106")
    hotel.do(do.RescheduleMove, move=planned, from_night=LATER, at="11:00", difference=0)
    assert [night for _, night in claims(hotel)] == ["2025-11-21", "2025-11-22"]
    assert (opened(hotel)[0].from_night, opened(hotel)[0].at) == (LATER, "11:00")


def test_undo_is_a_new_move_that_names_the_first(hotel: Hotel) -> None:
    stay = hotel.arrive()
    first = move(hotel, stay, "106").facts["move"]
    with pytest.raises(Refusal, match="Going back names the move"):
        move(hotel, stay, "305", MoveReason.BACK)
    other = hotel.arrive("306", name="Other, Ola")
    for wrong in (
        {"stay": other, "room": "305", "reason": MoveReason.BACK},
        {"stay": stay, "room": "305", "reason": MoveReason.ASKED},
    ):
        with pytest.raises(Refusal, match="RMV-2025-00001 cannot be taken back by this one"):
            move(hotel, wrong["stay"], wrong["room"], wrong["reason"], undoes=first)
    with pytest.raises(Refusal, match="Going back leads to room 305"):
        move(hotel, stay, "204", MoveReason.BACK, undoes=first)
    move(hotel, stay, "305", MoveReason.BACK, undoes=first)
    assert [(row.from_room, row.to_room) for row in hotel.desk.ask(MovesOf(stay))] == [("305", "106"), ("106", "305")]
    assert nights_of(hotel, stay) == ["305"] * 5


def test_a_defect_opens_a_complaint_if_there_is_none(hotel: Hotel) -> None:
    stay, wish = hotel.arrive("305"), hotel.arrive("306", name="Wish, Win")
    move(hotel, stay, "105")
    move(hotel, stay, "305", MoveReason.BACK, undoes=hotel.rows(tables.move_order)[0].id)
    move(hotel, wish, "106", MoveReason.ASKED)
    kinds = [(row.stay_id, row.kind) for row in hotel.rows(tables.guest_case)]
    assert sorted(kinds) == sorted([(stay, CaseKind.COMPLAINT), (wish, CaseKind.ROOM_MOVE)])


def test_departments_get_tasks_and_finish_them(hotel: Hotel) -> None:
    stay = hotel.arrive()
    done = move(hotel, stay, "106", work_order="Air conditioning drips")
    tasks = hotel.desk.ask(SeeTasks(move=done.facts["move"]))
    assert {task.topic for task in tasks} == {"housekeeping", "desk", "departments", "telephone", "engineering"}
    call = next(task for task in tasks if task.words == "Call the new room")
    assert (call.room, call.was_room, call.due - hotel.rows(tables.task)[0].made_at) == (
        "106",
        "305",
        timedelta(hours=1),
    )
    hotel.do(do.FinishTask, task=call.task, words="All well")
    with pytest.raises(Refusal, match="done already"):
        hotel.do(do.FinishTask, task=call.task)
    assert call.task not in {task.task for task in hotel.desk.ask(SeeTasks())}
    room = next(row for row in hotel.rows(tables.room) if row.number == "305")
    assert room.out_of_order == "Air conditioning drips"
    move(hotel, stay, "105", MoveReason.ASKED)
    assert {(task.room, task.was_room) for task in hotel.desk.ask(SeeTasks(topic="telephone"))} == {("105", "106")}


def test_an_urgent_move_needs_a_duty_manager_and_leaves_tasks(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.do(do.SetDoNotMove, stay=stay, reason="Medical bed")
    urgent = {"open_steps": (OpenStep(step=2, why="unconscious"), OpenStep(step=9, why="later"))}
    with pytest.raises(Refusal, match="needs a duty manager"):
        move(hotel, stay, "106", MoveReason.SAFETY, **urgent)
    supervisor = hotel.enrol("Sue", "supervisor", "975319")
    with pytest.raises(Refusal, match="Sue may not approve this"):
        move(hotel, stay, "106", MoveReason.SAFETY, **urgent, approver=supervisor, pin="975319")
    move(hotel, stay, "106", MoveReason.SAFETY, **urgent, approver=hotel.kostas, pin=KOSTAS_PIN)
    assert "Luggage counted out and in" in {task.words for task in hotel.desk.ask(SeeTasks())}


def test_do_not_move_refuses_and_is_lifted_by_a_supervisor(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 4)
    hotel.do(do.SetDoNotMove, stay=stay, reason="Medical bed", until=TOMORROW)
    with pytest.raises(Refusal, match=r"This guest is not to be moved\. Medical bed"):
        plan(hotel, stay, "106")
    with pytest.raises(Refusal, match="needs a supervisor"):
        hotel.do(do.LiftDoNotMove, stay=stay, reason="Bed came")
    hotel.do(do.LiftDoNotMove, stay=stay, reason="Bed came", approver=hotel.kostas, pin=KOSTAS_PIN)
    planned = plan(hotel, stay, "106", from_night=TOMORROW)
    hotel.do(do.SetDoNotMove, stay=stay, reason="Asleep", until=DAY)
    assert opened(hotel)[0].attention == "not to be moved: Asleep"
    hotel.close_day()
    start(hotel, planned)  # the date has passed: it holds no longer
    finish(hotel, planned)
    assert hotel.desk.ask(SeeStay(stay)).room == "106"


def test_what_a_guest_needs_is_met_or_given_up(hotel: Hotel) -> None:
    guest = GuestSpec(name="Needs, Nan", wishes=("Accessible bathroom",))
    stay = new_id()
    hotel.do(
        do.TakeReservation, stay=stay, guest_id=new_id(), guest=guest, arrival=DAY, departure=TOMORROW,
        room_type="DLX", room="305", prices=(18900,),
    )  # fmt: skip
    hotel.do(do.CheckIn, stay=stay)
    found = hotel.desk.ask(WhichRooms(stay))
    assert (found.rooms, found.musts) == ((), ("accessible",))
    assert {room.room: room.why for room in found.excluded}["106"] == "does not meet: accessible"
    with pytest.raises(Refusal, match="does not meet what this guest needs: accessible"):
        move(hotel, stay, "106")
    assert hotel.desk.ask(WhichRooms(stay, given_up=("accessible",))).rooms != ()
    move(hotel, stay, "106", given_up=("accessible",))


def test_a_typed_price_and_a_waived_difference_need_a_supervisor_and_reasons(hotel: Hotel) -> None:
    stay, second = hotel.arrive("305", 2), hotel.arrive("306", 2)
    typed = {"decision": RateDecision.UPSELL_NEW, "prices": (20000, 21000)}
    with pytest.raises(Refusal, match="typed needs a reason"):
        move(hotel, stay, "307", MoveReason.UPSELL, **typed)
    with pytest.raises(Refusal, match="A typed price needs a supervisor"):
        move(hotel, stay, "307", MoveReason.UPSELL, **typed, price_reason="Long stay")
    sign = {"approver": hotel.kostas, "pin": KOSTAS_PIN}
    move(hotel, stay, "307", MoveReason.UPSELL, **typed, price_reason="Long stay", **sign)
    assert hotel.desk.ask(MovesOf(stay))[0].difference == 1100 + 2100
    lower = {"decision": RateDecision.DOWNGRADE_DIFFERENCE, "waive": "Own wish", **sign}
    with pytest.raises(Refusal, match="What the guest is told"):
        move(hotel, second, "101", MoveReason.DOWNGRADE, **lower)
    move(hotel, second, "101", MoveReason.DOWNGRADE, **lower, to_guest="The price stays as agreed.")
    assert {row.charged_type for row in hotel.rows(tables.stay_night) if row.stay_id == second} == {"STD"}
    assert {row.price for row in hotel.rows(tables.stay_night) if row.stay_id == second} == {18900}


def test_a_refused_move_leaves_nothing(hotel: Hotel) -> None:
    stay = hotel.arrive()
    before = {name: hotel.rows(table) for name, table in tables.metadata.tables.items()}
    given = terms(hotel, stay, "106")
    for wrong in (
        {"difference": 1},
        {"words": " "},
        {"to_room": "305"},
        {"to_room": "999"},
        {"old_room_state": "inspected"},
    ):
        for kind in (do.MoveRoom, do.PlanMove):
            with pytest.raises(Refusal):
                hotel.do(kind, **{**given, **wrong})
    assert {name: hotel.rows(table) for name, table in tables.metadata.tables.items()} == before


def test_the_day_is_not_closed_over_an_open_move(hotel: Hotel) -> None:
    stay, later = hotel.arrive("305", 3), hotel.arrive("306", 3, name="Later, Lu")
    planned = plan(hotel, stay, "106")
    plan(hotel, later, "105", from_night=TOMORROW)
    shown = hotel.desk.ask(ReadNightAudit())
    check = next(check for check in shown.checks if check.name == "moves")
    assert (shown.blocked, check.state) == (True, State.BLOCKER)
    assert [(thing.stay, thing.opens, thing.line) for thing in check.things] == [
        (stay, "moves", "Room 305 · RMV-2025-00001 to 106, approved, for Wed 19 Nov · Doe, Jo")
    ]
    for step in (lambda: None, lambda: start(hotel, planned)):
        step()
        with pytest.raises(Refusal, match=r"The move of Doe, Jo is dated Wed 19 Nov or earlier.*Finish it, cancel it"):
            hotel.close_day()
    finish(hotel, planned)
    hotel.close_day()
    with pytest.raises(Refusal, match="The move of Later, Lu"):
        hotel.close_day(TOMORROW)


def test_whoever_reads_rooms_knows_of_claims(hotel: Hotel) -> None:
    stay, other = hotel.arrive("305", 3), hotel.arrive("106", 1, name="Leaves, Li")
    plan(hotel, stay, "106", from_night=TOMORROW)
    held = [bar for bar in hotel.desk.ask(SeeTapeChart(DAY, 5)).bars if bar.status == "claim"]
    assert [(bar.room, bar.first, bar.until, bar.stay) for bar in held] == [("106", TOMORROW, DAY + timedelta(3), stay)]
    assert hotel.desk.ask(SeeTapeChart(DAY, 5)).moves == ()
    block = {"room": "106", "first": LATER, "until": DAY + timedelta(4), "reason": "Paint"}
    with pytest.raises(Refusal, match="Room 106 is taken by Doe, Jo for the night of Fri 21 Nov 2025"):
        hotel.do(do.BlockRoom, block=new_id(), kind=BlockKind.OUT_OF_ORDER, **block)
    longer = hotel.desk.ask(PreviewDeparture(other, LATER))
    assert "Room 106 is claimed by move RMV-2025-00001 of Doe, Jo for the night of Thu 20 Nov 2025" in longer.refused
    assert "106" not in {room.room for room in hotel.desk.ask(RoomsForWalkIn(LATER))}
    hotel.do(do.CheckOut, stay=other)
    hotel.close_day()
    arrives = {row.number: row.arrives for row in hotel.desk.ask(SeeRooms()).rooms}
    assert arrives["106"] == "Doe, Jo"
    assert hotel.faults() == ()
