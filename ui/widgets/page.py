"""The frame of a page about one decision: title above, columns between, what can be done below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.chip import Chip
from ui.widgets.line import Line
from ui.widgets.state import State

EDGE = 12
WIDEST_NAME = 560


class PageHead(QWidget):
    """The decision in large type, the guest, what else to know, and the state of the draft."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(title)
        self._title.setProperty("role", "room")
        self._name, self._detail = Line(role="title"), Line(role="quiet")
        self._name.setMaximumWidth(theme.pixels(WIDEST_NAME))
        self.chip = Chip("", tone="quiet")
        self.chip.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._name)
        row.addWidget(self._detail, 1)
        row.addWidget(self.chip)

    def say(self, title: str, name: str = "", detail: str = "") -> None:
        """Show another decision."""
        self._title.setText(title)
        self._name.say(name)
        self._name.setVisible(bool(name))
        self._detail.say(detail)

    def mark(self, word: str, icon: str = "", tone: str = "quiet") -> None:
        """Say in the corner what state the draft is in."""
        self.chip.say(word, icon, tone)
        self.chip.setVisible(bool(word))

    def text(self) -> str:
        """The title as it is read aloud."""
        return " ".join(part for part in (self._title.text(), self._name.whole()) if part)


class PageFoot(QFrame):
    """A strip along the lower edge: what is true now at the left, the buttons at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self._state = State("circle", "")
        self._more = Line(role="quiet")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(EDGE, 12, EDGE, 12)
        self._row.setSpacing(8)
        self._row.addWidget(self._state)
        self._row.addWidget(self._more, 1)

    def add(self, *buttons: QWidget) -> None:
        """Put buttons at the right end."""
        for button in buttons:
            self._row.addWidget(button)

    def say(self, icon: str, word: str, more: str = "", tone: str = "accent") -> None:
        """Say what is true now, and in quiet words what goes with it."""
        self._state.say(icon, word, tone)
        self._more.say(more)

    def text(self) -> str:
        """What it says."""
        return self._state.text()


class Column(QScrollArea):
    """Cards one below the other, ``width`` pixels wide at scale 1 or as wide as there is room.

    On a low window the column scrolls, and it widens rather than cut what stands in it.
    """

    def __init__(self, width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.cards = QVBoxLayout(inner)
        self.cards.setContentsMargins(0, 0, 0, 0)
        self.cards.setSpacing(EDGE)
        self.setWidget(inner)
        self._wide = width
        if width:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Its width, or what its cards need if that is more, and the scroll bar's while it is there."""
        bar = self.verticalScrollBar()
        room = bar.sizeHint().width() if bar.isVisible() else 0
        inner = self.widget()
        needed = inner.minimumSizeHint().width() + room if inner is not None else 0
        return QSize(max(theme.pixels(self._wide), needed), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As wide as that, as low as it must be."""
        return QSize(self.sizeHint().width(), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cards that need more room get it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def in_order(*groups: Sequence[QWidget]) -> None:
    """Let Tab walk these, one after the other, group by group."""
    for first, second in pairwise(chain.from_iterable(groups)):
        QWidget.setTabOrder(first, second)


def page_body() -> tuple[QVBoxLayout, QHBoxLayout]:
    """The inside of a page above its foot (title and notes go first), and the row for its columns."""
    whole, columns = QVBoxLayout(), QHBoxLayout()
    whole.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
    whole.setSpacing(EDGE)
    columns.setSpacing(EDGE)
    return whole, columns
