"""Split a line by amount, percent, quantity, night or shares; together the parts are the line, to the minor unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel, QLineEdit

from frontdesk.commands import SplitPosting
from frontdesk.domain.allocation import allocate
from frontdesk.domain.money import PPM, parse_percent
from frontdesk.errors import Refusal
from frontdesk.queries.folio import FolioLine
from frontdesk.queries.posting_preview import PostingPreview, PreviewSplit
from frontdesk.queries.stay import StayView
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import FieldRefusal, amount, quantity
from ui.widgets.choice import Choice, Option
from ui.workplace import Workplace

_SHARES = re.compile(r"[0-9]{1,6}(?:\s*[:,;/ ]\s*[0-9]{1,6})+")
_HINTS = {
    "shares": "1 : 1 halves it, 2 : 1 gives two thirds and one third",
    "amount": "What the first part comes to, tax inside; the rest is the second",
    "percent": "How much of it is the first part, such as 60",
    "quantity": "How many of them are the first part",
    "night": "One part for each night of the stay",
}
_BEGIN = {"shares": "1 : 1", "amount": "", "percent": "50", "quantity": "1", "night": ""}


class SplitForm(DeskForm):
    """The parts are shown with their taxes before they are made."""

    def __init__(self, place: Workplace, line: FolioLine, stay: StayView) -> None:
        super().__init__(place, f"Split: {line.text}", submit="Split")
        self._line, self._currency = line, place.session.currency
        self._nights = (stay.departure - stay.arrival).days
        self.by, self.shares, self.parts = Choice(self._ways()), QLineEdit("1 : 1"), QLabel()
        self.parts.setProperty("role", "sentence")
        self.parts.setWordWrap(True)
        self.form.add("by", "How", self.by)
        self.form.add("shares", "Shares", self.shares)
        self.form.add_widget(self.parts)
        self.by.chosen.connect(self._by_chosen)
        self.shares.textChanged.connect(self._show_parts)
        self.by.choose("shares")

    def command(self) -> SplitPosting:
        """The split as typed."""
        return self.place.session.make(SplitPosting, posting=self._line.posting, weights=self._weights())

    def done_words(self) -> str:
        """What was made."""
        return f"Line split into {len(self._weights())} parts"

    def _ways(self) -> list[Option]:
        many = self._line.quantity // 1000
        one = "" if self._line.quantity % 1000 == 0 and many > 1 else "the line is one piece"
        short = "" if self._nights > 1 else "the stay has one night"
        return [
            Option(id="shares", title="In shares"),
            Option(id="amount", title="By amount"),
            Option(id="percent", title="By percent"),
            Option(id="quantity", title=f"By quantity, {many} of them" if not one else "By quantity", locked=one),
            Option(id="night", title=f"By night, {self._nights} nights" if not short else "By night", locked=short),
        ]

    def _by_chosen(self, way: str) -> None:
        field = self.form.field("shares")
        self.show_field(field, on=way != "night")
        self.shares.setText(_BEGIN[way])
        self.shares.setPlaceholderText(wording.money(self._line.amount // 2, self._currency) if way == "amount" else "")
        field.say(_HINTS[way])
        self._show_parts("")

    def _weights(self) -> tuple[int, ...]:
        reads: dict[str, Callable[[str], tuple[int, ...]]] = {
            "amount": self._by_amount,
            "percent": self._by_percent,
            "quantity": self._by_quantity,
            "night": lambda _typed: (1,) * self._nights,
        }
        return reads.get(self.by.value() or "", self._by_shares)(self.shares.text().strip())

    def _by_shares(self, typed: str) -> tuple[int, ...]:
        if not _SHARES.fullmatch(typed):
            raise FieldRefusal("shares", "Type two or more shares, such as 1 : 1.")
        return tuple(int(share) for share in re.findall("[0-9]+", typed))

    def _by_amount(self, typed: str) -> tuple[int, ...]:
        return self._two(amount("shares", typed, self._currency), self._line.amount)

    def _by_percent(self, typed: str) -> tuple[int, ...]:
        try:
            return self._two(parse_percent(typed), PPM)
        except FieldRefusal:
            raise
        except Refusal as refusal:
            raise FieldRefusal("shares", refusal.title, refusal.detail, refusal.help) from None

    def _by_quantity(self, typed: str) -> tuple[int, ...]:
        return self._two(quantity("shares", typed), self._line.quantity)

    def _two(self, first: int, whole: int) -> tuple[int, ...]:
        if not 0 < first < whole:
            raise FieldRefusal("shares", "The first part is more than nothing and less than the whole.")
        return first, whole - first

    def _show_parts(self, _text: Any = "") -> None:
        self.unask()
        try:
            weights = self._weights()
            parts = allocate(self._line.amount, weights)
        except Refusal:
            self.parts.clear()
            return
        said = " + ".join(wording.money(part, self._currency) for part in parts)
        self.parts.setText(f"{wording.money(self._line.amount, self._currency)} → {said}")
        self.ask(PreviewSplit(self._line.posting, weights), self._show_preview, slot="preview")

    def _show_preview(self, found: PostingPreview) -> None:
        if found.refused:
            self.parts.setText(found.refused)
            return
        parts = [line for line in found.effect.lines if line.kind not in {"split", "tax"}]
        said = " + ".join(
            f"{wording.money(part.amount, found.currency)} "
            f"(tax {wording.money(sum(tax.amount for tax in part.taxes), found.currency)})"
            for part in parts
        )
        self.parts.setText(f"{wording.money(self._line.amount, found.currency)} → {said}. The balance stays.")
