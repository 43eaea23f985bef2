"""Moves on their way: when, from where to where, how they stand, and the next step of each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from frontdesk.queries.move_order import OpenMove, OpenMoves
from ui import theme, wording
from ui.dialogs.move_steps import STEPS, StepForm
from ui.dialogs.swap_steps import SWAP_STEPS
from ui.models.table import Column, TableModel
from ui.widgets.buttons import KeyButton
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

KEYS = ("Alt+S", "Alt+D", "Alt+C")
"""Keys of the steps offered, in their order."""


class OpenMoveList(QWidget):
    """Open moves of the house or of one stay. ``opened`` brings the stay of the row to open, ``counted`` how many."""

    opened = Signal(str)
    counted = Signal(int)

    def __init__(self, place: Workplace, *, one_stay: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place, self._one_stay, self._stay = place, one_stay, ""
        self.model: TableModel[OpenMove] = TableModel(
            _columns(one_stay=one_stay), key=lambda row: row.move, parent=self
        )
        self.moves = TableView(self.model, "Open moves", empty="No move is under way or planned.", tall=True)
        self.buttons = [KeyButton("", key=key, primary=not one_stay and not at) for at, key in enumerate(KEYS)]
        self._lay_out()
        self.moves.chosen.connect(self._show_steps)
        self.moves.opened.connect(lambda row: self.opened.emit(row.stay))
        for at, (button, key) in enumerate(zip(self.buttons, KEYS, strict=True)):
            button.clicked.connect(lambda _on=False, at=at: self.take(at))
            shortcut = QShortcut(QKeySequence(key), parent or self)  # from a list beside it, too
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
        self._show_steps(None)

    def read(self, stay: str = "") -> None:
        """Ask for the open moves: of a stay, or of the house."""
        self._stay = stay
        self._place.bus.ask(OpenMoves(stay=stay), owner=self, done=self._show, slot="moves")

    def take(self, number: int) -> None:
        """Open the form of a step of the move chosen; 0 is the next one."""
        row = self.moves.current()
        steps = _steps(row)
        if isinstance(row, OpenMove) and number < len(steps):
            form = steps[number][1](self._place, row)
            form.saved.connect(lambda _result: self.read(self._stay))
            form.finished.connect(lambda _result: self.moves.setFocus())
            form.open()

    def _show(self, rows: tuple[OpenMove, ...]) -> None:
        self.model.show(rows)
        self.moves.choose_first()
        if self._one_stay:
            self.moves.fit_height()
            self.setVisible(bool(rows))
        self._show_steps(self.moves.current())
        self.counted.emit(len(rows))

    def _show_steps(self, row: object) -> None:
        steps = _steps(row)
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(steps))
            if number < len(steps):
                button.say(steps[number][0])

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.moves, 1)
        column.addLayout(row)
        if self._one_stay:
            self.hide()


def _steps(row: object) -> tuple[tuple[str, StepForm], ...]:
    if not isinstance(row, OpenMove):
        return ()
    return SWAP_STEPS if row.pair else STEPS[row.state]


def _columns(*, one_stay: bool) -> list[Column[OpenMove]]:
    guest: Column[OpenMove] = Column(
        title="Guest",
        text=lambda row: theme.readable(row.name, row.latin),
        detail=lambda row: f"leaves {wording.day(row.departure)}",
        tip=lambda row: row.name,
    )
    why: Column[OpenMove] = Column(
        title="Why",
        text=lambda row: row.reason,
        detail=_between,
        detail_icon=lambda row: "warning" if row.attention else "",
        tip=lambda row: f"{row.reason}\n{_between(row)}".strip(),
    )
    when: Column[OpenMove] = Column(
        title="When",
        text=lambda row: f"{wording.day(row.from_night)}  {row.at}".strip(),
        detail=lambda row: row.number,
        tip=lambda row: f"{wording.day(row.from_night)}  {row.at}".strip(),
        width=164,
    )
    rooms: Column[OpenMove] = Column(
        title="Rooms", text=lambda row: f"{row.from_room} {wording.ARROW} {row.to_room or '…'}", strong=True, width=112
    )
    state: Column[OpenMove] = Column(title="State", text=_state, icon=_icon, tone=_tone, width=124)
    return [when, rooms, why, state] if one_stay else [when, rooms, guest, why, state]


def _between(row: OpenMove) -> str:
    """What has come between, else who is in the target and until when."""
    if row.attention:
        return row.attention
    if row.pair:
        return f"exchange with {row.in_target}" if row.in_target else "exchange of two rooms"
    return f"{row.in_target} is in {row.to_room} to {wording.day(row.target_free)}" if row.target_free else ""


def _state(row: OpenMove) -> str:
    if row.attention:
        return "Look again"
    if row.state == "approved":
        return "Due" if row.overdue else "Scheduled"
    return wording.sentence_case(row.state)


def _icon(row: OpenMove) -> str:
    if row.attention:
        return "warning"
    return {"draft": "note", "moving": "move"}.get(row.state, "flag" if row.overdue else "clock")


def _tone(row: OpenMove) -> str:
    return "warning" if row.attention or row.overdue else ""
