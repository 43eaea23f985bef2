"""Line icons that take their colour from the theme in force, at every size and scale.

The pictures are `resources/icons/<name>.svg`, drawn on a square of 24 with `currentColor`. The colours of
the tones stand in the application's property "tones", where the theme puts them; without a theme the
palette's own colour of text is used.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication


def icon(name: str, tone: str = "") -> QIcon:
    """The icon ``name``, drawn in ``tone``. Raises `FileNotFoundError` for a picture that does not exist."""
    _source(name)
    return QIcon(_LineEngine(name, tone))


def picture(name: str, tone: str = "", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The icon as a pixmap of ``size`` logical pixels, for labels; ``ratio`` is the screen's pixel ratio."""
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw(painter, QRect(0, 0, size, size), name, colour(tone))
    painter.end()
    return pixmap


def draw(painter: QPainter, rect: QRect, name: str, ink: QColor) -> None:
    """Draw the icon into ``rect`` in one colour, for widgets and delegates that paint themselves."""
    side = min(rect.width(), rect.height())
    device = painter.device()
    drawn = _drawn(name, ink.name(), side, device.devicePixelRatioF() if device is not None else 1.0)
    painter.drawPixmap(rect.center().x() - (side - 1) // 2, rect.center().y() - (side - 1) // 2, drawn)


def colour(tone: str) -> QColor:
    """The colour of a tone in the theme in force."""
    app = QApplication.instance()
    known = app.property("tones") if app is not None else None
    if isinstance(known, dict) and tone in known:
        return QColor(known[tone])
    return QApplication.palette().color(QPalette.ColorRole.WindowText)


def names() -> list[str]:
    """Every icon there is."""
    folder = files("resources") / "icons"
    return sorted(entry.name.removesuffix(".svg") for entry in folder.iterdir() if entry.name.endswith(".svg"))


class _LineEngine(QIconEngine):
    """Paints one line icon; asked again at each paint, so a new theme needs no new icons."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def clone(self) -> QIconEngine:
        """Another engine of the same icon.

        The binding forgets to hand it over to Qt, and an engine that Python lets go ends the program; so it
        is held for good. Qt asks only when somebody changes a copied icon, which no part of the window does.
        """
        made = _LineEngine(self._name, self._tone)
        _HELD.append(made)
        return made

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002 - Qt names them
        """Draw in the tone, or in the disabled or selected colour when the widget is in that state."""
        tone = {QIcon.Mode.Disabled: "disabled", QIcon.Mode.Selected: "on-selected"}.get(mode, self._tone)
        draw(painter, rect, self._name, colour(tone))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon on a clear ground; Qt asks for it in device pixels, so it is crisp at any scale."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made


_HELD: list[QIconEngine] = []
"""Qt does not keep an engine that Python made: without this it would be collected while its icon is shown."""


@cache
def _source(name: str) -> str:
    return (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _drawn(name: str, ink: str, side: int, ratio: float) -> QPixmap:
    """The icon in one colour and size, drawn once: a list paints it again with every key."""
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    source = QByteArray(_source(name).replace("currentColor", ink).encode())
    QSvgRenderer(source).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return made
