"""A form that a second person may have to approve at this desk."""

from __future__ import annotations

from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.staff import SeeStaff, StaffRow
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import FieldRefusal
from ui.widgets.approver import ApproverPanel, second_people
from ui.workplace import Workplace


class ApprovedForm(DeskForm):
    """Has room for `approver`, who is asked for when the house says that it needs one. A wrong PIN is forgotten."""

    def __init__(self, place: Workplace, title: str, *, submit: str) -> None:
        super().__init__(place, title, submit=submit)
        self.approver = ApproverPanel("Approval at this desk")
        self.approver.entered.connect(self.submit)
        self.approver.hide()
        self._lowest = ""

    def approval(self) -> dict[str, str]:
        """Who approves and the PIN typed, as a command names them; nothing while nobody is asked for.

        Raises:
            FieldRefusal: the PIN is not typed yet.
        """
        if self.approver.isHidden():
            return {}
        if not self.approver.pin():
            self.approver.pin_edit.setFocus()
            raise FieldRefusal("pin", "The PIN of who approves is missing.", help="It has six digits.")
        return {"approver": self.approver.approver(), "pin": self.approver.pin()}

    def ask_approval(self, lowest: str = Role.SUPERVISOR) -> None:
        """Show who may approve here: everybody else of at least this role."""
        self._lowest = lowest
        self.ask(SeeStaff(), self._offer, slot="staff")

    def show_refusal(self, refusal: Refusal | Unavailable) -> None:
        """A refusal leaves the form as it is, but for the PIN; one that a second person can lift asks for that one."""
        super().show_refusal(refusal)
        self.approver.forget()
        if isinstance(refusal, Refusal) and refusal.approval and refusal.approval != self._lowest:
            self.ask_approval(refusal.approval)

    def _offer(self, people: tuple[StaffRow, ...]) -> None:
        fit = second_people(people, self.place.session.staff, self._lowest)
        self.approver.offer(fit)
        self.approver.setVisible(bool(fit))
        if fit and not self.answer.isHidden():
            self.approver.pin_edit.setFocus()
