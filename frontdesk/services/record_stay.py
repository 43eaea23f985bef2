"""Taking over a stay from another system as it stands: guest, nights, rooms, postings, payment, in one piece."""

from datetime import date
from typing import Any

from frontdesk.commands.stay import RecordExtra, RecordStay
from frontdesk.domain.figure import untaxed
from frontdesk.domain.folio import PAYMENT_CODES
from frontdesk.domain.posting import ROOM_CODE, Line
from frontdesk.domain.stay import Span, StayStatus, require_prices
from frontdesk.domain.tax.packages import ROOM
from frontdesk.errors import Refusal, dated
from frontdesk.queries.charging import amount_of, charge_lines, night_lines
from frontdesk.queries.night_posting import type_name
from frontdesk.queries.taxing import assess_night, code_of, context_of, sold_as
from frontdesk.services.ledger import post
from frontdesk.services.search_index import index_confirmation
from frontdesk.services.stay import add_nights, known_guest, open_folio
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork

SOURCE = "takeover"
"""Marks postings that keep the business date they had in the other system."""

_ARRIVED = frozenset({StayStatus.IN_HOUSE, StayStatus.CHECKED_OUT})


def record_stay(command: RecordStay, work: UnitOfWork) -> None:
    """Write the stay down; what the database itself promises (rooms, numbers) it refuses itself."""
    span = Span(command.arrival, command.departure)
    nights = span.nights or (command.arrival,)
    require_prices(command.prices, len(nights))
    if command.adults < 1:
        raise Refusal("A stay has at least one adult.", help="Say how many guests there are.")
    _require_status_fits(command, work.business_date)
    name = known_guest(work, command.guest_id, command.guest)
    work.add(tables.stay, _stay_row(command))
    index_confirmation(work, command.guest_id, command.confirmation)
    add_nights(work, command.stay, nights, command.prices, command.type_booked)
    open_folio(work, command.stay, payee=name)
    rooms = _rooms_by_night(command, span.nights)
    work.add(
        tables.room_night,
        *({"room": room, "night": night, "stay_id": command.stay} for night, room in sorted(rooms.items())),
    )
    _write_moves(command, work)
    if command.status in _ARRIVED:
        _post_history(command, work, rooms)
    work.facts.update(name=name, confirmation=command.confirmation, source=f"{command.source}, line {command.line}")
    work.touch("house", f"stay:{command.stay}")


def _require_status_fits(command: RecordStay, today: date) -> None:
    """Nobody is in house before arrival, nor gone before departure."""
    early = command.status in _ARRIVED and command.arrival > today
    if early or (command.status is StayStatus.CHECKED_OUT and command.departure > today):
        state = command.status.value.replace("_", " ")
        raise Refusal(
            "The state of the stay does not fit its dates.",
            f"{dated(command.arrival)} to {dated(command.departure)}, business date {dated(today)}, {state}.",
            "Put the dates or the state right.",
        )


def _stay_row(command: RecordStay) -> dict[str, Any]:
    plain = ("confirmation", "guest_id", "arrival", "departure", "adults", "rate_plan", "channel", "note", "booked_on")
    return {
        "id": command.stay,
        **{field: getattr(command, field) for field in plain},
        "status": command.status.value,
        "room_type": command.type_booked,
        "children": list(command.children),
        "includes": list(command.includes),
        "flags": list(command.flags),
        "do_not_move": "",
        "party": [],
        "exempt": [],
        "version": 1,
    }


def _rooms_by_night(command: RecordStay, nights: tuple[date, ...]) -> dict[date, str]:
    """The room of each night: the first one, until a move leads to another."""
    if not command.room:
        return {}
    rooms: dict[date, str] = {}
    room = command.room
    moves = {move.night: move.room for move in command.moves}
    for night in nights:
        room = moves.get(night, room)
        rooms[night] = room
    return rooms


def _write_moves(command: RecordStay, work: UnitOfWork) -> None:
    before = command.room
    for n, move in enumerate(command.moves):
        work.add(
            tables.room_move,
            {
                "id": work.child(f"move-{n}"),
                "number": work.number("room_move", "RMV"),
                "stay_id": command.stay,
                "night": move.night,
                "from_room": before,
                "to_room": move.room,
                "reason": move.reason.value,
                "words": "Taken over from the earlier system.",
                "asked_by": "unknown",
                "consent": "unknown",
                "decision": "SAME",
                "difference": 0,
                "old_room_state": "dirty",
                "made_by": command.actor,
                "approved_by": "",
                "made_at": command.made_at,
                "business_date": move.night,
            },
        )
        before = move.room


def _post_history(command: RecordStay, work: UnitOfWork, rooms: dict[date, str]) -> None:
    """Every night before the business date, every extra, and the payment at departure."""
    today = work.business_date
    lines = [
        line
        for night, price in zip(Span(command.arrival, command.departure).nights, command.prices, strict=False)
        if night < today
        for line in _night_lines(command, work, (night, price), rooms.get(night, ""))
    ]
    for n, extra in enumerate(command.extras):
        if command.arrival <= extra.service_date <= command.departure and extra.service_date < today:
            lines += _extra_lines(command, work, extra, (n, rooms.get(extra.service_date, "")))
    owed = sum(line.figure.gross for line in lines)
    if command.pay is not None and command.status is StayStatus.CHECKED_OUT and owed > 0:
        lines.append(_payment(command, work, owed))
    post(work, lines)


def _line(command: RecordStay, work: UnitOfWork, name: str, day: date, **values: Any) -> Line:
    return Line(
        id=work.child(name),
        window_id=work.child("window-1"),
        stay_id=command.stay,
        business_date=day,
        service_date=day,
        source=SOURCE,
        source_ref=f"{command.stay}:{name}",
        **values,
    )


def _night_lines(command: RecordStay, work: UnitOfWork, sold: tuple[date, int], room: str) -> list[Line]:
    night, price = sold
    code = code_of(work, ROOM_CODE)
    found = assess_night(work, command, night, price)
    line = _line(
        command,
        work,
        f"{night}:{ROOM_CODE}",
        night,
        kind="charge",
        code=ROOM_CODE,
        text=f"{code.name}, {type_name(work, command.type_booked)}",
        figure=found.charges[ROOM],
        room=room,
        making={**sold_as(work, command, night, price), "type": command.type_booked},
    )
    return night_lines(work, line, found)


def _extra_lines(command: RecordStay, work: UnitOfWork, extra: RecordExtra, place: tuple[int, str]) -> list[Line]:
    n, room = place
    code = code_of(work, extra.code)
    line = _line(
        command,
        work,
        f"extra-{n}",
        extra.service_date,
        kind="charge",
        code=code.code,
        text=code.name,
        figure=untaxed(amount_of(extra.quantity, extra.unit_price)),
        quantity=extra.quantity,
        unit_price=extra.unit_price,
        reference=extra.reference,
        room=room,
    )
    return charge_lines(work, line, code, context_of(work, command, extra.service_date))


def _payment(command: RecordStay, work: UnitOfWork, owed: int) -> Line:
    assert command.pay is not None, "only a stay that was paid has a payment"
    code = code_of(work, PAYMENT_CODES[command.pay])
    return _line(
        command,
        work,
        "payment",
        command.departure,
        kind="payment",
        code=code.code,
        text=f"Payment, {code.name.lower()}",
        figure=untaxed(-owed),
        method=command.pay.value,
    )
