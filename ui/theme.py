"""The look: colour tokens become one palette and one stylesheet. The only file that sets a stylesheet.

Widgets never name a colour. They carry the dynamic properties ``role`` and ``tone``, which the sheet selects.
Widgets that paint themselves ask `current()` for the tokens.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import as_file, files

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

BASE = 14
"""Pixels of running text at scale 1."""
MARKS = ("chevron", "tick")
"""Pictures the sheet names by file, so they stand ready in each theme's colours."""
SIZES = (12, 14, 15, 16, 20, 24, 28)
FAMILIES = (
    "Noto Sans", "Desk Sans", "Segoe UI", "SF Pro Text",
    "Desk Sans Arabic", "Desk Sans Hebrew", "Desk Sans Thai", "Noto Sans CJK JP", "Desk Sans CJK",
    "Noto Sans Arabic", "DejaVu Sans",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme's colours, named for what they are for. ``ring`` is the focus ring's width in pixels."""

    background: str
    surface: str
    raised: str
    alternate: str
    line: str
    edge: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    accent_hover: str
    selected: str
    on_selected: str
    danger: str
    warning: str
    disabled: str
    focus: str
    ring: int


TOKENS = {
    "light": Tokens(
        background="#F4F6F8", surface="#FFFFFF", raised="#FFFFFF", alternate="#F8FAFB",
        line="#D5DBE1", edge="#7A8794", text="#17212B", quiet="#55626E",
        accent="#0B5CAD", on_accent="#FFFFFF", accent_hover="#094C90",
        selected="#DCEBFA", on_selected="#0A2F57",
        danger="#B3261E", warning="#7A4B00", disabled="#626E7A", focus="#0B5CAD", ring=2,
    ),
    "dark": Tokens(
        background="#14181D", surface="#1C2229", raised="#252C35", alternate="#20272F",
        line="#37414C", edge="#7C8996", text="#E7ECF1", quiet="#A3AFBB",
        accent="#6CB2F5", on_accent="#06233F", accent_hover="#8CC4F8",
        selected="#1F4468", on_selected="#F2F8FF",
        danger="#FF8A80", warning="#F2BD5C", disabled="#8B97A3", focus="#9CCBFA", ring=2,
    ),
    "contrast": Tokens(
        background="#000000", surface="#000000", raised="#000000", alternate="#000000",
        line="#FFFFFF", edge="#FFFFFF", text="#FFFFFF", quiet="#FFFFFF",
        accent="#FFD500", on_accent="#000000", accent_hover="#FFE666",
        selected="#FFD500", on_selected="#000000",
        danger="#FF9B9B", warning="#FFD500", disabled="#C8C8C8", focus="#00E5FF", ring=3,
    ),
}  # fmt: skip
"""Every theme by name, in the order in which Ctrl+T walks them."""

CHART_LINES = {"contrast": ("#404040", "#1C1C1C")}
"""Lines and shaded days of the tape chart, where those of the theme would drown the bars."""

TITLES = {"light": "Light", "dark": "Dark", "contrast": "High contrast"}


def apply(app: QApplication, name: str = "light", scale: float = 1.0) -> None:
    """Dress the whole application in the theme ``name``, its text ``scale`` times the base size.

    Fonts are touched only when the scale changes: a new application font costs more than a new palette.
    """
    load_fonts()
    if app.style().name().lower() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    tokens = TOKENS[name]
    if app.property("scale") != scale:
        app.setFont(_base_font(scale))
        app.setProperty("scale", scale)
    app.setProperty("theme", name)
    app.setProperty("tones", tones(tokens))
    app.setPalette(palette(tokens))
    app.setStyleSheet(sheet(name, scale))


def current() -> Tokens:
    """The tokens in force, for widgets that paint themselves."""
    return TOKENS[current_name()]


def current_name() -> str:
    """The name of the theme in force."""
    app = QApplication.instance()
    name = app.property("theme") if app is not None else None
    return name if isinstance(name, str) else "light"


def following(name: str) -> str:
    """The theme that comes after ``name`` when the user asks for another one."""
    names = list(TOKENS)
    return names[(names.index(name) + 1) % len(names)]


def pixels(size: int) -> int:
    """``size`` pixels at scale 1, in pixels at the user's scale."""
    app = QApplication.instance()
    scale = app.property("scale") if app is not None else None
    return round(size * (scale if isinstance(scale, float) else 1.0))


def font(size: int = BASE, *, bold: bool = False) -> QFont:
    """The application's font in another size or weight, for widgets that paint themselves."""
    made = QFont(QApplication.font())
    made.setPixelSize(pixels(size))
    made.setBold(bold)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """How `write` draws a line of text: colour, size at scale 1, weight and side."""

    colour: QColor
    size: int = BASE
    bold: bool = False
    right: bool = False


def write(painter: QPainter, rect: QRect, text: str, ink: Ink) -> int:
    """Draw one line, shortened at its end if it must be; answers its width in pixels.

    A name in Hebrew or Arabic stands at the same edge as its neighbours: the sides are absolute.
    """
    painter.setFont(font(ink.size, bold=ink.bold))
    painter.setPen(ink.colour)
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text)
    shown = text if width <= rect.width() else metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _FLAGS[ink.right], shown)
    return min(width, rect.width())


