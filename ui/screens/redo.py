"""A command that was put aside, done differently: its form over its stay, with what had been typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from frontdesk.errors import Refusal
from frontdesk.queries.waiting import WaitingRow
from ui import wording
from ui.dialogs.base import FormDialog
from ui.dialogs.case import CaseForm
from ui.dialogs.charge import ChargeForm
from ui.dialogs.payment import PaymentForm
from ui.screens.stay import StayPage
from ui.screens.stay_forms import form_for

FORMS = {
    "PostCharge": "charge",
    "TakePayment": "payment",
    "OpenCase": "case",
    "CheckIn": "check_in",
    "CheckOut": "check_out",
    "ChangeDeparture": "departure",
    "ChangeParty": "party",
    "PlaceHold": "hold",
    "OpenWindow": "window",
    "AddRouting": "routing",
}
"""The action whose form does what a kind of command does."""


class Redo(QObject):
    """Waits until the stay is there, opens the form, and gives the old command up once the new one is saved."""

    def __init__(
        self, page: StayPage, row: WaitingRow, give_up: Callable[[str, QObject, Callable[[Any], None]], None]
    ) -> None:
        super().__init__(page)
        self._page, self._row, self._give_up = page, row, give_up

    def begin(self) -> None:
        """Open the form now, or as soon as the bill of the stay has been read."""
        if self._shown():
            self._open()
        else:
            self._page.folio_shown.connect(self._came)

    def _shown(self) -> bool:
        folio = self._page.folio
        return self._page.stay is not None and folio is not None and folio.stay == self._row.stays[0]

    def _came(self, _folio: object) -> None:
        self._page.folio_shown.disconnect(self._came)
        if self._shown():
            self._open()

    def _open(self) -> None:
        form = form_for(self._page, FORMS[self._row.kind])
        if form is None:
            return
        fill(form, self._row.values, self._page.place.session.currency)
        form.saved.connect(self._saved)
        self._page.open_form(form)

    def _saved(self, _result: object) -> None:
        self._give_up(self._row.id, self._page, self._refused)

    def _refused(self, refusal: Refusal) -> None:
        self._page.place.notices.tell(refusal)


def fill(form: FormDialog, values: Mapping[str, Any], currency: str) -> None:
    """Put what had been typed into a form; a form of another kind stays as it opens."""
    for kind, put in _FILL.items():
        if isinstance(form, kind):
            put(form, values, currency)


def _charge(form: Any, values: Mapping[str, Any], currency: str) -> None:
    form.search.setText(str(values.get("code", "")))
    form.quantity.setText(wording.quantity(int(values.get("quantity", 1000))))
    form.text.setText(str(values.get("text", "")))
    form.reference.setText(str(values.get("reference", "")))
    price = wording.editable(int(values.get("unit_price", 0)), currency)
    form.price.setText(price)
    # Choosing the code, once the codes are known, sets its usual price: the price that was typed comes after it.
    form.codes.chosen.connect(partial(_price, form, price, str(values.get("code", ""))))


def _price(form: Any, price: str, code: str, row: Any) -> None:
    if row is not None and row.code == code:
        form.price.setText(price)


def _payment(form: Any, values: Mapping[str, Any], currency: str) -> None:
    form.method.choose(values.get("method", ""))
    form.amount.setText(wording.editable(int(values.get("amount", 0)), currency))
    form.last_four.setText(str(values.get("last_four", "")))
    if values.get("brand"):
        form.brand.setCurrentText(str(values["brand"]))


def _case(form: Any, values: Mapping[str, Any], _currency: str) -> None:
    form.words.setPlainText(str(values.get("words", "")))
    form.about.setText(str(values.get("nature", "")))
    form.kind.setCurrentIndex(max(0, form.kind.findData(values.get("kind"))))


_FILL: dict[type[FormDialog], Callable[[Any, Mapping[str, Any], str], None]] = {
    ChargeForm: _charge,
    PaymentForm: _payment,
    CaseForm: _case,
}
