"""What a room move would do, night by night, and what goes along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from frontdesk.queries.room_move import MovePreview, PreviewNight
from frontdesk.queries.stay import NightRow
from ui import theme
from ui.models.table import Column, TableModel
from ui.widgets.amount import Amount
from ui.widgets.card import Card, rule
from ui.widgets.choose import chooser
from ui.widgets.line import Line
from ui.widgets.picture import Picture
from ui.widgets.table_view import TableView
from ui.widgets.totals import Group, GroupHead, Totals
from ui.wording import change, count, money, short_day, spelled, with_symbol

OLD_STATES = (("dirty", "dirty"), ("pick-up", "pickup"), ("clean", "clean"))


LEAVES = {5: 580, 2: 440, 4: 420}
"""Fixed tax and the two taxes: below which width of the card, in pixels at scale 1, each leaves the table."""


@dataclass(frozen=True, slots=True)
class NightShown:
    """One row of the table in words."""

    night: str
    old: str
    old_tax: str
    new: str
    new_tax: str
    fixed: str
    difference: str
    tone: str = ""


class EffectCard(Card):
    """Before and after, the difference as the largest figure, what comes along, the old room's state."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Before and after", ruled=False, flush=True, parent=parent)
        self.set_aside("nothing is written yet")
        self.order_edit = QLineEdit()
        self.order_edit.hide()
        self.nights = TableView(
            TableModel(_COLUMNS, key=lambda row: row.night), "Nights before and after", empty="Choose a room first."
        )
        self._groups = GroupHead(self.nights)
        self.total = Totals(self.nights, _COLUMNS, "All nights together")
        self.old_state_box = chooser(OLD_STATES)
        self._old_room = QLabel()
        self._along = Line()
        self.nights.setMinimumHeight(theme.pixels(120))
        for widget in (self._groups, self.nights, rule(strong=True), self.total, rule()):
            self.body.addWidget(widget, 1 if widget is self.nights else 0)
        self.body.addLayout(self._make_along())
        self._make_foot()

    def show_move(self, preview: MovePreview, posted: Sequence[NightRow]) -> None:
        """Show the effect; ``posted`` are the nights of the stay that no move touches."""
        currency = preview.currency
        self._groups.name(
            Group(1, 2, f"{preview.from_room} {preview.from_type}"), Group(3, 4, f"{preview.to_room} {preview.to_type}")
        )
        self.nights.table().show([*_kept(posted, currency), *(_night(night, currency) for night in preview.nights)])
        self.total.sum_up(_sum(preview))
        self._old_room.setText(f"{preview.from_room} becomes")
        self.order_edit.setPlaceholderText(f"Work order, closes {preview.from_room}")
        self.order_edit.setAccessibleName(f"Work order, closes {preview.from_room}")
        self.old_state_box.setAccessibleName(f"{preview.from_room} becomes")
        tasks = [count(len(preview.tasks), "open task")] if preview.tasks else []
        self._show_along((*preview.comes_along, *tasks))
        self._along.setToolTip("\n".join((*preview.comes_along, *preview.tasks)))
        self.set_aside("tax inside the price" if preview.tax_inside else "tax on top of the price")
        self._caption.setText(_caption(preview.difference))
        self.difference.setText(with_symbol(abs(preview.difference), currency))
        self.difference.setAccessibleName(
            f"{_caption(preview.difference)} {with_symbol(abs(preview.difference), currency)}"
        )

    def clear_move(self) -> None:
        """No room is chosen: nothing to show."""
        self._groups.name()
        self.nights.table().show([])
        self.total.clear_sums()
        self._show_along(())
        self._caption.setText("")
        self.difference.setText("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, taxes leave the table before a night or a price would be cut."""
        super().resizeEvent(event)
        for column, width in LEAVES.items():
            for table in (self.nights, self.total):
                table.setColumnHidden(column, self.width() < theme.pixels(width))

    def said(self) -> str:
        """The difference in words, such as "The guest pays more € 135.00"."""
        caption = self._caption.text()
        return caption if caption == _caption(0) else f"{caption} {self.difference.text()}"

    def old_state(self) -> str:
        """What the old room becomes: dirty, pick-up or clean."""
        return str(self.old_state_box.currentData())

    def offer_order(self, *, on: bool) -> None:
        """Where a thing is broken the old room may need a work order, which closes it once it is empty."""
        self.order_edit.setVisible(on)

    def work_order(self) -> str:
        """What has to be repaired in the old room."""
        return "" if self.order_edit.isHidden() else self.order_edit.text().strip()

    def _make_along(self) -> QHBoxLayout:
        strip = QHBoxLayout()
        strip.setContentsMargins(16, 6, 16, 6)
        strip.setSpacing(12)
        heading = QLabel("Comes along")
        heading.setProperty("role", "heading")
        strip.addWidget(heading)
        strip.addWidget(Picture("bill"))
        strip.addWidget(self._along, 1)
        return strip

    def _make_foot(self) -> None:
        foot = self.add_foot()
        foot.setContentsMargins(16, 6, 16, 8)
        figure = QVBoxLayout()
        self._old_room.setProperty("role", "quiet")
        self._old_room.setBuddy(self.old_state_box)
        self._caption = QLabel()
        self._caption.setProperty("role", "small")
        self.difference = Amount(big=True)
        figure.setSpacing(0)
        figure.addWidget(self._caption, 0, Qt.AlignmentFlag.AlignRight)
        figure.addWidget(self.difference)
        for widget in (self._old_room, self.old_state_box):
            foot.addWidget(widget)
        foot.addWidget(self.order_edit, 3)
        foot.addStretch(1)
        foot.addLayout(figure)

    def _show_along(self, things: Sequence[str]) -> None:
        self._along.say("  ·  ".join(things))


def _caption(difference: int) -> str:
    return "The guest pays more" if difference > 0 else "The guest pays less" if difference else "Nothing changes"


def _kept(posted: Sequence[NightRow], currency: str) -> list[NightShown]:
    """The nights already on the bill in one row: they stay as they are."""
    if not posted:
        return []
    words = short_day(posted[0].night) if len(posted) == 1 else count(len(posted), "night")
    total = money(sum(night.price for night in posted), currency)
    return [NightShown(words, total, "", "posted", "", "", money(0, currency), "quiet")]


def _night(night: PreviewNight, currency: str) -> NightShown:
    figures = (night.old_price, night.old_tax, night.new_price, night.new_tax, night.fixed_tax)
    old, old_tax, new, new_tax, fixed = (money(figure, currency) for figure in figures)
    return NightShown(short_day(night.night), old, old_tax, new, new_tax, fixed, change(night.difference, currency))


def _sum(preview: MovePreview) -> NightShown:
    nights = preview.nights
    columns = (
        sum(night.old_price for night in nights),
        sum(night.old_tax for night in nights),
        sum(night.new_price for night in nights),
        sum(night.new_tax for night in nights),
        sum(night.fixed_tax for night in nights),
    )
    old, old_tax, new, new_tax, fixed = (money(figure, preview.currency) for figure in columns)
    words = spelled(len(nights), "night")
    return NightShown(words, old, old_tax, new, new_tax, fixed, change(preview.difference, preview.currency))


_COLUMNS: tuple[Column[NightShown], ...] = (
    Column(title="Night", text=lambda row: row.night, tone=lambda row: row.tone),
    Column(title="Price", text=lambda row: row.old, tone=lambda _row: "quiet", numeric=True, width=72),
    Column(title="Tax", text=lambda row: row.old_tax, tone=lambda _row: "quiet", numeric=True, width=64),
    Column(title="Price", text=lambda row: row.new, tone=lambda row: row.tone, numeric=True, width=80),
    Column(title="Tax", text=lambda row: row.new_tax, tone=lambda row: row.tone, numeric=True, width=64),
    Column(title="Fixed tax", text=lambda row: row.fixed, tone=lambda _row: "quiet", numeric=True, width=74),
    Column(title="Difference", text=lambda row: row.difference, numeric=True, strong=True, width=88),
)
