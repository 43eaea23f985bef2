"""A white panel with a heading, a count and its content."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.picture import Picture


class Card(QFrame):
    """One panel of a screen. Content goes into `body`, things at the right of the heading into `add_aside`.

    ``ruled`` draws a line under the heading; ``flush`` lets the content, such as a table, reach the edges.
    """

    def __init__(
        self,
        heading: str = "",
        *,
        icon: str = "",
        ruled: bool = True,
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._heading = QLabel(heading)
        self._heading.setProperty("role", "heading")
        self._aside = QLabel()
        self._aside.setProperty("role", "quiet")
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self._head = self._make_head(icon, ruled=ruled)
        self._head.setVisible(bool(heading))
        self.body = QVBoxLayout()
        """Where the content goes."""
        self.body.setSpacing(0 if flush else 8)
        side, top = (0, 0) if flush else (16, 12 if ruled or not heading else 4)
        self.body.setContentsMargins(side, top, side, 0 if flush else 16)
        self._outer.addLayout(self.body, 1)
        self.setAccessibleName(heading)

    def set_heading(self, heading: str) -> None:
        """Change the heading; an empty one takes its place away."""
        self._heading.setText(heading)
        self._head.setVisible(bool(heading))
        self.setAccessibleName(heading)

    def set_aside(self, text: str) -> None:
        """Quiet words at the right of the heading: a count, or what the panel is about."""
        self._aside.setText(text)

    def add_aside(self, widget: QWidget) -> None:
        """Put a widget at the right end of the heading."""
        self._head_row.addWidget(widget)

    def set_accent(self, *, on: bool) -> None:
        """Give the panel its own edge, as the one place that decides."""
        theme.restyle(self, tone="accent" if on else "")

    def add_foot(self) -> QHBoxLayout:
        """A grey strip along the lower edge, for the panel's buttons or totals."""
        foot = QFrame()
        foot.setProperty("role", "card-foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        self._outer.addWidget(foot)
        return row

    def add_rule(self, *, strong: bool = False) -> None:
        """A line from edge to edge below what the body holds so far."""
        self.body.addWidget(rule(strong=strong))

    def _make_head(self, icon: str, *, ruled: bool) -> QFrame:
        head = QFrame()
        head.setProperty("role", "card-head" if ruled else "")
        self._head_row = QHBoxLayout(head)
        self._head_row.setContentsMargins(16, 10, 16, 10 if ruled else 4)
        self._head_row.setSpacing(8)
        if icon:
            self._head_row.addWidget(Picture(icon, "accent"))
        self._head_row.addWidget(self._heading)
        self._head_row.addStretch(1)
        self._head_row.addWidget(self._aside)
        self._outer.addWidget(head)
        return head


def rule(*, strong: bool = False, upright: bool = False) -> QFrame:
    """A thin line between two things; ``strong`` stands over a total."""
    line = QFrame()
    line.setProperty("role", "strong-rule" if strong else "rule")
    if upright:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
