"""Which folios a batch holds, in which order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from frontdesk.domain.batch import Candidate, Choice, ItemState, Order, Who, chosen, require_step
from frontdesk.errors import Refusal

TODAY = date(2025, 11, 21)


def guest(room: str, name: str, **facts: object) -> Candidate:
    given = {
        "stay": f"stay-{room}",
        "window": 1,
        "room": room,
        "floor": int(room[:-2] or 0),
        "name": name,
        "sort_name": name,
        "company": "",
        "status": "in_house",
        "arrival": TODAY - timedelta(2),
        "departure": TODAY + timedelta(1),
        "balance": 100,
        **facts,
    }
    return Candidate(**given)  # type: ignore[arg-type]


HOUSE = (
    guest("412", "Adams"),
    guest("305", "Zorba", departure=TODAY),
    guest("98", "brown", departure=TODAY + timedelta(3), company="Nordwerk GmbH"),
    guest("1204", "Çelik", balance=0),
    guest("207", "Late", departure=TODAY - timedelta(1)),
    guest("210", "Long", arrival=TODAY - timedelta(20), departure=TODAY + timedelta(9)),
    guest("211", "Told", arrival=TODAY - timedelta(20), departure=TODAY + timedelta(9), printed=TODAY - timedelta(6)),
    guest("212", "Gone", status="checked_out", departure=TODAY),
    guest("213", "Comes", status="due_in"),
)


def rooms(who: Who, **choice: object) -> list[str]:
    return [each.room for each in chosen(HOUSE, Choice(who=who, **choice), TODAY)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("who", "choice", "expected"),
    [
        (Who.DUE_OUT_TOMORROW, {}, ["412"]),
        (Who.DUE_OUT_TOMORROW, {"skip_zero": False}, ["412", "1204"]),
        (Who.DUE_OUT_TODAY, {}, ["207", "305"]),
        (Who.CHECKED_OUT_TODAY, {}, ["212"]),
        (Who.LONG_STAYS, {}, ["210"]),
        (Who.COMPANY, {"company": "nordwerk"}, ["98"]),
        (Who.ROOMS, {"rooms": ("412", "98", "999")}, ["98", "412"]),
        (Who.IN_HOUSE, {}, ["98", "207", "210", "211", "305", "412"]),
    ],
)
def test_who_is_meant(who: Who, choice: dict[str, object], expected: list[str]) -> None:
    assert rooms(who, **choice) == expected


def test_a_paper_of_seven_days_ago_is_old() -> None:
    old = replace(HOUSE[6], printed=TODAY - timedelta(7))
    assert [each.room for each in chosen([old], Choice(who=Who.LONG_STAYS), TODAY)] == ["211"]


def test_order_by_name_and_by_floor() -> None:
    assert rooms(Who.IN_HOUSE, order=Order.NAME) == ["412", "98", "207", "210", "211", "305"]
    assert rooms(Who.IN_HOUSE, order=Order.FLOOR)[:2] == ["98", "207"]


def test_windows_of_one_stay_stay_together() -> None:
    both = [replace(HOUSE[0], window=2), HOUSE[1], HOUSE[0]]
    found = chosen(both, Choice(who=Who.IN_HOUSE), TODAY)
    assert [(each.room, each.window) for each in found] == [("305", 1), ("412", 1), ("412", 2)]


@pytest.mark.parametrize(("who", "said"), [(Who.COMPANY, "which company"), (Who.ROOMS, "which rooms")])
def test_what_must_be_named_is_asked_for(who: Who, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        rooms(who)


def test_nothing_is_handed_out_twice() -> None:
    require_step(1, ItemState.SENDING, ItemState.SENDING)
    for was, wanted in ((ItemState.MADE, ItemState.MADE), (ItemState.SENT, ItemState.SENDING)):
        with pytest.raises(Refusal, match="Folio 1 of this batch is"):
            require_step(1, was, wanted)
