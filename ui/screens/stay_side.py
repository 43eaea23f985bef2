"""Beside a stay: what to notice, the open cases, what the guest likes, and what is held on cards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from frontdesk.domain.case import KIND_WORDS, CaseKind
from frontdesk.queries.stay import CaseRow, HintRow, HoldRow, StayView
from ui import wording
from ui.widgets.card import Card, clear, rule
from ui.widgets.picture import Picture

MOST_CASES = 3


class StaySide(QScrollArea):
    """Cards from top to bottom; one with nothing to say is not there. In a low window they scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints = Card("To notice", flush=True)
        self._cases = Card("Open cases", flush=True)
        self._wishes = Card("Likes and needs")
        self._holds = Card("Held on cards", flush=True)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self._hints, self._cases, self._wishes, self._holds):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(cards)

    def show_stay(self, stay: StayView) -> None:
        """Fill the cards."""
        cases = [case for case in stay.cases if case.status == "open"]
        holds = [hold for hold in stay.holds if hold.state == "active"]
        _fill(
            self._hints,
            [_hint(hint) for hint in stay.hints] or [_entry("check", "Nothing special", "")],
            counted=bool(stay.hints),
        )
        _fill(self._cases, [_case(case) for case in cases[:MOST_CASES]], count=len(cases))
        _fill(self._wishes, [_wish(wish) for wish in stay.wishes], ruled=False, counted=False)
        _fill(self._holds, [_hold(hold, stay.currency) for hold in holds])


def _fill(card: Card, rows: Sequence[QWidget], *, count: int = 0, ruled: bool = True, counted: bool = True) -> None:
    clear(card.body)
    for number, row in enumerate(rows):
        if ruled and number:
            card.body.addWidget(rule())
        card.body.addWidget(row)
    card.set_aside(str(count or len(rows)) if counted else "")
    card.setVisible(bool(rows))


def _hint(hint: HintRow) -> QWidget:
    return _entry(hint.icon, hint.fact, hint.suggestion)


def _case(case: CaseRow) -> QWidget:
    kind = KIND_WORDS[CaseKind(case.kind)]
    title = f"{kind}: {case.nature}" if case.nature else kind
    said = case.notes[0][2] if case.notes else case.words
    return _entry("flag", title, f"“{said}”" if not case.notes else said, wording.moment(case.opened_at))


def _hold(hold: HoldRow, currency: str) -> QWidget:
    placed = f"{hold.card}, since {wording.moment(hold.placed_at)}"
    return _entry("lock", wording.with_symbol(hold.amount, currency), hold.made_up_of or placed)


def _entry(icon: str, fact: str, words: str, aside: str = "") -> QWidget:
    """A fact in bold with its icon, and quiet words under it."""
    made = QWidget()
    made.setAccessibleName(f"{fact}. {words}")
    row = QHBoxLayout(made)
    row.setContentsMargins(16, 12, 16, 12)
    row.setSpacing(8)
    row.addWidget(Picture(icon, "accent"), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(2)
    for text, role in ((fact, "strong"), (words, "quiet"), (aside, "small")):
        if text:
            column.addWidget(_label(text, role))
    row.addLayout(column, 1)
    return made


def _wish(wish: str) -> QWidget:
    made = QWidget()
    row: QLayout = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Picture("check", "quiet", 14))
    label = _label(wish, "")
    row.addWidget(label)
    if isinstance(row, QHBoxLayout):
        row.setStretch(1, 1)
    return made


def _label(text: str, role: str) -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(True)
    return made
