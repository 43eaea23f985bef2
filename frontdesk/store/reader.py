"""Reading the house: one connection, the house's row kept at hand."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, CursorResult, Table, bindparam, select

from frontdesk.errors import Refusal
from frontdesk.store import tables
from frontdesk.store.engine import TOGETHER
from frontdesk.store.types import Fetched, Reads

Loaded = TypeVar("Loaded")
Kept = dict[tuple[str, str], Any]
"""What was read once in a transaction, by kind and key: shared by the commands of one transaction."""

_HOUSE = ("house", "1")


@cache
def _by_key(table: Table) -> Reads:
    """Built once for each table; a third of the time of a small read otherwise."""
    (key,) = table.primary_key
    return select(table).where(key == bindparam("key"))


class Reader:
    """What questions read through, and what a unit of work reads through before it decides."""

    def __init__(self, connection: Connection, kept: Kept | None = None) -> None:
        self.connection = connection
        self._kept = {} if kept is None else kept
        self._at_hand: Kept = {}

    def all(self, statement: Reads, **values: object) -> list[Fetched]:
        """Every row of a select; ``values`` are those of its parameters, for one that was built once."""
        return list(self._read(statement, values).all())

    def first(self, statement: Reads, **values: object) -> Fetched | None:
        """The first row of a select, or None."""
        return self._read(statement, values).first()

    def row(self, table: Table, key: object) -> Fetched | None:
        """The row of a table with this key, or None; for tables whose key is one column."""
        return self.first(_by_key(table), key=key)

    def _read(self, statement: Reads, values: Mapping[str, object]) -> CursorResult[Any]:
        assert TOGETHER not in self.connection.info, "nothing is read while statements go together"
        return self.connection.execute(statement, values or None)

    def once(self, kind: str, key: str, load: Callable[[], Loaded | None]) -> Loaded | None:
        """What ``load`` finds, read once: for rows that nothing changes. What is not there yet is looked for again."""
        found: Loaded | None = self._kept.get((kind, key))
        if found is None:
            found = load()
            if found is not None:
                self._kept[kind, key] = found
        return found

    def at_hand(self, kind: str, key: str, load: Callable[[], Loaded]) -> Loaded:
        """What ``load`` gives, read once by this reader: for rows that another command may change."""
        if (kind, key) not in self._at_hand:
            self._at_hand[kind, key] = load()
        found: Loaded = self._at_hand[kind, key]
        return found

    def have(self, kind: str, found: Mapping[str, object]) -> None:
        """Keep at hand what was read for many keys in one question."""
        self._at_hand.update({(kind, key): value for key, value in found.items()})

    def founded(self) -> Fetched | None:
        """The house's row, or None before it is founded."""
        return self.once(*_HOUSE, lambda: self.first(select(tables.house)))

    def forget_house(self) -> None:
        """The house's row has changed: read it again."""
        self._kept.pop(_HOUSE, None)

    @property
    def house(self) -> Fetched:
        """The house's row; refused before it is founded."""
        found: Fetched | None = self._kept.get(_HOUSE) or self.founded()
        if found is None:
            raise Refusal("There is no house in this database yet.", help="Set one up, or open the demo hotel.")
        return found

    @property
    def business_date(self) -> date:
        """The open business date of the hotel."""
        opened: date = self.house.business_date
        return opened

    def local(self, instant: datetime) -> datetime:
        """An instant as the hotel's clocks show it."""
        return instant.astimezone(ZoneInfo(self.house.timezone))
