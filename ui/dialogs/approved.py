"""A form that a second person may have to approve at this desk."""

from __future__ import annotations

from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.staff import SeeStaff, StaffRow
from ui.dialogs.approver import Approver
from ui.dialogs.desk_form import DeskForm
from ui.workplace import Workplace


class ApprovedForm(DeskForm):
    """Puts `approver` into the form; it is shown when asked for, and a PIN that was wrong is forgotten."""

    def __init__(self, place: Workplace, title: str, *, submit: str) -> None:
        super().__init__(place, title, submit=submit)
        self.approver = Approver()

    def approval(self) -> dict[str, str]:
        """Who approves and the PIN typed, as a command names them."""
        return {"approver": self.approver.chosen(), "pin": self.approver.digits()}

    def ask_approval(self) -> None:
        """Show who may approve here."""
        self.ask(SeeStaff(), self._offer, slot="staff")

    def show_refusal(self, refusal: Refusal | Unavailable) -> None:
        """A refusal leaves the form as it is, but for the PIN."""
        super().show_refusal(refusal)
        self.approver.pin.clear()

    def _offer(self, people: tuple[StaffRow, ...]) -> None:
        self.approver.offer(people, self.place.session.staff)
        self.approver.show()
