"""Charges, payments, windows and holds."""

import re
from typing import Any

from sqlalchemy import func, select

from frontdesk.commands.folio import (
    OpenWindow,
    PlaceHold,
    PostCharge,
    ReleaseHold,
    SettleWindow,
    TakePayment,
)
from frontdesk.domain.figure import untaxed
from frontdesk.domain.folio import PAYMENT_CODES
from frontdesk.domain.money import plain
from frontdesk.domain.stay import StayStatus, require_status
from frontdesk.errors import Refusal
from frontdesk.queries.room_night import current_room
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import code_of, context_of
from frontdesk.services.charging import MOST_WINDOWS, amount_of, charge_lines, window_for
from frontdesk.services.ledger import Line, post
from frontdesk.services.stay import window_row
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

_FOUR_DIGITS = re.compile("[0-9]{4}")


def post_charge(command: PostCharge, work: UnitOfWork) -> None:
    """Charge something with the taxes its code brings."""
    stay = stay_of(work, command.stay)
    require_status(stay.status, StayStatus.DUE_IN, StayStatus.IN_HOUSE, StayStatus.CHECKED_OUT)
    code = code_of(work, command.code)
    if not code.by_hand:
        raise Refusal(f"{code.name} is not charged by hand.", help="The night audit and payments post it.")
    served = command.service_date or work.business_date
    if served > work.business_date:
        raise Refusal("The service date is in the future.", f"The business date is {work.business_date}.")
    amount = amount_of(command.quantity, command.unit_price)
    window = window_for(work, stay.id, code.department, command.window)
    line = Line(
        id=work.child("line"),
        window_id=window.id,
        stay_id=stay.id,
        kind="charge",
        code=code.code,
        text=command.text.strip() or code.name,
        figure=untaxed(amount),
        quantity=command.quantity,
        unit_price=command.unit_price,
        service_date=served,
        room=current_room(work, stay.id, served),
        reference=command.reference,
        making=_story(command),
    )
    post(work, charge_lines(work, line, code, context_of(work, stay, served)))
    work.facts.update(text=line.text, amount=plain(amount, work.house.currency), window=window.number)
    touch_folio(work, stay.id)


def _story(command: PostCharge) -> dict[str, Any]:
    told = {
        "items": list(command.items),
        "taken_at": command.taken_at.isoformat() if command.taken_at else None,
        "outlet": command.outlet,
    }
    return {name: value for name, value in told.items() if value}


def touch_folio(work: UnitOfWork, stay_id: str) -> None:
    """A folio changed: its screens, the stay's history and the house list look again."""
    work.touch(f"folio:{stay_id}", f"stay:{stay_id}", "house")


def take_payment(command: TakePayment, work: UnitOfWork) -> None:
    """Money from the guest (P1)."""
    stay = stay_of(work, command.stay)
    if command.amount <= 0:
        raise Refusal("A payment must be more than nothing.", help="To give money back, use a refund.")
    _require_last_four(command.last_four)
    code = code_of(work, PAYMENT_CODES[command.method])
    window = window_for(work, stay.id, "payment", command.window)
    card = f"{command.brand} •••• {command.last_four}".strip() if command.last_four else ""
    post(
        work,
        [
            Line(
                id=work.child("line"),
                window_id=window.id,
                stay_id=stay.id,
                kind="deposit" if command.deposit else "payment",
                code=code.code,
                text=_payment_text(code.name, card, deposit=command.deposit),
                figure=untaxed(-command.amount),
                room=current_room(work, stay.id, work.business_date),
                reference=command.approval,
                method=command.method.value,
                card=card,
            )
        ],
    )
    work.facts.update(amount=plain(command.amount, work.house.currency), method=command.method.value)
    touch_folio(work, stay.id)


def _require_last_four(digits: str) -> None:
    if digits and not _FOUR_DIGITS.fullmatch(digits):
        raise Refusal("Of a card only the last four digits are kept.", help="Type exactly four digits.")


def _payment_text(name: str, card: str, *, deposit: bool) -> str:
    return f"{'Deposit' if deposit else 'Payment'}, {card or name.lower()}"


