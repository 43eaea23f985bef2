"""From a list or a chart to what can be done with one stay: its forms and pages, without opening it first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from frontdesk.queries.folio import FolioView, SeeFolio
from frontdesk.queries.stay import SeeStay, StayView
from ui.dialogs.arrival import CheckInForm
from ui.dialogs.arrival_day import ArrivalDayForm
from ui.dialogs.assign import AssignForm
from ui.dialogs.base import FormDialog
from ui.dialogs.case import CaseForm
from ui.dialogs.departure import DepartureForm
from ui.dialogs.leave import LeaveForm
from ui.dialogs.payment import PaymentForm
from ui.workplace import Workplace

PAGES = frozenset({"move", "credit", "print"})


class StayDoor(QObject):
    """Starts actions on a stay by its id. ``opened`` brings a stay that has to be seen whole for what was asked."""

    opened = Signal(str)

    def __init__(self, place: Workplace, page: QWidget) -> None:
        super().__init__(page)
        self._place, self._page = place, page

    def start(self, action_id: str, stay: str) -> None:
        """Open the form or page of an action; one that needs the bill in view opens the stay."""
        forms: dict[str, Callable[[StayView], FormDialog]] = {
            "assign": partial(AssignForm, self._place),
            "check_in": partial(CheckInForm, self._place),
            "arrival_day": partial(ArrivalDayForm, self._place),
            "departure": partial(DepartureForm, self._place),
            "case": lambda seen: CaseForm(self._place, seen.stay),
        }
        if action_id in PAGES:
            self.page(action_id, stay)
        elif action_id in forms:
            self.form(stay, forms[action_id])
        elif action_id in {"check_out", "payment"}:
            self._with_folio(stay, self._leave if action_id == "check_out" else self._pay)
        else:
            self.opened.emit(stay)

    def form(self, stay: str, make: Callable[[StayView], FormDialog]) -> None:
        """Ask for the stay, then open a form over the page."""
        self._place.bus.ask(SeeStay(stay), owner=self, done=lambda seen: self._open(make(seen)), slot="stay")

    def move(self, stay: str, room: str, night: date) -> None:
        """The page of the move, filled in with a room and a night; nothing is moved by that."""
        page = self.page("move", stay)
        propose = getattr(page, "propose", None)
        if callable(propose):
            propose(room, night)

    def page(self, action_id: str, stay: str) -> QWidget | None:
        """Show the page of an action over this one; closed, it gives the keyboard back."""
        maker = self._place.pages.get(action_id)
        if maker is None:
            return None
        page = maker(self._place, stay, ())
        self._place.cover(page)
        closed = getattr(page, "closed", None)
        if closed is not None:
            closed.connect(partial(self._uncover, page))
        page.setFocus()
        return page

    def _uncover(self, page: QWidget) -> None:
        self._place.uncover(page)
        self._page.setFocus()

    def _open(self, form: FormDialog) -> None:
        before = self._page.window().focusWidget()
        if before is not None:
            form.finished.connect(partial(_give_back, before))
        form.open()

    def _with_folio(self, stay: str, go: Callable[[StayView, FolioView], None]) -> None:
        def seen(view: StayView) -> None:
            self._place.bus.ask(SeeFolio(stay), owner=self, done=partial(go, view), slot="folio")

        self._place.bus.ask(SeeStay(stay), owner=self, done=seen, slot="stay")

    def _pay(self, stay: StayView, folio: FolioView) -> None:
        """The first window that is not at zero."""
        window = next((window for window in folio.windows if window.balance), folio.windows[0])
        self._open(PaymentForm(self._place, stay.stay, window.number, window.balance))

    def _leave(self, stay: StayView, folio: FolioView) -> None:
        form = LeaveForm(self._place, stay, folio)
        form.payment_asked.connect(partial(self._pay_first, stay, folio))
        self._open(form)

    def _pay_first(self, stay: StayView, folio: FolioView) -> None:
        """What is owed first; then the departure again, with what is left of the bill."""
        window = next(window for window in folio.windows if window.balance)
        payment = PaymentForm(self._place, stay.stay, window.number, window.balance)
        payment.saved.connect(lambda _result: self.start("check_out", stay.stay))
        self._open(payment)


def _give_back(widget: QWidget, _result: int) -> None:
    widget.setFocus()
