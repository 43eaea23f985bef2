"""Two guests in house exchange rooms in one act, or both stay where they are."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from frontdesk import commands as do
from frontdesk.commands.room_move import OpenStep, SwapHalf, Tick
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.errors import Refusal
from frontdesk.queries.room_move import MovesOf, PreviewSwap
from frontdesk.queries.stay import SeeStay
from frontdesk.store import pins, tables
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.services.moves import BOTH, CHECKED, claims, half, nights_of, opened, plan, swap


def test_each_takes_the_others_room_until_its_own_departure(hotel: Hotel) -> None:
    short, long = hotel.arrive("305", 2), hotel.arrive("106", 4, name="Long, Lea")
    swap(hotel, half(hotel, short, "106"), half(hotel, long, "305"))
    assert (nights_of(hotel, short), nights_of(hotel, long)) == (["106"] * 2, ["305"] * 4)
    orders = {row.stay_id: row for row in hotel.rows(tables.move_order)}
    assert (orders[short].pair, orders[long].pair) == (orders[long].id, orders[short].id)
    assert [row.state for row in orders.values()] == ["done", "done"]
    assert Counter(row.state for row in hotel.rows(tables.move_state)) == dict.fromkeys(
        ("draft", "approved", "moving", "done"), 2
    )
    assert hotel.faults() == ()


def test_types_may_differ_and_each_has_its_own_price(hotel: Hotel) -> None:
    lower, higher = (
        hotel.arrive("305", 2),
        hotel.arrive("307", 2, room_type="STE", prices=(28900,) * 2, name="High, Hal"),
    )
    first = half(hotel, lower, "307", MoveReason.UPSELL, decision=RateDecision.UPSELL_NEW)
    second = half(hotel, higher, "305", MoveReason.DOWNGRADE)
    with pytest.raises(Refusal, match="needs a supervisor"):
        swap(hotel, first, second)
    swap(hotel, first, second, approver=hotel.kostas, pin=KOSTAS_PIN)
    moved = [hotel.desk.ask(MovesOf(stay))[0] for stay in (lower, higher)]
    assert [(row.decision, row.difference) for row in moved] == [
        ("UPSELL_NEW", 20000),
        ("DOWNGRADE_DIFFERENCE", -20000),
    ]


def test_a_night_that_is_not_free_is_named_and_both_stay(hotel: Hotel) -> None:
    short, long = hotel.arrive("305", 2), hotel.arrive("106", 4, name="Long, Lea")
    hotel.reserve("305", 1, arrival=DAY + timedelta(3), departure=DAY + timedelta(4), name="Comes, Cy")
    assert hotel.desk.ask(PreviewSwap(short, long)).clash == "room 305 is not free on Sat 22 Nov 2025"
    before = {name: hotel.rows(table) for name, table in tables.metadata.tables.items()}
    with pytest.raises(Refusal, match="Room 305 is taken by Comes, Cy for the night of Sat 22 Nov 2025"):
        swap(hotel, half(hotel, short, "106"), half(hotel, long, "305"))
    assert {name: hotel.rows(table) for name, table in tables.metadata.tables.items()} == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"both_empty": False}, "have to be empty"),
        ({"from_night": DAY + timedelta(1)}, "another business date"),
    ],
)
def test_a_swap_is_for_now_and_for_empty_rooms(small_hotel: Hotel, change: dict[str, object], said: str) -> None:
    first, second = small_hotel.arrive("305", 2), small_hotel.arrive("106", 2, name="Long, Lea")
    with pytest.raises(Refusal, match=said):
        swap(small_hotel, half(small_hotel, first, "106"), half(small_hotel, second, "305"), **change)


def test_a_guest_who_is_not_to_be_moved_is_not_swapped(small_hotel: Hotel) -> None:
    first, second = small_hotel.arrive("305", 2), small_hotel.arrive("106", 2, name="Long, Lea")
    halves = half(small_hotel, first, "106"), half(small_hotel, second, "305")
    small_hotel.do(do.SetDoNotMove, stay=second, reason="Medical bed")
    with pytest.raises(Refusal, match="not to be moved"):
        swap(small_hotel, *halves)
    with pytest.raises(Refusal, match="between two guests"):
        swap(small_hotel, halves[0], halves[0])


def planned(hotel: Hotel, first: str, second: str, on: date, reason: str = MoveReason.ASKED, **fields: object) -> str:
    """A swap for a date with the differences its preview shows; gives the id of its first half."""
    shown = hotel.desk.ask(PreviewSwap(first, second, reason, reason, from_night=on))
    halves = (
        SwapHalf(stay=stay, reason=reason, words="Fine", decision=seen.decision, difference=seen.difference)
        for stay, seen in ((first, shown.first), (second, shown.second))
    )
    made: str = hotel.do(do.PlanSwap, from_night=on, first=next(halves), second=next(halves), **fields).facts["move"]
    return made


def test_a_swap_for_a_later_date_holds_what_only_one_of_them_has_left(hotel: Hotel) -> None:
    short, long = hotel.arrive("305", 2), hotel.arrive("106", 4, name="Long, Lea")
    move = planned(hotel, short, long, DAY + timedelta(1), at="14:00")
    assert (nights_of(hotel, short), nights_of(hotel, long)) == (["305"] * 2, ["106"] * 4)
    assert claims(hotel) == [("305", "2025-11-21"), ("305", "2025-11-22")]
    seen = opened(hotel)
    assert [(row.pair != "", row.attention, row.in_target) for row in seen] == [
        (True, "", "Long, Lea"),
        (True, "", "Doe, Jo"),
    ]
    with pytest.raises(Refusal, match="This exchange is for Thu 20 Nov 2025"):
        hotel.do(do.FinishSwap, move=move, both_empty=True)
    with pytest.raises(Refusal, match=r"half of an exchange|for Thu 20 Nov 2025"):
        hotel.do(do.StartMove, move=move)
    hotel.close_day()
    with pytest.raises(Refusal, match="move"):
        hotel.close_day(DAY + timedelta(1))
    with pytest.raises(Refusal, match="have to be empty"):
        hotel.do(do.FinishSwap, move=move, both_empty=False)
    with pytest.raises(Refusal, match="Step 9 is open"):
        hotel.do(do.FinishSwap, move=move, both_empty=True, **{**BOTH, "other_ticks": CHECKED[:2]})
    luggage = {"other_ticks": (*CHECKED[:2], Tick(step=9, words="3 / 3"), *CHECKED[3:])}
    hotel.do(do.FinishSwap, move=move, both_empty=True, **{**BOTH, **luggage})
    stays = {row.id: row.stay_id for row in hotel.rows(tables.move_order)}
    counted = {stays[row.move_id]: row.words for row in hotel.rows(tables.move_gate) if row.step == 9}
    assert counted == {short: "2 / 2", long: "3 / 3"}
    log = [(stays[row.move_id], row.n, row.state) for row in hotel.rows(tables.move_state)]
    states = list(enumerate(("draft", "approved", "moving", "done")))
    assert sorted(log) == sorted((stay, n, state) for stay in (short, long) for n, state in states)
    assert nights_of(hotel, short) == ["305", "106"]
    assert nights_of(hotel, long) == ["106", "305", "305", "305"]
    assert (opened(hotel), claims(hotel), hotel.faults()) == ((), [], ())


def test_a_planned_swap_is_put_on_another_date(hotel: Hotel) -> None:
    short, long = hotel.arrive("305", 3), hotel.arrive("106", 5, name="Long, Lea")
    move = planned(hotel, short, long, DAY + timedelta(1))
    hotel.reserve("305", 1, arrival=DAY + timedelta(5), departure=DAY + timedelta(6), name="Comes, Cy")
    with pytest.raises(Refusal, match="That date has passed"):
        hotel.do(do.RescheduleMove, move=move, from_night=DAY - timedelta(1), difference=0)
    with pytest.raises(Refusal, match="there is no night from Sat 22 Nov 2025 on"):
        hotel.do(do.RescheduleMove, move=move, from_night=DAY + timedelta(3), difference=0)
    with pytest.raises(Refusal, match="no longer true"):
        hotel.do(do.RescheduleMove, move=move, from_night=DAY + timedelta(2), difference=0, other_difference=5)
    hotel.do(do.RescheduleMove, move=move, from_night=DAY + timedelta(2), at="15:00", difference=0)
    assert {(row.from_night, row.at, row.attention) for row in opened(hotel)} == {(DAY + timedelta(2), "15:00", "")}
    assert claims(hotel) == [("305", "2025-11-22"), ("305", "2025-11-23")]
    hotel.close_day()
    hotel.close_day(DAY + timedelta(1))
    hotel.do(do.FinishSwap, move=move, both_empty=True, **BOTH)
    assert nights_of(hotel, short) == ["305", "305", "106"]
    assert nights_of(hotel, long) == ["106", "106", "305", "305", "305"]
    assert hotel.faults() == ()


def test_a_supervisor_passes_an_open_step_of_either_half(hotel: Hotel) -> None:
    first, second = hotel.arrive("305", 2), hotel.arrive("106", 2, name="Long, Lea")
    move = planned(hotel, first, second, DAY)
    left = {**BOTH, "other_ticks": CHECKED[:-1], "other_open_steps": (OpenStep(step=11, why="locked"),)}
    with pytest.raises(Refusal, match="Passing an open step needs a supervisor"):
        hotel.do(do.FinishSwap, move=move, both_empty=True, **left)
    hotel.do(do.FinishSwap, move=move, both_empty=True, **left, approver=hotel.kostas, pin=KOSTAS_PIN)
    stays = {row.id: row.stay_id for row in hotel.rows(tables.move_order)}
    gates = [(stays[row.move_id], row.step, row.passed_by) for row in hotel.rows(tables.move_gate) if not row.ticked]
    assert gates == [(second, 11, "Kostas")]


def test_one_wrong_pin_for_both_halves_is_one_wrong_pin(small_hotel: Hotel) -> None:
    hotel = small_hotel
    lower = hotel.arrive("305", 2)
    higher = hotel.arrive("307", 2, room_type="STE", prices=(28900,) * 2, name="High, Hal")
    gift = half(hotel, lower, "307", MoveReason.AIR), half(hotel, higher, "305", MoveReason.DOWNGRADE)
    with pytest.raises(Refusal, match="That is not the PIN"):
        swap(hotel, *gift, approver=hotel.kostas, pin="000000")
    assert next(row.failed for row in hotel.rows(tables.staff) if row.id == hotel.kostas) == 1
    with pytest.MonkeyPatch.context() as watched:
        proofs = []
        fits = pins.fits
        watched.setattr(pins, "fits", lambda *given: proofs.append(given) or fits(*given))
        swap(hotel, *gift, approver=hotel.kostas, pin=KOSTAS_PIN)
    assert len(proofs) == 1
    assert {row.approved_by for row in hotel.rows(tables.room_move)} == {"Kostas"}


def test_dates_that_change_keep_the_planned_swap_whole(hotel: Hotel) -> None:
    short, long = hotel.arrive("305", 2), hotel.arrive("106", 4, name="Long, Lea")
    planned(hotel, short, long, DAY + timedelta(1))
    with pytest.raises(Refusal, match="Room 305 is claimed by move RMV-2025-00002 of Long, Lea"):
        hotel.do(do.ChangeDeparture, stay=short, departure=DAY + timedelta(3), prices=(18900,))
    hotel.do(do.ChangeDeparture, stay=long, departure=DAY + timedelta(2))
    assert claims(hotel) == []
    hotel.do(do.ChangeDeparture, stay=short, departure=DAY + timedelta(3), prices=(18900,))
    assert claims(hotel) == [("106", "2025-11-21")]
    assert {row.attention for row in opened(hotel)} == {""}
    hotel.do(do.CheckOut, stay=long)
    assert (opened(hotel), claims(hotel), hotel.faults()) == ((), [], ())
    assert [row.state for row in hotel.rows(tables.move_order)] == ["cancelled"] * 2


def test_who_leaves_earlier_leaves_nights_that_the_other_claims(hotel: Hotel) -> None:
    first, second = hotel.arrive("305", 4), hotel.arrive("106", 4, name="Long, Lea")
    planned(hotel, first, second, DAY + timedelta(1))
    assert claims(hotel) == []
    hotel.do(do.ChangeDeparture, stay=first, departure=DAY + timedelta(2))
    assert claims(hotel) == [("305", "2025-11-21"), ("305", "2025-11-22")]
    with pytest.raises(Refusal, match="claimed by move RMV-2025-00002"):
        hotel.reserve("305", 1, arrival=DAY + timedelta(2), departure=DAY + timedelta(3), name="Comes, Cy")


def test_a_swap_is_not_planned_for_a_date_that_has_passed(hotel: Hotel) -> None:
    first, second = hotel.arrive("305", 4), hotel.arrive("106", 4, name="Long, Lea")
    terms = {"first": half(hotel, first, "106"), "second": half(hotel, second, "305")}
    hotel.close_day()
    with pytest.raises(Refusal, match="That date has passed"):
        hotel.do(do.PlanSwap, from_night=DAY, **terms)
    assert hotel.rows(tables.move_order) == []


def test_who_was_locked_since_the_plan_stays_unless_it_is_urgent(hotel: Hotel) -> None:
    first, second = hotel.arrive("305", 4), hotel.arrive("106", 4, name="Long, Lea")
    sign = {"approver": hotel.kostas, "pin": KOSTAS_PIN}
    for reason in (MoveReason.ASKED, MoveReason.SAFETY):
        move = planned(hotel, first, second, DAY, reason, **sign)
        hotel.do(do.SetDoNotMove, stay=second, reason="Medical bed")
        if reason is MoveReason.ASKED:
            with pytest.raises(Refusal, match="not to be moved"):
                hotel.do(do.FinishSwap, move=move, both_empty=True)
            hotel.do(do.CancelMove, move=move, words="Later perhaps")
            hotel.do(do.LiftDoNotMove, stay=second, reason="Bed carried over", **sign)
        else:
            hotel.do(do.FinishSwap, move=move, both_empty=True, **BOTH)
    assert (nights_of(hotel, first), nights_of(hotel, second)) == (["106"] * 4, ["305"] * 4)


def test_a_price_that_changed_since_the_plan_is_told_again(hotel: Hotel) -> None:
    lower = hotel.arrive("305", 3)
    higher = hotel.arrive("307", 3, room_type="STE", prices=(28900,) * 3, name="High, Hal")
    reasons = ((lower, MoveReason.UPSELL, RateDecision.UPSELL_NEW, 30000),
               (higher, MoveReason.DOWNGRADE, RateDecision.DOWNGRADE_DIFFERENCE, -30000))  # fmt: skip
    first, second = (
        SwapHalf(stay=stay, reason=reason, words="Fine", decision=decision, difference=difference)
        for stay, reason, decision, difference in reasons
    )
    sign = {"approver": hotel.kostas, "pin": KOSTAS_PIN}
    move = hotel.do(do.PlanSwap, from_night=DAY, first=first, second=second, **sign).facts["move"]
    hotel.do(do.ChangeDeparture, stay=lower, departure=DAY + timedelta(2))
    with pytest.raises(Refusal, match="no longer true"):
        hotel.do(do.FinishSwap, move=move, both_empty=True)
    hotel.do(do.FinishSwap, move=move, both_empty=True, difference=20000, **BOTH)
    moved = [hotel.desk.ask(MovesOf(stay))[0].difference for stay in (lower, higher)]
    assert moved == [20000, -30000]
    assert {row.difference for row in hotel.rows(tables.move_order)} == {20000, -30000}


def test_cancelling_one_half_cancels_both_and_each_refuses_another_move(small_hotel: Hotel) -> None:
    hotel = small_hotel
    first, second = hotel.arrive("305", 3), hotel.arrive("106", 3, name="Long, Lea")
    move = planned(hotel, first, second, DAY + timedelta(1))
    for stay in (first, second):
        with pytest.raises(Refusal, match="already"):
            plan(hotel, stay, "204")
    with pytest.raises(Refusal, match="has the move"):
        planned(hotel, first, second, DAY + timedelta(2))
    hotel.do(do.CancelMove, move=move, words="They changed their minds")
    assert opened(hotel) == ()
    with pytest.raises(Refusal, match="cancelled; that is final"):
        hotel.do(do.FinishSwap, move=move, both_empty=True)
    alone = plan(hotel, first, "204")
    with pytest.raises(Refusal, match="not half of an exchange"):
        hotel.do(do.FinishSwap, move=alone, both_empty=True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"words": " "}, "words and consent"),
        ({"decision": RateDecision.UPSELL_NEW}, "does not fit"),
        ({"difference": 5}, "no longer true"),
        ({"waive": "none"}, "What the guest is told"),
        ({"prices": (1, 2), "price_reason": ""}, "price that is typed needs a reason"),
        ({"ticks": (Tick(step=99),)}, "has no step 99"),
        ({"open_steps": (OpenStep(step=9, why="in a hurry"),)}, "needs a supervisor"),
        ({"open_steps": (OpenStep(step=2, why="asleep"),)}, "has not agreed"),
        ({"case": "other"}, "not about this stay"),
        ({"reason": MoveReason.BACK}, "Going back is a move of one guest"),
    ],
)
def test_each_half_is_held_to_what_a_move_is_held_to(small_hotel: Hotel, change: dict[str, Any], said: str) -> None:
    hotel = small_hotel
    first, second = hotel.arrive("305", 2), hotel.arrive("106", 2, name="Long, Lea")
    halves = half(hotel, first, "106"), replace(half(hotel, second, "305"), **change)
    before = {name: hotel.rows(table) for name, table in tables.metadata.tables.items()}
    with pytest.raises(Refusal, match=said):
        swap(hotel, *halves)
    assert {name: hotel.rows(table) for name, table in tables.metadata.tables.items()} == before


def test_a_swap_fits_both_parties(small_hotel: Hotel) -> None:
    hotel = small_hotel
    family = hotel.arrive("307", 2, room_type="STE", prices=(28900,) * 2, adults=4)
    one = hotel.arrive("305", 2, adults=1, name="One, Olga")
    with pytest.raises(Refusal, match="Room 305 sleeps 3, the party is 4"):
        swap(hotel, half(hotel, family, "305", MoveReason.DOWNGRADE), half(hotel, one, "307", MoveReason.ASKED),
             approver=hotel.kostas, pin=KOSTAS_PIN)  # fmt: skip


def test_who_leaves_today_may_still_exchange(hotel: Hotel) -> None:
    leaves, stays = hotel.arrive("305", 1), hotel.arrive("106", 3, name="Long, Lea")
    hotel.close_day()
    on = DAY + timedelta(1)
    swap(hotel, half(hotel, leaves, "106"), half(hotel, stays, "305"), from_night=on)
    assert (nights_of(hotel, leaves), nights_of(hotel, stays)) == (["305"], ["106", "305", "305"])
    assert [hotel.desk.ask(SeeStay(stay)).room for stay in (leaves, stays)] == ["106", "305"]
    assert hotel.desk.ask(SeeStay(room="106")).stay == leaves
    assert hotel.faults() == ()


def test_two_who_leave_today_exchange_and_exchange_again(hotel: Hotel) -> None:
    first, second = hotel.arrive("305", 1), hotel.arrive("106", 1, name="Long, Lea")
    hotel.close_day()
    on = DAY + timedelta(1)
    for there, back in (("106", "305"), ("305", "106")):
        swap(hotel, half(hotel, first, there), half(hotel, second, back), from_night=on)
        assert [hotel.desk.ask(SeeStay(stay)).room for stay in (first, second)] == [there, back]
    assert hotel.faults() == ()