def place_hold(command: PlaceHold, work: UnitOfWork) -> None:
    """Note an authorisation; no balance changes (P2)."""
    stay = stay_of(work, command.stay)
    if command.amount <= 0:
        raise Refusal("A hold must be more than nothing.", help="Check the amount.")
    _require_last_four(command.last_four)
    plain_fields = ("amount", "brand", "last_four", "approval", "made_up_of", "expires")
    work.add(
        tables.hold,
        {
            "id": work.child("hold"),
            "stay_id": stay.id,
            **{field: getattr(command, field) for field in plain_fields},
            "placed_at": command.made_at,
            "state": "active",
            "version": 1,
        },
    )
    work.facts.update(amount=plain(command.amount, work.house.currency))
    touch_folio(work, stay.id)


def release_hold(command: ReleaseHold, work: UnitOfWork) -> None:
    """Let an authorisation go."""
    found = work.first(select(tables.hold).where(tables.hold.c.id == command.hold))
    if found is None or found.state != "active":
        raise Refusal("That hold is not active any more.")
    work.change(tables.hold, {"id": found.id}, {"state": "released"})
    work.facts.update(amount=plain(found.amount, work.house.currency))
    touch_folio(work, found.stay_id)


def open_window(command: OpenWindow, work: UnitOfWork) -> None:
    """A further window for a payee."""
    stay = stay_of(work, command.stay)
    folio, window = tables.folio, tables.folio_window
    rows = work.all(
        select(window.c.number, window.c.folio_id)
        .join(folio, folio.c.id == window.c.folio_id)
        .where(folio.c.stay_id == stay.id)
        .order_by(window.c.number)
    )
    if len(rows) >= MOST_WINDOWS:
        raise Refusal("A folio has at most eight windows.")
    if not command.payee.strip():
        raise Refusal("A window needs a payee.", help="Type the name of who pays.")
    row = window_row(work.child("window"), rows[0].folio_id, rows[-1].number + 1, command.payee.strip())
    work.add(window, {**row, "address": list(command.address), "tax_number": command.tax_number})
    work.facts.update(window=row["number"], payee=row["payee"])
    touch_folio(work, stay.id)


def settle_window(command: SettleWindow, work: UnitOfWork) -> None:
    """Close a window at zero: it gets the next gapless number and is frozen (N1, N2)."""
    stay = stay_of(work, command.stay)
    folio, window = tables.folio, tables.folio_window
    found = work.first(
        select(window)
        .join(folio, folio.c.id == window.c.folio_id)
        .where(folio.c.stay_id == stay.id, window.c.number == command.window)
    )
    if found is None:
        raise Refusal(f"This folio has no window {command.window}.")
    require_open(work, found.id)
    balance = balance_of(work, found.id)
    if balance:
        raise Refusal(
            f"Window {found.number} stands at {plain(balance, work.house.currency)}.", help="Take the payment first."
        )
    lines = work.first(select(func.count()).select_from(tables.posting).where(tables.posting.c.window_id == found.id))
    if lines is None or lines[0] == 0:
        raise Refusal("There is nothing on this window to settle.")
    number = work.number("folio", "F")
    work.change(window, {"id": found.id}, {"settled": number, "settled_on": work.business_date})
    work.facts.update(number=number, window=found.number)
    touch_folio(work, stay.id)


def require_open(work: UnitOfWork, window_id: str) -> Fetched:
    """The window must not be settled (N1)."""
    window = work.first(select(tables.folio_window).where(tables.folio_window.c.id == window_id))
    assert window is not None, "a posting stands on a window"
    if window.settled is not None:
        raise Refusal(
            f"Window {window.number} is settled as {window.settled}.",
            help="A settled window is put right by a credit note.",
        )
    return window


def balance_of(work: UnitOfWork, window_id: str) -> int:
    """The sum of a window's postings (L4)."""
    posting = tables.posting
    found = work.first(select(func.coalesce(func.sum(posting.c.amount), 0)).where(posting.c.window_id == window_id))
    return int(found[0]) if found else 0
