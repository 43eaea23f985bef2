"""What a stay owes in taxes for nights already posted, against what was posted (T8, S14). Nothing is written here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from frontdesk.domain.figure import Figure, Mode, mirror, split, untaxed
from frontdesk.domain.party import exempt_from
from frontdesk.domain.posting import Line
from frontdesk.domain.tax.assessment import AddedTax, Assessment, Exempted
from frontdesk.domain.tax.differences import Difference, PostedTax, Settle, differences, taken_back
from frontdesk.domain.tax.packages import ROOM
from frontdesk.domain.tax.rules import DecideOn, Effect, Jurisdiction, LengthOfStay
from frontdesk.queries.charging import Meant, Plan, in_parts, instruction_for, placed, tax_text
from frontdesk.queries.correction import against, reducing, window_of
from frontdesk.queries.ledger import Posted
from frontdesk.queries.posted_night import REASON, PostedNight, by_window, plan_anew, posted_nights
from frontdesk.queries.taxing import assess_night, context_of, tax_names, tax_rules
from frontdesk.queries.window import NameIt, open_window
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

BECAME_LONG = "The stay has become a long one."
OTHER_LENGTH = "The stay has another length."
LEFT_EARLY = "The guest leaves early."


@dataclass(frozen=True, slots=True)
class Owed:
    """What T8 posts, and the changes of the exemption record (T7)."""

    plan: Plan
    exempt: tuple[Mapping[str, Any], ...]


def plan_differences(reader: Reader, stay: Fetched, why: str, name: NameIt, *, spent: int | None = None) -> Owed:
    """The difference of every posted night: a tax posting where more is due, a reduction where less is (T8).

    Percentages are compared only on nights that stand whole: what a price credit did to them stays.
    Where the taxes inside a price change, the night is taken back and charged anew with the taxes on top of it.
    ``spent`` is as in ``assess_night``.
    """
    nights = posted_nights(reader, stay)
    found = {
        night: assess_night(reader, stay, night, posted.price, spent=spent, package=posted.package)
        for night, posted in nights.items()
    }
    whole = {night for night, posted in nights.items() if posted.stands(found[night])}
    anew = {
        night: {supply: found[night].charges[supply] for supply in nights[night].differing(found[night])}
        for night in sorted(whole)
    }
    expected = {
        night: [tax for tax in assessed.added if night in whole or not tax.part.follows_price]
        for night, assessed in found.items()
    }
    changes, rows = _changes(reader, nights, anew, expected)
    plans: list[Plan] = []
    heirs: dict[str, str] = {}
    for night, figures in anew.items():
        plan, named = plan_anew(reader, nights[night], figures, name, why=why)
        plans.append(plan)
        heirs.update(named)
    for n, change in enumerate(change for change in changes if change.settle is Settle.POSTING):
        posted = nights[change.service_date]
        line = _more(reader, stay, change, expected[change.service_date])
        plans.append(_beside(reader, posted, replace(line, id=name(f"more-{n}")), (change.charge or ROOM, heirs), name))
    plans.append(_reductions(reader, [change for change in changes if change.key], rows, why, name))
    return Owed(_joined(plans), exempt_changes(reader, stay, found, name))


def _changes(
    reader: Reader,
    nights: Mapping[date, PostedNight],
    whole: Mapping[date, Collection[str]],
    expected: Mapping[date, Sequence[AddedTax]],
) -> tuple[tuple[Difference, ...], dict[str, Posted]]:
    """What changes of the taxes on top, and the postings it names; those of a price charged anew go and come whole.

    ``whole`` are the nights that stand, with what of each is charged anew.
    """
    kept: dict[str, Posted] = {}
    gone: dict[str, Posted] = {}
    for night, posted in nights.items():
        for tax in posted.taxes:
            follows = tax.figure.taxes[0].follows_price
            if follows and posted.charged.get(tax.row.parent or "", ROOM) in whole.get(night, ()):
                gone[tax.row.id] = tax
            elif night in whole or not follows:
                kept[tax.row.id] = tax
    today = reader.business_date
    on = {charge: supply for posted in nights.values() for charge, supply in posted.charged.items()}
    changes = differences({}, [_posted_tax(tax, on) for tax in gone.values()], today)
    changes += differences(expected, [_posted_tax(tax, on) for tax in kept.values()], today)
    return changes, {**gone, **kept}


def _posted_tax(tax: Posted, on: Mapping[str, str]) -> PostedTax:
    """A tax posting as it is compared; ``on`` says what each charge is for."""
    row = tax.row
    return PostedTax(
        key=row.id,
        code=row.code,
        service_date=row.service_date,
        business_date=row.business_date,
        amount=tax.left.gross,
        charge=on.get(row.parent or ""),
        window=row.window_id,
    )


def _more(reader: Reader, stay: Fetched, change: Difference, expected: Sequence[AddedTax]) -> Line:
    """One more tax posting, of today, for a night that owes more."""
    on = change.charge or ROOM
    like = next(tax.part for tax in expected if tax.code == change.code and (tax.charge or ROOM) == on)
    unit = like.unit_amount
    heads = change.amount // unit if unit and like.persons and change.amount % unit == 0 else 0
    part = replace(like, amount=change.amount, persons=heads) if heads else replace(like, amount=change.amount)
    return Line(
        id="",
        window_id="",
        stay_id=stay.id,
        kind="tax",
        code=change.code,
        text=tax_text(tax_names(reader).get(change.code, change.code), heads),
        figure=Figure(change.amount, 0, (part,)),
        quantity=1000 * max(1, heads),
        unit_price=unit if heads else change.amount,
        service_date=change.service_date,
        making={"base": like.base},
    )


def _beside(reader: Reader, night: PostedNight, line: Line, on: tuple[str, Mapping[str, str]], name: NameIt) -> Plan:
    """A further tax in the shares in which its tax stands already, else its charge, or where routing sends it (T9).

    ``on`` is the supply it is for, and which new charge stands for which old one.
    """
    supply, heirs = on
    there, rooms = night.taxes_of(line.code, supply), night.supplies.get(supply, [])
    meant = Meant(line.stay_id, "")
    if not there and (not rooms or instruction_for(reader, line, meant) is not None):
        parent = heirs.get(rooms[0].row.id, rooms[0].row.id) if rooms else None
        return placed(reader, [replace(line, parent=parent)], meant, name)
    shares = by_window(there or rooms)
    lines, opens = [], []
    for part, found in zip(in_parts(line, [share for _, share in shares]), (found for found, _ in shares), strict=True):
        row = found.row
        window = open_window(reader, row.stay_id, window_of(reader, found).number, name)
        opens += [window] if window.fresh else []
        parent = _charge_of(found, rooms)
        own = {"window_id": window.id, "stay_id": row.stay_id, "origin": row.origin, "room": row.room}
        lines.append(replace(part, parent=heirs.get(parent or "", parent), **own))
    return Plan(tuple(lines), tuple(opens))


def _charge_of(found: Posted, rooms: Sequence[Posted]) -> str | None:
    """The charge that a further tax belongs to: that of the tax beside it, or the one that stands for it now."""
    parent: str | None = found.row.parent if found.row.kind == "tax" else found.row.id
    standing: dict[str, str] = {room.row.id: room.row.window_id for room in rooms}
    if parent in standing or not standing:
        return parent
    same = [room for room, window in standing.items() if window == found.row.window_id]
    return next(iter((*same, *standing)))


def _reductions(
    reader: Reader, changes: Iterable[Difference], rows: Mapping[str, Posted], why: str, name: NameIt
) -> Plan:
    lines = []
    for n, change in enumerate(changes):
        target = rows[change.key or ""]
        figure = _part_of(target.left, -change.amount)
        kind = change.settle.value
        whole = change.settle is Settle.CORRECTION and figure.gross == -target.figure.gross
        names = {"reverses": target.row.id} if whole else {"reduces": target.row.id}
        lines.append(against(name(f"less-{n}"), target, figure, kind=kind, reason=REASON, remark=why, **names))
    return reducing(reader, lines, name)


def _part_of(left: Figure, amount: int) -> Figure:
    """Minus an amount of what is left of a tax posting."""
    if amount == left.gross:
        return mirror(left)
    return mirror(split(left, (amount, left.gross - amount))[0]) if left.taxes else untaxed(-amount)


def _joined(plans: Iterable[Plan]) -> Plan:
    whole = list(plans)
    opens = {window.id: window for plan in whole for window in plan.opens}
    return Plan(tuple(line for plan in whole for line in plan.lines), tuple(opens.values()))


def exempt_changes(
    reader: Reader, stay: Fetched, found: Mapping[date, Assessment], name: NameIt
) -> tuple[Mapping[str, Any], ...]:
    """What the exemption record lacks: per night, tax and reason what was not charged, less what it says (T7)."""
    table = tables.tax_exempt
    said: dict[tuple[date, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in reader.all(select(table).where(table.c.stay_id == stay.id, table.c.service_date.in_(list(found)))):
        entry = said[row.service_date, row.code, row.reason]
        entry[0] += row.persons
        entry[1] += row.amount
    due: dict[tuple[date, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for night, assessed in found.items():
        for each in assessed.exempted:
            entry = due[night, each.code, each.reason]
            entry[0] += each.persons
            entry[1] += each.amount
    rows: list[Mapping[str, Any]] = []
    for key in sorted({*said, *due}):
        persons, amount = (now - was for now, was in zip(due[key], said[key], strict=True))
        if amount:
            night, code, reason = key
            exempted = Exempted(code, persons, 1, reason, amount)
            rows.append(exempt_row(reader, stay, exempted, (night, name(f"exempt-{len(rows)}"))))
    return tuple(rows)


def exempt_row(reader: Reader, stay: Fetched, exempted: Exempted, key: tuple[date, str]) -> dict[str, Any]:
    """One row of the exemption record; ``key`` is its night and its id."""
    night, row_id = key
    evidence = [
        f"{each.guest}: {each.evidence}"
        for each in exempt_from(stay.exempt)
        if each.reason == exempted.reason and each.first <= night <= each.last
    ]
    return {
        "id": row_id,
        "stay_id": stay.id,
        "code": exempted.code,
        "service_date": night,
        "business_date": reader.business_date,
        "persons": exempted.persons,
        "reason": exempted.reason,
        "evidence": "; ".join(evidence),
        "amount": exempted.amount,
    }


@lru_cache(maxsize=8)
def _first_long_night(rules: Jurisdiction) -> int | None:
    """The first night on which some tax of the rules is taken back from the start; None if there is no such tax."""
    nights = [los.from_night for los in _spent_counts(rules, tuple(Mode))]
    return min(nights, default=None)


def _spent_counts(rules: Jurisdiction, modes: tuple[Mode, ...]) -> list[LengthOfStay]:
    """The lengths that free a stay from its first night by the nights it has spent (S14)."""
    return [
        version.los
        for rule in rules.taxes
        if rule.mode in modes
        for version in rule.versions
        if version.los and version.los.effect is Effect.RETROACTIVE and version.los.decide_on is DecideOn.ACTUAL
    ]


def plan_taken_back(reader: Reader, stay: Fetched, name: NameIt) -> Plan:
    """The tax postings a stay gets back on the night it becomes long, one by one (S14).

    Taxes inside the price are settled in the same way, the nights before it charged anew.
    """
    rules = tax_rules(reader)
    first = _first_long_night(rules)
    tonight = reader.business_date
    spent = (tonight - stay.arrival).days + 1
    if first is None or spent < first:
        return Plan(())
    if _spent_counts(rules, (Mode.INCLUDED,)):
        return plan_differences(reader, stay, BECAME_LONG, name, spent=spent).plan
    rows = {found.row.id: found for night in posted_nights(reader, stay).values() for found in night.taxes}
    changes = taken_back(rules, [_posted_tax(tax, {}) for tax in rows.values()], context_of(reader, stay, tonight))
    return _reductions(reader, changes, rows, BECAME_LONG, name)
