"""Who pays a window: what an invoice to a company must say."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from frontdesk.commands import ChangeWindow
from frontdesk.queries.folio import FolioPaper, ReadFolioPaper
from ui import theme
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import words
from ui.widgets.text_edit import TextEdit
from ui.workplace import Workplace


class PayeeForm(DeskForm):
    """Name, address, tax number and country of a window's payee, while it is open."""

    def __init__(self, place: Workplace, stay: str, window: int) -> None:
        super().__init__(place, f"Who pays window {window}", submit="Save")
        self._stay, self._window = stay, window
        self.payee, self.address = QLineEdit(), TextEdit()
        self.tax_number, self.country = QLineEdit(), QLineEdit()
        self.address.setMinimumHeight(theme.pixels(88))
        self.country.setMaxLength(2)
        self.form.add("payee", "Name", self.payee)
        self.form.add("address", "Address", self.address)
        self.form.beside(
            ("tax_number", "Tax number", self.tax_number), ("country", "Country, such as DE", self.country)
        )
        self.ask(ReadFolioPaper(stay, window), self._show, slot="payee")

    def command(self) -> ChangeWindow:
        """The payee as typed."""
        lines = [line.strip() for line in self.address.toPlainText().splitlines()]
        return self.place.session.make(
            ChangeWindow,
            stay=self._stay,
            window=self._window,
            payee=words("payee", self.payee.text(), "Type the name of who pays."),
            address=tuple(line for line in lines if line),
            tax_number=self.tax_number.text().strip(),
            country=self.country.text().strip(),
        )

    def done_words(self) -> str:
        """What was noted."""
        return f"Window {self._window} is paid by {self.payee.text().strip()}"

    def _show(self, paper: FolioPaper) -> None:
        self.payee.setText(self.payee.text() or paper.payee)
        self.tax_number.setText(self.tax_number.text() or paper.payee_tax_number)
        self.country.setText(self.country.text() or paper.payee_country)
        if not self.address.toPlainText():
            self.address.setPlainText("\n".join(paper.payee_address))
