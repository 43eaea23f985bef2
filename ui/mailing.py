"""The postman of this workstation: works the queue of mail beside everything else."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from frontdesk.errors import Refusal
from ui.bus import DeskBus, LongDoor
from ui.notices import Notices
from ui.session import Session

EVERY_MS = 30_000


class Mailing(QObject):
    """Sends what waits: when something was queued, and now and then. One round at a time."""

    def __init__(self, bus: DeskBus, session: Session, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus, self._session, self._notices = bus, session, notices
        self._busy = False
        self._sent: set[str] = set()
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        bus.changed.connect(self._heard)

    def start(self) -> None:
        """Work from now on."""
        self._timer.start()

    def stop(self) -> None:
        """Begin no further round."""
        self._timer.stop()
        self._busy = True

    def look(self) -> None:
        """One round, if somebody is signed in whose name it can carry."""
        if self._busy or not self._session.staff:
            return
        self._busy = True
        self._bus.work(
            self._round, owner=self, done=self._done, stop=self.stop, refused=self._refused, ended=self._ended
        )

    def _round(self, door: LongDoor) -> int:
        from frontdesk.dispatch.mail import Postman
        from frontdesk.dispatch.password import password_of

        session = self._session
        work = Postman(door, session.make, session.workstation, session.now, password_of, sent=self._sent)
        return work.work()

    def _done(self, sent: int) -> None:
        self._told = ""
        if sent:
            self._notices.toast("Folio sent" if sent == 1 else f"{sent} folios sent")

    def _refused(self, refusal: Refusal) -> None:
        """Said once, not every half minute."""
        if str(refusal) != self._told:
            self._told = str(refusal)
            self._notices.tell(refusal)

    def _ended(self) -> None:
        self._busy = False

    def _heard(self, topics: frozenset[str]) -> None:
        if "mail" in topics:
            QTimer.singleShot(0, self, partial(self.look))
