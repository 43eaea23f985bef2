"""Who works at this workstation, in which house and on which day; and the commands that person makes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from frontdesk.commands.base import Command
from frontdesk.identity import new_id
from ui import wording

if TYPE_CHECKING:
    from frontdesk.queries.house import HouseView
    from frontdesk.queries.staff import StaffRow

Kind = TypeVar("Kind", bound=Command)


class Session(QObject):
    """One workstation's person. Forms that are open when another person signs in act for that person."""

    changed = Signal()
    """Another person, or another day or name of the house."""

    def __init__(self, workstation: str, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workstation = workstation
        self._now = now
        self._person: StaffRow | None = None
        self._house: HouseView | None = None
        self._seen = 0

    @property
    def staff(self) -> str:
        """The id of who is signed in, or nothing."""
        return self._person.staff if self._person else ""

    @property
    def name(self) -> str:
        """The name of who is signed in, or nothing."""
        return self._person.name if self._person else ""

    person = name

    @property
    def role(self) -> str:
        """The role of who is signed in, or nothing."""
        return self._person.role if self._person else ""

    @property
    def role_title(self) -> str:
        """The role in words."""
        return wording.role_title(self.role)

    @property
    def hotel(self) -> str:
        """The name of the house, or nothing before it was read."""
        return self._house.name if self._house else ""

    @property
    def business_date(self) -> str:
        """The hotel's day in words."""
        return wording.day(self._house.business_date) if self._house else ""

    @property
    def today(self) -> date | None:
        """The hotel's day, or nothing before the house was read."""
        return self._house.business_date if self._house else None

    @property
    def currency(self) -> str:
        """The currency of the house, or nothing before it was read."""
        return self._house.currency if self._house else ""

    @property
    def seen(self) -> int:
        """The number of the newest journal row that any screen here has shown."""
        return self._seen

    def take_over(self, person: StaffRow) -> None:
        """This person has signed in."""
        self._person = person
        self.changed.emit()

    def show_house(self, house: HouseView) -> None:
        """The house was read again."""
        before, self._house = self._house, house
        self.saw(house.seq)
        if before is None or (before.name, before.business_date) != (house.name, house.business_date):
            self.changed.emit()

    def saw(self, seq: int) -> None:
        """A screen shows the house as of this journal row."""
        self._seen = max(self._seen, seq)

    def now(self) -> datetime:
        """The instant on this workstation's clock."""
        return self._now()

    def make(self, kind: type[Kind], /, **fields: Any) -> Kind:
        """A command of the person signed in, with a new id, made now, on what the screens have seen."""
        common: dict[str, Any] = {
            "id": new_id(),
            "actor": self.staff,
            "workstation": self.workstation,
            "made_at": self._now(),
            "basis": self._seen,
        }
        return kind(**{**common, **fields})