_LINE = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_FLAGS = {
    right: int((Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | _LINE)
    | Qt.TextFlag.TextSingleLine.value
    for right in (False, True)
}


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties and let the sheet look at the widget again."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def tones(tokens: Tokens) -> dict[str, str]:
    """The colour of each tone; icons read it from the application's property of the same name."""
    return {
        "": tokens.text,
        "quiet": tokens.quiet,
        "accent": tokens.accent,
        "info": tokens.accent,
        "warning": tokens.warning,
        "danger": tokens.danger,
        "on-accent": tokens.on_accent,
        "on-selected": tokens.on_selected,
        "disabled": tokens.disabled,
    }


def palette(tokens: Tokens) -> QPalette:
    """The tokens as Qt's own colour roles."""
    role = QPalette.ColorRole
    made = QPalette()
    for where, colour in (
        (role.Window, tokens.background),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.alternate),
        (role.Button, tokens.raised),
        (role.ToolTipBase, tokens.raised),
        (role.WindowText, tokens.text),
        (role.Text, tokens.text),
        (role.ButtonText, tokens.text),
        (role.ToolTipText, tokens.text),
        (role.PlaceholderText, tokens.quiet),
        (role.BrightText, tokens.danger),
        (role.Highlight, tokens.selected),
        (role.HighlightedText, tokens.on_selected),
        (role.Accent, tokens.accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Light, tokens.line),
        (role.Midlight, tokens.line),
        (role.Mid, tokens.line),
        (role.Dark, tokens.edge),
        (role.Shadow, tokens.edge),
    ):
        made.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(tokens.disabled))
    return made


def sheet(name: str, scale: float = 1.0) -> str:
    """The stylesheet of a theme with every {token} filled in. Raises `KeyError` for an unknown token."""
    values: dict[str, object] = asdict(TOKENS[name])
    values |= {f"s{size}": f"{round(size * scale)}px" for size in SIZES}
    values |= {mark: str(files("resources") / "marks" / f"{name}-{mark}.svg") for mark in MARKS}
    return re.sub(r"\{([a-z_0-9]+)\}", lambda found: str(values[found[1]]).replace("\\", "/"), _template())


def readable(name: str, latin: str) -> str:
    """A name as it is written; in Latin letters where no font of this computer draws it."""
    return name if not latin or _drawn(name, QApplication.font().family()) else latin


@lru_cache(maxsize=4096)
def _drawn(text: str, _family: str) -> bool:
    metrics = QFontMetrics(QApplication.font())
    return text.isascii() or all(sign.isspace() or metrics.inFontUcs4(ord(sign)) for sign in text)


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Make the program's own fonts known to Qt, once; without them the system's are used."""
    folder = files("resources").joinpath("fonts")
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.name.endswith((".ttf", ".otf")):
            with as_file(entry) as path:
                QFontDatabase.addApplicationFont(str(path))


def _base_font(scale: float) -> QFont:
    made = QFont()
    known = set(QFontDatabase.families())
    families = [family for family in FAMILIES if family in known]
    made.setFamilies(families or [made.family()])
    made.setPixelSize(round(BASE * scale))
    made.setFeature(QFont.Tag("tnum"), 1)  # figures of one width, so that columns of amounts line up
    return made


@lru_cache(maxsize=1)
def _template() -> str:
    return files("resources").joinpath("style.qss").read_text(encoding="utf-8")
