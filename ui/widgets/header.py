"""The strip along the top: the house, the search box, the day, the state of sync, and who works here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui import theme
from ui.widgets.card import rule
from ui.widgets.keycap import Keycap
from ui.widgets.line import Line
from ui.widgets.picture import Picture
from ui.widgets.sync_badge import SyncBadge

SPACING = 8


class Header(QFrame):
    """What stays in view on every screen."""

    search_asked = Signal()
    switch_asked = Signal()
    sync_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "header")
        self.setFixedHeight(theme.pixels(56))
        self.search = SearchBox()
        self.search.clicked.connect(self.search_asked)
        self._hotel, self._day = _label("quiet"), _label("strong")
        self._clock, self._role = _label("quiet"), _label("quiet")
        self._person = _label("")
        self._somebody = QWidget()
        self.sync = SyncBadge()
        self.sync.clicked.connect(self.sync_asked)
        self._switch = QPushButton("switch")
        self._switch.setProperty("role", "link")
        self._switch.setAccessibleName("Switch person")
        self._switch.clicked.connect(self.switch_asked)
        self._lay_out()

    def minimumSizeHint(self) -> QSize:
        """What must stay: the words that are left out first are not counted."""
        row = self.layout()
        assert row is not None, "the header is laid out when it is made"
        spare = sum(self._room_of(part) for part in self._spare if not part.isHidden())
        return QSize(row.minimumSize().width() - spare, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window captions give way, never a state or a name."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Words that have grown need room as well."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and hasattr(self, "_spare"):
            self._fit()
            self.updateGeometry()
        return handled

    def show_house(self, hotel: str, business_date: str) -> None:
        """The hotel's name and its business date in words."""
        self._hotel.setText(hotel)
        self._day.setText(business_date)

    def show_clock(self, text: str) -> None:
        """The time of day on the wall."""
        self._clock.setText(text)

    def show_person(self, name: str, role: str) -> None:
        """Who works here, and as what."""
        self._person.setText(name)
        self._role.setText(role)
        self._somebody.setVisible(bool(name))

    def _fit(self) -> None:
        """Leave out captions, one after the other, until the rest has room."""
        row = self.layout()
        assert row is not None, "the header is laid out when it is made"
        needed = row.minimumSize().width() + sum(self._room_of(part) for part in self._spare if part.isHidden())
        for part in self._spare:
            out = needed > self.width()
            needed -= self._room_of(part) if out else 0
            if part.isHidden() != out:
                part.setHidden(out)

    def _room_of(self, part: QWidget) -> int:
        return part.minimumSizeHint().width() + SPACING

    def _lay_out(self) -> None:
        product = _label("product")
        product.setText("Front desk")
        caption = _label("quiet")
        caption.setText("Business date")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(SPACING)
        _put(row, product, self._hotel)
        row.addStretch(1)
        row.addWidget(self.search, 8)
        row.addStretch(1)
        _put(row, caption, self._day, self._clock, _divider(), self.sync)
        who = QHBoxLayout(self._somebody)
        who.setContentsMargins(0, 0, 0, 0)
        who.setSpacing(SPACING)
        _put(who, _divider(), Picture("user"), self._person, self._role, Keycap("F12"), self._switch)
        row.addWidget(self._somebody)
        self._spare = (self._switch, caption, self._role, self._clock)


class SearchBox(QPushButton):
    """Looks like a field and opens the finder, by mouse or by key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setAccessibleName("Find: room, name, confirmation, phone")
        self.setAccessibleDescription("key Ctrl+K")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(theme.pixels(520))
        words = Line("Room, name, confirmation, phone…", role="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(Picture("search", "quiet"))
        row.addWidget(words, 1)
        row.addWidget(Keycap("Ctrl+K"))

    def sizeHint(self) -> QSize:
        """As high as a field."""
        return QSize(theme.pixels(520), theme.pixels(36))

    def minimumSizeHint(self) -> QSize:
        """Room for some of the words and the key."""
        return QSize(theme.pixels(240), theme.pixels(36))


def _label(role: str) -> QLabel:
    made = QLabel()
    made.setProperty("role", role)
    return made


def _put(row: QHBoxLayout, *widgets: QWidget) -> None:
    for widget in widgets:
        row.addWidget(widget)


def _divider() -> QFrame:
    line = rule(upright=True)
    line.setFixedHeight(theme.pixels(24))
    return line
