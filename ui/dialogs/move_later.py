"""A move for another date or hour: the target is claimed now, the guest moves then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QLabel, QLineEdit

from frontdesk.commands.room_move import MoveRoom, PlanMove
from frontdesk.queries.room_move import MovePreview, PreviewMove
from ui.bus import DeskBus
from ui.dialogs.base import FormDialog, Make
from ui.dialogs.reading import FieldRefusal
from ui.widgets.date_edit import DateEdit
from ui.wording import change, count, day


class MoveLaterForm(FormDialog):
    """Date and hour of a move whose terms have been given on the page."""

    def __init__(self, bus: DeskBus, make: Make, terms: MoveRoom, departure: date, parent: Any = None) -> None:
        super().__init__(bus, f"Move to {terms.to_room} later", submit="Claim the room", parent=parent)
        self._make, self._terms = make, terms
        self._shown: MovePreview | None = None
        last = max(terms.from_night, departure - timedelta(days=1))
        self.on, self.at = DateEdit(min(terms.from_night + timedelta(days=1), last)), QLineEdit()
        self.on.set_range(terms.from_night, last)
        self.effect = QLabel()
        self.effect.setWordWrap(True)
        self.form.beside(("on", "Date", self.on), ("at", "Hour", self.at))
        self.form.add_widget(self.effect)
        self.on.moved.connect(self._ask)
        self._ask()

    def command(self) -> Any:
        """The move as agreed, for the date chosen."""
        if self._shown is None:
            raise FieldRefusal("on", "The room's price for that date is not here yet.")
        given = {name: getattr(self._terms, name) for name in _SAME} | {"prices": self._prices()}
        return self._make(
            PlanMove,
            **given,
            from_night=self._shown.from_night,
            at=self.at.text().strip(),
            difference=self._shown.difference,
        )

    def done_words(self) -> str:
        """What is planned now."""
        return f"Planned: {self._terms.to_room} on {day(self.on.value())} {self.at.text().strip()}".strip()

    def _prices(self) -> tuple[int, ...]:
        """The prices typed for the nights from that date on."""
        return self._terms.prices[(self.on.value() - self._terms.from_night).days :]

    def _ask(self, _date: object = None) -> None:
        self._shown = None
        terms = self._terms
        decided = (terms.stay, terms.to_room, terms.reason, terms.decision)
        self._bus.ask(
            PreviewMove(*decided, self.on.value(), self._prices(), waived=bool(terms.waive)),
            owner=self,
            done=self._show,
            refused=self.show_refusal,
            slot="later",
        )

    def _show(self, shown: MovePreview) -> None:
        self._shown = shown
        self.clear_answer()
        nights = count(len(shown.nights), "night")
        self.effect.setText(
            f"{nights} from {day(shown.from_night)}, {change(shown.difference, shown.currency)} in all. "
            f"The room is held for this move from now on."
        )


_SAME = (
    "stay", "to_room", "reason", "words", "repair", "given_up", "undoes", "asked_by", "consent", "decision",
    "price_reason", "waive", "to_guest", "old_room_state", "work_order", "reassign", "open_steps", "approver", "pin",
)  # fmt: skip
