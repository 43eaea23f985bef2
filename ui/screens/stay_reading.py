"""Reading a stay and its bill for the page: neither is shown before both are there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from frontdesk.errors import Refusal
from frontdesk.queries.folio import FolioView, SeeFolio
from frontdesk.queries.stay import SeeStay, StayView
from ui.workplace import Workplace

PATIENCE_MS = 200
"""How long the stay of before stays in view while the next one is read."""


class StayReading(QObject):
    """One stay at a time. ``whole`` comes once stay and bill are there, then ``stay_came`` and ``folio_came`` with each
    newer answer; ``slow`` when nothing has come for a while.
    """

    whole = Signal()
    stay_came = Signal()
    folio_came = Signal()
    slow = Signal()
    refused = Signal(object)

    def __init__(self, place: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self.wanted = ""
        self.stay: StayView | None = None
        self.folio: FolioView | None = None

    def want(self, stay: str) -> None:
        """Read another stay; only the newest wish is answered."""
        self.wanted, self.stay, self.folio = stay, None, None
        self.look()
        QTimer.singleShot(PATIENCE_MS, self, self._waited)

    def look(self) -> None:
        """Read it again."""
        if self.wanted:
            ask = self._place.bus.ask
            ask(SeeStay(self.wanted), owner=self, done=self._stay_read, refused=self._gone, slot="stay")
            ask(SeeFolio(self.wanted), owner=self, done=self._folio_read, refused=self._gone, slot="folio")

    def is_whole(self) -> bool:
        """Whether stay and bill of the stay wanted are there."""
        return self.stay is not None and self.folio is not None

    def _waited(self) -> None:
        if not self.is_whole():
            self.slow.emit()

    def _gone(self, refusal: Refusal) -> None:
        self.refused.emit(refusal)

    def _stay_read(self, stay: StayView) -> None:
        first, self.stay = self.stay is None, stay
        self._place.session.saw(stay.seq)
        self._came(self.stay_came.emit, first=first)

    def _folio_read(self, folio: FolioView) -> None:
        first, self.folio = self.folio is None, folio
        self._place.session.saw(folio.seq)
        self._came(self.folio_came.emit, first=first)

    def _came(self, tell: Callable[[], None], *, first: bool) -> None:
        if self.is_whole():
            (self.whole.emit if first else tell)()
