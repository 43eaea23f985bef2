"""Which rooms are kept free, when and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from frontdesk.domain.room import BLOCK_WORDS, BlockKind
from frontdesk.store import tables
from frontdesk.store.reader import Reader

OPEN_END = date.max
"""The end of a closure until further notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomBlock:
    """A room kept free from the night ``first`` up to ``until``; ``block`` is empty for one until further notice."""

    block: str
    room: str
    kind: str
    first: date
    until: date
    reason: str

    @property
    def words(self) -> str:
        """What is said of it: "out of order: shower"."""
        return f"{BLOCK_WORDS[BlockKind(self.kind)]}: {self.reason}"


def blocks_between(reader: Reader, first: date, until: date) -> list[RoomBlock]:
    """Every block with a night from ``first`` up to ``until``, and the rooms closed until further notice."""
    block, room, today = tables.room_block, tables.room, reader.business_date
    rows = reader.all(
        select(block).where(block.c.until > first, block.c.first < until).order_by(block.c.room, block.c.first)
    )
    columns = ("room", "kind", "first", "until", "reason")
    found = [RoomBlock(block=row.id, **{name: getattr(row, name) for name in columns}) for row in rows]
    kind = BlockKind.OUT_OF_ORDER.value
    return found + [
        RoomBlock(block="", room=row.number, kind=kind, first=today, until=OPEN_END, reason=row.out_of_order)
        for row in reader.all(select(room.c.number, room.c.out_of_order).where(room.c.out_of_order != ""))
        if until > today
    ]


def closed_rooms(reader: Reader, nights: Collection[date]) -> dict[str, RoomBlock]:
    """The rooms that are out of order between the first and the last of these nights, with what closes them."""
    return by_kind(reader, nights)[0]


def by_kind(reader: Reader, nights: Collection[date]) -> tuple[dict[str, RoomBlock], dict[str, RoomBlock]]:
    """The rooms out of order and those out of service, with the note (RM-17), from the first to the last night."""
    if not nights:
        return {}, {}
    found = blocks_between(reader, min(nights), max(nights) + timedelta(days=1))
    closed, spared = (
        {block.room: block for block in found if block.kind == kind.value}
        for kind in (BlockKind.OUT_OF_ORDER, BlockKind.OUT_OF_SERVICE)
    )
    return closed, spared
