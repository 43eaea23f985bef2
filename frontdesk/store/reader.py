"""Reading the house: one connection, the house's row kept at hand."""

from datetime import date

from sqlalchemy import Connection, select

from frontdesk.errors import Refusal
from frontdesk.store import tables
from frontdesk.store.types import Fetched, Reads


class Reader:
    """What questions read through, and what a unit of work reads through before it decides."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._house: Fetched | None = None

    def all(self, statement: Reads) -> list[Fetched]:
        """Every row of a select."""
        return list(self.connection.execute(statement))

    def first(self, statement: Reads) -> Fetched | None:
        """The first row of a select, or None."""
        return self.connection.execute(statement).first()

    @property
    def house(self) -> Fetched:
        """The house's row; refused before it is founded."""
        if self._house is None:
            found = self.first(select(tables.house))
            if found is None:
                raise Refusal("There is no house in this database yet.", help="Set one up, or open the demo hotel.")
            self._house = found
        return self._house

    @property
    def business_date(self) -> date:
        """The open business date of the hotel."""
        opened: date = self.house.business_date
        return opened
