"""The head of a stay: room, guest, days, and how the guest came to this room."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from frontdesk.queries.stay import StayView
from ui import theme, wording
from ui.widgets.chip import Chip
from ui.widgets.elided import Elided

STATUS = {
    "due_in": "due in",
    "in_house": "",
    "checked_out": "checked out",
    "cancelled": "cancelled",
    "no_show": "no-show",
}

NAME = 300
"""A name gets this much before what is said of the person, in pixels at scale 1."""


class StayHead(QWidget):
    """Two lines; the eye meets room and name first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room, self._name = QLabel(), Elided(size=20, bold=True)
        self._name.keep(NAME)
        self._room.setProperty("role", "room")
        self._vip, self._status = Chip("VIP", "star"), Chip("", tone="quiet")
        self._person = Elided(tone="quiet", right=True)
        self._dates, self._nights, self._moves = QLabel(), Elided(tone="quiet"), Elided(tone="quiet", right=True)
        self._dates.setProperty("role", "strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 4)
        column.setSpacing(4)
        column.addLayout(_line(12, self._room, self._name, self._vip, self._status, None, self._person))
        column.addLayout(_line(6, self._dates, self._nights, None, self._moves))
        self.setMinimumHeight(theme.pixels(72))

    def show_stay(self, stay: StayView) -> None:
        """Say who, where and when."""
        self._room.setText(stay.room or wording.DASH)
        self._name.say(theme.readable(stay.name, stay.latin))
        self._vip.setVisible(stay.vip)
        status = STATUS.get(stay.status, stay.status)
        self._status.setVisible(bool(status))
        self._status.say(status, "door-in" if stay.status == "due_in" else "", "quiet")
        self._person.say(person_words(stay))
        self._dates.setText(wording.span(stay.arrival, stay.departure))
        self._nights.say(nights_words(stay))
        self._moves.say(moves_words(stay))

    def narrow(self, *, on: bool) -> None:
        """Leave out what is second to the bill while an explanation stands beside it."""
        self._person.setHidden(on)
        self._nights.setHidden(on)


def person_words(stay: StayView) -> str:
    """The name in Latin letters and the language: "Papadopoulou, Eleni · speaks Greek"."""
    language = wording.language(stay.language) if stay.language else ""
    latin = stay.latin if stay.latin != theme.readable(stay.name, stay.latin) else ""
    return " · ".join(part for part in (latin, f"speaks {language}" if language else "") if part)


def nights_words(stay: StayView) -> str:
    """How long and how many: "5 nights, 3 to come · 2 adults"."""
    total = (stay.departure - stay.arrival).days
    left = (stay.departure - max(stay.business_date, stay.arrival)).days
    nights = wording.count(total, "night") if total else "day use"
    come = f", {left} to come" if 0 < left < total and stay.status == "in_house" else ""
    return f"{nights}{come} · {wording.party(stay.adults, stay.children)}"


def moves_words(stay: StayView) -> str:
    """The rooms one after the other and the last move: "Room 305 → 412 moved Thu 20 Nov, noise"."""
    if len(stay.rooms) < 2:
        return stay.room_type
    rooms = f" {wording.ARROW} ".join(span.room for span in stay.rooms)
    last = stay.rooms[-1]
    reason = f", {last.reason.partition(',')[0].lower()}" if last.reason else ""
    return f"Room {rooms} moved {wording.day(last.from_date)}{reason}"


def tab_titles(stay: StayView, *, aside: bool) -> list[str]:
    """The tabs with what there is to see behind them; ``aside`` if what to notice stands behind one, too."""
    cases = sum(case.status == "open" for case in stay.cases)
    moves = max(len(stay.rooms) - 1, 0)
    return [
        "Stay",
        "Bill",
        f"Cases  {cases}" if cases else "Cases",
        f"Moves  {moves}" if moves else "Moves",
        "History",
        *([f"Notice  {len(stay.hints)}" if stay.hints else "Notice"] if aside else []),
    ]


def _line(spacing: int, *parts: QWidget | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row
