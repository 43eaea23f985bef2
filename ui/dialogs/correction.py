"""Take a wrong line off: the house knows whether that is a correction or an allowance."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit

from frontdesk.commands import CorrectPosting, PostAllowance
from frontdesk.errors import Refusal
from frontdesk.queries.credit import Reason
from frontdesk.queries.posting_preview import (
    CorrectionPreview,
    CorrectionReasons,
    PostingPreview,
    PreviewAllowance,
    PreviewCorrection,
)
from ui import wording
from ui.dialogs.approved import ApprovedForm
from ui.dialogs.effect import sentence, taxes
from ui.dialogs.reading import FieldRefusal, amount
from ui.widgets.before_after import BeforeAfter
from ui.widgets.money_edit import MoneyEdit
from ui.workplace import Workplace

ALLOW = "allow"


class CorrectionForm(ApprovedForm):
    """Reason, words, for an allowance how much; the balance before and after."""

    def __init__(self, place: Workplace, posting: str, title: str) -> None:
        super().__init__(place, f"Take off: {title}", submit="Take it off")
        self._posting, self._currency = posting, place.session.currency
        self._found: CorrectionPreview | None = None
        self.reason, self.words = QComboBox(), QLineEdit()
        self.amount = MoneyEdit(self._currency)
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.reason.setPlaceholderText("Choose the reason")
        self.form.add("reason", "What was wrong", self.reason)
        self.show_field(self.form.add("amount", "How much is taken off", self.amount), on=False)
        self.form.add("words", "In your words (staff only)", self.words)
        self.form.add_widget(self.approver)
        self.form.add_widget(self.balance)
        self.amount.textChanged.connect(self._show_balance)
        self.ask(CorrectionReasons(), self._show_reasons, slot="reasons")
        self.ask(PreviewCorrection(posting), self._show_line, slot="line")

    def command(self) -> CorrectPosting | PostAllowance:
        """A correction or an allowance, whichever the line needs."""
        if self._found is None:
            raise Refusal("The line is still being read.", help="Try again in a moment.")
        if self._found.refused:
            raise Refusal(self._found.refused)
        if self.reason.currentData() is None:
            raise FieldRefusal("reason", "Choose what was wrong.")
        common = {
            "posting": self._posting,
            "reason": str(self.reason.currentData()),
            "text": self.words.text().strip(),
            **self.approval(),
        }
        if self._found.kind != ALLOW:
            return self.place.session.make(CorrectPosting, **common)
        off = amount("amount", self.amount.raw(), self._currency)
        return self.place.session.make(PostAllowance, **common, amount=off)

    def done_words(self) -> str:
        """What was done."""
        return "Allowance posted" if self._found and self._found.kind == ALLOW else "Line corrected"

    def _show_reasons(self, reasons: tuple[Reason, ...]) -> None:
        for reason in reasons:
            self.reason.addItem(reason.label, reason.code)
        self.reason.setCurrentIndex(-1)

    def _show_line(self, found: CorrectionPreview) -> None:
        self._found = found
        allow = found.kind == ALLOW
        self.amount.setText(wording.editable(found.most, self._currency))
        self.show_field(self.form.field("amount"), on=allow)
        if found.refused:
            self.show_refusal(Refusal(found.refused))
        self._show_balance()

    def _show_balance(self, _text: Any = "") -> None:
        self.unask("allowance")
        found = self._found
        if found is None:
            return
        if found.kind != ALLOW or found.refused:
            self._say_balance(found, "A correction of today; the line stays in view with its correction under it.")
            return
        try:
            off = amount("amount", self.amount.raw(), self._currency)
        except Refusal:
            self.balance.unknown()
            return
        self.ask(PreviewAllowance(self._posting, off), self._show_allowance, slot="allowance")

    def _show_allowance(self, found: PostingPreview) -> None:
        how = "An allowance, since the line is of an earlier day or a part was given back."
        if found.credit_note:
            how = f"A credit note for {found.credit_note}, since that bill is settled."
        self._say_balance(found, how)

    def _say_balance(self, found: CorrectionPreview | PostingPreview, how: str) -> None:
        after = wording.with_symbol(found.balance_after, self._currency)
        said = sentence(taxes(found.effect, self._currency) or "No tax changes", how)
        self.balance.say(wording.money(found.balance, self._currency), after, found.refused or said)
