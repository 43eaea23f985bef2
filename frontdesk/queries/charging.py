"""From a price to the lines it makes: which taxes, which words, which windows. Nothing is written here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from frontdesk.commands.folio import PostCharge
from frontdesk.domain.figure import Figure, split, untaxed
from frontdesk.domain.money import LARGEST, metered
from frontdesk.domain.posting import Line
from frontdesk.domain.routing import Instruction, Supply, first_match, shares
from frontdesk.domain.stay import StayStatus, require_status
from frontdesk.domain.tax.assessment import AddedTax, Assessment
from frontdesk.domain.tax.engine import assess
from frontdesk.domain.tax.packages import ROOM
from frontdesk.domain.tax.rules import Charge, Context
from frontdesk.errors import Refusal, dated
from frontdesk.identity import child_id
from frontdesk.queries.room_night import current_room
from frontdesk.queries.routing import instructions_of, used
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import code_of, context_of, tax_names, tax_rules
from frontdesk.queries.window import NameIt, Window, numbered, open_window
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

THOUSANDTHS = 1000
PART = "part"
"""What the story of a package's charge names: which supply of the package it is, ``room`` for the room."""

IN_YOUR_RATE = {
    "food": "food in your rate",
    "drink": "drinks in your rate",
    "services": "services in your rate",
    "fee": "fees in your rate",
    "other": "extras in your rate",
    "paid_out": "paid for you in your rate",
}
"""What a bill calls the supplies of a package besides the room, by their tags."""

TAKES_LINES = ("due_in", "in_house")
"""States of a stay that still takes what is routed to it."""


Placed = Sequence[tuple[Line, Window]]
"""Lines of a plan, each with the window it goes to."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Lines to be posted together, and the windows that must be opened first."""

    lines: tuple[Line, ...]
    opens: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """Where a charge is meant to go: the stay, its department, and the window asked for; 1 lets routing decide."""

    stay: str
    department: str
    window: int = 1


def amount_of(quantity: int, unit_price: int) -> int:
    """Quantity in thousandths × unit price in minor units, rounded once (M5, R2).

    Raises:
        Refusal: a quantity of nothing, a charge at or below zero (C6), one beyond any bill.
    """
    if quantity <= 0:
        raise Refusal("The quantity must be more than nothing.", help="To take money back, correct or allow the line.")
    if unit_price <= 0:
        raise Refusal("A charge must be more than nothing.", help="To take money back, correct or allow the line.")
    amount = metered(quantity, unit_price)
    if amount == 0:
        raise Refusal("The charge comes to nothing.", help="Check the quantity and the price.")
    if amount > LARGEST:
        raise Refusal("The charge is far too large.", help="Check the quantity and the price.")
    return amount


def plan_charge(reader: Reader, command: PostCharge, name: NameIt) -> Plan:
    """What a charge by hand posts: its lines with their taxes, on the windows that routing names (W2, T5).

    Raises:
        Refusal: the stay takes no charges, the code is not for hand, nothing to charge, or a day to come.
    """
    stay = stay_of(reader, command.stay)
    require_status(stay.status, StayStatus.DUE_IN, StayStatus.IN_HOUSE, StayStatus.CHECKED_OUT)
    code = code_of(reader, command.code)
    if not code.by_hand:
        raise Refusal(f"{code.name} is not charged by hand.", help="The night audit and payments post it.")
    served = command.service_date or reader.business_date
    if served > reader.business_date:
        raise Refusal(
            "The service date is in the future.",
            f"The business date is {dated(reader.business_date)}.",
            "Choose that day or an earlier one.",
        )
    if numbered(reader, stay.id, command.window).kind != "guest":
        raise Refusal("Charges stand on a window of a payee.", help="Choose one of the guest's windows.")
    line = Line(
        id=name("line"),
        window_id="",
        stay_id=stay.id,
        kind="charge",
        code=code.code,
        text=command.text.strip() or code.name,
        figure=untaxed(amount_of(command.quantity, command.unit_price)),
        quantity=command.quantity,
        unit_price=command.unit_price,
        service_date=served,
        room=current_room(reader, stay.id, served),
        reference=command.reference,
        making=_story(command),
    )
    lines = charge_lines(reader, line, code, context_of(reader, stay, served))
    return placed(reader, lines, Meant(stay.id, code.department, command.window), name)


