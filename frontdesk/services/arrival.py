"""Arrivals that do not happen as promised: a no-show, or another day."""

from dataclasses import replace

from sqlalchemy import and_

from frontdesk.commands.night_audit import MarkNoShow, MoveArrival
from frontdesk.domain.figure import untaxed
from frontdesk.domain.money import LARGEST, plain
from frontdesk.domain.posting import Line
from frontdesk.domain.stay import StayStatus, require_prices, require_status
from frontdesk.errors import Refusal, dated
from frontdesk.queries.arrival import plan_arrival
from frontdesk.queries.charging import Meant, charge_lines, placed
from frontdesk.queries.room_night import last_room
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import code_of, context_of
from frontdesk.services.ledger import write
from frontdesk.services.room_night import claim, release
from frontdesk.services.stay import add_nights, charged_type
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

NO_SHOW_CODE = "1300"
"""The transaction code of a no-show's fee."""


def mark_no_show(command: MarkNoShow, work: UnitOfWork) -> None:
    """The guest did not come: free the room-nights, and charge the fee if the house asks for one."""
    row = stay_of(work, command.stay)
    require_status(row.status, StayStatus.DUE_IN)
    if row.arrival > work.business_date:
        raise Refusal(
            f"This guest is expected on {dated(row.arrival)}; nobody can be missing before.",
            f"The business date is {dated(work.business_date)}.",
            "Cancel the reservation instead.",
        )
    if not 0 <= command.fee <= LARGEST:
        raise Refusal("A no-show fee is zero or more.", help="Check the amount.")
    if command.fee:
        _charge(work, row, command.fee)
    release(work, row.id, row.arrival)
    work.change(tables.stay, {"id": row.id}, {"status": StayStatus.NO_SHOW.value})
    fee = plain(command.fee, work.house.currency) if command.fee else "no fee"
    work.facts.update(confirmation=row.confirmation, fee=fee, reason=command.reason)
    work.touch("house", f"stay:{row.id}", f"folio:{row.id}")


def _charge(work: UnitOfWork, row: Fetched, fee: int) -> None:
    """The fee on window 1 with the taxes the house's rules put on it (T5)."""
    code = code_of(work, NO_SHOW_CODE)
    line = Line(
        id=work.child("no-show"),
        window_id="",
        stay_id=row.id,
        kind="fee",
        code=code.code,
        text=code.name,
        figure=untaxed(fee),
        unit_price=fee,
        service_date=row.arrival,
        making={"rate_plan": row.rate_plan},
    )
    # Nobody slept here: taxes by night and head are not due, as for day use (T2).
    context = replace(context_of(work, row, row.arrival), day_use=True)
    lines = charge_lines(work, line, code, context)
    write(work, placed(work, lines, Meant(row.id, code.department), work.child))


def move_arrival(command: MoveArrival, work: UnitOfWork) -> None:
    """The guest comes on another day: nights that fall away cost nothing, nights gained need the room and a price.

    Raises:
        Refusal: the guest is in house, the day is past, no night would be left, or the room is somebody's.
    """
    row = stay_of(work, command.stay)
    departure = command.departure or row.departure
    plan = plan_arrival(work, row, command.arrival, departure)
    require_prices(command.prices, len(plan.gained))
    room, kind = last_room(work, row.id), charged_type(work, row)
    for table in (tables.stay_night, tables.room_night):
        work.remove(table, and_(table.c.stay_id == row.id, table.c.night.in_(plan.given_up)))
    add_nights(work, row.id, plan.gained, command.prices, kind)
    if room:
        claim(work, row.id, room, plan.gained)
    work.change(tables.stay, {"id": row.id}, {"arrival": command.arrival, "departure": departure})
    work.facts.update(was=row.arrival.isoformat(), arrival=command.arrival.isoformat(), confirmation=row.confirmation)
    work.facts["departure"] = departure.isoformat()
    work.touch("house", f"stay:{row.id}", f"folio:{row.id}")
