"""Two guests exchange rooms: the other guest, both consents, both differences side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from frontdesk.commands.room_move import MoveRoom, PlanSwap, SwapHalf, SwapRooms
from frontdesk.domain.room_move import MoveReason
from frontdesk.errors import Refusal
from frontdesk.queries.house import HouseView, SeeHouse
from frontdesk.queries.move_reason import MoveReasons, ReasonRow
from frontdesk.queries.room_move import MovePreview, PreviewSwap, SwapPreview
from ui import theme
from ui.bus import DeskBus
from ui.dialogs.base import FormDialog, Make
from ui.dialogs.reading import FieldRefusal, words
from ui.widgets.approver import ApproverPanel
from ui.widgets.choose import choose, chooser
from ui.widgets.date_edit import DateEdit
from ui.widgets.text_edit import TextEdit
from ui.wording import change, day


class SwapForm(FormDialog):
    """The other half of a swap; the first half has been given on the page."""

    def __init__(self, bus: DeskBus, make: Make, first: MoveRoom, departure: date, parent: Any = None) -> None:
        super().__init__(bus, "Exchange two rooms", submit="Exchange", parent=parent)
        self._make, self._first = make, first
        self._shown: SwapPreview | None = None
        self.other = chooser((), "Choose the other guest")
        self.why = chooser((), "Choose the reason")
        self.said = TextEdit()
        self.said.setFixedHeight(theme.pixels(64))
        self.on, self.at = DateEdit(first.from_night), QLineEdit()
        self.on.set_range(first.from_night, max(first.from_night, departure - timedelta(days=1)))
        self.agreed, self.empty = QCheckBox("The other guest agrees"), QCheckBox("Both rooms are empty and made up")
        self.effect = QLabel()
        self.effect.setWordWrap(True)
        self.approval = ApproverPanel("A supervisor decides")
        self.form.add("other", "Other guest", self.other)
        self.form.add("why", "The other guest's reason", self.why)
        self.form.beside(("on", "Date", self.on), ("at", "Hour", self.at))
        self.form.add("said", "The other guest's words", self.said)
        for widget in (self.agreed, self.empty, self.effect, self.approval):
            self.form.add_widget(widget)
        self.approval.hide()
        self.other.currentIndexChanged.connect(self._ask)
        self.why.currentIndexChanged.connect(self._ask)
        self.on.moved.connect(self._dated)
        self.on.moved.connect(self._ask)
        self.at.textChanged.connect(self._dated)
        self._dated()
        bus.ask(MoveReasons(), owner=self, done=self._offer_reasons, refused=self.show_refusal, slot="reasons")
        bus.ask(SeeHouse(), owner=self, done=self._offer, refused=self.show_refusal, slot="house")

    def offer_approvers(self, people: list[tuple[str, str]]) -> None:
        """Who may decide beside the clerk."""
        self.approval.offer(people)

    def command(self) -> Any:
        """Both halves as agreed."""
        shown = self._shown
        if shown is None:
            missing = "why" if self.other.currentData() and not self.why.currentData() else "other"
            raise FieldRefusal(missing, "Choose the other guest, and the reason of that guest.")
        if shown.clash:
            raise Refusal(f"The rooms cannot be exchanged: {shown.clash}.", help="Choose another guest.")
        if not self.agreed.isChecked():
            raise FieldRefusal("said", "The other guest has to agree.")
        needed = self.approval.isVisibleTo(self)
        said = words("said", self.said.toPlainText(), "Write what the other guest said.")
        terms: dict[str, Any] = {
            "from_night": shown.first.from_night,
            "first": replace(
                _half(self._first.stay, self._first.reason, self._first.words, shown.first),
                **{name: getattr(self._first, name) for name in ("asked_by", "consent", "repair", "given_up")},
            ),
            "second": _half(str(self.other.currentData()), str(self.why.currentData()), said, shown.second),
            "approver": self.approval.approver() if needed else "",
            "pin": self.approval.pin() if needed else "",
        }
        if self._later():
            return self._make(PlanSwap, **terms, at=self.at.text().strip())
        return self._make(SwapRooms, **terms, both_empty=self.empty.isChecked())

    def done_words(self) -> str:
        """What was exchanged, or will be."""
        assert self._shown is not None, "what was sent was shown"
        rooms = f"{self._shown.first.from_room} and {self._shown.second.from_room}"
        return f"Exchange of {rooms} planned for {day(self.on.value())}" if self._later() else f"Exchanged {rooms}"

    def _later(self) -> bool:
        """True if the exchange is for another date or hour than now."""
        return self.on.value() > self._first.from_night or bool(self.at.text().strip())

    def _dated(self, _on: object = None) -> None:
        self.empty.setVisible(not self._later())
        self._submit_text = "Plan the exchange" if self._later() else "Exchange"
        self.submit_button.say(self._submit_text)

    def _offer(self, house: HouseView) -> None:
        self.other.blockSignals(True)
        for row in house.in_house:
            if row.stay != self._first.stay and not row.due_out:
                self.other.addItem(f"{row.room}  {row.name}", row.stay)
        self.other.blockSignals(False)

    def _offer_reasons(self, reasons: tuple[ReasonRow, ...]) -> None:
        """Every reason of the house but going back; without a defect it is the guest's wish."""
        for row in reasons:
            if row.code != MoveReason.BACK:
                self.why.addItem(row.words, row.code)
        choose(self.why, str(MoveReason.ASKED))

    def _ask(self, _at: object) -> None:
        self._shown = None
        other, why = self.other.currentData(), self.why.currentData()
        if other and why:
            reasons = (self._first.reason, str(why))
            question = PreviewSwap(self._first.stay, str(other), *reasons, from_night=self.on.value())
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


def _half(stay: str, reason: str, said: str, shown: MovePreview) -> SwapHalf:
    return SwapHalf(stay=stay, reason=reason, words=said, decision=shown.decision, difference=shown.difference)


def _needs_approver(shown: MovePreview) -> bool:
    return next(option.needs_approver for option in shown.decisions if option.decision is shown.decision)
