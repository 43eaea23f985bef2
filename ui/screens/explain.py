"""What is this line? Five sentences to say, how the figure is made, the evidence, and what can be done now."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from frontdesk.commands import NoteExplained
from frontdesk.errors import Refusal
from frontdesk.queries.explanation import Accepted, Evidence, ExplainLine, Explanation, Step
from ui import theme, wording
from ui.screens.explain_options import OptionList
from ui.sharing import said
from ui.widgets.amount import Amount
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card, clear, rule
from ui.widgets.elided import Elided
from ui.widgets.keycap import Keycap
from ui.widgets.picture import Picture
from ui.workplace import Workplace

NARROW = 500
"""Below this width, in pixels at scale 1, figure and evidence stand one below the other."""
ASKED = ("What", "When", "Why", "How", "Now")
FOUND = {
    "found": ("check-circle", "accent", "found"),
    "not_found": ("minus-circle", "quiet", "not found"),
    "not_applicable": ("circle", "quiet", "not applicable"),
}
"""Icon, tone and word of each result of a check."""
MOST_ACCEPTED = 2
"""More than the newest ones stand in History."""
ANSWERS = (
    ("accepted", "Accepted", "", "Alt+A"),
    ("refused", "Not accepted", "", "Alt+N"),
    ("check", "Need to check", "", "Alt+C"),
)


class Explain(Card):
    """The story of one line. ``option_chosen`` brings an option's action, ``answered`` the guest's answer."""

    closed = Signal()
    option_chosen = Signal(str)
    answered = Signal(str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, parent=parent)
        self._place = place
        self._posting = ""
        self._fresh = False
        self._story: Explanation | None = None
        self._answers: list[KeyButton] = []
        self.set_accent(on=True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Explanation")
        self._title, self._amount = Elided(size=16, bold=True), Amount()
        self._amount.setProperty("role", "title")
        self._sentences, self._steps, self._evidence = QGridLayout(), QGridLayout(), QVBoxLayout()
        self.options = OptionList()
        self.options.chosen.connect(self.option_chosen)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, what stood side by side stands one below the other."""
        super().resizeEvent(event)
        self._fit()

    def show_line(self, posting: str) -> None:
        """Tell the story of another line, and go to what can be done."""
        self._posting, self._fresh, self._story = posting, True, None
        self.refresh()

    def refresh(self) -> None:
        """Read the story again: what can be done may have changed."""
        self._place.bus.ask(
            ExplainLine(self._posting), owner=self, done=self._show, refused=self._refused, slot="explain"
        )

    def accept(self) -> None:
        """Note that the guest accepted what is shown; the card may be closed before the house has answered."""
        if self._story is None:
            return
        place, story = self._place, self._story
        command = place.session.make(NoteExplained, posting=story.posting, said=" ".join(story.sentences))
        place.bus.do(command, owner=place.window, done=partial(_noted, place), refused=place.notices.tell)

    def sentences(self) -> list[str]:
        """The five sentences shown, in their order."""
        items = filter(None, (self._sentences.itemAtPosition(row, 1) for row in range(len(ASKED))))
        return [label.text() for item in items if isinstance(label := item.widget(), QLabel)]

    def _show(self, story: Explanation) -> None:
        self._story = story
        self._title.say(story.title)
        self._amount.setText(wording.money(story.amount, story.currency))
        for grid in (self._sentences, self._steps, self._evidence):
            clear(grid)
        for row, (asked, sentence) in enumerate(zip(ASKED, story.sentences, strict=True)):
            self._sentences.addWidget(_label(asked, "small"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._sentences.addWidget(_label(sentence, "sentence", wrap=True), row, 1)
        for row, accepted in enumerate(story.accepted[:MOST_ACCEPTED], start=len(ASKED)):
            self._sentences.addWidget(_label("Told", "small"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._sentences.addWidget(_label(_told(accepted), "sentence", wrap=True), row, 1)
        for row, step in enumerate(story.steps):
            _add_step(self._steps, row, step, story.currency)
        for evidence in story.evidence:
            self._evidence.addWidget(_check(evidence))
        self.options.show_options(story.options, story.currency)
        if self._fresh:
            self._fresh = False
            self.options.setFocus()

    def _refused(self, refusal: Refusal) -> None:
        self._place.notices.tell(refusal)
        self.closed.emit()

    def _lay_out(self) -> None:
        self.body.addLayout(self._headline())
        self.body.addWidget(rule())
        for grid, margins in ((self._sentences, (16, 10, 16, 10)), (self._steps, (16, 4, 16, 8))):
            grid.setContentsMargins(*margins)
            grid.setHorizontalSpacing(8)
            grid.setVerticalSpacing(6)
            grid.setColumnStretch(1, 1)
        self._sentences.setColumnMinimumWidth(0, 36)
        inside, story = _scrolling()
        story.addLayout(self._sentences)
        story.addWidget(rule())
        self._middle = middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(_titled("How the figure is made", self._steps), 1)
        self._between = rule(upright=True)
        middle.addWidget(self._between)
        self._evidence.setContentsMargins(16, 4, 16, 8)
        self._evidence.setSpacing(4)
        middle.addLayout(_titled("Evidence", self._evidence, "6 checked"), 1)
        story.addLayout(middle)
        story.addWidget(rule())
        story.addWidget(self.options, 1)
        self.body.addWidget(inside, 1)
        self._add_answers()

    def _fit(self) -> None:
        narrow = self.width() < theme.pixels(NARROW)
        self._middle.setDirection(QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight)
        self._between.setHidden(narrow)
        needed = sum(button.sizeHint().width() + 8 for button in self._answers) + 32
        for number, button in enumerate(self._answers):
            row, column = divmod(number, 2) if needed > self.width() else (0, number)
            self._buttons.addWidget(button, row, column)
        self._buttons.setColumnStretch(len(self._answers), 1)

    def _headline(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(Picture("question", "accent", 20))
        row.addWidget(self._title, 1)
        row.addWidget(self._amount)
        row.addWidget(Keycap("Esc"))
        return row

    def _add_answers(self) -> None:
        words = _label("“Does that match what you remember?”", "")
        self._buttons = QGridLayout()
        self._buttons.setSpacing(8)
        for answer, title, icon, key in ANSWERS:
            button = KeyButton(title, icon=icon, key=key, primary=answer == "accepted")
            button.setAutoDefault(False)
            button.clicked.connect(partial(self.answered.emit, answer))
            QShortcut(QKeySequence(key), self).activated.connect(partial(self.answered.emit, answer))
            self._answers.append(button)
        self._fit()
        inner = QVBoxLayout()
        inner.setSpacing(8)
        inner.addWidget(words)
        inner.addLayout(self._buttons)
        self.add_foot().addLayout(inner)


def _noted(place: Workplace, result: object) -> None:
    place.notices.toast(said("Noted: explained to the guest, accepted", result))


def _told(accepted: Accepted) -> str:
    return f"Explained to the guest, accepted, by {accepted.by}, {wording.moment(accepted.at)}."


def _scrolling() -> tuple[QScrollArea, QVBoxLayout]:
    """The story between headline and answers; in a low window it scrolls."""
    area, inner = QScrollArea(), QWidget()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return area, column


def _titled(title: str, content: QGridLayout | QVBoxLayout, aside: str = "") -> QVBoxLayout:
    head = QHBoxLayout()
    head.setContentsMargins(16, 12, 16, 4)
    head.addWidget(_label(title, "heading"))
    head.addStretch(1)
    head.addWidget(_label(aside, "small"))
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addLayout(head)
    column.addLayout(content)
    column.addStretch(1)
    return column


def _add_step(grid: QGridLayout, row: int, step: Step, currency: str) -> None:
    """One rung: how it is counted, what it is, and its amount; the total under a line."""
    role = "small" if step.quiet else "strong" if step.total else ""
    how, words = _label(step.how, "small" if step.quiet else "quiet"), _label(step.what, role, wrap=True)
    amount = _label(wording.money(step.amount, currency) if step.amount else "", role)
    for column, label in enumerate((how, words, amount)):
        side = Qt.AlignmentFlag.AlignLeft if column == 1 else Qt.AlignmentFlag.AlignRight
        label.setAlignment(side | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label, 2 * row + 1, column)
    if step.total:
        grid.addWidget(rule(strong=True), 2 * row, 0, 1, 3)


def _check(evidence: Evidence) -> QWidget:
    """A check with its result in a word, never only the good ones."""
    icon, tone, word = FOUND[evidence.result]
    made = QWidget()
    made.setAccessibleName(f"{evidence.check}: {word}, {evidence.detail}")
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Picture(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(_label(evidence.check, ""))
    column.addWidget(_label(f"{word}: {evidence.detail}" if evidence.detail else word, "small", wrap=True))
    row.addLayout(column, 1)
    return made


def _label(text: str, role: str, *, wrap: bool = False) -> QLabel:
    made = QLabel(text)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    return made
