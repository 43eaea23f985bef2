"""Gathering a stay for one screen: guest, rooms, nights, holds, cases and the hints the record itself gives."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, select

from frontdesk.domain.money import plain
from frontdesk.errors import Refusal
from frontdesk.queries.changes import newest
from frontdesk.queries.move_reason import reason_words
from frontdesk.queries.room_night import current_room, inside
from frontdesk.queries.stay import CaseRow, HintRow, HoldRow, NightRow, RoomSpan, SeeStay, StayView, stay_of
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

Note = tuple[datetime, str, str, str]
"""When, who, text, for whom (guest or staff)."""


def see_stay(reader: Reader, question: SeeStay) -> StayView:
    """A stay by id, or by the room its guest is in."""
    row = stay_of(reader, question.stay or _in_room(reader, question.room))
    guest = reader.row(tables.guest, row.guest_id)
    assert guest is not None, "a stay has a guest"
    nights = _nights(reader, row.id)
    rooms = _spans(reader, row, nights)
    holds = _holds(reader, row.id)
    balance = _balance(reader, row.id)
    held = sum(hold.amount for hold in holds if hold.state == "active")
    cases = _cases(reader, row.id)
    return StayView(
        stay=row.id,
        version=row.version,
        seq=newest(reader),
        confirmation=row.confirmation,
        status=row.status,
        guest=guest.id,
        name=guest.name,
        latin=guest.latin,
        vip=guest.vip,
        country=guest.country,
        language=guest.language,
        phone=guest.phone,
        email=guest.email,
        company=guest.company,
        wishes=tuple(guest.wishes),
        arrival=row.arrival,
        departure=row.departure,
        business_date=reader.business_date,
        adults=row.adults,
        children=tuple(row.children),
        room=current_room(reader, row.id, reader.business_date) or (rooms[0].room if rooms else ""),
        room_type=nights[-1].type_name if nights else "",
        rate_plan=row.rate_plan,
        includes=tuple(row.includes),
        rooms=rooms,
        nights=nights,
        currency=reader.house.currency,
        balance=balance,
        held=held,
        holds=holds,
        cases=cases,
        hints=_hints(reader, row, rooms, cases, (balance, held)),
        note=row.note,
        do_not_move=row.do_not_move,
    )


def _in_room(reader: Reader, room: str) -> str:
    """The stay in house in a room now.

    Raises:
        Refusal: no such room, or nobody is in it.
    """
    if reader.first(select(tables.room.c.number).where(tables.room.c.number == room)) is None:
        raise Refusal(f"There is no room {room}.", help="Check the number on the door or in the rooms list.")
    found = inside(reader, room)
    if found is None:
        raise Refusal(f"Nobody is in house in room {room}.", help="Search by name or confirmation number.")
    stay_id: str = found.id
    return stay_id


def _nights(reader: Reader, stay_id: str) -> tuple[NightRow, ...]:
    night, where, kind, posting = tables.stay_night, tables.room_night, tables.room_type, tables.posting
    posted = {
        row.service_date
        for row in reader.all(
            select(posting.c.service_date).where(
                posting.c.stay_id == stay_id, posting.c.code == "1000", posting.c.kind == "charge"
            )
        )
    }
    rows = reader.all(
        select(night, where.c.room, kind.c.name.label("type_name"))
        .join(kind, kind.c.code == night.c.charged_type)
        .outerjoin(where, and_(where.c.stay_id == night.c.stay_id, where.c.night == night.c.night))
        .where(night.c.stay_id == stay_id)
        .order_by(night.c.night)
    )
    return tuple(
        NightRow(
            night=row.night,
            room=row.room or "",
            type_name=row.type_name,
            price=row.price,
            posted=row.night in posted,
        )
        for row in rows
    )


def _spans(reader: Reader, stay: Fetched, nights: tuple[NightRow, ...]) -> tuple[RoomSpan, ...]:
    """The nights folded into rooms with dates; why the guest came to each."""
    types = {
        row.number: row.name
        for row in reader.all(
            select(tables.room.c.number, tables.room_type.c.name).join(
                tables.room_type, tables.room_type.c.code == tables.room.c.type
            )
        )
    }
    move = tables.room_move
    words = reason_words(reader)
    why = {
        (row.to_room, row.night): words[row.reason] for row in reader.all(select(move).where(move.c.stay_id == stay.id))
    }
    spans: list[RoomSpan] = []
    for night in nights:
        if not night.room:
            continue
        until = night.night + timedelta(days=1)
        if spans and spans[-1].room == night.room:
            spans[-1] = _until(spans[-1], until)
        else:
            reason = why.get((night.room, night.night), "")
            spans.append(
                RoomSpan(
                    room=night.room,
                    type_name=types[night.room],
                    from_date=night.night,
                    to_date=until,
                    reason=reason,
                )
            )
    return tuple(spans)


def _until(span: RoomSpan, until: date) -> RoomSpan:
    return RoomSpan(
        room=span.room, type_name=span.type_name, from_date=span.from_date, to_date=until, reason=span.reason
    )


def _holds(reader: Reader, stay_id: str) -> tuple[HoldRow, ...]:
    hold = tables.hold
    return tuple(
        HoldRow(
            hold=row.id,
            amount=row.amount,
            card=f"{row.brand} •••• {row.last_four}",
            placed_at=row.placed_at,
            state=row.state,
            made_up_of=row.made_up_of,
        )
        for row in reader.all(select(hold).where(hold.c.stay_id == stay_id).order_by(hold.c.placed_at))
    )


def _balance(reader: Reader, stay_id: str) -> int:
    posting = tables.posting
    found = reader.first(select(func.coalesce(func.sum(posting.c.amount), 0)).where(posting.c.stay_id == stay_id))
    return int(found[0]) if found else 0


def _cases(reader: Reader, stay_id: str) -> tuple[CaseRow, ...]:
    case, staff = tables.guest_case, tables.staff
    notes = _notes(reader, stay_id)
    rows = reader.all(
        select(case, staff.c.name.label("opener"))
        .outerjoin(staff, staff.c.id == case.c.opened_by)
        .where(case.c.stay_id == stay_id)
        .order_by(case.c.opened_at.desc())
    )
    return tuple(
        CaseRow(
            case=row.id,
            number=row.number,
            kind=row.kind,
            status=row.status,
            words=row.words,
            nature=row.nature,
            opened_at=row.opened_at,
            opened_by=row.opener or "",
            notes=tuple(notes[row.id]),
        )
        for row in rows
    )


def _notes(reader: Reader, stay_id: str) -> dict[str, list[Note]]:
    case, staff = tables.guest_case, tables.staff
    found: dict[str, list[Note]] = defaultdict(list)
    for table, whom in ((tables.case_said, "guest"), (tables.case_staff_note, "staff")):
        rows = reader.all(
            select(table, staff.c.name)
            .join(case, case.c.id == table.c.case_id)
            .outerjoin(staff, staff.c.id == table.c.by)
            .where(case.c.stay_id == stay_id)
        )
        for row in rows:
            found[row.case_id].append((row.at, row.name or "", row.text, whom))
    for entries in found.values():
        entries.sort(key=lambda entry: entry[0], reverse=True)
    return found


def _hints(
    reader: Reader,
    stay: Fetched,
    rooms: tuple[RoomSpan, ...],
    cases: tuple[CaseRow, ...],
    money: tuple[int, int],
) -> tuple[HintRow, ...]:
    """At most three facts of the record with one suggestion each, heaviest first (GL-39, GL-40)."""
    balance, held = money
    currency = reader.house.currency
    hints: list[HintRow] = []
    open_complaints = [case for case in cases if case.status == "open" and case.kind == "complaint"]
    if len(open_complaints) > 1:
        hints.append(HintRow(icon="warning", fact="Second complaint this stay", suggestion="Tell the manager today."))
    if len(rooms) > 1 and rooms[-1].reason:
        last = rooms[-1]
        hints.append(
            HintRow(
                icon="bed",
                fact=f"Moved on {last.from_date:%a %d %b}: {last.reason.lower()}",
                suggestion=f"After the bill, ask how room {last.room} is.",
            )
        )
    if balance > held > 0:
        fact = f"Balance {plain(balance, currency)}, held {plain(held, currency)}"
        hints.append(HintRow(icon="lock", fact=fact, suggestion="Ask for a card before extras."))
    elif held > max(balance, 0):
        fact = f"Held {plain(held, currency)}, balance {plain(balance, currency)}"
        hints.append(HintRow(icon="lock", fact=fact, suggestion="Explain the hold; offer a lower one."))
    if stay.note:
        hints.append(HintRow(icon="note", fact=stay.note, suggestion="From the reservation."))
    return tuple(hints[:3])
