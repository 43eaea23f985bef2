"""The night at a glance: every step in its order, which of them are behind, and how far the one at hand is."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from frontdesk.domain.night_audit import STEP_WORDS, Step
from frontdesk.queries.night_audit import ClosedDay, NightAudit
from ui import theme
from ui.widgets.card import Card
from ui.widgets.line import Line
from ui.widgets.state import State as Told
from ui.wording import clock, count, day

CHECKS, NIGHTS, FOLIOS = "checks", "nights", "folios"
PAPERS: dict[str, str] = {step.value: word for step, word in STEP_WORDS.items()}
STEPS: dict[str, str] = {CHECKS: "Checks", NIGHTS: "Nights and date", **PAPERS, FOLIOS: "Folios"}
"""Every step by what it is called."""


class NightSteps(Card):
    """One line a step, and a bar while one is at work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Tonight", icon="moon", ruled=False, parent=parent)
        self._rows: dict[str, tuple[Told, Line]] = {}
        for step, word in STEPS.items():
            self._rows[step] = (Told("circle", word), Line(role="quiet"))
        for told, more in self._rows.values():
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(told)
            row.addWidget(more, 1)
            self.body.addLayout(row)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of the night")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.pixels(8))
        self.bar.hide()
        self.body.addWidget(self.bar)

    def text(self, step: str) -> str:
        """What a step says."""
        told, more = self._rows[step]
        return f"{told.text()}: {more.whole()}"

    def show_open(self, audit: NightAudit) -> None:
        """The day is open: what is in the way, and what comes."""
        blocked = audit.blocking
        if blocked:
            self._say(CHECKS, "minus-circle", f"{blocked} to clear first", "danger")
        else:
            self._say(CHECKS, "check-circle", "nothing is in the way", "accent")
        self._say(NIGHTS, "circle", f"{count(audit.stays, 'stay')}, then {day(audit.next_date)}")
        for step in Step:
            self._say(step, "circle", "after the day is closed")
        self._say(FOLIOS, "circle", "after the day is closed")

    def show_closed(self, closed: ClosedDay) -> None:
        """The day is closed: what was posted, and which papers are still to be made."""
        self._say(CHECKS, "check-circle", "done", "accent")
        self._say(
            NIGHTS, "check-circle", f"{count(closed.stays, 'stay')}, {count(closed.postings, 'posting')}", "accent"
        )
        for step in Step:
            if step in closed.steps:
                self._say(step, "check-circle", "saved", "accent")
            else:
                self._say(step, "circle", "Ctrl+S saves, Ctrl+L shows it")
        self._say(FOLIOS, "circle", "Alt+F prints those due")

    def at_work(self, step: str, done: int = 0, total: int = 0) -> None:
        """This step runs; a total of 0 says that nobody can tell how long."""
        self._say(step, "clock", "at work" if not total else f"{done} of {total}", "accent")
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.show()

    def rest(self) -> None:
        """Nothing runs."""
        self.bar.hide()

    def _say(self, step: str, icon: str, more: str, tone: str = "quiet") -> None:
        told, words = self._rows[step]
        told.say(icon, STEPS[step], tone)
        words.say(more)


def step_words(posted: tuple[int, int], audit: NightAudit | None) -> str:
    """What the one step that closes the day is at."""
    done, total = posted
    if done < total:
        return f"Posting {done} of {count(total, 'room')}; all of it counts, or nothing."
    if total:
        return f"{count(total, 'room')} posted; writing the day down and rolling the date."
    return f"Posting {count(audit.stays, 'night') if audit else 'every night'} and rolling the date, in one step."


def last_words(closed: ClosedDay | None) -> str:
    """Which day was closed last, by whom, and whether its papers are there."""
    if closed is None:
        return "No day has been closed with this program yet."
    papers = "" if closed.complete else "; its papers are not all saved"
    return (
        f"{day(closed.business_date)} closed by {closed.by}, {clock(closed.closed_at)}{papers}. Head {closed.head[:12]}"
    )


def standing(audit: NightAudit | None, closed: date | None) -> tuple[str, str, str, str]:
    """Icon, word, what goes with it, and tone: what is true now and what comes next."""
    if audit is None:
        return "clock", "Looking at the house", "", "accent"
    if closed is not None:
        more = f"{day(audit.business_date)} is open. Next: the papers, then the folios. Esc leaves {day(closed)}."
        return "check-circle", f"{day(closed)} is closed", more, "accent"
    if audit.blocked:
        return "minus-circle", f"{count(audit.blocking, 'check')} to clear first", "Enter opens it", "danger"
    more = "In a shared house this needs the shared database."
    return "check-circle", f"{day(audit.business_date)} can be closed", more, "accent"
