"""The base of every form: fields make a command; a refusal is shown in the form; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from frontdesk.errors import Refusal, Unavailable
from ui import theme
from ui.bus import DeskBus
from ui.widgets.buttons import KeyButton
from ui.widgets.form import Form
from ui.widgets.picture import Picture

EDGE = 40
"""Height of the screen that a form leaves free, in pixels at scale 1: its own title bar."""
Make = Callable[..., Any]
"""How a form makes a command of the person who is signed in: the kind, then its fields by name."""


class FormDialog(QDialog):
    """A form over the window, opened with ``open()``; a subclass adds fields to `form` and answers `command`.

    ``saved`` brings the whole result of the command once the house has agreed; the form closes just before.
    A refusal whose ``field`` attribute names a field is shown below that field as well.
    """

    saved = Signal(object)

    def __init__(self, bus: DeskBus, title: str, *, submit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._busy = False
        self._before: QWidget | None = None
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = Form()
        """Where the fields go."""
        self.answer = Answer()
        self._submit_text = submit
        self.submit_button = KeyButton(submit, key="Ctrl+Enter", primary=True)
        self.submit_button.setDefault(True)
        self.submit_button.clicked.connect(self.submit)
        self.cancel_button = KeyButton("Cancel", key="Esc")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.submit)
        QShortcut(QKeySequence("F12"), self).activated.connect(self._ask_person)
        self._lay_out(title)

    def command(self) -> Any:
        """The command made from what was typed, or a list to be done as one.

        Raises `Refusal` when that cannot be a command at all.
        """
        raise NotImplementedError

    def submit(self) -> None:
        """Send the command, once; the form waits for the answer."""
        if self._busy:
            return
        self.clear_answer()
        try:
            command = self.command()
        except Refusal as refusal:
            self.show_refusal(refusal)
            return
        self._wait(on=True)
        send = self._bus.do_all if isinstance(command, list) else self._bus.do
        send(command, owner=self, done=self._done, refused=self._refused, ended=self._ended)

    def show_refusal(self, refusal: Refusal | Unavailable) -> None:
        """Say in the form what was refused and what would help; what was typed stays."""
        self.answer.say(refusal)
        self._grow()
        self._sheet.ensureWidgetVisible(self.answer)
        field = getattr(refusal, "field", None)
        self.form.complain({field: refusal.title} if isinstance(field, str) else {})

    def clear_answer(self) -> None:
        """Take an earlier refusal away."""
        self.answer.hide()
        self.form.complain({})

    def is_busy(self) -> bool:
        """True while the house has not answered."""
        return self._busy

    def reject(self) -> None:
        """Close without a command; not while one is on its way, since it cannot be called back."""
        if not self._busy:
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field."""
        super().showEvent(event)
        self._grow()
        first = self.form.first()
        (first if isinstance(first, QWidget) else self.submit_button).setFocus()

    def event(self, event: QEvent) -> bool:
        """Whenever something in the form needs more room, it gets it."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and hasattr(self, "_foot"):
            self._grow()
        return handled

    def _ask_person(self) -> None:
        """Another person takes over while the form is open; the window knows how, the form keeps what it holds."""
        parent = self.parentWidget()
        asked = getattr(parent.window(), "person_asked", None) if parent is not None else None
        if asked is not None:
            asked.emit()

    def _grow(self) -> None:
        """Make room for words that wrap: nothing in a form is ever cut. What is higher than the screen scrolls."""
        self._sheet.setMinimumWidth(self._sheet.needed_width())
        width = max(self.width(), self.minimumSizeHint().width())
        needed = self._sheet.needed_height(width) + self._foot.sizeHint().height()
        height = max(self.height(), min(needed, self.screen().availableGeometry().height() - theme.pixels(EDGE)))
        if (width, height) != (self.width(), self.height()):
            self.resize(width, height)

    def _done(self, result: Any) -> None:
        self._wait(on=False)
        self.accept()
        self.saved.emit(result)

    def _refused(self, refusal: Refusal | Unavailable) -> None:
        self._wait(on=False)
        self.show_refusal(refusal)

    def _ended(self) -> None:
        if self._busy:
            self._wait(on=False)

    def _wait(self, *, on: bool) -> None:
        """Nothing can be changed while the house decides; after it the cursor stands where it stood."""
        self._busy = on
        if on:
            self._before = self.focusWidget()
        self.form.setEnabled(not on)
        self.submit_button.setEnabled(not on)
        self.submit_button.say("Working …" if on else self._submit_text)
        if not on and self._before is not None:
            self._before.setFocus()

    def _lay_out(self, title: str) -> None:
        heading = QLabel(title)
        heading.setProperty("role", "title")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._sheet = _Sheet()
        inner = QVBoxLayout(self._sheet.inside)
        inner.setContentsMargins(24, 20, 24, 20)
        inner.setSpacing(16)
        for widget in (heading, self.form, self.answer):
            inner.addWidget(widget)
        inner.addStretch(1)
        column.addWidget(self._sheet, 1)
        self._foot = foot = QFrame()
        foot.setProperty("role", "card-foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.submit_button)
        column.addWidget(foot)
        self.setMinimumWidth(theme.pixels(440))


class _Sheet(QScrollArea):
    """What a form holds above its buttons; it is as large as it needs to be, and scrolls on a screen too low for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inside = QWidget()
        self.setWidget(self.inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def needed_width(self) -> int:
        """The least width of what is inside."""
        return self.inside.minimumSizeHint().width()

    def needed_height(self, width: int) -> int:
        """The height at which nothing scrolls."""
        layout = self.inside.layout()
        assert layout is not None, "a form is laid out"
        return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()

    def sizeHint(self) -> QSize:
        """All of what is inside."""
        return self.inside.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is inside needs other room: the form has to know."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class Answer(QFrame):
    """The house's refusal inside a form: what is wrong, and what would help."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "refusal")
        self._title, self._detail, self._help = QLabel(), QLabel(), QLabel()
        self._title.setProperty("role", "strong")
        self._help.setProperty("role", "quiet")
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self._title, self._detail, self._help):
            label.setWordWrap(True)
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(8)
        row.addWidget(Picture("warning", "warning"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.hide()

    def say(self, refusal: Refusal | Unavailable) -> None:
        """Show a refusal."""
        for label, text in (
            (self._title, refusal.title),
            (self._detail, refusal.detail),
            (self._help, refusal.help),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self.setAccessibleName(str(refusal))
        self.show()

    def text(self) -> str:
        """All it says, for reading aloud."""
        return "" if self.isHidden() else self.accessibleName()
