"""One workstation's window, put together: session, bus, screens, finder, sign-in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from frontdesk.errors import Unavailable
from frontdesk.queries.house import HouseView
from ui import wording
from ui.actions import Action
from ui.bus import DeskBus, DeskLike
from ui.finding import STAY, finding
from ui.live import Watch
from ui.mailing import Mailing
from ui.main_window import MainWindow, Screen, Shell
from ui.screens.approvals import ApprovalsPage
from ui.screens.batch import BatchPage
from ui.screens.credit import CreditPage
from ui.screens.house import HousePage
from ui.screens.journal import JournalPage
from ui.screens.print_preview import PrintPreview
from ui.screens.room_move import RoomMovePage
from ui.screens.sign_in import SignInDialog, SignInPage
from ui.session import Session
from ui.workplace import PageMaker, Workplace


def _move(place: Workplace, stay: str, _lines: tuple[str, ...]) -> QWidget:
    return RoomMovePage(_shell(place), place.session, stay)


def _credit(place: Workplace, stay: str, lines: tuple[str, ...]) -> QWidget:
    return CreditPage(_shell(place), place.session, stay, lines)


def _shell(place: Workplace) -> Shell:
    return Shell(bus=place.bus, deck=place.deck, notices=place.notices)


STAY_PAGES: dict[str, PageMaker] = {"print": PrintPreview, "move": _move, "credit": _credit}
"""Who makes the page of an action on a stay."""


class Workstation(QObject):
    """Holds what lives as long as the window: the bus, the person, the watch."""

    def __init__(self, desk: DeskLike, name: str, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.bus = DeskBus(desk)
        self.session = Session(name, now)
        self.window = MainWindow(self.bus, self._screens(), finding(self.session, self._ready), self._clock)
        self.place = self._workplace()
        self.watch = Watch(self.bus, self.session, self)
        self.mailing = Mailing(self.bus, self.session, self.window.notices, self)
        self._sign_in: SignInPage | None = None
        self._before: QWidget | None = None
        self._connect()

    def open(self) -> None:
        """Show the house, and over it who works here."""
        self.window.show_session(self.session)
        self._in_step()
        self.window.go("house")
        self.switch_person()
        self.window.show()
        self.watch.start()
        self.mailing.start()

    def close(self) -> None:
        """Stop looking, finish what was promised."""
        self.watch.stop()
        self.mailing.stop()
        self.bus.close()

    def house(self) -> HousePage:
        """The page of the house."""
        page = self.window.go("house")
        assert isinstance(page, HousePage), "the house is a house page"
        return page

    def switch_person(self) -> None:
        """Ask who works here: over the page in view, or over the form that is open; both keep what they hold."""
        form = QApplication.activeModalWidget()
        if isinstance(form, SignInDialog) or self._sign_in is not None:
            return
        if form is not None:
            SignInDialog(self.bus, self.session, form).open()
            return
        self._sign_in = SignInPage(self.bus, self.session)
        self._sign_in.closed.connect(self._signed_in)
        self._before = self.window.focusWidget()
        self.window.cover(self._sign_in)
        self._sign_in.setFocus()

    def _signed_in(self) -> None:
        if self._sign_in is None:
            return
        page, self._sign_in = self._sign_in, None
        self.window.uncover(page)
        under = self.window.page()
        focus = self._before if self._before is not None and self._before.isVisible() else under
        if focus is not None:
            focus.setFocus()

    def _screens(self) -> list[Screen]:
        return [
            Screen(id="house", title="House", icon="home", make=self._make_house),
            Screen(id="approvals", title="Approve", icon="check-circle", make=self._make_approvals),
            Screen(id="folios", title="Folios", icon="printer", make=self._make_folios),
            Screen(id="journal", title="Journal", icon="history", make=self._make_journal),
        ]

    def _make_house(self, _shell: Shell) -> QWidget:
        page = HousePage(self.place)
        page.house_shown.connect(self._house_shown)
        return page

    def _make_approvals(self, shell: Shell) -> QWidget:
        return ApprovalsPage(shell, self.session)

    def _make_folios(self, _shell: Shell) -> QWidget:
        return BatchPage(self.place)

    def _make_journal(self, shell: Shell) -> QWidget:
        return JournalPage(shell, self.session)

    def _workplace(self) -> Workplace:
        window = self.window
        return Workplace(
            window=window,
            bus=self.bus,
            session=self.session,
            deck=window.deck,
            notices=window.notices,
            cover=window.cover,
            uncover=window.uncover,
            pages=dict(STAY_PAGES),
        )

    def _connect(self) -> None:
        self.session.changed.connect(self._show_session)
        self.window.person_asked.connect(self.switch_person)
        self.window.opened.connect(self._found)
        self.bus.failed.connect(self._failed)
        self.bus.changed.connect(self._in_step)

    def _show_session(self) -> None:
        self.window.show_session(self.session)

    def _house_shown(self, house: HouseView) -> None:
        self.window.show_counts({"house": len(house.attention), "approvals": house.waiting_credits})

    def _found(self, target: tuple[str, str]) -> None:
        kind, key = target
        if kind == STAY and self.session.staff:
            self.house().open_stay(key)

    def _failed(self, error: object) -> None:
        if isinstance(error, Unavailable):
            self.window.show_sync("warning", "Out of reach", "warning")

    def _in_step(self, _topics: object = None) -> None:
        self.window.show_sync("check-circle", "In step")

    def _ready(self) -> Sequence[Action]:
        return self.window.deck.ready()

    def _clock(self) -> str:
        return wording.clock(datetime.now().astimezone())
