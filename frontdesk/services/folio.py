"""Charges, windows and holds."""

import re

from frontdesk.commands.folio import ChangeWindow, OpenWindow, PlaceHold, PostCharge, ReleaseHold, SettleWindow
from frontdesk.domain.money import plain
from frontdesk.errors import Refusal, quoted
from frontdesk.queries.charging import amount_of, plan_charge
from frontdesk.queries.settlement import settleable
from frontdesk.queries.stay import stay_of
from frontdesk.queries.window import MOST_WINDOWS, Window, numbered, require_unsettled, row_of, windows_of
from frontdesk.services.ledger import write
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork

_FOUR_DIGITS = re.compile("[0-9]{4}")
_TWO_LETTERS = re.compile("[A-Z]{2}")


def post_charge(command: PostCharge, work: UnitOfWork) -> None:
    """Charge something with the taxes its code brings, on the windows that routing names."""
    plan = plan_charge(work, command, work.child)
    write(work, plan)
    line = plan.lines[0]
    window = next(row.number for row in windows_of(work, line.stay_id) if row.id == line.window_id)
    amount = amount_of(command.quantity, command.unit_price)
    work.facts.update(text=line.text, amount=plain(amount, work.house.currency), window=window)
    for stay_id in {command.stay, *(line.stay_id for line in plan.lines)}:
        touch_folio(work, stay_id)


def touch_folio(work: UnitOfWork, stay_id: str) -> None:
    """A folio changed: its screens, the stay's history and the house list look again."""
    work.touch(f"folio:{stay_id}", f"stay:{stay_id}", "house")


def require_last_four(digits: str) -> None:
    """Of a card the last four digits, or nothing.

    Raises:
        Refusal: anything else.
    """
    if digits and not _FOUR_DIGITS.fullmatch(digits):
        raise Refusal("Of a card only the last four digits are kept.", help="Type exactly four digits.")


def place_hold(command: PlaceHold, work: UnitOfWork) -> None:
    """Note an authorisation; no balance changes (P2)."""
    stay = stay_of(work, command.stay)
    if command.amount <= 0:
        raise Refusal("A hold must be more than nothing.", help="Check the amount.")
    require_last_four(command.last_four)
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
    found = work.row(tables.hold, command.hold)
    if found is None or found.state != "active":
        raise Refusal("That hold is not active any more.", help="Look at the holds of the stay.")
    work.change(tables.hold, {"id": found.id}, {"state": "released"})
    work.facts.update(amount=plain(found.amount, work.house.currency))
    touch_folio(work, found.stay_id)


def open_window(command: OpenWindow, work: UnitOfWork) -> None:
    """A further window for a payee."""
    stay = stay_of(work, command.stay)
    rows = windows_of(work, stay.id)
    if sum(window.kind == "guest" for window in rows) >= MOST_WINDOWS:
        raise Refusal("A folio has at most eight windows.", help="Use one that is there.")
    if not command.payee.strip():
        raise Refusal("A window needs a payee.", help="Type the name of who pays.")
    window = Window(
        stay=stay.id,
        id=work.child("window"),
        folio_id=rows[0].folio_id,
        number=rows[-1].number + 1,
        payee=command.payee.strip(),
        address=command.address,
        tax_number=command.tax_number,
        country=country_code(command.country),
    )
    work.add(tables.folio_window, row_of(window))
    work.facts.update(window=window.number, payee=window.payee)
    touch_folio(work, stay.id)


def change_window(command: ChangeWindow, work: UnitOfWork) -> None:
    """Another payee, address, tax number or country for a window that is not settled."""
    stay = stay_of(work, command.stay)
    window = numbered(work, stay.id, command.window)
    require_unsettled(window)
    payee = command.payee.strip()
    if not payee:
        raise Refusal("A window needs a payee.", help="Type the name of who pays.")
    values = {
        "payee": payee,
        "address": list(command.address),
        "tax_number": command.tax_number.strip(),
        "country": country_code(command.country) or None,
    }
    work.change(tables.folio_window, {"id": window.id}, values)
    work.facts.update(window=window.number, was=window.payee, payee=payee)
    touch_folio(work, stay.id)


def country_code(typed: str) -> str:
    """A country as ISO 3166-1 alpha-2, or nothing.

    Raises:
        Refusal: not two letters.
    """
    code = typed.strip().upper()
    if code and not _TWO_LETTERS.fullmatch(code):
        raise Refusal(f"{quoted(typed)} is not a country code.", help="Write two letters, such as DE or GR.")
    return code


SERIES = {"guest": ("folio", "F"), "credit_note": ("credit_note", "CN"), "deposit": ("deposit", "D")}
"""The gapless series of numbers for each kind of window, and its prefix (N1, N2)."""


def settle_window(command: SettleWindow, work: UnitOfWork) -> None:
    """Close a window at zero: it gets the next gapless number and is frozen (N1, N2)."""
    window = settleable(work, command.stay, command.window)
    number = work.number(*SERIES[window.kind])
    work.change(tables.folio_window, {"id": window.id}, {"settled": number, "settled_on": work.business_date})
    work.facts.update(number=number, window=window.number)
    touch_folio(work, window.stay)
