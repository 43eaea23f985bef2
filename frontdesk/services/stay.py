"""Reservation, arrival and departure."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, cast, func, select

from frontdesk.commands.stay import (
    AssignRoom,
    CancelReservation,
    ChangeDeparture,
    CheckIn,
    CheckOut,
    GuestSpec,
    TakeReservation,
)
from frontdesk.domain.money import plain
from frontdesk.domain.stay import Span, StayStatus, nights_between, require_prices, require_status
from frontdesk.errors import Refusal, dated
from frontdesk.queries.difference import LEFT_EARLY, OTHER_LENGTH
from frontdesk.queries.party import require_party
from frontdesk.queries.room_night import current_room, last_room, room_tonight
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import require_sellable
from frontdesk.queries.window import Window, row_of
from frontdesk.services.do_not_move import require_movable
from frontdesk.services.folio import touch_folio
from frontdesk.services.house import room_of
from frontdesk.services.move_claim import cancel_open, follow_departure, require_not_moving
from frontdesk.services.party import settle_taxes
from frontdesk.services.payment import apply_deposits
from frontdesk.services.room_night import claim, release, require_empty
from frontdesk.services.search_index import index_confirmation, index_guest
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

stay = tables.stay


def take_reservation(command: TakeReservation, work: UnitOfWork) -> None:
    """Promise a stay: guest, nights with prices, folio with its first window, and the room if one is given."""
    span = Span(command.arrival, command.departure)
    require_prices(command.prices, max(1, len(span.nights)))
    if command.departure < work.business_date:
        raise Refusal(
            "The stay would already be over.",
            f"The business date is {dated(work.business_date)}.",
            "Put the dates right.",
        )
    require_type(work, command.room_type)
    require_party(command.adults, command.children)
    guest_name = known_guest(work, command.guest_id, command.guest)
    confirmation = command.confirmation or work.number("stay", "R")
    add_stay(
        work,
        {
            "id": command.stay,
            "confirmation": confirmation,
            "guest_id": command.guest_id,
            "status": StayStatus.DUE_IN.value,
            "arrival": command.arrival,
            "departure": command.departure,
            "room_type": command.room_type,
            "adults": command.adults,
            "children": list(command.children),
            "rate_plan": command.rate_plan,
            "includes": list(command.includes),
            "channel": command.channel,
            "note": command.note,
        },
    )
    add_nights(work, command.stay, span.nights or (command.arrival,), command.prices, command.room_type)
    open_folio(work, command.stay, payee=guest_name)
    if command.company_pays:
        add_company(work, command.stay, command.company, command.company_pays)
    if command.room:
        room_of(work, command.room)
        hold_room(work, command.stay, command.room, span)
    work.facts.update(name=guest_name, confirmation=confirmation, room=command.room)
    work.touch("house", f"stay:{command.stay}")


def known_guest(work: UnitOfWork, guest_id: str, spec: GuestSpec | None) -> str:
    """The name of the guest, who is added if the command brings a description."""
    guest = tables.guest
    if spec is None:
        found = work.first(select(guest.c.name).where(guest.c.id == guest_id))
        if found is None:
            raise Refusal("The guest of this stay is not known.", help="Describe the guest in the same step.")
        name: str = found.name
        return name
    if not spec.name.strip():
        raise Refusal("A guest needs a name.", help='Write it as "Family, Given" in the guest\'s own script.')
    plain_fields = ("name", "latin", "country", "language", "phone", "email", "company", "vip", "tax_number")
    work.add(
        guest,
        {
            "id": guest_id,
            **{field: getattr(spec, field) for field in plain_fields},
            "wishes": list(spec.wishes),
            "address": list(spec.address),
            "version": 1,
        },
    )
    index_guest(work, guest_id, spec)
    return spec.name


_CONFIRMED = select(stay.c.id).where(stay.c.confirmation == bindparam("confirmation"))


def add_stay(work: UnitOfWork, values: dict[str, Any]) -> None:
    """Insert a stay with the values every stay starts with."""
    if work.row(stay, values["id"]) is not None:
        raise Refusal("There is such a stay already.", help="Let the program make a new id.")
    if work.first(_CONFIRMED, confirmation=values["confirmation"]) is not None:
        raise Refusal(
            f"The confirmation number {values['confirmation']} is in use.", help="Leave it empty to get a new one."
        )
    start = {
        "flags": [],
        "do_not_move": "",
        "booked_on": work.business_date,
        "party": [],
        "exempt": [],
        "version": 1,
    }
    work.add(stay, {**start, **values})
    index_confirmation(work, values["guest_id"], values["confirmation"])


def add_nights(
    work: UnitOfWork, stay_id: str, nights: tuple[date, ...], prices: tuple[int, ...], room_type: str
) -> None:
    """One row for each night with its price; day use has one row on the arrival date.

    Raises:
        Refusal: a price is too low for the package it is sold as.
    """
    require_sellable(work, stay_id, dict(zip(nights, prices, strict=True)))
    work.add(
        tables.stay_night,
        *(
            {"stay_id": stay_id, "night": night, "price": price, "quoted": price, "charged_type": room_type}
            for night, price in zip(nights, prices, strict=True)
        ),
    )


def open_folio(work: UnitOfWork, stay_id: str, *, payee: str) -> None:
    """A folio with window 1 for the guest."""
    work.add(tables.folio, {"id": work.child("folio"), "stay_id": stay_id, "currency": work.house.currency})
    first_window(work, stay_id, 1, payee)


def first_window(work: UnitOfWork, stay_id: str, number: int, payee: str) -> None:
    """A window of a folio that this command opens."""
    window = Window(
        stay=stay_id,
        id=work.child(f"window-{number}"),
        folio_id=work.child("folio"),
        number=number,
        payee=payee,
    )
    work.add(tables.folio_window, row_of(window))


def add_company(work: UnitOfWork, stay_id: str, company: str, departments: tuple[str, ...]) -> None:
    """Window 2 for the company, and the routing that sends it what it pays."""
    if not company.strip():
        raise Refusal("A company that pays needs a name.", help="Type the company's name.")
    first_window(work, stay_id, 2, company)
    work.add(
        tables.routing,
        {"id": work.child("routing"), "stay_id": stay_id, "place": 1, "departments": list(departments), "window": 2},
    )


def require_type(work: UnitOfWork, code: str) -> None:
    """The room type must exist."""
    if work.row(tables.room_type, code) is None:
        raise Refusal(f"There is no room type {code}.", help="Choose one of the house's types.")


def assign_room(command: AssignRoom, work: UnitOfWork) -> None:
    """Hold a room for a stay that has not arrived; an earlier assignment is given back."""
    row = stay_of(work, command.stay)
    require_status(row.status, StayStatus.DUE_IN)
    room_of(work, command.room)
    if room_tonight(work, row.id, row.arrival):
        require_movable(row, work)
    release(work, row.id, row.arrival)
    hold_room(work, row.id, command.room, Span(row.arrival, row.departure))
    work.facts.update(room=command.room)
    work.touch("house", f"stay:{row.id}", f"room:{command.room}")


def check_in(command: CheckIn, work: UnitOfWork) -> None:
    """The guest takes the room."""
    row = stay_of(work, command.stay)
    require_status(row.status, StayStatus.DUE_IN)
    if row.arrival > work.business_date:
        raise Refusal(
            f"This guest is expected on {dated(row.arrival)}.",
            f"The business date is {dated(work.business_date)}.",
            "Change the arrival first.",
        )
    held = room_tonight(work, row.id, row.arrival) or row.day_room
    room = command.room or held
    if not room:
        raise Refusal("No room has been assigned to this stay.", help="Choose a room first.")
    found = room_of(work, room)
    if found.out_of_order:
        raise Refusal(f"Room {room} is out of order: {found.out_of_order}.", help="Choose another room.")
    require_empty(work, room, row.id)
    if room != held:
        release(work, row.id, row.arrival)
        hold_room(work, row.id, room, Span(row.arrival, row.departure))
    work.change(stay, {"id": row.id}, {"status": StayStatus.IN_HOUSE.value})
    apply_deposits(work, row.id)
    work.facts.update(room=room)
    work.touch("house", f"stay:{row.id}", f"room:{room}")


def hold_room(work: UnitOfWork, stay_id: str, room: str, span: Span) -> None:
    """Take a room for every night of a stay; one without a night notes it for its day."""
    claim(work, stay_id, room, span.nights)
    if not span.nights:
        work.change(stay, {"id": stay_id}, {"day_room": room})


def check_out(command: CheckOut, work: UnitOfWork) -> None:
    """The guest leaves with a folio at zero; the room turns dirty. Who leaves early owes taxes for that length (T8)."""
    row = stay_of(work, command.stay)
    require_status(row.status, StayStatus.IN_HOUSE)
    moving = require_not_moving(work, row.id)
    _require_zero(work, row.id)
    cancel_open(work, moving, "The guest has left.")
    room = current_room(work, row.id, work.business_date)
    if row.departure > work.business_date:
        _leave_early(work, row)
    work.change(stay, {"id": row.id}, {"status": StayStatus.CHECKED_OUT.value})
    if room:
        work.change(tables.room, {"number": room}, {"state": "dirty"})
    work.facts.update(room=room)
    work.touch("house", f"stay:{row.id}", f"room:{room}")


def _leave_early(work: UnitOfWork, row: Fetched) -> None:
    """The nights to come are given up, those behind settled for the length they have come to (T8)."""
    _give_up(work, row.id, work.business_date)
    work.change(stay, {"id": row.id}, {"departure": work.business_date})
    work.facts["taxes"] = settle_taxes(work, row.id, LEFT_EARLY)
    owing = _windows_not_at_zero(work, row.id)
    if owing:
        change = plain(sum(window.balance for window in owing), work.house.currency)
        raise Refusal(
            f"Leaving today changes the taxes of the nights so far by {change}.",
            help="Shorten the stay to today, take or give back the difference, then check out.",
        )


def _give_up(work: UnitOfWork, stay_id: str, first: date) -> None:
    release(work, stay_id, first)
    nights = tables.stay_night
    work.remove(nights, and_(nights.c.stay_id == stay_id, nights.c.night >= first))


_NOT_AT_ZERO = (
    select(
        tables.folio_window.c.number,
        tables.folio_window.c.payee,
        cast(func.sum(tables.posting.c.amount), BigInteger).label("balance"),
    )
    .join(tables.posting, tables.posting.c.window_id == tables.folio_window.c.id)
    .where(tables.posting.c.stay_id == bindparam("stay"))
    .group_by(tables.folio_window.c.number, tables.folio_window.c.payee)
    .having(func.sum(tables.posting.c.amount) != 0)
    .order_by(tables.folio_window.c.number)
)


def _windows_not_at_zero(work: UnitOfWork, stay_id: str) -> list[Fetched]:
    return work.all(_NOT_AT_ZERO, stay=stay_id)


def _require_zero(work: UnitOfWork, stay_id: str) -> None:
    rows = _windows_not_at_zero(work, stay_id)
    if rows:
        open_one = rows[0]
        raise Refusal(
            f"Window {open_one.number} ({open_one.payee}) stands at {plain(open_one.balance, work.house.currency)}.",
            help="Take the payment, or put the lines right; then check out.",
        )


def change_departure(command: ChangeDeparture, work: UnitOfWork) -> None:
    """Extend or shorten: new nights need the room free and a price each; nights of closed days never change."""
    row = stay_of(work, command.stay)
    require_status(row.status, StayStatus.DUE_IN, StayStatus.IN_HOUSE)
    Span(row.arrival, command.departure)
    if command.departure < work.business_date:
        today = f"The business date is {dated(work.business_date)}."
        raise Refusal("The new departure is in the past.", today, "Choose that day or a later one.")
    if command.departure == row.departure:
        raise Refusal("The departure is that day already.", help="Choose another day.")
    # Who leaves today is here by day only; nights say it themselves (RM-6).
    by_day = current_room(work, row.id, work.business_date) if command.departure == work.business_date else ""
    if command.departure > row.departure:
        _extend(work, row, command)
    else:
        require_not_moving(work, row.id)
        _give_up(work, row.id, command.departure)
    work.change(stay, {"id": row.id}, {"departure": command.departure, "day_room": by_day or None})
    follow_departure(work, stay_of(work, row.id))
    lines = settle_taxes(work, row.id, OTHER_LENGTH)
    work.facts.update(was=row.departure.isoformat(), departure=command.departure.isoformat(), taxes=lines)
    work.touch("house")
    touch_folio(work, row.id)


def _extend(work: UnitOfWork, row: Fetched, command: ChangeDeparture) -> None:
    nights = tuple(nights_between(row.departure, command.departure))
    require_prices(command.prices, len(nights))
    add_nights(work, row.id, nights, command.prices, charged_type(work, row))
    room = last_room(work, row.id) or command.room
    if room:
        room_of(work, room)
        claim(work, row.id, room, nights)
    elif row.status == StayStatus.IN_HOUSE:
        raise Refusal("The record does not say which room this guest is in.", help="Name the room.")


def charged_type(work: UnitOfWork, row: Fetched) -> str:
    """The room type that is charged on the last night so far."""
    nights = tables.stay_night
    found = work.first(
        select(nights.c.charged_type).where(nights.c.stay_id == row.id).order_by(nights.c.night.desc()).limit(1)
    )
    code: str = found.charged_type if found else row.room_type
    return code


def cancel_reservation(command: CancelReservation, work: UnitOfWork) -> None:
    """Take the promise back before arrival; its room-nights are free again."""
    row = stay_of(work, command.stay)
    require_status(row.status, StayStatus.DUE_IN)
    release(work, row.id, row.arrival)
    status = StayStatus.NO_SHOW if command.no_show else StayStatus.CANCELLED
    work.change(stay, {"id": row.id}, {"status": status.value})
    work.facts.update(reason=command.reason, status=status.value)
    work.touch("house", f"stay:{row.id}")
