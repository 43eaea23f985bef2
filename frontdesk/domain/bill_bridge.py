"""The bill bridge: every posting of a stay to exactly one cause, so that the causes sum to the difference (BE-13)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from frontdesk.domain.posting import ROOM_CODE
from frontdesk.errors import Refusal

ROOM_CODES = frozenset({ROOM_CODE, "1010"})
"""Codes of a night or a day in a room. What else the rooms department posts is a fee."""

ALLOWED = "allowed"
"""The key of what was allowed on a night's price."""


class Cause(StrEnum):
    """Why the bill differs from the quote, in the order they are told."""

    NIGHTS_ADDED = "nights_added"
    NIGHTS_DROPPED = "nights_dropped"
    RATE = "rate"
    MOVE = "move"
    CHECK = "check"
    EXTRAS = "extras"
    FEES = "fees"
    CREDITS = "credits"
    PAID_OUT = "paid_out"
    TRANSFERS = "transfers"
    WRITTEN_OFF = "written_off"
    TAXES = "taxes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A posting that is no money, as far as its cause goes. ``amount`` in minor units.

    ``names`` is the line it takes back or reduces; ``whole`` says that it takes all of it back. ``replaces`` are lines
    it was charged anew for. ``foreign``: it is another stay's; ``away``: it is ours, on another stay's folio.
    """

    id: str
    kind: str
    code: str
    department: str
    service_date: date
    amount: int
    text: str = ""
    names: str = ""
    whole: bool = False
    replaces: tuple[str, ...] = ()
    foreign: bool = False
    away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A room move that changed a night's price: from which room to which, by how much (BE-16)."""

    rooms: str
    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A night as quoted and as agreed now, in minor units before taxes on top; None where it is not in one of them.

    ``stands`` are amounts that a posted charge may have and be right. ``open``: the night audit has yet to post it.
    """

    night: date
    quoted: int | None
    agreed: int | None
    stands: tuple[int, ...] = ()
    steps: tuple[Step, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the bridge. ``key`` is a department, a tax, a text or the rooms of a move; nights have dates.

    ``up`` and ``down`` are what it hides: taken and taken back. ``to_come``: counted at the agreed rate (BE-18).
    """

    cause: Cause
    amount: int
    key: str = ""
    first: date | None = None
    last: date | None = None
    up: int = 0
    down: int = 0
    to_come: bool = False


def bridge(
    nights: Iterable[Night], facts: Sequence[Fact], taxes_quoted: Mapping[str, int], taxes_to_come: Mapping[str, int]
) -> tuple[Entry, ...]:
    """Tell the difference between a quote and what was posted, cause by cause. Amounts in minor units.

    An amount of 0 is left out unless it hides two figures (BE-21).
    """
    facts = [fact for fact in facts if not (fact.away and fact.department == "tax")]
    roots = _roots(facts)
    entries = [entry for night in nights for entry in _of_night(night, facts, roots)]
    entries = _joined(entries)
    sums: dict[tuple[Cause, str], list[int]] = defaultdict(lambda: [0, 0])
    for fact in facts:
        root = roots[fact.id]
        if fact.away:
            _add(sums[Cause.TRANSFERS, root.text], -fact.amount)
        cause = _cause(fact, root)
        if cause is not None:
            _add(sums[cause, _key(cause, root)], fact.amount)
    for code, amount in taxes_quoted.items():
        _add(sums[Cause.TAXES, code], -amount)
    for code, amount in taxes_to_come.items():
        _add(sums[Cause.TAXES, code], amount)
    entries += [
        Entry(cause=cause, key=key, amount=up + down, up=up, down=down) for (cause, key), (up, down) in sums.items()
    ]
    order = list(Cause)
    shown = [entry for entry in entries if entry.amount or (entry.up and entry.cause is not Cause.TAXES)]
    return tuple(sorted(shown, key=lambda entry: order.index(entry.cause)))


def require_whole(quoted: int, entries: Iterable[Entry], total: int) -> None:
    """Hold the causes against the difference (BE-13).

    Raises:
        Refusal: they do not sum to it.
    """
    if quoted + sum(entry.amount for entry in entries) != total:
        raise Refusal("The bill bridge does not add up.", help="Report it as a fault; nothing was changed.")


