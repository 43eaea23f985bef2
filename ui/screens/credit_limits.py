"""The right side of a credit: the own limits, and the approval where one of them does not hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from frontdesk.queries.credit import CreditPreview, LimitRow
from frontdesk.queries.stay import StayView
from ui.widgets.approver import ApproverPanel
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card, clear
from ui.widgets.limit_bar import LimitBar
from ui.widgets.line import Line
from ui.widgets.state import State
from ui.wording import day, money, rough_percent, with_symbol


class LimitsCard(Card):
    """Each limit with its bar and its words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Your limits", ruled=False, parent=parent)
        self._shown: tuple[LimitRow, ...] | None = None
        self.show_limits((), "")

    def show_limits(self, rows: Sequence[LimitRow], currency: str) -> None:
        """Show the limits beside what this credit would use."""
        if self._shown == tuple(rows):
            return
        self._shown = tuple(rows)
        clear(self.body)
        if not rows:
            self.body.addWidget(State("circle", "Shown once lines and a sum are chosen", "quiet", small=True))
        for row in rows:
            self.body.addWidget(_limit(row, currency))
        self.body.addStretch(1)


def _limit(row: LimitRow, currency: str) -> QWidget:
    if row.times:
        return State("warning", f"{row.name}: needs approval", "warning", small=True)
    figure = rough_percent if row.percent else lambda value: money(value, currency)
    if row.limit is None:
        return State("check-circle", f"{row.name}: {figure(row.asked)}, no limit", small=True)
    if row.percent:
        words = "within" if row.within else "over: needs approval"
    elif row.within:
        words = f"within: {figure(row.limit - row.asked)} would be left"
    else:
        words = f"over by {figure(row.asked - row.limit)}: needs approval"
    bar = LimitBar(row.name)
    bar.show_limit(row.asked, row.limit, used_text=figure(row.asked), of_text=f"of {figure(row.limit)}", words=words)
    return bar


class ApprovalCard(ApproverPanel):
    """The facts a second person needs, the own PIN, and the only filled button."""

    approved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Approval at this desk", parent)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        self.body.insertLayout(0, self._facts)
        self._lines: dict[str, Line] = {}
        foot = self.add_foot()
        self.button = KeyButton("Approve", key="Enter", primary=True)
        self._once = QLabel("Counts once,\nat this desk.")
        self._once.setProperty("role", "small")
        foot.addWidget(self.button)
        foot.addStretch(1)
        foot.addWidget(self._once)
        self.button.clicked.connect(self.approved)
        self.entered.connect(self.approved)

    def show_facts(self, stay: StayView, preview: CreditPreview) -> None:
        """Say what the approver has to know, without a score."""
        moved = next((f"{room.room}, {room.reason}" for room in reversed(stay.rooms) if room.reason), "no")
        facts = {
            "Stay": ("VIP, " if stay.vip else "") + f"leaves {day(stay.departure)}",
            "Given so far": f"{money(preview.given_before, preview.currency)} in this stay",
            "Moved": moved,
            "Asked for": f"{money(preview.total, preview.currency)} of {money(preview.base, preview.currency)}",
        }
        for name, words in facts.items():
            self._fact(name).say(words)
        self.offer(preview.approvers)
        self.button.say(f"Approve {with_symbol(preview.total, preview.currency)}")

    def _fact(self, name: str) -> Line:
        if name not in self._lines:
            heading, row = QLabel(name), len(self._lines)
            heading.setProperty("role", "quiet")
            self._lines[name] = Line()
            self._facts.addWidget(heading, row, 0)
            self._facts.addWidget(self._lines[name], row, 1)
        return self._lines[name]
