"""Which form an action of the stay page opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from frontdesk.domain.case import CaseKind
from frontdesk.queries.folio import FolioLine, WindowView
from frontdesk.queries.stay import StayView
from ui.dialogs.arrival import CheckInForm, SettleForm
from ui.dialogs.arrival_day import ArrivalDayForm
from ui.dialogs.base import FormDialog
from ui.dialogs.case import CaseForm
from ui.dialogs.charge import PAID_OUT, ChargeForm
from ui.dialogs.correction import CorrectionForm
from ui.dialogs.departure import CancelForm, DepartureForm
from ui.dialogs.email import EmailForm
from ui.dialogs.erase import EraseForm
from ui.dialogs.foreign import ForeignForm
from ui.dialogs.gift import GiftBackForm
from ui.dialogs.hold import CaptureForm, HoldForm, ReleaseForm
from ui.dialogs.party import ExemptForm, PartyForm
from ui.dialogs.payee import PayeeForm
from ui.dialogs.payment import PaymentForm
from ui.dialogs.refund import RefundForm, WriteOffForm
from ui.dialogs.rerouting import RerouteForm
from ui.dialogs.routing import RoutingForm
from ui.dialogs.sharer import SharerForm
from ui.dialogs.split import SplitForm
from ui.dialogs.transfer import TransferForm, WindowForm

if TYPE_CHECKING:
    from ui.screens.stay import StayPage

MOST_ABOUT = 60


def form_for(page: StayPage, action_id: str) -> FormDialog | None:
    """The form of an action for the stay, window and line in view; None when the action has no form."""
    of_line = _OF_LINE.get(action_id)
    line = page.bill.line()
    if of_line is not None:
        return of_line(page, line) if line is not None else None
    of_stay = _OF_STAY.get(action_id)
    return of_stay(page) if of_stay is not None else None


def question_form(page: StayPage, line: FolioLine, *, checking: bool) -> FormDialog:
    """A case about a line that the guest does not accept, or that is to be checked."""
    assert page.stay is not None, "a line is in view with its stay"
    form = CaseForm(
        page.place, page.stay.stay, kind=CaseKind.BILL_QUESTION, posting=line.posting, about=line.text[:MOST_ABOUT]
    )
    if checking:
        form.words.setPlainText(f"To be checked with the department: {line.text}. ")
    return form


def _payment(page: StayPage) -> FormDialog:
    stay, window = _stay(page), page.bill.window_view()
    assert window is not None, "a folio has a window"
    return PaymentForm(page.place, stay, window.number, window.balance)


def _charge(page: StayPage) -> FormDialog:
    window = page.bill.window_view()
    return ChargeForm(page.place, _stay(page), window.number if window else 1)


def _settle(page: StayPage) -> FormDialog:
    window = page.bill.window_view()
    assert page.folio is not None, "an action is started while a folio is in view"
    assert window is not None, "a folio has a window"
    return SettleForm(page.place, page.folio, window)


def _email(page: StayPage) -> FormDialog:
    window = page.bill.window_view()
    return EmailForm(page.place, _stay(page), window.number if window else 1)


def _payee(page: StayPage) -> FormDialog:
    window = page.bill.window_view()
    return PayeeForm(page.place, _stay(page), window.number if window else 1)


def _check_in(page: StayPage) -> FormDialog:
    assert page.stay is not None, "an action is started while a stay is in view"
    return CheckInForm(page.place, page.stay)


def _release(page: StayPage) -> FormDialog:
    assert page.stay is not None, "an action is started while a stay is in view"
    return ReleaseForm(page.place, page.stay.holds, page.stay.currency)


def _stay(page: StayPage) -> str:
    assert page.stay is not None, "an action is started while a stay is in view"
    return page.stay.stay


def _correct(page: StayPage, line: FolioLine) -> FormDialog:
    return CorrectionForm(page.place, line.posting, line.text)


def _transfer(page: StayPage, line: FolioLine) -> FormDialog:
    assert page.folio is not None, "a line is in view with its folio"
    return TransferForm(page.place, line.posting, line.text, page.folio.windows, line.window)


def _split(page: StayPage, line: FolioLine) -> FormDialog:
    return SplitForm(page.place, line, _view(page))


def _window(page: StayPage) -> WindowView:
    window = page.bill.window_view()
    assert window is not None, "a folio has a window"
    return window


def _view(page: StayPage) -> StayView:
    assert page.stay is not None, "an action is started while a stay is in view"
    return page.stay


def _deposit(page: StayPage) -> FormDialog:
    return PaymentForm(page.place, _stay(page), _window(page).number, _window(page).balance, deposit=True)


def _routing(page: StayPage) -> FormDialog:
    assert page.folio is not None, "an action is started while a folio is in view"
    return RoutingForm(page.place, _view(page), page.folio.windows)


def _cancel(page: StayPage) -> FormDialog:
    assert page.folio is not None, "an action is started while a folio is in view"
    return CancelForm(page.place, _view(page), page.folio)


_OF_STAY: dict[str, Callable[[StayPage], FormDialog]] = {
    "payment": _payment,
    "charge": _charge,
    "settle": _settle,
    "check_in": _check_in,
    "email": _email,
    "payee": _payee,
    "case": lambda page: CaseForm(page.place, _stay(page)),
    "hold": lambda page: HoldForm(page.place, _stay(page)),
    "release": _release,
    "window": lambda page: WindowForm(page.place, _stay(page)),
    "routing": _routing,
    "reroute": lambda page: RerouteForm(page.place, _stay(page)),
    "refund": lambda page: RefundForm(page.place, _stay(page)),
    "foreign": lambda page: ForeignForm(page.place, _stay(page), _window(page).number),
    "deposit": _deposit,
    "paid_out": lambda page: ChargeForm(page.place, _stay(page), _window(page).number, department=PAID_OUT),
    "write_off": lambda page: WriteOffForm(page.place, _stay(page), _window(page)),
    "capture": lambda page: CaptureForm(page.place, _view(page).holds, _window(page)),
    "arrival_day": lambda page: ArrivalDayForm(page.place, _view(page)),
    "departure": lambda page: DepartureForm(page.place, _view(page)),
    "cancel_stay": _cancel,
    "party": lambda page: PartyForm(page.place, _view(page)),
    "sharer": lambda page: SharerForm(page.place, _view(page)),
    "exempt": lambda page: ExemptForm(page.place, _view(page)),
    "erase": lambda page: EraseForm(page.place, _view(page)),
}
_OF_LINE: dict[str, Callable[[StayPage, FolioLine], FormDialog]] = {
    "correct": _correct,
    "transfer": _transfer,
    "split": _split,
    "gift_back": lambda page, line: GiftBackForm(page.place, line.posting, line.text),
}