def _add(pair: list[int], amount: int) -> None:
    pair[amount < 0] += amount


def _roots(facts: Sequence[Fact]) -> dict[str, Fact]:
    """Follow each line to the one it takes back or reduces in the end."""
    known = {fact.id: fact for fact in facts}
    roots = {}
    for fact in facts:
        root = fact
        while root.names in known and root.names != root.id:
            root = known[root.names]
        roots[fact.id] = root
    return roots


def _cause(fact: Fact, root: Fact) -> Cause | None:
    """Return the first that matches (BE-14); None for a night of the stay, which `_of_night` tells."""
    rules = (
        (fact.department == "tax", Cause.TAXES),
        ("goodwill" in {fact.kind, root.kind}, Cause.CREDITS),
        (root.kind == "write_off", Cause.WRITTEN_OFF),
        (fact.department == "paid_out", Cause.PAID_OUT),
        (fact.foreign, Cause.TRANSFERS),
        (root.kind == "fee", Cause.FEES),
        (root.code in ROOM_CODES, None),
        (root.department == "rooms", Cause.FEES),
    )
    return next((cause for matches, cause in rules if matches), Cause.EXTRAS)


def _key(cause: Cause, root: Fact) -> str:
    if cause is Cause.TAXES:
        return root.code
    if cause is Cause.EXTRAS:
        return root.department
    return "" if cause in {Cause.CREDITS, Cause.WRITTEN_OFF} else root.text


def _of_night(night: Night, facts: Sequence[Fact], roots: Mapping[str, Fact]) -> list[Entry]:
    """Tell a night: added, dropped, or step by step from quoted to agreed to posted (BE-15, BE-16)."""
    mine = [fact for fact in facts if _cause(fact, roots[fact.id]) is None and fact.service_date == night.night]
    charged, reduced = _posted(mine, roots)

    def told(cause: Cause, amount: int, key: str = "", *, to_come: bool = False) -> Entry:
        return Entry(cause=cause, amount=amount, key=key, first=night.night, last=night.night, to_come=to_come)

    to_come = night.open and not mine
    agreed = night.agreed
    if agreed is not None and charged in night.stands:
        agreed = charged
    entries = []
    if night.quoted is None:
        entries.append(told(Cause.NIGHTS_ADDED, agreed or 0, to_come=to_come))
    elif agreed is None:
        entries.append(told(Cause.NIGHTS_DROPPED, -night.quoted))
    else:
        moved = sum(step.change for step in night.steps)
        entries += [told(Cause.MOVE, step.change, step.rooms, to_come=to_come) for step in night.steps]
        entries.append(told(Cause.RATE, agreed - night.quoted - moved, to_come=to_come))
    if not to_come:
        entries.append(told(Cause.CHECK, charged - (agreed or 0)))
    return [*entries, told(Cause.RATE, reduced, ALLOWED)]


def _posted(mine: Sequence[Fact], roots: Mapping[str, Fact]) -> tuple[int, int]:
    """Return what a night was charged, without what was taken back whole, and what was allowed of it since."""
    replaced = {old for fact in mine for old in fact.replaces}
    reduced = sum(
        fact.amount for fact in mine if fact.names and not fact.whole and not {fact.names, roots[fact.id].id} & replaced
    )
    return sum(fact.amount for fact in mine) - reduced, reduced


def _joined(entries: Sequence[Entry]) -> list[Entry]:
    """Tell nights that follow each other for the same reason and by the same amount as one line."""
    made: list[Entry] = []
    runs: dict[object, int] = {}
    for entry in entries:
        if not entry.amount or entry.first is None or entry.last is None:
            continue
        reason = (entry.cause, entry.key, entry.amount, entry.to_come)
        at = runs.get((reason, entry.first))
        if at is None:
            at = len(made)
            made.append(entry)
        else:
            before = made[at]
            made[at] = Entry(
                cause=entry.cause, key=entry.key, first=before.first, last=entry.last,
                amount=before.amount + entry.amount, up=entry.amount, to_come=entry.to_come,
            )  # fmt: skip
        runs[reason, entry.last + timedelta(days=1)] = at
    return made
