from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QLabel
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
EDGES = ("edge", "focus")


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
