"""A page on which one decision about a stay is made: it waits for the house, and a refusal changes nothing on it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from frontdesk.errors import Refusal
from ui.dialogs.base import Answer
from ui.screens.given import Session, Shell
from ui.widgets.approver import ApproverPanel


class DecisionPage(QWidget):
    """``done`` brings the result, ``closed`` asks to go back to the stay.

    A subclass gives its `parts` that are held while the house decides, and where the cursor goes after a refusal; it
    reads the house in `load` and says in `update_state` how the decision stands.
    """

    closed = Signal()
    done = Signal(object)

    def __init__(self, shell: Shell, session: Session, stay_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._session, self._stay_id = shell, session, stay_id
        self._before: QWidget | None = None
        self._busy = self._over = False
        self.answer = Answer()
        self.approval: ApproverPanel

    def parts(self) -> tuple[QWidget, ...]:
        """What cannot be changed while the house decides."""
        raise NotImplementedError

    def after_refusal(self) -> QWidget | None:
        """Where the cursor goes when the house has refused and no PIN is asked for; None leaves it where it was."""
        return None

    def load(self) -> None:
        """Ask for everything the page shows."""
        raise NotImplementedError

    def update_state(self) -> None:
        """Title, approval and foot say how the decision stands."""
        raise NotImplementedError

    def _refused(self, refusal: Refusal) -> None:
        """Say it here, keep what was typed but for the PIN, and look again."""
        self._wait(on=False)
        self.answer.say(refusal)
        where = self.after_refusal()
        if self.approval.isVisible():
            self.approval.forget()
            where = self.approval.pin_edit
        if where is not None:
            where.setFocus()
        self.load()

    def _wait(self, *, on: bool) -> None:
        """Nothing can be changed while the house decides; after it the cursor stands where it stood."""
        if on == self._busy:
            return
        self._busy = on
        if on:
            self._before = self.window().focusWidget()
        for part in self.parts():
            part.setEnabled(not on)
        if not on and self._before is not None:
            self._before.setFocus()
        self.update_state()
