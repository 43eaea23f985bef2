"""Lines on window 1 that the instructions would have sent elsewhere: the plan, and what it would do (W2, W3)."""

from dataclasses import dataclass, replace
from typing import Any

from frontdesk.domain.posting import CHARGES, Line
from frontdesk.domain.routing import Instruction, LimitKind, Share, shares
from frontdesk.errors import Refusal
from frontdesk.queries.base import Question
from frontdesk.queries.charging import Meant, Plan, instruction_for
from frontdesk.queries.correction import move_over, plan_split, with_taxes
from frontdesk.queries.effect import effect_of
from frontdesk.queries.ledger import Posted, read_stay
from frontdesk.queries.planned import name_it
from frontdesk.queries.posting_preview import Effect
from frontdesk.queries.routing import used
from frontdesk.queries.taxing import code_of
from frontdesk.queries.window import NameIt, Window, numbered, open_window
from frontdesk.store.reader import Reader

NOTHING = Effect()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReroutePreview:
    """The texts of the lines that would go, and what that does; ``refused`` says why nothing would."""

    texts: tuple[str, ...] = ()
    effect: Effect = NOTHING
    currency: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class PreviewReroute(Question[ReroutePreview]):
    """The instructions of a stay, applied to the lines already on its window 1."""

    stay: str


def preview_reroute(reader: Reader, question: PreviewReroute) -> ReroutePreview:
    """Which lines would go where."""
    currency = reader.house.currency
    try:
        sent, plan = plan_reroute(reader, question.stay, name_it)
    except Refusal as refusal:
        return ReroutePreview(currency=currency, refused=str(refusal))
    texts = tuple(found.row.text for found in sent)
    return ReroutePreview(texts=texts, effect=effect_of(reader, plan, question.stay), currency=currency)


def plan_reroute(reader: Reader, stay_id: str, name: NameIt) -> tuple[list[Posted], Plan]:
    """The whole lines on window 1 that belong elsewhere, oldest first, and the transfers and splits that send them.

    Raises:
        Refusal: window 1 is settled, or nothing on it belongs elsewhere.
    """
    window = numbered(reader, stay_id, 1)
    if window.settled is not None:
        raise Refusal(f"Window 1 is settled as {window.settled}.", help="Transfer what stands on another window.")
    sent: list[Posted] = []
    whole = Plan(())
    for found in _whole_lines(reader, window):
        part = _send(reader, found, whole, name)
        if part is not None:
            sent.append(found)
            opened = {each.id: each for each in (*whole.opens, *part.opens)}
            whole = Plan((*whole.lines, *part.lines), tuple(opened.values()))
    if not sent:
        raise Refusal("No line on window 1 belongs elsewhere.", help="Check the instructions of the stay.")
    return sent, whole


def _whole_lines(reader: Reader, window: Window) -> list[Posted]:
    found = read_stay(reader, window.stay).values()
    here = [each for each in found if each.row.window_id == window.id and each.row.kind in CHARGES]
    return [each for each in here if not each.reversed and each.left == each.figure and not each.row.routed]


def _send(reader: Reader, found: Posted, beside: Plan, name: NameIt) -> Plan | None:
    """The lines that send one line where its instruction says; None where it stays."""
    row = found.row
    by = instruction_for(reader, _as_line(found), Meant(row.stay_id, code_of(reader, row.code).department))
    if by is None or (by.limit is LimitKind.PERCENT and "shared" in row.making):
        return None  # what a share left here once stays here
    parts = shares(by, found.figure.gross, _used(reader, by, found, beside) if by.limit else 0)
    target = open_window(reader, by.stay, by.window, name)
    if target.id == row.window_id or parts[0].by is None:
        return None
    return _moved(reader, found, parts, (by, target), name)


def _used(reader: Reader, by: Instruction, found: Posted, beside: Plan) -> int:
    """What the instruction took of its limit before, the lines of the same plan among it."""
    day = found.row.service_date
    planned = [line for line in beside.lines if line.routed == by.id and line.stay_id == by.stay]
    same = [line for line in planned if by.limit is not LimitKind.DAY or line.service_date == day]
    return used(reader, by, day) + sum(line.figure.gross for line in same)


def _as_line(found: Posted) -> Line:
    row = found.row
    names = ("id", "window_id", "stay_id", "kind", "code", "text", "service_date")
    return Line(**{name: getattr(row, name) for name in names}, figure=found.figure)


def _moved(
    reader: Reader, found: Posted, parts: tuple[Share, ...], to: tuple[Instruction, Window], name: NameIt
) -> Plan:
    by, target = to

    def own(each: str) -> str:
        return name(f"{found.row.id}/{each}")

    if len(parts) == 1:
        plan = move_over(with_taxes(reader, found), target, {}, own)
        marked: dict[str, str | None] = {found.row.kind: by.id}
    else:
        guest = numbered(reader, found.row.stay_id, 1)
        marks: tuple[tuple[Window, dict[str, Any]], ...] = ((target, {"routed": by.id}), (guest, {}))
        _, plan = plan_split(reader, found.row.id, [part.amount for part in parts], own, marks)
        marked = {"tax": None}
    lines = (replace(line, routed=marked[line.kind]) if line.kind in marked else line for line in plan.lines)
    return replace(plan, lines=tuple(lines))
