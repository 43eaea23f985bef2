"""The right half of the sharing page: what is known about the entry chosen, and what each choice does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from frontdesk.queries.waiting import WaitingRow
from frontdesk.queries.work_item import Side, Step, WorkItem
from ui import theme
from ui.dialogs.base import Answer
from ui.screens.redo import FORMS
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card, clear, rule
from ui.wording import moment, sentence_case

NEXT = {
    "new": "It is on this computer’s disk, and sent by itself, in order, as soon as the shared database is in reach.",
    "stuck": "It is kept and not sent as it is. Whatever touches the same stay waits behind it. If it stops "
    "again, tell whoever looks after the program.",
    "refused": "The house said no after this had waited here. Nothing was changed.",
}
"""What becomes of a command on its way, by its state."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A button of the detail: its label, what it does, and the step of a work item behind it, if any."""

    label: str
    words: str
    step: Step | None = None
    act: str = ""
    """What is done about a command of this workstation: read, again, redo or give_up."""


AGAIN = Deed("Try again", "The same is sent once more, as it was saved.", act="again")
REDO = Deed(
    "Do it differently …",
    "Its form opens with what was typed; when that is saved, this one is given up.",
    act="redo",
)
GIVE_UP = Deed(
    "Leave it", "It is not done. It stays on this computer as a record; what waits behind it goes on.", act="give_up"
)


def deeds(entry: object) -> tuple[Deed, ...]:
    """What can be done about an entry."""
    if isinstance(entry, WorkItem):
        return tuple(Deed(step.label, step.words, step) for step in entry.steps)
    if isinstance(entry, WaitingRow) and entry.state == "refused":
        return (Deed("I have read it", "The entry goes from this list; the journal keeps it.", act="read"),)
    if isinstance(entry, WaitingRow) and entry.state == "stuck":
        return (AGAIN, REDO, GIVE_UP) if entry.kind in FORMS and entry.stays else (AGAIN, GIVE_UP)
    return ()


class SidesCard(Card):
    """One entry in full. ``chosen`` brings the deed whose button or number was pressed."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Nothing chosen", parent=parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(8)
        self.answer = Answer()
        self.buttons: list[KeyButton] = []
        self.deeds: tuple[Deed, ...] = ()
        self.body.addLayout(self._grid)
        self.body.addStretch(1)
        self.body.addWidget(self.answer)
        self.body.addLayout(self._choices)

    def show_entry(self, entry: object) -> None:
        """Show an entry of the list, or what it means that there is none."""
        clear(self._grid)
        clear(self._choices)
        self.buttons, self.deeds = [], deeds(entry)
        if isinstance(entry, WorkItem):
            self.set_heading(entry.title)
            self._sides(entry)
        elif isinstance(entry, WaitingRow):
            self.set_heading(entry.sentence)
            self._way(entry)
        else:
            self.set_heading("Nothing waits")
            self._put("", "All that was done at this desk is in the house’s books.")
        for number, deed in enumerate(self.deeds, 1):
            self._offer(number, deed)

    def allow(self, *, on: bool) -> None:
        """Let the buttons be pressed, or not while the house decides or is out of reach."""
        for button in self.buttons:
            button.setEnabled(on)

    def press(self, number: int) -> None:
        """The deed with this number, if it can be done now."""
        if 0 < number <= len(self.buttons) and self.buttons[number - 1].isEnabled():
            self.chosen.emit(self.deeds[number - 1])

    def _way(self, row: WaitingRow) -> None:
        self._put("For", row.where)
        self._put("Made", f"{moment(row.made_at)} by {row.actor}")
        self._put("Tries", f"{row.tries} ended in a fault" if row.tries else "")
        self._put("Said", row.error, tone="warning")
        self._put("Next", NEXT[row.state])

    def _sides(self, item: WorkItem) -> None:
        self._put("For", item.where)
        self._side("Wanted", item.wanted)
        if item.first is not None:
            self._side("Was first", item.first)
        for name, facts in (("Was told", item.told), ("Stands now", item.stands)):
            self._put(name, _facts(facts))

    def _side(self, name: str, side: Side) -> None:
        when = moment(side.made_at) if side.made_at else ""
        self._put(name, side.sentence, strong=True)
        self._put("", f"{side.actor} at {side.workstation}, {when}", quiet=True)
        self._line()

    def _line(self) -> None:
        self._grid.addWidget(rule(), self._grid.rowCount(), 0, 1, 2)

    def _put(self, name: str, words: str, *, tone: str = "", strong: bool = False, quiet: bool = False) -> None:
        if not words:
            return
        heading, said = QLabel(name), QLabel(words)
        heading.setProperty("role", "quiet")
        said.setProperty("role", "strong" if strong else "quiet" if quiet else "")
        said.setProperty("tone", tone)
        said.setWordWrap(True)
        said.setMinimumWidth(theme.pixels(120))  # one endless word must not widen the window
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setAccessibleName(f"{name}: {words}" if name else words)
        at = self._grid.rowCount()
        self._grid.addWidget(heading, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(said, at, 1)

    def _offer(self, number: int, deed: Deed) -> None:
        button = KeyButton(deed.label, key=str(number))
        button.clicked.connect(partial(self._pressed, number))
        effect = QLabel(deed.words)
        effect.setWordWrap(True)
        effect.setProperty("role", "quiet")
        effect.setMinimumWidth(theme.pixels(120))
        button.setAccessibleDescription(f"{deed.words} Key {number}")
        frame = QFrame()
        row = QVBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(effect)
        self._choices.addWidget(frame)
        self.buttons.append(button)

    def _pressed(self, number: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal sends it
        self.press(number)


def _facts(facts: Any) -> str:
    """What stands there: the refusal in its own words, or values by name."""
    if "title" in facts:
        return " ".join(str(facts[part]) for part in ("title", "detail", "help") if facts.get(part))
    return "; ".join(f"{sentence_case(str(name)).replace('_', ' ')}: {value}" for name, value in facts.items())
