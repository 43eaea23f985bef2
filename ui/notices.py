"""The only three ways to tell someone: a toast that goes, a banner that stays, a dialog for trouble."""

from __future__ import annotations

import logging
import sys
import traceback
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from frontdesk.errors import Refusal, Unavailable
from ui import theme

log = logging.getLogger("frontdesk.window")

TOAST_MS = 5000
LEFT, WIDE, FOOT = 104, 264, 76
"""Toasts stand right of the rail above the foot of a page, as wide as a list there: no button is under them."""
CLEAR = 8
FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)
"""What somebody types in: a toast never stands on the one that has the keyboard."""
IconSource = Callable[[str, str], QIcon]
"""Gives the icon of a name in a tone."""
_ICONS = {"info": "check-circle", "warning": "warning", "danger": "warning"}


class Notices(QObject):
    """Tells the person at ``host`` something; usable from any thread through `tell`."""

    _told = Signal(object)

    def __init__(self, host: QWidget, icon: IconSource) -> None:
        super().__init__(host)
        self.banner_bar = Banner(host, icon)
        """Stays hidden until there is something to say; the window puts it above its pages."""
        self._toast = Toast(host, icon)
        self._trouble: TroubleDialog | None = None
        self._host = host
        self._told.connect(self._sort_out)

    def toast(self, text: str, tone: str = "info") -> None:
        """Say that something is done; it goes by itself."""
        self._toast.say(text, tone)

    def banner(self, text: str, tone: str = "info", *, act: str = "", on_act: Callable[[], None] | None = None) -> None:
        """Say something that stays until it is read; ``act`` names a button that calls ``on_act``."""
        self.banner_bar.say(text, tone, act, on_act)

    def trouble(self, error: BaseException) -> str:
        """Log a fault with its traceback, show its reference, and return it. The program goes on."""
        reference = f"FD-{uuid.uuid4().hex[:8].upper()}"
        log.error("trouble %s", reference, exc_info=error)
        if self._trouble is not None and self._trouble.isVisible():
            self._trouble.add(reference)
            return reference
        self._trouble = TroubleDialog(reference, error, self._host)
        self._trouble.open()
        return reference

    def tell(self, error: BaseException) -> None:
        """Sort an error nobody handled in place: a no or a not-now to the banner, all else is trouble."""
        self._told.emit(error)

    @Slot(object)
    def _sort_out(self, error: BaseException) -> None:
        if isinstance(error, Refusal | Unavailable):
            self.banner(str(error), "warning")
        else:
            self.trouble(error)


