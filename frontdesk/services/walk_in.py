"""A guest who comes without a reservation."""

from typing import Any

from frontdesk.commands.stay import CheckIn, TakeReservation, WalkIn
from frontdesk.errors import Refusal, dated
from frontdesk.services.house import room_of
from frontdesk.services.stay import check_in, take_reservation
from frontdesk.store.unit_of_work import UnitOfWork


def walk_in(command: WalkIn, work: UnitOfWork) -> None:
    """The promise and the arrival in one transaction, by the handlers that do them apart."""
    if command.departure <= work.business_date:
        raise Refusal(
            "A guest who walks in stays at least one night.",
            f"The business date is {dated(work.business_date)}.",
            "Choose a later departure.",
        )
    room = room_of(work, command.room)
    common: dict[str, Any] = {
        name: getattr(command, name) for name in ("id", "actor", "workstation", "made_at", "basis", "stay", "room")
    }
    same = ("guest_id", "guest", "departure", "adults", "children", "prices", "rate_plan", "includes", "note")
    take_reservation(
        TakeReservation(
            **common,
            **{name: getattr(command, name) for name in same},
            arrival=work.business_date,
            room_type=room.type,
            channel="walk_in",
        ),
        work,
    )
    check_in(CheckIn(**common), work)
    work.facts.update(name=command.guest.name, room=room.number)
