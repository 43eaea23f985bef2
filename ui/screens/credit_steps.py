"""The steps of a credit at the left: is the charge right, case and reason, how much, what the guest reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from frontdesk.commands.credit import CreditKind
from frontdesk.domain.money import parse_amount, parse_percent
from frontdesk.errors import Refusal
from frontdesk.queries.credit import CreditPreview, Reason
from frontdesk.queries.explanation import Explanation
from frontdesk.queries.stay import CaseRow
from ui import theme
from ui.widgets.amount import Amount
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card
from ui.widgets.choose import choose, chooser
from ui.widgets.form import Form
from ui.widgets.line import Line
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.picture import Picture
from ui.widgets.text_edit import TextEdit
from ui.wording import money, symbol, with_symbol

SEVERITIES = (("1  nuisance", 1), ("2  failure", 2), ("3  lost use", 3), ("4  lost night", 4))
NEW_CASE = ""
"""What the list of cases gives for a case that is still to be opened."""
PUT_RIGHT = frozenset({"correct", "allow"})
"""The options of a line that take a wrong charge off."""


class RightCard(Card):
    """The question that keeps error and gift apart. ``wrong`` asks to go where a wrong line is put right."""

    answered = Signal()
    wrong = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("1  Is the charge right?", ruled=False, parent=parent)
        self.yes, self.no = QRadioButton("Yes"), QRadioButton("No")
        self._group = QButtonGroup(self)
        for button, name in ((self.yes, "The charge is right"), (self.no, "The charge is wrong")):
            button.setAccessibleName(name)
            self._group.addButton(button)
            self.add_aside(button)
        self._note = QFrame()
        self._note.setProperty("role", "note")
        self._icon, self._title, self._words = Picture("gift", "on-selected"), QLabel(), QLabel()
        self._title.setProperty("role", "strong")
        self._words.setWordWrap(True)
        self.go_button = KeyButton("Go to the line", icon="undo", key="F9")
        self.go_button.clicked.connect(self.wrong)
        self._lay_out()
        self.yes.toggled.connect(self._answered)
        self.no.toggled.connect(self._answered)
        self._say(
            "question", "Gift or mistake?", "A wrong charge is put right; a credit is for charges that are right."
        )

    def is_right(self) -> bool:
        """True once somebody said that the charges are right."""
        return self.yes.isChecked()

    def is_wrong(self) -> bool:
        """True once somebody said that they are not."""
        return self.no.isChecked()

    def explain(self, found: Explanation | None) -> None:
        """Say which operation puts the line right; the record of the line decides."""
        if not self.is_wrong():
            return
        way = next((o for o in found.options if o.action in PUT_RIGHT and not o.refused), None) if found else None
        if found is None or way is None:
            self._say("undo", "That is no gift", "Choose the wrong line in the list; it says what puts it right.")
        else:
            self._say("undo", f"{found.title}: no gift", f"{way.text}.")

    def _answered(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal sends it
        if not on:
            return
        if self.is_right():
            self._say("gift", "Goodwill credit", "The charges are right, and we are sorry.")
        else:
            self.explain(None)
        self.go_button.setVisible(self.is_wrong())
        self.answered.emit()

    def _say(self, icon: str, title: str, words: str) -> None:
        self._icon.show_icon(icon, "on-selected")
        self._title.setText(title)
        self._words.setText(words)
        self._note.setAccessibleName(f"{title}. {words}")

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._words)
        words.addWidget(self.go_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.go_button.hide()
        row = QHBoxLayout(self._note)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.body.addWidget(self._note)


class StoryCard(Card):
    """The case the credit hangs on, or the words for a new one; the reason; how bad it was."""

    altered = Signal()
    reasoned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("2  Case and reason", ruled=False, parent=parent)
        self._kept = ""
        self.case_box = chooser()
        self.words_edit = QLineEdit()
        self.reason_box = chooser((), "Choose the reason")
        self.severity_box = chooser(SEVERITIES)
        self.severity_box.setCurrentIndex(1)
        self.form = Form()
        self.form.add("case", "Case", self.case_box)
        self._words = self.form.add("words", "What the guest said", self.words_edit)
        self.form.beside(("reason", "Reason", self.reason_box), ("severity", "Severity", self.severity_box))
        self.body.addWidget(self.form)
        self.case_box.currentIndexChanged.connect(self._turned)
        self.words_edit.textChanged.connect(self.altered)
        self.reason_box.currentIndexChanged.connect(self.reasoned)

    def keep_case(self, case: str) -> None:
        """A case was just opened: choose it when the cases are offered next."""
        self._kept = case

    def offer_cases(self, cases: Sequence[CaseRow]) -> None:
        """Offer the open cases and a new one; what was chosen stays."""
        first = not self.case_box.count()
        keep = self._kept or self.case()
        self.case_box.blockSignals(True)
        self.case_box.clear()
        for case in cases:
            if case.status == "open":
                self.case_box.addItem(f"{case.words} · {case.number}", case.case)
        self.case_box.addItem("New case …", NEW_CASE)
        if first:
            self.case_box.setCurrentIndex(0)
        else:
            choose(self.case_box, keep)
        self.case_box.blockSignals(False)
        self._turned(0)

    def offer_reasons(self, reasons: Sequence[Reason]) -> None:
        """Offer the goodwill reasons of the house."""
        if not self.reason_box.count():
            for reason in reasons:
                self.reason_box.addItem(reason.label, reason.code)
            self.reason_box.setCurrentIndex(-1)

    def case(self) -> str:
        """The id of the case chosen; nothing for a new one."""
        return str(self.case_box.currentData() or NEW_CASE)

    def new_words(self) -> str:
        """What the guest said, for a new case."""
        return self.words_edit.text().strip()

    def has_story(self) -> bool:
        """True if there is a case, or the words for one."""
        return bool(self.case() or self.new_words())

    def reason(self) -> str:
        """The code of the reason."""
        return str(self.reason_box.currentData() or "")

    def severity(self) -> int:
        """From 1 nuisance to 4 lost night."""
        return int(self.severity_box.currentData())

    def _turned(self, _at: int) -> None:
        self._words.setVisible(not self.case())
        self.altered.emit()


@dataclass(frozen=True, slots=True)
class Asked:
    """How much is asked for: an amount in minor units or a percentage in ppm; nothing while neither is typed."""

    kind: CreditKind
    amount: int = 0
    percent: int = 0


class AmountCard(Card):
    """A percentage or an amount as typed, the base, and what it comes to."""

    altered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("4  How much", ruled=False, parent=parent)
        self.percent_button, self.amount_button = QRadioButton("Percent"), QRadioButton("Amount")
        self._group = QButtonGroup(self)
        for button in (self.percent_button, self.amount_button):
            self._group.addButton(button)
            self.add_aside(button)
        self.percent_button.setChecked(True)
        self.edit = MoneyEdit("%", big=True)
        self.edit.setFixedWidth(theme.pixels(128))
        self._base, self._total = Line(role="quiet"), Amount(big=True)
        self._currency = self._unread = ""
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.edit)
        row.addWidget(self._base, 1)
        row.addWidget(self._total)
        self.body.addLayout(row)
        self._wrong = Line(role="small", tone="danger")
        self._wrong.hide()
        self.body.addWidget(self._wrong)
        self.edit.textChanged.connect(self.altered)
        self._group.buttonToggled.connect(self._turned)

    def show_total(self, preview: CreditPreview) -> None:
        """Show the base, what it comes to, and what is wrong with it."""
        self._currency = preview.currency
        self._base.say(f"of {money(preview.base, preview.currency)}" if preview.base else "choose lines")
        self._total.setText(with_symbol(preview.total, preview.currency) if preview.total else "")
        self._name()
        self.complain(self._unread or preview.refused)

    def asked(self) -> Asked:
        """What is asked for; a text that is neither is said below the field and asks for nothing."""
        kind = CreditKind.PERCENT if self.percent_button.isChecked() else CreditKind.AMOUNT
        text = self.edit.raw()
        self._unread = ""
        if not text or not self._currency:
            return Asked(kind)
        try:
            if kind is CreditKind.PERCENT:
                return Asked(kind, percent=parse_percent(text))
            return Asked(kind, amount=parse_amount(text, self._currency))
        except Refusal as refusal:
            self._unread = " ".join(part for part in (refusal.title, refusal.help) if part)
            self.complain(self._unread)
            return Asked(kind)

    def complain(self, text: str) -> None:
        """Say below the field what is wrong with it."""
        self._wrong.say(text)
        self._wrong.setVisible(bool(text))
        theme.restyle(self.edit, tone="danger" if text else "")
        self.edit.setAccessibleDescription(text)

    def complaint(self) -> str:
        """What is said to be wrong."""
        return self._wrong.whole()

    def _name(self) -> None:
        by_percent = self.percent_button.isChecked()
        self.edit.set_unit("%" if by_percent else symbol(self._currency))
        self.edit.setAccessibleName("Percent" if by_percent else "Amount")

    def _turned(self, _button: QRadioButton, on: bool) -> None:  # noqa: FBT001 - Qt's signal sends it
        if on:
            self._name()
            self.altered.emit()


class LetterCard(Card):
    """The sentence the guest reads with the credit."""

    altered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("5  What the guest will read", ruled=False, parent=parent)
        self.edit = TextEdit()
        room = QWidget()
        room.setMinimumHeight(theme.pixels(64))
        inside = QVBoxLayout(room)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.edit)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.edit.setAccessibleName("What the guest will read")
        self._below = Line("Printed on the bill with the credit", role="small")
        self.body.addWidget(room, 1)
        self.body.addWidget(self._below)
        self.edit.textChanged.connect(self.altered)

    def text(self) -> str:
        """The sentence."""
        return self.edit.toPlainText().strip()
