"""The nights of a stay as they stand posted, and charging one anew where the taxes inside its price change (T8)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from frontdesk.domain.figure import Figure, mirror, split
from frontdesk.domain.posting import ROOM_CODE, Line
from frontdesk.domain.tax.differences import Settle
from frontdesk.queries.charging import Plan
from frontdesk.queries.correction import against, reducing
from frontdesk.queries.ledger import Posted, read_posted, read_stay
from frontdesk.queries.window import NameIt, open_window, windows_of
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

REASON = "C-TAX"
REPLACES = "replaces"
"""What the story of a night charged anew names: the charges it stands for, the newest first."""


@dataclass(slots=True)
class PostedNight:
    """A posted night: its room charges that stand, its tax postings that stand, and the price it was sold at."""

    rooms: list[Posted]
    taxes: list[Posted]
    sold_at: int | None = None

    @property
    def gross(self) -> int:
        """What the room charges came to."""
        return sum(room.figure.gross for room in self.rooms)

    @property
    def whole(self) -> bool:
        """Whether nothing was given back of the room, so that percentages can be compared."""
        return all(room.left == room.figure for room in self.rooms)

    @property
    def price(self) -> int:
        """What the taxes are worked out on: a long stay that keeps its net price was charged less (S13)."""
        return self.gross if self.sold_at is None or not self.rooms or not self.whole else self.sold_at

    def differs(self, figure: Figure | None) -> bool:
        """Whether the room would be charged otherwise now: another amount, or other taxes inside it."""
        if figure is None or not self.rooms or not self.whole:
            return False
        there = _inside(room.figure for room in self.rooms)
        return (self.gross, there) != (figure.gross, _inside([figure]))


def _inside(figures: Iterable[Figure]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for part in (part for figure in figures for part in figure.taxes):
        sums[part.code] += part.amount
    return {code: amount for code, amount in sums.items() if amount}


def posted_nights(reader: Reader, stay: Fetched) -> dict[date, PostedNight]:
    """The nights of a stay that were posted, whoever's folio they stand on now."""
    mine = _of_stay(reader, stay.id)
    charged = [found for found in mine if found.row.kind == "charge" and found.row.code == ROOM_CODE]
    replaced = {old for found in charged for old in found.row.making.get(REPLACES, ())}
    nights: dict[date, PostedNight] = defaultdict(lambda: PostedNight([], []))
    for found in charged:
        if found.row.id not in replaced:
            nights[found.row.service_date].rooms.append(found)
    rooms = {found.row.id for found in charged}
    free = _free_nights(reader, stay)
    for found in mine:
        if found.row.kind == "tax" and (found.row.parent in rooms or found.row.service_date in free):
            nights[found.row.service_date].taxes.append(found)
    for night in free:
        nights[night]  # a free night owes its fixed tax even if it has none yet (S21)
    for night, price in _prices(reader, stay.id).items():
        if night in nights:
            nights[night].sold_at = price
    return dict(sorted(nights.items()))


def _of_stay(reader: Reader, stay_id: str) -> list[Posted]:
    """What stands for a stay: on its own folio, less what is for another stay, and what stands elsewhere for it."""
    posting = tables.posting
    own = [found for found in read_stay(reader, stay_id).values() if not found.row.origin]
    away = reader.all(select(posting.c.id).where(posting.c.origin == stay_id))
    elsewhere = read_posted(reader, [row.id for row in away]).values() if away else ()
    return [found for found in (*own, *elsewhere) if not found.reversed]


def _prices(reader: Reader, stay_id: str) -> dict[date, int]:
    night = tables.stay_night
    rows = reader.all(select(night.c.night, night.c.price).where(night.c.stay_id == stay_id))
    return {row.night: row.price for row in rows}


def _free_nights(reader: Reader, stay: Fetched) -> frozenset[date]:
    """Complimentary nights that the night audit has been over."""
    night = tables.stay_night
    rows = reader.all(
        select(night.c.night).where(
            night.c.stay_id == stay.id, night.c.price == 0, night.c.night < reader.business_date
        )
    )
    return frozenset(row.night for row in rows) if stay.status in {"in_house", "checked_out"} else frozenset()


def plan_anew(
    reader: Reader, night: PostedNight, figure: Figure, name: NameIt, *, why: str
) -> tuple[Plan, dict[str, str]]:
    """Take the room charges of a night back and charge them anew, each its share, each on its window (T8).

    Figures are never bent: a price with other taxes inside it is another charge, so that a later credit is worked out
    on the rates that hold. Gives the lines, and which new charge stands for which old one.
    """
    backs, fresh, opens = [], [], {}
    heirs: dict[str, str] = {}
    shares = split(figure, [room.figure.gross for room in night.rooms])
    for room, share in zip(night.rooms, shares, strict=True):
        backs.append(_back(reader, room, why, name))
        line = _again(room, share, why, name)
        own = next(window for window in windows_of(reader, line.stay_id) if window.id == line.window_id)
        window = open_window(reader, line.stay_id, own.number, name)
        if window.fresh:
            opens[window.id] = window
        fresh.append(replace(line, window_id=window.id))
        heirs[room.row.id] = line.id
    taken = reducing(reader, backs, name)
    return Plan((*taken.lines, *fresh), (*taken.opens, *opens.values())), heirs


def _back(reader: Reader, room: Posted, why: str, name: NameIt) -> Line:
    today = room.row.business_date == reader.business_date
    kind = Settle.CORRECTION if today else Settle.ALLOWANCE
    names: Mapping[str, Any] = {"reverses": room.row.id} if today else {"reduces": room.row.id}
    back = name(f"back-{room.row.id}")
    return against(back, room, mirror(room.figure), kind=kind.value, reason=REASON, remark=why, **names)


def _again(room: Posted, figure: Figure, why: str, name: NameIt) -> Line:
    story = dict(room.row.making)
    before: Sequence[str] = story.get(REPLACES, ())
    return against(
        name(f"anew-{room.row.id}"),
        room,
        figure,
        kind="charge",
        remark=why,
        unit_price=figure.gross,
        quantity=1000,
        making={**story, REPLACES: [room.row.id, *before]},
    )
