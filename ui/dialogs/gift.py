"""Take a gift back: every line of it, with a sentence the guest reads."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit

from frontdesk.commands import ReverseCredit
from frontdesk.queries.posting_preview import PostingPreview, PreviewGiftBack
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.effect import sentence, taxes
from ui.dialogs.reading import words
from ui.widgets.before_after import BeforeAfter
from ui.workplace import Workplace


class GiftBackForm(DeskForm):
    """For a duty manager or above; the charges are whole again, their taxes with them."""

    def __init__(self, place: Workplace, posting: str, title: str) -> None:
        super().__init__(place, f"Take the gift back: {title}", submit="Take it back")
        self._posting, self.to_guest = posting, QLineEdit()
        said = QLabel("Every line of this credit is reversed with its tax, on today's business date.")
        said.setWordWrap(True)
        self.form.add_widget(said)
        self.form.add("to_guest", "What the guest reads", self.to_guest)
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.form.add_widget(self.balance)
        self.ask(PreviewGiftBack(posting), self._show, slot="preview")

    def command(self) -> ReverseCredit:
        """The reversal."""
        to_guest = words("to_guest", self.to_guest.text(), "Write what the guest will read.")
        return self.place.session.make(ReverseCredit, posting=self._posting, to_guest=to_guest)

    def done_words(self) -> str:
        """What was done."""
        return "Gift taken back"

    def _show(self, found: PostingPreview) -> None:
        changed = taxes(found.effect, found.currency) or "No tax changes"
        after = wording.with_symbol(found.balance_after, found.currency)
        self.balance.say(wording.money(found.balance, found.currency), after, found.refused or sentence(changed))