class Sign(QLabel):
    """The icon of a notice, drawn anew when the theme or the size of the text changes while it stands there."""

    def __init__(self, icon: IconSource) -> None:
        super().__init__()
        self._icon, self._tone = icon, ""

    def say(self, tone: str) -> None:
        """Show the icon of a tone."""
        self._tone = tone
        side = theme.pixels(16)
        self.setPixmap(self._icon(_ICONS.get(tone, "check-circle"), tone).pixmap(side, side))

    def changeEvent(self, event: QEvent) -> None:
        """A picture does not follow the theme by itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._tone:
            self.say(self._tone)


class Toast(QFrame):
    """A short word at the foot of the window."""

    def __init__(self, host: QWidget, icon: IconSource) -> None:
        super().__init__(host)
        self.setProperty("role", "toast")
        self._host = host
        self._picture = Sign(icon)
        self._text = QLabel()
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._make_way)
        self.hide()

    def say(self, text: str, tone: str) -> None:
        """Show the words for some seconds, in place of the earlier ones."""
        self._picture.say(tone)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()
        self._settle()
        self.raise_()
        self._timer.start()
        _announce(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot when the window is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        """As wide as the list of guests, so that no button of the page is covered; above a field that is typed in."""
        self.setFixedWidth(theme.pixels(WIDE))
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.move(LEFT, self._host.height() - self.height() - theme.pixels(FOOT))
        field = self._typed_in()
        if field.intersects(self.geometry()):
            self.move(LEFT, field.top() - self.height() - CLEAR)

    def _typed_in(self) -> QRect:
        """Where the field is that has the keyboard; nowhere if none has."""
        widget = self._host.focusWidget()
        if not isinstance(widget, FIELDS):
            return QRect()
        return QRect(widget.mapTo(self._host, QPoint(0, 0)), widget.size())

    @Slot(QWidget, QWidget)
    def _make_way(self, _before: QWidget | None, _now: QWidget | None) -> None:
        """Go when somebody comes to type where it stands: they have read it."""
        if self.isVisible() and self._typed_in().intersects(self.geometry()):
            self.hide()


class Banner(QFrame):
    """A line above the pages that stays until somebody closes it or acts on it."""

    def __init__(self, host: QWidget, icon: IconSource) -> None:
        super().__init__(host)
        self.setProperty("role", "banner")
        self._on_act: Callable[[], None] | None = None
        self._picture = Sign(icon)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._act = QPushButton()
        self._act.clicked.connect(self._acted)
        close = QPushButton("Close")
        close.setProperty("role", "link")
        close.setAccessibleName("Close this message")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)
        row.addWidget(self._act)
        row.addWidget(close)
        self.hide()

    def text(self) -> str:
        """What it says now."""
        return self._text.text()

    def say(self, text: str, tone: str, act: str, on_act: Callable[[], None] | None) -> None:
        """Show the words, and a button when there is something to do about it."""
        self._picture.say(tone)
        self._text.setText(text)
        self._act.setText(act)
        self._act.setVisible(bool(act))
        self._on_act = on_act
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(text)
        self.show()
        _announce(self)

    def _acted(self) -> None:
        self.hide()
        if self._on_act is not None:
            self._on_act()


class TroubleDialog(QDialog):
    """A fault of the program, told without alarm: nothing confirmed is lost, here is the reference."""

    def __init__(self, reference: str, error: BaseException, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.setWindowTitle("Something went wrong")
        self._references = [reference]
        self._report = _report(error)
        self._words = QLabel(
            "Something went wrong in the program. What was confirmed before is safe; "
            "please check the last step before you repeat it."
        )
        self._words.setWordWrap(True)
        self._reference = QLabel()
        self._reference.setProperty("role", "title")
        self._reference.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._reference.setAccessibleName("Reference")
        self._text = QPlainTextEdit(self._report)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName("Details for the person who helps")
        self._copy = QPushButton("Copy reference and details")
        self._copy.clicked.connect(self.copy)
        self._carry_on = QPushButton("Carry on")
        self._carry_on.setProperty("role", "primary")
        self._carry_on.setDefault(True)
        self._carry_on.clicked.connect(self.accept)
        self._build()
        self._write()

    def add(self, reference: str) -> None:
        """Another fault while this one is still on the screen."""
        self._references.append(reference)
        self._write()

    def copy(self) -> None:
        """Put the references and the details on the clipboard."""
        QGuiApplication.clipboard().setText("\n".join([*self._references, "", self._report]))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        for widget in (self._words, self._reference, self._text):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self._copy)
        row.addStretch()
        row.addWidget(self._carry_on)
        column.addLayout(row)
        self.resize(640, 400)

    def _write(self) -> None:
        more = len(self._references) - 1
        self._reference.setText(f"Reference {self._references[0]}" + (f" and {more} more" if more else ""))


def install_hook(notices: Notices) -> None:
    """Send every error that nobody caught to the trouble dialog, instead of ending the program."""
    sys.excepthook = partial(_caught, notices)


def _caught(notices: Notices, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        notices.tell(error.with_traceback(trace))


def _report(error: BaseException) -> str:
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    return f"{moment}\n{''.join(traceback.format_exception(error))}"


def _announce(widget: QWidget) -> None:
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))
