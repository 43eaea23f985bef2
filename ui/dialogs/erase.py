"""A guest asks to be forgotten: what goes, what stays, and a number to type before anything does."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit

from frontdesk.commands import EraseGuest
from frontdesk.errors import Refusal
from frontdesk.queries.erasure import GuestToErase, SeeGuestToErase
from frontdesk.queries.stay import StayView
from ui import theme
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import FieldRefusal, words
from ui.workplace import Workplace

GOES = (
    "Name, address, phone, e-mail, company and wishes; the words of notes, cases, moves, tasks and mails; the words in "
    "the journal and in the search; the same on every workstation."
)
STAYS = (
    "Postings, taxes and invoices with whom they were made out to; confirmation and folio numbers, dates, rooms and "
    "amounts. The law wants the accounts kept."
)


class EraseForm(DeskForm):
    """Erase a guest's personal data. A workstation of a shared house may not, and says who can, and how."""

    def __init__(self, place: Workplace, stay: StayView) -> None:
        super().__init__(place, f"Erase the data of {stay.name}", submit="Erase for good")
        self._stay, self._guest = stay, ""
        self.stays = QLabel("Nothing brings it back; a backup that is restored is erased again.")
        self.reason, self.number = QLineEdit(), QLineEdit()
        for said, role in (("What goes", "strong"), (GOES, ""), ("What stays", "strong"), (STAYS, "")):
            self._put(QLabel(said), role)
        self._put(self.stays, "")
        self.form.add("reason", "Why", self.reason, hint="This stays in the record: write it without the guest’s name.")
        self.form.add("number", "Confirmation number", self.number, hint=f"Type {stay.confirmation} to confirm.")
        self.setMinimumWidth(theme.pixels(560))
        self.ask(SeeGuestToErase(stay.confirmation), self._show, slot="guest")
        if place.sharing.shared:
            self._say_where()

    def command(self) -> EraseGuest:
        """The erasure, once the number has been typed."""
        reason = words("reason", self.reason.text(), "Write why: who asked for it, and when.")
        if self.number.text().strip().upper() != self._stay.confirmation.upper():
            raise FieldRefusal("number", f"That is not {self._stay.confirmation}.")
        if not self._guest:
            raise Refusal("The guest is not known yet.", help="Try it again in a moment.")
        return self.place.session.make(EraseGuest, guest_id=self._guest, reason=reason)

    def done_words(self) -> str:
        """The toast names nobody."""
        return "The guest’s data are erased; the accounts stay"

    def _put(self, label: QLabel, role: str) -> None:
        label.setProperty("role", role)
        label.setWordWrap(True)
        self.form.add_widget(label)

    def _show(self, found: GuestToErase) -> None:
        self._guest = found.guest_id
        many = "one stay" if found.stays == 1 else f"{found.stays} stays"
        self.stays.setText(f"It is about {many}. {self.stays.text()}")

    def _say_where(self) -> None:
        """No workstation may take words out of a shared journal."""
        self._held = True
        self.submit_button.setEnabled(False)
        for name in ("reason", "number"):
            self.show_field(self.form.field(name), on=False)
        self.show_refusal(
            Refusal(
                "In a shared house this is done at the office, with the address of the database itself.",
                f'frontdesk erase {self._stay.confirmation} --reason "…" --person "{self.place.session.name}" '
                "-d postgresql://…",
                "No workstation may take words out of the journal; each forgets the guest by itself afterwards.",
            )
        )
