"""The application before it has a window: its theme, opening the house meanwhile, and saying no."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QProgressBar, QVBoxLayout, QWidget

from frontdesk.errors import Refusal, Unavailable
from ui import theme
from ui.settings import Choices

PATIENCE_MS = 400
"""A house that opens sooner needs no words."""
OPENING = "Opening the house."

Say = Callable[[str], None]
"""Tells the person who waits what is going on."""


def application(choices: Choices) -> QApplication:
    """The one application, dressed in the user's theme."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Front desk")
    app.setApplicationDisplayName("Front desk")
    name = choices.theme if choices.theme in theme.TOKENS else "light"
    theme.apply(app, name, choices.scale)
    return app


class Opening(QObject):
    """Does the work that opens a house on a thread of its own, beside a small panel that says what is going on.

    ``opened`` brings what the work gave, ``failed`` what it raised; both come on the thread of the windows.
    """

    opened = Signal(object)
    failed = Signal(object)
    _said = Signal(str)
    _ended = Signal()

    def __init__(self, work: Callable[[Say], object]) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="start")
        self._work = work
        self.panel, self._words = _panel(OPENING)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.panel.show)
        self._said.connect(self._say, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Start; the panel is shown when it takes longer than a moment, or when the work has something to say."""
        self._timer.start(PATIENCE_MS)
        self._future = self._pool.submit(self._work, self._said.emit)
        self._future.add_done_callback(lambda _future: self._ended.emit())

    def result(self) -> object | None:
        """Wait for the end of the work; what it gave, or nothing if it gave nothing."""
        self._pool.shutdown(wait=True)
        return None if self._future.exception() else self._future.result()

    def close(self) -> None:
        """Take the panel away."""
        self._timer.stop()
        self.panel.close()

    @Slot(str)
    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._timer.stop()
        self.panel.show()

    @Slot()
    def _tell(self) -> None:
        self._timer.stop()
        error = self._future.exception()
        if error is None:
            self.opened.emit(self._future.result())
        else:
            self.failed.emit(error)


def show_refusal(app: QApplication, error: Refusal | Unavailable, code: int) -> None:
    """Say why the house cannot be opened; when that was read, the program ends with ``code``."""
    if app.platformName() == "offscreen":
        app.exit(code)
        return
    box = QMessageBox(QMessageBox.Icon.Warning, "Front desk", error.title)
    box.setInformativeText(" ".join(part for part in (error.detail, error.help) if part))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.finished.connect(lambda _button: app.exit(code))
    box.open()


def _panel(words: str) -> tuple[QWidget, QLabel]:
    made, said = QWidget(None, Qt.WindowType.Dialog), QLabel(words)
    made.setWindowTitle("Front desk")
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setAccessibleName(words)
    column = QVBoxLayout(made)
    column.setContentsMargins(32, 24, 32, 24)
    column.setSpacing(16)
    column.addWidget(said)
    column.addWidget(bar)
    return made, said
