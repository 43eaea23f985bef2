"""Filling the slips from what was recorded. Staff-only texts are not selected here (FD-1, GL-20)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from frontdesk.errors import Refusal
from frontdesk.queries.folio_paper import house_on_paper
from frontdesk.queries.printed_words import MONEY, line_text, phrase, reason, tax_words
from frontdesk.queries.slip import AnySlip, CreditSlip, MoveSlip, ReadSlip, Receipt, SlipLine
from frontdesk.queries.slip_move import move_facts
from frontdesk.queries.stay import SeeStay, StayView
from frontdesk.queries.stay_view import see_stay
from frontdesk.queries.taxing import tax_rules
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched
from frontdesk.words import say, spoken

_MOVE = ("id", "number", "stay_id", "night", "from_room", "to_room", "reason", "words", "asked_by", "consent",
         "decision", "difference", "approved_by", "made_at", "business_date")  # fmt: skip
_CREDIT = ("id", "number", "stay_id", "case_id", "window_id", "kind", "percent", "to_guest", "state", "asked_by",
           "asked_at", "business_date", "decided_by", "decided_at", "decided_how")  # fmt: skip
_POSTING = ("id", "seq", "n", "window_id", "stay_id", "kind", "code", "text", "reference", "amount", "net",
            "business_date", "service_date", "room", "made_at", "card", "making", "reduces", "parent")  # fmt: skip


def read_slip(reader: Reader, question: ReadSlip) -> AnySlip:
    """What a slip says, in the guest's language if none is named.

    Raises:
        Refusal: there is no such move, credit or payment, or the credit is not given yet.
    """
    what, row = slip_of(reader, question.of)
    stay = see_stay(reader, SeeStay(row.stay_id))
    language = spoken(question.language, stay.language, reader.house.language)
    common = {
        "house": house_on_paper(reader),
        "language": language,
        "currency": stay.currency,
        "guest": stay.name,
        "arrival": stay.arrival,
        "departure": stay.departure,
        "copy": question.copy,
        "copied_at": reader.local(question.copied_at) if question.copied_at else None,
    }
    return _FILLED[what](reader, row, stay, common | {"guest_present": question.guest_present})


def slip_of(reader: Reader, of: str) -> tuple[str, Fetched]:
    """What a number, or the id of a line on the bill, names: move, credit or payment, and its row.

    Raises:
        Refusal: nothing has that number.
    """
    for what, table, names in (("move", tables.room_move, _MOVE), ("credit", tables.credit, _CREDIT)):
        columns = [table.c[name] for name in names]
        found = reader.first(select(*columns).where(or_(table.c.number == of, table.c.id == of)))
        if found is not None:
            return what, found
    credit = _credit_of(reader, of)
    if credit is not None:
        return "credit", credit
    paid = _postings(reader, tables.posting.c.id == of)
    if paid and paid[0].kind in MONEY:
        return "payment", paid[0]
    raise Refusal(f"There is no slip of {of!r}.", help="Name a room move (RMV-…), a credit (GW-…) or a payment's id.")


def _credit_of(reader: Reader, posting_id: str) -> Fetched | None:
    """The credit that a line of the bill belongs to."""
    posting, credit = tables.posting, tables.credit
    columns = [credit.c[name] for name in _CREDIT]
    return reader.first(
        select(*columns).join(posting, posting.c.credit_id == credit.c.id).where(posting.c.id == posting_id)
    )


def _postings(reader: Reader, condition: ColumnElement[bool]) -> list[Fetched]:
    posting, code = tables.posting, tables.transaction_code
    columns = [posting.c[name] for name in _POSTING]
    joined = select(*columns, code.c.name.label("code_name")).join(code, code.c.code == posting.c.code)
    return reader.all(joined.where(condition).order_by(posting.c.seq, posting.c.n))


def _move(reader: Reader, row: Fetched, stay: StayView, common: dict[str, Any]) -> MoveSlip:
    language = common["language"]
    common.pop("guest_present")
    return MoveSlip(
        **common,
        number=row.number,
        business_date=row.business_date,
        made_at=reader.local(row.made_at),
        persons=stay.adults + len(stay.children),
        from_room=row.from_room,
        from_type=phrase(_type_of(reader, row.from_room), language),
        to_room=row.to_room,
        to_type=phrase(_type_of(reader, row.to_room), language),
        reason=f"{reason(row.reason, language)}: “{row.words}”",
        asked_by=say(language, f"slip.by_{row.asked_by}") if row.asked_by in {"guest", "house"} else row.asked_by,
        consent=phrase(row.consent, language),
        decision=say(language, f"slip.decision_{row.decision.lower()}"),
        difference=row.difference,
        from_night=row.night,
        approved_by=row.approved_by,
        **move_facts(reader, row, language),
    )


def _type_of(reader: Reader, number: str) -> str:
    room, kind = tables.room, tables.room_type
    found = reader.first(select(kind.c.name).join(room, room.c.type == kind.c.code).where(room.c.number == number))
    return str(found.name) if found else ""


def _credit(reader: Reader, row: Fetched, stay: StayView, common: dict[str, Any]) -> CreditSlip:
    if row.state != "posted":
        raise Refusal(f"Credit {row.number} is {row.state}.", help="Its slip is printed when it is given.")
    postings = _postings(reader, tables.posting.c.credit_id == row.id)
    lines = _credit_lines(reader, postings, common["language"])
    credit, net = sum(each.amount for each in postings), sum(each.net for each in postings if each.kind != "tax")
    by_other = row.decided_by and row.decided_by != row.asked_by
    return CreditSlip(
        **common,
        number=row.number,
        business_date=postings[-1].business_date,
        made_at=reader.local(postings[-1].made_at),
        room=postings[0].room or stay.rooms[-1].room,
        case=_case(reader, row.case_id),
        to_guest=row.to_guest,
        lines=lines,
        kind=row.kind,
        percent=row.percent,
        net=net,
        tax=credit - net,
        credit=credit,
        balance=_balance(reader, postings[-1]),
        given_by=_name(reader, row.asked_by),
        approved_by=_name(reader, row.decided_by) if by_other else "",
    )


def _credit_lines(reader: Reader, postings: list[Fetched], language: str) -> tuple[SlipLine, ...]:
    """One line for each line that was credited, with the taxes that stand beside it."""
    named = {each.reduces for each in postings if each.reduces}
    charges = {each.id: each for each in _postings(reader, tables.posting.c.id.in_(named))}
    words = tax_words(tax_rules(reader), language)
    sums: dict[str, int] = {}
    for each in postings:
        charge = charges[each.reduces]
        line = charge.parent if charge.kind == "tax" and charge.parent in charges else charge.id
        sums[line] = sums.get(line, 0) + each.amount
    return tuple(
        SlipLine(service_date=charges[key].service_date, text=line_text(charges[key], language, words), amount=amount)
        for key, amount in sums.items()
    )


def _case(reader: Reader, case_id: str) -> str:
    found = reader.first(select(tables.guest_case.c.number).where(tables.guest_case.c.id == case_id))
    return str(found.number) if found else ""


def _name(reader: Reader, staff_id: str) -> str:
    found = reader.first(select(tables.staff.c.name).where(tables.staff.c.id == staff_id))
    return str(found.name) if found else ""


def _balance(reader: Reader, last: Fetched) -> int:
    """The balance of all windows of the stay right after a posting: what the slip said stays true."""
    posting, window, folio = tables.posting, tables.folio_window, tables.folio
    of_stay = select(window.c.id).join(folio, folio.c.id == window.c.folio_id).where(folio.c.stay_id == last.stay_id)
    found = reader.first(
        select(func.coalesce(func.sum(posting.c.amount), 0)).where(
            posting.c.window_id.in_(of_stay), posting.c.seq <= last.seq
        )
    )
    return int(found[0]) if found else 0


def _payment(reader: Reader, row: Fetched, stay: StayView, common: dict[str, Any]) -> Receipt:
    window = reader.first(
        select(tables.folio_window.c.payee, tables.folio_window.c.number).where(
            tables.folio_window.c.id == row.window_id
        )
    )
    assert window is not None, "a posting stands on a window"
    common.pop("guest_present")
    return Receipt(
        **common,
        number=f"{stay.confirmation}-{row.seq}",
        business_date=row.business_date,
        made_at=reader.local(row.made_at),
        confirmation=stay.confirmation,
        room=row.room,
        payee=window.payee,
        window=window.number,
        text=line_text(row, common["language"], {}),
        reference=row.reference,
        amount=-row.amount,
        balance=_balance(reader, row),
    )


_FILLED: dict[str, Callable[[Reader, Fetched, StayView, dict[str, Any]], AnySlip]] = {
    "move": _move,
    "credit": _credit,
    "payment": _payment,
}
