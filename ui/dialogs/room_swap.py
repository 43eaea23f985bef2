"""Two guests exchange rooms: the other guest, both consents, both differences side by side."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QLabel

from frontdesk.commands.room_move import MoveRoom, SwapHalf, SwapRooms
from frontdesk.domain.room_move import MoveReason
from frontdesk.errors import Refusal
from frontdesk.queries.house import HouseView, SeeHouse
from frontdesk.queries.room_move import MovePreview, PreviewSwap, SwapPreview
from ui import theme
from ui.bus import DeskBus
from ui.dialogs.base import FormDialog, Make
from ui.dialogs.reading import FieldRefusal, words
from ui.widgets.approver import ApproverPanel
from ui.widgets.choose import chooser
from ui.widgets.text_edit import TextEdit
from ui.wording import change


class SwapForm(FormDialog):
    """The other half of a swap; the first half has been given on the page."""

    def __init__(self, bus: DeskBus, make: Make, first: MoveRoom, parent: Any = None) -> None:
        super().__init__(bus, "Exchange two rooms", submit="Exchange", parent=parent)
        self._make, self._first = make, first
        self._shown: SwapPreview | None = None
        self.other = chooser((), "Choose the other guest")
        self.said = TextEdit()
        self.said.setFixedHeight(theme.pixels(64))
        self.agreed, self.empty = QCheckBox("The other guest agrees"), QCheckBox("Both rooms are empty and made up")
        self.effect = QLabel()
        self.effect.setWordWrap(True)
        self.approval = ApproverPanel("A supervisor decides")
        self.form.add("other", "Other guest", self.other)
        self.form.add("said", "The other guest's words", self.said)
        for widget in (self.agreed, self.empty, self.effect, self.approval):
            self.form.add_widget(widget)
        self.approval.hide()
        self.other.currentIndexChanged.connect(self._ask)
        bus.ask(SeeHouse(), owner=self, done=self._offer, refused=self.show_refusal, slot="house")

    def offer_approvers(self, people: list[tuple[str, str]]) -> None:
        """Who may decide beside the clerk."""
        self.approval.offer(people)

    def command(self) -> Any:
        """Both halves as agreed."""
        shown = self._shown
        if shown is None:
            raise FieldRefusal("other", "Choose the other guest.")
        if shown.clash:
            raise Refusal(f"The rooms cannot be exchanged: {shown.clash}.", help="Choose another guest.")
        if not self.agreed.isChecked():
            raise FieldRefusal("said", "The other guest has to agree.")
        needed = self.approval.isVisibleTo(self)
        return self._make(
            SwapRooms,
            from_night=shown.first.from_night,
            first=_half(self._first.stay, self._first.reason, self._first.words, shown.first),
            second=_half(
                str(self.other.currentData()),
                MoveReason.ASKED,
                words("said", self.said.toPlainText(), "Write what the other guest said."),
                shown.second,
            ),
            both_empty=self.empty.isChecked(),
            approver=self.approval.approver() if needed else "",
            pin=self.approval.pin() if needed else "",
        )

    def _offer(self, house: HouseView) -> None:
        self.other.blockSignals(True)
        for row in house.in_house:
            if row.stay != self._first.stay and not row.due_out:
                self.other.addItem(f"{row.room}  {row.name}", row.stay)
        self.other.blockSignals(False)

    def _ask(self, _at: int) -> None:
        self._shown = None
        other = self.other.currentData()
        if other:
            question = PreviewSwap(self._first.stay, str(other), self._first.reason)
            self._bus.ask(question, owner=self, done=self._show, refused=self.show_refusal, slot="swap")

    def _show(self, shown: SwapPreview) -> None:
        self._shown = shown
        self.clear_answer()
        halves = "\n".join(
            f"{half.from_room} → {half.to_room}: {change(half.difference, half.currency)} in all"
            for half in (shown.first, shown.second)
        )
        self.effect.setText(f"{halves}\n{shown.clash.capitalize()}." if shown.clash else halves)
        self.approval.setVisible(any(_needs_approver(half) for half in (shown.first, shown.second)))


def _half(stay: str, reason: MoveReason, said: str, shown: MovePreview) -> SwapHalf:
    return SwapHalf(stay=stay, reason=reason, words=said, decision=shown.decision, difference=shown.difference)


def _needs_approver(shown: MovePreview) -> bool:
    return next(option.needs_approver for option in shown.decisions if option.decision is shown.decision)