def _story(command: PostCharge) -> dict[str, Any]:
    told = {
        "items": list(command.items),
        "taken_at": command.taken_at.isoformat() if command.taken_at else None,
        "outlet": command.outlet,
    }
    return {name: value for name, value in told.items() if value}


def charge_lines(reader: Reader, line: Line, code: Fetched, context: Context) -> list[Line]:
    """The charge with its included taxes, and one posting for each tax on top of it (T5, T9)."""
    found = assess(tax_rules(reader), [Charge("1", code.tag, line.figure.gross)], context)
    return [replace(line, figure=found.charges["1"]), *_on_top(reader, line, found.added)]


def night_lines(reader: Reader, line: Line, found: Assessment) -> list[Line]:
    """A night in the room as it is posted: its charge, one more for each further supply of a package, and their taxes.

    ``line`` is the charge for the room; its ``making`` says what the night was sold as (`taxing.sold_as`).
    """
    if len(found.charges) == 1:
        return [line, *_on_top(reader, line, found.added)]
    lines: list[Line] = []
    for key, figure in found.charges.items():
        charge = _part_of_package(line, key, figure)
        lines += [charge, *_on_top(reader, charge, [tax for tax in found.added if tax.charge == key])]
    return lines


def _part_of_package(line: Line, key: str, figure: Figure) -> Line:
    """The room keeps the line's name; another supply has its own, so that each is posted once (L6)."""
    making = {**line.making, PART: key}
    if key == ROOM:
        return replace(line, making=making)
    return replace(
        line,
        id=child_id(line.id, key),
        text=f"{line.text.split(', ', maxsplit=1)[0]}, {IN_YOUR_RATE[key]}",
        figure=figure,
        source_ref=f"{line.source_ref}:{key}",
        making=making,
    )


def _on_top(reader: Reader, line: Line, added: Sequence[AddedTax]) -> list[Line]:
    """The tax postings on top of a charge; without a parent they stand on their own in window 1 (T9)."""
    return [_tax_line(reader, line, tax, n) for n, tax in enumerate(added, start=1)]


def _tax_line(reader: Reader, line: Line, tax: AddedTax, n: int) -> Line:
    """The n-th tax posting of a charge; made from the ground up, for a changed copy takes 1.4 times as long."""
    part = tax.part
    return Line(
        id=f"{line.id[:-12]}{(int(line.id[-12:], 16) + n) % 16**12:012x}",
        window_id=line.window_id,
        stay_id=line.stay_id,
        kind="tax",
        code=tax.code,
        text=tax_text(tax_names(reader).get(tax.code, tax.code), part.persons),
        figure=Figure(tax.amount, 0, (part,)),
        quantity=THOUSANDTHS * max(1, part.persons),
        unit_price=part.unit_amount if part.unit_amount is not None else tax.amount,
        service_date=line.service_date,
        business_date=line.business_date,
        room=line.room,
        source=line.source,
        source_ref=f"{line.source_ref}:{tax.code}" if line.source_ref else None,
        parent=line.id if line.figure.gross else None,
        origin=line.origin,
        making={"base": tax.base},
    )


def tax_text(name: str, persons: int) -> str:
    """What a tax posting says: its name, and for how many where it is due by head."""
    return f"{name}, {persons} persons" if persons > 1 else name


def placed(reader: Reader, lines: Sequence[Line], meant: Meant, name: NameIt) -> Plan:
    """Charges and the taxes on top of them on the windows they belong to (W2, W3, T9).

    A tax follows its charge, in the same shares, unless an instruction names the tax code itself; one without a
    charge stands on window 1. A line that names its window already is left as it is where that is the right one.
    Lines posted together share the limit of an instruction in their order.
    """
    if meant.window != 1 or not instructions_of(reader, meant.stay):
        place = open_window(reader, meant.stay, meant.window, name)
        return _plan([(line, place) for line in lines])
    pairs: list[tuple[Line, Window]] = []
    pieces: dict[str, list[tuple[Line, Window]]] = {}
    for line in lines:
        if line.kind == "tax":
            own = _by_tax_code(reader, line, meant, name, beside=pairs)
            pairs += own or _beside(reader, line, pieces.get(line.parent or "", ()), meant, name)
        elif line.figure.gross:
            pieces[line.id] = _shared(reader, line, meant, name, beside=pairs)
            pairs += pieces[line.id]
    return _plan(pairs)


