"""The form of a page: it knows the person, and a word to say when it is done."""

from __future__ import annotations

from typing import Any

from ui.dialogs.base import FormDialog
from ui.widgets.form import Field
from ui.workplace import Workplace


class DeskForm(FormDialog):
    """A form over the page of a stay. Whoever is signed in when it is sent has done it."""

    def __init__(self, place: Workplace, title: str, *, submit: str) -> None:
        super().__init__(place.bus, title, submit=submit, parent=place.window)
        self.place = place
        self.saved.connect(self._say)

    def done_words(self) -> str:
        """What the toast says when the house has agreed."""
        return self.windowTitle()

    def ask(self, question: object, done: Any, *, slot: str) -> None:
        """Ask for what the form shows; a refusal is shown in the form."""
        self.place.bus.ask(question, owner=self, done=done, refused=self.show_refusal, slot=slot)

    def show_field(self, field: Field, *, on: bool) -> None:
        """Take a field in or out of the form."""
        field.setVisible(on)

    def _say(self, _result: object) -> None:
        self.place.notices.toast(self.done_words())
