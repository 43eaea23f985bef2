"""Changes from other workstations reach this one's screens like its own."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from frontdesk.queries.changes import Changes, ChangesSince
from ui.bus import DeskBus
from ui.session import Session

EVERY_MS = 2000


class Watch(QObject):
    """Asks now and then what has changed, and says so on the bus. Nothing is asked while an answer is due."""

    def __init__(self, bus: DeskBus, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._session = session
        self._seq = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look from now on."""
        self._seq = self._session.seen
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Ask once."""
        self._bus.ask(ChangesSince(self._seq), owner=self, done=self._looked, slot="watch")

    def _looked(self, changes: Changes) -> None:
        self._seq = changes.seq
        if changes.topics:
            self._bus.changed.emit(changes.topics)