def _plan(pairs: Sequence[tuple[Line, Window]]) -> Plan:
    opens = {place.id: place for _, place in pairs if place.fresh}
    return Plan(tuple(on(line, place) for line, place in pairs), tuple(opens.values()))


def on(line: Line, place: Window) -> Line:
    """The line on a window; on another stay's folio it remembers whose it is."""
    if (line.window_id, line.stay_id) == (place.id, place.stay):
        return line
    origin = line.stay_id if place.stay != line.stay_id else line.origin
    return replace(line, window_id=place.id, stay_id=place.stay, origin=origin)


def _shared(reader: Reader, line: Line, meant: Meant, name: NameIt, *, beside: Placed) -> list[tuple[Line, Window]]:
    by = instruction_for(reader, line, meant)
    return _by_shares(reader, line, by, name, beside=beside) or [(line, open_window(reader, meant.stay, 1, name))]


def instruction_for(reader: Reader, line: Line, meant: Meant) -> Instruction | None:
    """The instruction that acts on a line, if its target can still take one (W2)."""
    assert line.service_date is not None, "a charge has a service date"
    supply = Supply(
        code=line.code, department=meant.department, service_date=line.service_date, amount=line.figure.gross
    )
    by = first_match(instructions_of(reader, meant.stay), supply)
    if by is not None and by.stay != meant.stay and stay_of(reader, by.stay).status not in TAKES_LINES:
        return None
    return by


def _by_shares(
    reader: Reader, line: Line, by: Instruction | None, name: NameIt, *, beside: Placed
) -> list[tuple[Line, Window]]:
    """The shares of a line; ``beside`` are lines of the same plan, which may have used up the limit."""
    if by is None:
        return []
    assert line.service_date is not None, "a charge has a service date"
    before = used(reader, by, line.service_date) if by.limit else 0
    before += sum(each.figure.gross for each, _ in beside if each.routed == by.id)
    parts = shares(by, line.figure.gross, before)
    pieces = in_parts(line, [part.amount for part in parts])
    pairs = []
    for piece, part in zip(pieces, parts, strict=True):
        there = (part.by.stay, part.by.window) if part.by else (line.stay_id, 1)
        routed = replace(piece, routed=part.by.id if part.by else None)
        pairs.append((routed, open_window(reader, *there, name)))
    return pairs


def in_parts(line: Line, weights: Sequence[int]) -> list[Line]:
    """A line in parts that add up to it in gross, net and every tax (W3, X1); the first keeps its id."""
    if len(weights) == 1:
        return [line]
    whole = {"of": line.figure.gross, "quantity": line.quantity, "unit_price": line.unit_price}
    return [
        replace(
            line,
            id=line.id if k == 0 else child_id(line.id, f"share-{k}"),
            figure=figure,
            quantity=THOUSANDTHS,
            unit_price=figure.gross,
            source_ref=f"{line.source_ref}:{k}" if line.source_ref and k else line.source_ref,
            making={**line.making, "shared": whole},
        )
        for k, figure in enumerate(split(line.figure, weights))
    ]


def _by_tax_code(reader: Reader, tax: Line, meant: Meant, name: NameIt, *, beside: Placed) -> list[tuple[Line, Window]]:
    by = instruction_for(reader, tax, Meant(meant.stay, ""))
    return _by_shares(reader, tax, by, name, beside=beside)


def _beside(
    reader: Reader, tax: Line, pieces: Sequence[tuple[Line, Window]], meant: Meant, name: NameIt
) -> list[tuple[Line, Window]]:
    if not pieces:
        return [(tax, open_window(reader, meant.stay, 1, name))]
    parts = in_parts(tax, [piece.figure.gross for piece, _ in pieces])
    return [
        (part if part.parent == piece.id else replace(part, parent=piece.id), place)
        for part, (piece, place) in zip(parts, pieces, strict=True)
    ]
