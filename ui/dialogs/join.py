"""Become a workstation of a shared house: its address, a name, and the code that was made for this computer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from ui.bus import DeskBus
from ui.dialogs.base import FormDialog
from ui.dialogs.reading import FieldRefusal

Join = Callable[[str, str, str], str]
"""Enrols this computer: address, name, code. Gives a warning that a person should read, or nothing."""


class JoinForm(FormDialog):
    """The form; ``saved`` brings the warning, if any, once this computer is enrolled. The house in view stays open."""

    def __init__(self, bus: DeskBus, join: Join, name: str, parent: QWidget | None = None) -> None:
        super().__init__(bus, "Join a shared house", submit="Join", parent=parent)
        self._join = join
        self.address, self.name, self.code = QLineEdit(), QLineEdit(name), QLineEdit()
        self.address.setPlaceholderText("postgresql://frontdesk@server/hotel")
        words = QLabel(
            "Whoever looks after the shared database makes a code for this computer. It counts once, for a day."
        )
        words.setWordWrap(True)
        self.form.add_widget(words)
        self.form.add("address", "Address of the shared database", self.address)
        self.form.add("name", "Name of this workstation", self.name, hint="Its own, such as desk-2")
        self.form.add("code", "Code", self.code, hint="Made with: frontdesk share code")

    def submit(self) -> None:
        """Enrol, off the window's thread; what is refused is said here."""
        if self.is_busy():
            return
        self.clear_answer()
        given = tuple(edit.text().strip() for edit in (self.address, self.name, self.code))
        for name, text in zip(("address", "name", "code"), given, strict=True):
            if not text:
                self.show_refusal(FieldRefusal(name, "This is still to be filled in."))
                return
        self._wait(on=True)
        self._bus.look(
            partial(self._join, *given), owner=self, done=self._done, refused=self._refused, ended=self._ended
        )
