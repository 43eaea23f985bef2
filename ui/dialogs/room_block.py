"""Closing a room for some nights, and giving it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QLabel, QLineEdit

from frontdesk.commands import BlockRoom, ReopenRoom
from frontdesk.domain.room import BlockKind, Housekeeping
from frontdesk.identity import new_id
from frontdesk.queries.room_list import RoomRow
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import words
from ui.widgets.choice import Choice, Option
from ui.widgets.choose import chooser
from ui.widgets.date_edit import DateEdit
from ui.workplace import Workplace

KINDS = (
    Option(id=BlockKind.OUT_OF_ORDER, title="Out of order", detail="cannot be sold; refused while a night is"),
    Option(id=BlockKind.OUT_OF_SERVICE, title="Out of service", detail="a small fault; sold only if need be"),
)
LEFT = (("Dirty", Housekeeping.DIRTY), ("Pick-up", Housekeeping.PICKUP), ("Clean", Housekeeping.CLEAN))


class BlockForm(DeskForm):
    """From which night until which day, and why; the same for all rooms chosen, or for none of them."""

    def __init__(self, place: Workplace, rooms: Sequence[str], today: date) -> None:
        many = f"{len(rooms)} rooms" if len(rooms) > 1 else f"room {rooms[0]}"
        super().__init__(place, f"Close {many}", submit="Close")
        self._rooms = list(rooms)
        self._many = many
        self.kind = Choice(KINDS)
        self.kind.choose(BlockKind.OUT_OF_ORDER)
        self.first, self.until = DateEdit(today), DateEdit(today + timedelta(days=1))
        self.first.set_range(today, today + timedelta(days=730))
        self.until.set_range(today + timedelta(days=1), today + timedelta(days=731))
        self.reason = QLineEdit()
        self.form.add("reason", "What is wrong", self.reason)
        self.form.add("kind", "How", self.kind)
        self.form.beside(("first", "From the night of", self.first), ("until", "Back on", self.until))
        self.first.moved.connect(self._first_moved)

    def command(self) -> BlockRoom | list[BlockRoom]:
        """One closure for each room; several are agreed to together or not at all.

        A workstation of a shared house can promise only one at a time: there it is the next room.
        """
        reason = words("reason", self.reason.text(), "Write what is wrong with the room.")
        kind = BlockKind(self.kind.value() or BlockKind.OUT_OF_ORDER)
        first, until, make = self.first.value(), self.until.value(), self.place.session.make
        closures = [
            make(BlockRoom, block=new_id(), room=room, kind=kind, first=first, until=until, reason=reason)
            for room in self._rooms
        ]
        together = len(closures) > 1 and not self.place.sharing.shared
        return closures if together else closures[0]

    def done_words(self) -> str:
        """What is closed."""
        return f"Closed {self._many} until {wording.day(self.until.value())}"

    def _done(self, result: object) -> None:
        """Close the form after the last room; a refusal on the way says which one it was."""
        self._rooms = [] if isinstance(result, list) else self._rooms[1:]
        if self._rooms:
            self._wait(on=False)
            self.submit()
        else:
            super()._done(result)

    def _first_moved(self, first: date) -> None:
        if self.until.value() <= first:
            self.until.set_value(first + timedelta(days=1))


class ReopenForm(DeskForm):
    """The room can be slept in again; housekeeping is told how it was left."""

    def __init__(self, place: Workplace, row: RoomRow) -> None:
        super().__init__(place, f"Give back room {row.number}", submit="Give back")
        self._row = row
        self.state = chooser(LEFT)
        block = row.block or row.next_block
        assert block is not None, "only a closed room is given back"
        self._block = block
        self.form.add_widget(QLabel(f"{block.words[:1].upper()}{block.words[1:]}."))
        self.form.add("state", "How the room is now", self.state)

    def command(self) -> ReopenRoom:
        """The end of what closes the room."""
        return self.place.session.make(
            ReopenRoom,
            room=self._row.number,
            block=self._block.block,
            state=Housekeeping(self.state.currentData()),
        )

    def done_words(self) -> str:
        """What is free again."""
        return f"Room {self._row.number} is given back"
