"""The form of a page: it knows the person, and a word to say when it is done."""

from __future__ import annotations

from typing import Any

from frontdesk.commands.base import Command
from ui.dialogs.base import FormDialog
from ui.sharing import said
from ui.widgets.form import Field
from ui.workplace import Workplace


class DeskForm(FormDialog):
    """A form over the page of a stay. Whoever is signed in when it is sent has done it.

    ``needs`` names a kind of command that needs the shared database: while that is out of reach the form says so
    before anybody types.
    """

    needs: type[Command] | None = None

    def __init__(self, place: Workplace, title: str, *, submit: str) -> None:
        super().__init__(place.bus, title, submit=submit, parent=place.window)
        self.place = place
        self._held = False
        self.saved.connect(self._say)
        if self.needs is not None:
            place.sharing.altered.connect(self._mind_reach)
            self._mind_reach()

    def done_words(self) -> str:
        """What the toast says when the house has agreed."""
        return self.windowTitle()

    def ask(self, question: object, done: Any, *, slot: str) -> None:
        """Ask for what the form shows; a refusal is shown in the form."""
        self.place.bus.ask(question, owner=self, done=done, refused=self.show_refusal, slot=slot)

    def unask(self, slot: str = "preview") -> None:
        """What is typed has changed: an answer that is still on its way is about something else."""
        self.place.bus.drop(self, slot)

    def show_field(self, field: Field, *, on: bool) -> None:
        """Take a field in or out of the form."""
        field.setVisible(on)

    def _mind_reach(self) -> None:
        held = self.place.sharing.held(self.needs) if self.needs is not None else None
        self.submit_button.setEnabled(held is None and not self.is_busy())
        if held is not None:
            self.show_refusal(held)
        elif self._held:
            self.clear_answer()
        self._held = held is not None

    def submit(self) -> None:
        """Send the command, unless it needs what is out of reach."""
        if not self._held:
            super().submit()

    def _say(self, result: object) -> None:
        last = result[-1] if isinstance(result, list) else result
        self.place.notices.toast(said(self.done_words(), last))
