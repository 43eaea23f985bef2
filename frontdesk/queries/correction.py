"""What putting a line right would post: correction, allowance, transfer, split. Nothing is written here (L1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from frontdesk.domain.figure import Figure, grouped, mirror, split, taken, ungrouped
from frontdesk.domain.posting import CHARGES, MOVABLE, Line
from frontdesk.errors import Refusal
from frontdesk.queries.charging import Plan, on
from frontdesk.queries.ledger import Posted, added_taxes, one_posted
from frontdesk.queries.taxing import code_of
from frontdesk.queries.window import NameIt, Window, open_window, reducing_window, windows_of
from frontdesk.store.reader import Reader

MOST_PARTS = 31


@dataclass(frozen=True, slots=True)
class Reduced:
    """A charge that something is taken off: its posting, the taxes on top that follow its price, what is left (C5)."""

    posted: Posted
    on_top: tuple[Posted, ...]
    left: Figure


def against(name: str, target: Posted, figure: Figure, **changes: Any) -> Line:
    """A line that takes back (part of) a posting: same code, room, service date and window. ``name`` is its id."""
    row = target.row
    sign = -1 if figure.gross < 0 else 1
    whole = figure.gross == -target.figure.gross
    line = Line(
        id=name,
        window_id=row.window_id,
        stay_id=row.stay_id,
        kind="correction",
        code=row.code,
        text=row.text,
        figure=figure,
        quantity=row.quantity if whole else 1000,
        unit_price=sign * abs(row.unit_price) if whole else figure.gross,
        service_date=row.service_date,
        room=row.room,
        reference=row.reference,
        method=row.method,
        card=row.card,
        routed=row.routed,
        origin=row.origin,
        making={"of": target.figure.gross, "left": target.left.gross + figure.gross},
    )
    return replace(line, **changes)


def window_of(reader: Reader, found: Posted) -> Window:
    """The window a posting stands on."""
    return next(row for row in windows_of(reader, found.row.stay_id) if row.id == found.row.window_id)


def require_open(reader: Reader, found: Posted) -> Window:
    """The window of a posting, which must not be settled (N1).

    Raises:
        Refusal: it is; names the number.
    """
    window = window_of(reader, found)
    if window.settled is not None:
        raise Refusal(
            f"Window {window.number} is settled as {window.settled}.",
            help="A settled window is put right by a credit note.",
        )
    return window


def with_taxes(reader: Reader, found: Posted) -> list[Posted]:
    """A posting and what is left of the taxes on top of it, all on open windows.

    Raises:
        Refusal: one of the windows is settled.
    """
    targets = [found, *(tax for tax in added_taxes(reader, found.row.id) if tax.left.gross)]
    for target in targets:
        require_open(reader, target)
    return targets


def off(target: Posted) -> dict[str, Any]:
    """The values that take what is left of a posting off it: whole lines are reversed, others reduced to nothing.

    A tax may have been settled since it was posted (T8), though its charge stands whole.
    """
    named = "reverses" if target.left == target.figure else "reduces"
    return {"figure": mirror(target.left), named: target.row.id}


def plan_correction(reader: Reader, posting_id: str, common: Mapping[str, Any], name: NameIt) -> tuple[Posted, Plan]:
    """Undo a posting of the open business date, with its taxes, to the minor unit (C1).

    Raises:
        Refusal: not a line of today that stands whole on an open window.
    """
    found = one_posted(reader, posting_id)
    require_open(reader, found)
    _require_correctable(reader, found)
    lines = [
        against(name(f"correct-{n}"), target, **off(target), **common)
        for n, target in enumerate(with_taxes(reader, found))
    ]
    return found, Plan(tuple(lines))


def _require_correctable(reader: Reader, found: Posted) -> None:
    """A whole line of today that stands on its own (C1)."""
    if found.row.kind == "goodwill":
        raise Refusal("A gift is never taken back as a mistake.", help="Open a case with what went wrong.")
    bound = found.row.kind in {"correction", "transfer", "split"} or found.row.parent
    if bound or code_of(reader, found.row.code).department == "tax":
        raise Refusal("A line like this is not corrected on its own.", help="Correct the charge it belongs to.")
    if found.row.business_date != reader.business_date:
        raise Refusal(
            "That line is from an earlier business date.", help="Post an allowance; a correction is for today only."
        )
    if found.left != found.figure:
        raise Refusal("A part of that line was given back already.", help="Allow what is left of it instead.")


def reduced(reader: Reader, posting_id: str) -> Reduced:
    """A charge and what is left of it with the taxes that follow its price.

    Raises:
        Refusal: not a charge, or taken back before.
    """
    found = one_posted(reader, posting_id)
    if found.row.kind not in CHARGES:
        raise Refusal("Only a charge can be allowed.", help="Choose the charge itself.")
    whole_today = found.row.business_date == reader.business_date and found.left == found.figure
    if whole_today and window_of(reader, found).settled is None:
        raise Refusal("That line is from today.", help="Correct it; an allowance is for an earlier day.")
    return reduced_by(found, added_taxes(reader, found.row.id))


def reduced_by(found: Posted, taxes: Sequence[Posted]) -> Reduced:
    """A charge with those of its added taxes that a price credit reduces (C4, C5)."""
    on_top = tuple(tax for tax in taxes if tax.left.taxes and tax.left.taxes[0].follows_price)
    return Reduced(found, on_top, grouped(found.left, [tax.left.taxes[0] for tax in on_top]))


def plan_allowance(reader: Reader, charge: Reduced, amount: int, common: Mapping[str, Any], name: NameIt) -> Plan:
    """Take back all or part of a wrong charge; its taxes follow (C2). From a settled window it is a credit note (N1).

    Raises:
        Refusal: more than is left, or nothing.
    """
    return plan_reduction(reader, charge, taken(charge.left, amount), {"kind": "allowance", **common}, name)


def plan_reduction(
    reader: Reader, charge: Reduced, credit: Figure, common: Mapping[str, Any], name: NameIt, prefix: str = "reduce"
) -> Plan:
    """A negative figure against a charge and against the taxes that stand on top of it (C5)."""
    on_charge, on_top = ungrouped(credit)
    found = charge.posted
    lines = [against(name(f"{prefix}-0"), found, on_charge, reduces=found.row.id, **common)]
    by_code = {tax.row.code: tax for tax in charge.on_top}
    for n, part in enumerate(on_top, start=1):
        target = by_code[part.code]
        figure = Figure(part.amount, 0, (part,))
        # A gift of one cent may be tax alone: then there is no line to stand beneath.
        named = {"reduces": target.row.id, "parent": lines[0].id if on_charge.gross else None}
        lines.append(against(name(f"{prefix}-{n}"), target, figure, **named, **common))
    return reducing(reader, lines, name)


def reducing(reader: Reader, lines: Sequence[Line], name: NameIt) -> Plan:
    """Lines that take back, on the window of what they name or on its credit note (N1)."""
    placed, opens = [], {}
    for line in lines:
        window = reducing_window(reader, line.stay_id, line.window_id, name)
        placed.append(replace(line, window_id=window.id))
        if window.fresh:
            opens[window.id] = window
    return Plan(tuple(placed), tuple(opens.values()))


def plan_transfer(
    reader: Reader, posting_id: str, to: tuple[str, int], remark: str, name: NameIt
) -> tuple[Posted, Window, Plan]:
    """Move a line with its taxes to another window or stay: − here and + there, together zero (W1).

    Raises:
        Refusal: not a whole line on an open window, a tax without its charge, or the same window.
    """
    found = one_posted(reader, posting_id)
    require_open(reader, found)
    if found.row.kind not in MOVABLE:
        raise Refusal("Only a charge or a payment can be moved.", help="Move the line it belongs to before it.")
    if found.row.kind == "tax" and found.row.parent:
        raise Refusal("A tax moves with its charge.", help="Transfer the charge.")
    window = open_window(reader, to[0] or found.row.stay_id, to[1], name)
    if window.id == found.row.window_id:
        raise Refusal("The line is on that window already.", help="Choose another window.")
    if window.kind != "guest":
        raise Refusal("A line moves to a window of a payee.", help="Choose one of the guest's windows.")
    if found.left != found.figure:
        raise Refusal("A part of that line was given back already.", help="Transfer is for whole lines.")
    plan = move_over(with_taxes(reader, found), window, {"remark": remark}, name)
    return found, window, plan


def move_over(targets: Sequence[Posted], window: Window, common: Mapping[str, Any], name: NameIt) -> Plan:
    """The pairs that move whole lines to a window; taxes keep their charge as parent."""
    pair = name("pair")
    lines: list[Line] = []
    moved: dict[str, str] = {}
    for n, target in enumerate(targets):
        making = {"of": target.left.gross, "to": window.payee}
        marks: dict[str, Any] = {"kind": "transfer", "pair": pair, "making": making}
        here = against(name(f"out-{n}"), target, **off(target), **marks, **common)
        there = replace(
            here,
            id=name(f"in-{n}"),
            kind=target.row.kind,
            figure=target.left,
            unit_price=abs(here.unit_price or 0) if target.left.gross > 0 else target.row.unit_price,
            reverses=None,
            reduces=None,
            routed=None,
            parent=moved.get(target.row.parent or ""),
            making={**target.row.making, "transferred_from": target.row.id},
        )
        moved[target.row.id] = there.id
        lines += [here, _home(on(there, window))]
    return Plan(tuple(lines), (window,) if window.fresh else ())


def _home(line: Line) -> Line:
    """A line that came back to the stay it is for needs no origin."""
    return replace(line, origin=None) if line.origin == line.stay_id else line


def plan_split(
    reader: Reader,
    posting_id: str,
    weights: Sequence[int],
    name: NameIt,
    marks: Sequence[tuple[Window, Mapping[str, Any]]] = (),
) -> tuple[Posted, Plan]:
    """A line in parts, each with its share of every tax, together the same (X1, X2).

    ``marks`` puts each part on a window of its own, with further values (W3).

    Raises:
        Refusal: not a whole charge on an open window, or weights that share nothing out.
    """
    found = one_posted(reader, posting_id)
    require_open(reader, found)
    if found.row.kind not in CHARGES:
        raise Refusal("Only a charge can be split.", help="Choose the charge itself.")
    if found.left != found.figure:
        raise Refusal("A part of that line was given back already.", help="Split what is left by allowances instead.")
    if not 2 <= len(weights) <= MOST_PARTS or any(weight < 0 for weight in weights):  # noqa: PLR2004 - a half and a half
        raise Refusal("A line is split into 2 to 31 parts.", help="Type the shares again, such as 1 : 1.")
    parts = split(found.figure, weights)
    if any(weight and not part.gross for weight, part in zip(weights, parts, strict=True)):
        raise Refusal("A part would come to nothing.", help="Split into fewer or more even parts.")
    targets = with_taxes(reader, found)
    common = {"kind": "split", "split_of": found.row.id, "making": {"of": found.figure.gross, "parts": len(weights)}}
    lines = [against(name(f"undo-{n}"), target, **off(target), **common) for n, target in enumerate(targets)]
    for n, target in enumerate(targets):
        for k, figure in enumerate(split(target.left, weights)):
            part = _part(target, figure, (n, k), name)
            lines.append(replace(on(part, marks[k][0]), **marks[k][1]) if marks else part)
    opens = {window.id: window for window, _ in marks if window.fresh}
    return found, Plan(tuple(lines), tuple(opens.values()))


def _part(target: Posted, figure: Figure, place: tuple[int, int], name: NameIt) -> Line:
    n, k = place
    line = against(name(f"part-{n}-{k}"), target, figure, split_of=target.row.id, kind=target.row.kind)
    shared = {"of": target.left.gross, "quantity": target.row.quantity, "unit_price": target.row.unit_price}
    making = {"shared": shared, **target.row.making}
    return replace(line, parent=name(f"part-0-{k}") if n else None, making=making)
