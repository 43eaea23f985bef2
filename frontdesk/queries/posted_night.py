"""The nights of a stay as they stand posted, and charging one anew where the taxes inside its price change (T8)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from frontdesk.domain.figure import Figure, merge, mirror, split
from frontdesk.domain.posting import ROOM_CODE, Line
from frontdesk.domain.tax.assessment import Assessment
from frontdesk.domain.tax.differences import Settle
from frontdesk.domain.tax.packages import ROOM
from frontdesk.queries.charging import PART, Plan
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
    """A posted night: its charges that stand, its tax postings that stand, and the price it was sold at."""

    rooms: list[Posted]
    taxes: list[Posted]
    sold_at: int | None = None
    charged: dict[str, str] = field(default_factory=dict)
    """What every charge of the night was for, those that were taken back among them."""

    @property
    def price(self) -> int:
        """What the taxes are worked out on: a long stay that keeps its net price was charged less (S13)."""
        posted = sum(room.figure.gross for room in self.rooms)
        return posted if self.sold_at is None or not self.rooms else self.sold_at

    @property
    def package(self) -> str:
        """What the night was sold as, whatever its rate is sold as now (S17)."""
        return next((room.row.making["package"] for room in self.rooms if "package" in room.row.making), "")

    @property
    def supplies(self) -> dict[str, list[Posted]]:
        """The charges by what they are for: the room, and the other supplies of its package."""
        found: dict[str, list[Posted]] = defaultdict(list)
        for room in self.rooms:
            found[supply_of(room)].append(room)
        return found

    def taxes_of(self, code: str, supply: str) -> list[Posted]:
        """The postings of a tax on one supply of the night."""
        mine = [tax for tax in self.taxes if tax.row.code == code]
        return [tax for tax in mine if self.charged.get(tax.row.parent or "", ROOM) == supply]

    def stands(self, found: Assessment) -> bool:
        """Whether all that the night was sold for stands and nothing was given back of it.

        Only then are percentages and prices compared: what a price credit or a correction did to them stays. A long
        stay keeps its net price or its gross (S13), so one of the two is that of the charges it was sold for.
        """
        there = merge(room.figure for room in self.rooms)
        net = sum(figure.net for figure in found.charges.values())
        sold = self.price == there.gross or net == there.net
        whole = all(room.left == room.figure for room in self.rooms)
        return whole and sold and self.supplies.keys() == found.charges.keys()

    def differing(self, found: Assessment) -> tuple[str, ...]:
        """What of a night that stands would be charged otherwise now: another amount, or other taxes inside it."""
        return tuple(
            supply
            for supply, rooms in self.supplies.items()
            if _numbers(merge(room.figure for room in rooms)) != _numbers(found.charges[supply])
        )


def by_window(found: Sequence[Posted]) -> list[tuple[Posted, int]]:
    """The first of these lines on each window, with what is left of all of them there, or what they came to."""
    any_left = any(each.left.gross > 0 for each in found)
    shares: dict[str, tuple[Posted, int]] = {}
    for each in found:
        first, before = shares.get(each.row.window_id, (each, 0))
        shares[each.row.window_id] = (first, before + (each.left if any_left else each.figure).gross)
    return [share for share in shares.values() if share[1] > 0]


def supply_of(room: Posted) -> str:
    """What a charge of a night is for: the room, or another supply of its package."""
    return str(room.row.making.get(PART, ROOM))


def _numbers(figure: Figure) -> tuple[int, dict[str, int]]:
    return figure.gross, {part.code: figure.amount_of(part.code) for part in figure.taxes if part.amount}


def posted_nights(reader: Reader, stay: Fetched) -> dict[date, PostedNight]:
    """The nights of a stay that were posted, whoever's folio they stand on now."""
    every = _of_stay(reader, stay.id)
    mine = [found for found in every if not found.reversed]
    charged = {found.row.id: found for found in every if found.row.kind == "charge" and found.row.code == ROOM_CODE}
    standing = [found for found in charged.values() if not found.reversed]
    replaced = {old for found in standing for old in found.row.making.get(REPLACES, ())}
    nights: dict[date, PostedNight] = defaultdict(lambda: PostedNight([], []))
    for found in standing:
        if found.row.id not in replaced:
            nights[found.row.service_date].rooms.append(found)
    free = _free_nights(reader, stay)
    for found in mine:
        # A tax by head stays on the charge it was made on, even where that was taken back and charged anew.
        if found.row.kind == "tax" and (found.row.parent in charged or found.row.service_date in free):
            nights[found.row.service_date].taxes.append(found)
    for found in charged.values():
        if found.row.service_date in nights:
            nights[found.row.service_date].charged[found.row.id] = supply_of(found)
    for night in free:
        nights[night]  # a free night owes its fixed tax even if it has none yet (S21)
    for night, price in _prices(reader, stay.id).items():
        if night in nights:
            nights[night].sold_at = price
    return dict(sorted(nights.items()))


def _of_stay(reader: Reader, stay_id: str) -> list[Posted]:
    """What was posted for a stay: on its own folio, less what is for another stay, and what is elsewhere for it."""
    posting = tables.posting
    own = [found for found in read_stay(reader, stay_id).values() if not found.row.origin]
    away = reader.all(select(posting.c.id).where(posting.c.origin == stay_id))
    elsewhere = read_posted(reader, [row.id for row in away]).values() if away else ()
    return [*own, *elsewhere]


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
    reader: Reader, night: PostedNight, figures: Mapping[str, Figure], name: NameIt, *, why: str
) -> tuple[Plan, dict[str, str]]:
    """Take charges of a night back and charge them anew, each its share, each on its window (T8).

    ``figures`` are what the supplies that differ come to now.

    Figures are never bent: a price with other taxes inside it is another charge, so that a later credit is worked out
    on the rates that hold. Gives the lines, and which new charge stands for which old one.
    """
    backs, fresh, opens = [], [], {}
    heirs: dict[str, str] = {}
    pairs: list[tuple[Posted, Figure]] = []
    for supply, figure in figures.items():
        rooms = night.supplies[supply]
        shares = split(figure, [room.figure.gross for room in rooms])
        pairs += zip(rooms, shares, strict=True)
    for room, share in pairs:
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
