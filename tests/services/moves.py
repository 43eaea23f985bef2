"""Moves in one line for tests: the price as the preview shows it, the checklist as the desk ticks it."""

from typing import Any

from frontdesk import commands as do
from frontdesk.commands.room_move import SwapHalf, Tick
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.queries.move_order import OpenMove, OpenMoves
from frontdesk.queries.room_move import PreviewMove
from frontdesk.services.apply import Done
from frontdesk.store import tables
from tests.hotel import DAY, Hotel

BEFORE_MOVING = tuple(Tick(step=step) for step in (6, 7))
BEFORE_DONE = tuple(
    Tick(step=step, words=words) for step, words in ((8, "present"), (9, "2 / 2"), (10, "2, 2, 0"), (11, ""))
)
CHECKED = tuple(Tick(step=step, words="2 / 2") for step in (7, 8, 9, 10, 11))
BOTH = {"ticks": CHECKED, "other_ticks": CHECKED}
"""What is ticked of each half of a swap."""


def terms(
    hotel: Hotel, stay: str, room: str, reason: MoveReason = MoveReason.NOISE_BUILDING, **fields: Any
) -> dict[str, Any]:
    """What a move command needs, with the difference its preview shows."""
    asked = {name: fields.pop(name) for name in ("decision", "prices") if name in fields}
    first = fields.get("from_night")
    waived = bool(fields.get("waive"))
    shown = hotel.desk.ask(PreviewMove(stay, room, reason, **asked, from_night=first, waived=waived))
    given = {
        "decision": shown.decision,
        "difference": shown.difference,
        "words": "They drill above me",
        **asked,
        **fields,
    }
    return {"stay": stay, "to_room": room, "from_night": shown.from_night, "reason": reason, **given}


def move(hotel: Hotel, stay: str, room: str, *reason: str, **fields: Any) -> Done:
    """Move at once."""
    return hotel.do(do.MoveRoom, **terms(hotel, stay, room, *reason, **fields))


def plan(hotel: Hotel, stay: str, room: str, *reason: str, **fields: Any) -> str:
    """Approve a move; gives its id."""
    made: str = hotel.do(do.PlanMove, **terms(hotel, stay, room, *reason, **fields)).facts["move"]
    return made


def start(hotel: Hotel, move_id: str, **fields: Any) -> None:
    """Begin a move with everything ticked."""
    hotel.do(do.StartMove, move=move_id, **{"ticks": BEFORE_MOVING, **fields})


def finish(hotel: Hotel, move_id: str, **fields: Any) -> Done:
    """Finish a move with everything ticked."""
    return hotel.do(do.FinishMove, move=move_id, **{"ticks": BEFORE_DONE, **fields})


def half(hotel: Hotel, stay: str, room: str, reason: str = MoveReason.ASKED, **fields: Any) -> SwapHalf:
    """One half of a swap with the difference its preview shows."""
    decision = fields.pop("decision", None)
    shown = hotel.desk.ask(PreviewMove(stay, room, reason, decision))
    return SwapHalf(
        stay=stay, reason=reason, words="Fine with me", decision=shown.decision, difference=shown.difference, **fields
    )


def swap(hotel: Hotel, first: SwapHalf, second: SwapHalf, **fields: Any) -> Done:
    """Exchange two rooms."""
    given = {"from_night": DAY, "both_empty": True, **fields}
    return hotel.do(do.SwapRooms, first=first, second=second, **given)


def opened(hotel: Hotel, stay: str = "") -> tuple[OpenMove, ...]:
    """The open moves."""
    return hotel.desk.ask(OpenMoves(stay=stay))


def nights_of(hotel: Hotel, stay: str) -> list[str]:
    """The rooms of a stay, night by night."""
    found = sorted((row.night, row.room) for row in hotel.rows(tables.room_night) if row.stay_id == stay)
    return [room for _, room in found]


def claims(hotel: Hotel) -> list[tuple[str, str]]:
    """Room and night of every claim."""
    return sorted((row.room, row.night.isoformat()) for row in hotel.rows(tables.room_night) if row.move_id)


SAME = RateDecision.SAME
