"""A folio by mail: the address is the guest's, the words are in the guest's language, both may be changed."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit

from frontdesk.commands import QueueMail
from frontdesk.domain.mail import require_address
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.folio import STYLES
from frontdesk.queries.mail import DraftMail, MailDraft
from ui import theme, wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import FieldRefusal, words
from ui.widgets.text_edit import TextEdit
from ui.workplace import Workplace


class EmailForm(DeskForm):
    """The message as it will go out."""

    def __init__(self, place: Workplace, stay: str, window: int, *, style: str = "", language: str = "") -> None:
        super().__init__(place, "E-mail folio", submit="Send")
        self._stay, self._window, self._language = stay, window, language
        self.to, self.subject, self.body = QLineEdit(), QLineEdit(), TextEdit()
        self.style_choice, self.paper = QComboBox(), QComboBox()
        self.body.setMinimumHeight(theme.pixels(132))
        for name in STYLES:
            self.style_choice.addItem(wording.sentence_case(name.replace("_", " ")), name)
        self.style_choice.setCurrentIndex(max(0, self.style_choice.findData(style)))
        self.paper.addItem("Folio (PDF)", "folio")
        self.form.add("to", "To", self.to)
        self.form.add("subject", "Subject", self.subject)
        self.form.add("body", "Message", self.body)
        self.form.beside(("paper", "Attached", self.paper), ("style", "Style", self.style_choice))
        self.ask(DraftMail(stay, window), self._show, slot="draft")

    def command(self) -> QueueMail:
        """The message as typed."""
        try:
            to = require_address(self.to.text())
        except Refusal as refusal:
            raise FieldRefusal("to", refusal.title, refusal.detail, refusal.help) from None
        return self.place.session.make(
            QueueMail,
            mail=new_id(),
            stay=self._stay,
            window=self._window,
            style=str(self.style_choice.currentData()),
            language=self._language,
            form=str(self.paper.currentData()),
            to=to,
            subject=words("subject", self.subject.text(), "Type a subject."),
            body=self.body.toPlainText().strip(),
        )

    def done_words(self) -> str:
        """That it is on its way."""
        return f"Folio on its way to {self.to.text().strip()}"

    def _show(self, draft: MailDraft) -> None:
        """What the guest's record gives; what was typed meanwhile stays."""
        self.to.setText(self.to.text() or draft.to)
        self.subject.setText(self.subject.text() or draft.subject)
        if not self.body.toPlainText():
            self.body.setPlainText(draft.body)
        if draft.settled:
            self.paper.addItem("E-invoice (PDF with data)", "e_invoice")
        if not draft.server:
            self.show_refusal(
                Refusal(
                    "No mail server is set up for this house.",
                    help="The message waits here until a manager sets one up under Paper and mail settings.",
                )
            )
