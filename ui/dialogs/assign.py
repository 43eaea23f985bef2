"""Giving a guest who has not arrived a room."""

from __future__ import annotations

from frontdesk.commands import AssignRoom
from frontdesk.queries.stay import StayView
from ui.dialogs.room_choice import RoomChoiceForm
from ui.workplace import Workplace


class AssignForm(RoomChoiceForm):
    """Which room is held for the stay; a room that was pointed at is chosen already, if it can be had."""

    def __init__(self, place: Workplace, stay: StayView, room: str = "") -> None:
        super().__init__(place, stay, title=f"Room for {stay.name}", submit="Assign", wish=room)

    def command(self) -> AssignRoom:
        """The room chosen, for every night."""
        return self.place.session.make(AssignRoom, stay=self.stay, room=self.room())

    def done_words(self) -> str:
        """What is held."""
        return f"Room {self.room()} is held"
