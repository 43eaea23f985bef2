"""Reading the house: one connection, the house's row kept at hand."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from frontdesk.errors import Refusal
from frontdesk.store import tables
from frontdesk.store.types import Fetched, Reads

Kept = TypeVar("Kept")


class Reader:
    """What questions read through, and what a unit of work reads through before it decides."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._house: Fetched | None = None
        self._kept: dict[tuple[str, str], Any] = {}

    def all(self, statement: Reads) -> list[Fetched]:
        """Every row of a select."""
        return list(self.connection.execute(statement))

    def first(self, statement: Reads) -> Fetched | None:
        """The first row of a select, or None."""
        return self.connection.execute(statement).first()

    def once(self, kind: str, key: str, load: Callable[[], Kept]) -> Kept:
        """What ``load`` gives, read once: for rows that nothing changes while this reader lives."""
        if (kind, key) not in self._kept:
            self._kept[kind, key] = load()
        kept: Kept = self._kept[kind, key]
        return kept

    def founded(self) -> Fetched | None:
        """The house's row, or None before it is founded."""
        if self._house is None:
            self._house = self.first(select(tables.house))
        return self._house

    @property
    def house(self) -> Fetched:
        """The house's row; refused before it is founded."""
        found = self.founded()
        if found is None:
            raise Refusal("There is no house in this database yet.", help="Set one up, or open the demo hotel.")
        return found

    @property
    def business_date(self) -> date:
        """The open business date of the hotel."""
        opened: date = self.house.business_date
        return opened
