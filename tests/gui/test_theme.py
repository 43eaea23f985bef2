from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui import icons, theme

GROUNDS = ("background", "surface", "raised", "alternate")
INKS = ("text", "quiet", "accent", "danger", "warning", "disabled")
PAIRS = [
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_selected", "selected"),
]
EDGES = ("edge", "focus", "accent", "warning", "danger")
ON_COLOUR = (("accent", "on_accent"), ("on_selected", "selected"), ("text", "surface"), ("text", "background"))
"""A mark that stands on something coloured: a tick, a chosen row's bar; both lines of a filled button's ring."""
SHEET_TOKENS = re.compile(r"(?<!-)\bcolor: \{([a-z_]+)\}")


def brightness(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    shades = [value / 255 for value in QColor(colour).getRgb()[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shades)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", theme.TOKENS)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(name: str, ink: str, ground: str):
    tokens = theme.TOKENS[name]
    least = 7 if name == "contrast" else 4.5
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= least


@pytest.mark.parametrize("name", theme.TOKENS)
@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_of_fields_and_the_focus_ring_can_be_seen(name: str, edge: str, ground: str):
    tokens = theme.TOKENS[name]
    assert contrast(getattr(tokens, edge), getattr(tokens, ground)) >= 3


@pytest.mark.parametrize("name", theme.TOKENS)
@pytest.mark.parametrize(("mark", "ground"), ON_COLOUR)
def test_marks_on_a_coloured_ground_can_be_seen(name: str, mark: str, ground: str):
    tokens = theme.TOKENS[name]
    assert contrast(getattr(tokens, mark), getattr(tokens, ground)) >= 3


def test_every_ink_of_the_sheet_is_measured():
    sheet = files("resources").joinpath("style.qss").read_text(encoding="utf-8")
    assert set(SHEET_TOKENS.findall(sheet)) <= {ink for ink, _ in PAIRS}


def test_whatever_takes_the_keyboard_has_a_ring():
    sheet = files("resources").joinpath("style.qss").read_text(encoding="utf-8")
    ringed = [rule for rule in sheet.split("}\n") if ":focus" in rule and "border: {ring}px" in rule]
    for kind in ("QPushButton", "QToolButton", "QLineEdit", "QPlainTextEdit", "QComboBox", "QDateEdit", "QSpinBox"):
        assert any(f"{kind}:focus" in rule or f"{kind}[" in rule for rule in ringed), kind


@pytest.mark.parametrize("name", theme.TOKENS)
def test_the_ring_is_painted(qapp: QApplication, qtbot: QtBot, name: str):
    """A tick box and a button with the keyboard differ from those without, by the colour of the ring."""
    host = QWidget()
    qtbot.addWidget(host)
    row = QVBoxLayout(host)
    boxes = [QCheckBox("Told"), QPushButton("Give")]
    for box in boxes:
        row.addWidget(box)
    theme.apply(qapp, name)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    for box, other in (boxes, boxes[::-1]):
        other.setFocus()
        qtbot.waitUntil(other.hasFocus)
        before = ring(box, name)
        box.setFocus()
        qtbot.waitUntil(box.hasFocus)
        assert ring(box, name) >= before + 20


def ring(widget: QWidget, name: str) -> int:
    """How many pixels of a widget have the colour of the ring."""
    image, ink = widget.grab().toImage(), QColor(theme.TOKENS[name].focus)
    return sum(image.pixelColor(x, y) == ink for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("name", theme.TOKENS)
def test_every_token_of_the_sheet_is_filled_in(name: str):
    sheet = theme.sheet(name, 1.5)
    assert "{s14}" not in sheet
    assert "{text}" not in sheet
    assert "font-size: 21px" in sheet
    assert "* {" not in sheet


@pytest.mark.parametrize("name", theme.TOKENS)
def test_the_marks_of_a_theme_have_its_colours(name: str):
    marks = files("resources") / "marks"
    tokens = theme.TOKENS[name]
    assert tokens.quiet in (marks / f"{name}-chevron.svg").read_text()
    assert tokens.on_accent in (marks / f"{name}-tick.svg").read_text()


def test_only_the_theme_sets_a_stylesheet():
    root = Path(theme.__file__).parent
    setters = [path.name for path in root.rglob("*.py") if "setStyleSheet" in path.read_text(encoding="utf-8")]
    assert setters == ["theme.py"]


def test_widgets_name_no_colour():
    root = Path(theme.__file__).parent
    guilty = [
        path.name for path in root.rglob("*.py") if path.name != "theme.py" and '"#' in path.read_text(encoding="utf-8")
    ]
    assert guilty == []


def test_a_switch_reaches_labels_and_icons(qapp: QApplication, qtbot: QtBot):
    label = QLabel("quiet")
    label.setProperty("role", "quiet")
    qtbot.addWidget(label)
    icon = icons.icon("home")
    seen = []
    for name in theme.TOKENS:
        theme.apply(qapp, name)
        label.ensurePolished()
        tokens = theme.TOKENS[name]
        assert label.palette().color(label.foregroundRole()).name().upper() == tokens.quiet.upper()
        image = icon.pixmap(24, 24).toImage()
        strokes = {
            image.pixelColor(x, y).name().upper()
            for x in range(24)
            for y in range(24)
            if image.pixelColor(x, y).alpha() == 255
        }
        assert tokens.text.upper() in strokes
        seen.append(theme.current_name())
    assert seen == ["light", "dark", "contrast"]
    assert theme.following("contrast") == "light"


def test_text_grows_with_the_users_scale(qapp: QApplication):
    theme.apply(qapp, "light", 2.0)
    try:
        assert qapp.font().pixelSize() == 28
        assert theme.pixels(10) == 20
        assert theme.font(12).pixelSize() == 24
    finally:
        theme.apply(qapp, "light")


def test_figures_are_of_one_width(qapp: QApplication):
    for bold in (False, True):
        metrics = QFontMetrics(theme.font(14, bold=bold))
        assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_draws_something_at_every_scale(qapp: QApplication, name: str):
    for size in (16, 24, 32, 48):
        image = icons.icon(name).pixmap(size, size).toImage()
        assert image.width() == size
        assert any(image.pixelColor(x, y).alpha() for x in range(size) for y in range(size))


def test_an_icon_that_does_not_exist_is_an_error(qapp: QApplication):
    with pytest.raises(FileNotFoundError):
        icons.icon("unicorn")


def test_a_disabled_icon_goes_quiet(qapp: QApplication):
    icon = icons.icon("home")
    normal = icon.pixmap(24, 24).toImage()
    disabled = icon.pixmap(24, 24, QIcon.Mode.Disabled).toImage()
    assert normal != disabled
    apart = QIcon(icon)
    apart.addPixmap(QPixmap(1, 1))  # parts the copy from the original, which clones the engine
    assert apart.pixmap(24, 24).toImage() == normal
