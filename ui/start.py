"""The application before it has a window: its theme, waiting for something, and saying no."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QProgressBar, QVBoxLayout, QWidget

from frontdesk.errors import Refusal, Unavailable
from ui import theme
from ui.settings import Choices

LOOK_MS = 50


def application(choices: Choices) -> QApplication:
    """The one application, dressed in the user's theme."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Front desk")
    app.setApplicationDisplayName("Front desk")
    name = choices.theme if choices.theme in theme.TOKENS else "light"
    theme.apply(app, name, choices.scale)
    return app


def while_waiting(app: QApplication, words: str, work: Callable[[], None]) -> None:
    """Do some long work beside a small window that says what is going on. Raises what the work raises."""
    panel = _panel(words)
    panel.show()
    with ThreadPoolExecutor(1, thread_name_prefix="start") as pool:
        future = pool.submit(work)
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(lambda: loop.quit() if future.done() else None)
        timer.start(LOOK_MS)
        loop.exec()
    panel.close()
    app.processEvents()
    future.result()


def show_refusal(app: QApplication, error: Refusal | Unavailable) -> None:
    """Say why the house cannot be opened, and wait until it was read."""
    if app.platformName() == "offscreen":
        return
    box = QMessageBox(QMessageBox.Icon.Warning, "Front desk", error.title)
    box.setInformativeText(" ".join(part for part in (error.detail, error.help) if part))
    box.finished.connect(app.quit)
    box.open()
    app.exec()


def _panel(words: str) -> QWidget:
    made = QWidget(None, Qt.WindowType.Dialog)
    made.setWindowTitle("Front desk")
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setAccessibleName(words)
    column = QVBoxLayout(made)
    column.setContentsMargins(32, 24, 32, 24)
    column.setSpacing(16)
    column.addWidget(QLabel(words))
    column.addWidget(bar)
    return made
