"""Split a line into parts; together they are the line, to the minor unit."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLabel, QLineEdit

from frontdesk.commands import SplitPosting
from frontdesk.domain.allocation import allocate
from frontdesk.errors import Refusal
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import FieldRefusal
from ui.workplace import Workplace

_SHARES = re.compile(r"[0-9]{1,6}(?:\s*[:,;/ ]\s*[0-9]{1,6})+")


class SplitForm(DeskForm):
    """Shares such as 1 : 1 or 2 : 1; the parts are shown before they are made."""

    def __init__(self, place: Workplace, posting: str, title: str, amount: int) -> None:
        super().__init__(place, f"Split: {title}", submit="Split")
        self._posting, self._amount, self._currency = posting, amount, place.session.currency
        self.shares, self.parts = QLineEdit("1 : 1"), QLabel()
        self.parts.setProperty("role", "sentence")
        self.parts.setWordWrap(True)
        self.form.add("shares", "Shares", self.shares, hint="1 : 1 halves it, 2 : 1 gives two thirds and one third")
        self.form.add_widget(self.parts)
        self.shares.textChanged.connect(self._show_parts)
        self._show_parts(self.shares.text())

    def command(self) -> SplitPosting:
        """The split as typed."""
        return self.place.session.make(SplitPosting, posting=self._posting, weights=self._weights())

    def done_words(self) -> str:
        """What was made."""
        return f"Line split into {len(self._weights())} parts"

    def _weights(self) -> tuple[int, ...]:
        text = self.shares.text().strip()
        if not _SHARES.fullmatch(text):
            raise FieldRefusal("shares", "Type two or more shares, such as 1 : 1.")
        return tuple(int(share) for share in re.findall("[0-9]+", text))

    def _show_parts(self, _text: str) -> None:
        try:
            parts = allocate(self._amount, self._weights())
        except Refusal:
            self.parts.clear()
            return
        said = " + ".join(wording.money(part, self._currency) for part in parts)
        self.parts.setText(f"{said} = {wording.money(self._amount, self._currency)}")
