"""One workstation's window, put together: session, bus, screens, finder, sign-in.

A screen is imported when it is first opened: who works here is asked before anything else is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ui import wording
from ui.actions import Action
from ui.bus import DeskBus, DeskLike
from ui.finding import STAY, finding
from ui.live import Watch
from ui.mailing import Mailing
from ui.main_window import MainWindow, Screen, Shell
from ui.screens.sign_in import SignInDialog, SignInPage
from ui.session import Session
from ui.sharing import SharedDesk, Sharing
from ui.workplace import PageMaker, Workplace

if TYPE_CHECKING:
    from frontdesk.queries.house import HouseView
    from frontdesk.queries.waiting import WaitingRow
    from ui.dialogs.base import FormDialog
    from ui.screens.day import DayPage
    from ui.screens.house import HousePage
    from ui.screens.rooms import RoomsPage
    from ui.screens.tape_chart import TapeChartPage
    from ui.widgets.approver import ApproverPanel


def _print(place: Workplace, stay: str, lines: tuple[str, ...]) -> QWidget:
    from ui.screens.print_preview import PrintPreview

    return PrintPreview(place, stay, lines)


def _move(place: Workplace, stay: str, _lines: tuple[str, ...]) -> QWidget:
    from ui.screens.room_move import RoomMovePage

    page = RoomMovePage(_shell(place), place.session, stay)
    _approved(place, page.approval)
    return page


def _credit(place: Workplace, stay: str, lines: tuple[str, ...]) -> QWidget:
    from ui.screens.credit import CreditPage

    page = CreditPage(_shell(place), place.session, stay, lines)
    _approved(place, page.approval)
    return page


def _approved(place: Workplace, panel: ApproverPanel) -> None:
    """A step with a PIN is never saved for later: the panel says so while the shared database is out of reach."""
    from frontdesk.commands.credit import DecideCredit

    panel.follow(lambda: place.sharing.held(DecideCredit))
    place.sharing.altered.connect(panel.look)


def _shell(place: Workplace) -> Shell:
    return Shell(bus=place.bus, deck=place.deck, notices=place.notices)


STAY_PAGES: dict[str, PageMaker] = {"print": _print, "move": _move, "credit": _credit}
"""Who makes the page of an action on a stay."""


class Hearing(DeskLike, SharedDesk, Protocol):
    """A desk that also says how it stands, and what others do."""

    def on_change(self, listener: Callable[[frozenset[str]], None], /) -> Callable[[], None]:
        """Call ``listener`` with what has changed; gives what ends it."""


BACK_TO_NIGHT = "Esc leads back to the night audit"


class Workstation(QObject):
    """Holds what lives as long as the window: the bus, the person, how the desk stands, the watch."""

    join_asked = Signal()
    """This computer is to become a workstation of a shared house."""

    def __init__(self, desk: Hearing, name: str, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.bus = DeskBus(desk)
        self.session = Session(name, now)
        self.sharing = Sharing(self.bus, desk, self)
        self._desk, self._now = desk, now
        self._leave: Callable[[], None] = lambda: None
        self.window = MainWindow(self.bus, self._screens(), finding(self.session, self._ready), self._clock)
        self.place = self._workplace()
        self.watch = Watch(self.bus, self.session, self)
        self.mailing = Mailing(self.bus, self.session, self.window.notices, self)
        self._sign_in: SignInPage | None = None
        self._before: QWidget | None = None
        self._night_stay, self._night_approvals = "", False
        self._connect()

    def open(self) -> None:
        """Show the house, and over it who works here."""
        self.window.show_session(self.session)
        self._show_standing()
        self.switch_person()
        if self._sign_in is not None:
            self._sign_in.ready.connect(lambda: QTimer.singleShot(0, self, self._lay_house))
        self.window.show()
        self.sharing.start()
        if self.sharing.shared:
            self._leave = self._desk.on_change(self.bus.hear)
        else:
            self.watch.start()
        self.mailing.start()

    def close(self) -> None:
        """Stop looking, finish what was promised."""
        self.watch.stop()
        self.sharing.stop()
        self._leave()
        self.mailing.stop()
        self.bus.close()

    def house(self) -> HousePage:
        """The page of the house."""
        from ui.screens.house import HousePage

        self._lay_house()
        page = self.window.go("house")
        assert isinstance(page, HousePage), "the house is a house page"
        return page

    def _lay_house(self) -> None:
        """Make the page of the house under the first sign-in, while somebody types a PIN."""
        if self._sign_in is not None:
            self.window.lay_under("house", self._sign_in)

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
        self._lay_house()
        page, self._sign_in = self._sign_in, None
        self.window.uncover(page)
        under = self.window.page()
        focus = self._before if self._before is not None and self._before.isVisible() else under
        if focus is not None:
            focus.setFocus()

    def _screens(self) -> list[Screen]:
        return [
            Screen(id="house", title="House", icon="home", make=self._make_house),
            Screen(id="day", title="Today", icon="door-in", make=self._make_day),
            Screen(id="chart", title="Chart", icon="rooms", make=self._make_chart),
            Screen(id="rooms", title="Rooms", icon="bed", make=self._make_rooms),
            Screen(id="approvals", title="Approve", icon="check-circle", make=self._make_approvals),
            Screen(id="night_audit", title="Night", icon="moon", make=self._make_night_audit),
            Screen(id="folios", title="Folios", icon="printer", make=self._make_folios),
            Screen(id="journal", title="Journal", icon="history", make=self._make_journal),
            Screen(id="move_report", title="Moves", icon="bed", make=self._make_move_report, rail=False),
            Screen(id="paper", title="Paper", icon="gear", make=self._make_paper, rail=False),
            Screen(id="sharing", title="Sharing", icon="sync", make=self._make_sharing, rail=False),
        ]

    def _make_house(self, _shell: Shell) -> QWidget:
        from ui.screens.house import HousePage

        page = HousePage(self.place)
        page.house_shown.connect(self._house_shown)
        page.stay.left.connect(self._stay_left)
        return page

    def _make_chart(self, _shell: Shell) -> QWidget:
        from ui.screens.tape_chart import TapeChartPage

        return self._leading(TapeChartPage(self.place))

    def _make_rooms(self, _shell: Shell) -> QWidget:
        from ui.screens.rooms import RoomsPage

        return self._leading(RoomsPage(self.place))

    def _make_day(self, _shell: Shell) -> QWidget:
        from ui.screens.day import DayPage

        return self._leading(DayPage(self.place))

    def _leading(self, page: TapeChartPage | RoomsPage | DayPage) -> QWidget:
        """A page from which a stay can be opened."""
        page.opened.connect(self._open_stay)
        return page

    def _open_stay(self, stay: str) -> None:
        self.house().open_stay(stay)

    def _open_moves(self, stay: str) -> None:
        """A stay with its moves in view."""
        self.house().open_stay(stay)
        self.house().stay.show_moves()

    def _make_approvals(self, shell: Shell) -> QWidget:
        from ui.screens.approvals import ApprovalsPage

        page = ApprovalsPage(shell, self.session, self.sharing)
        page.closed.connect(self._approvals_left)
        return page

    def _make_night_audit(self, shell: Shell) -> QWidget:
        from ui.screens.night_audit import NightAuditPage

        page = NightAuditPage(shell, self.session)
        page.stay_asked.connect(lambda stay: self._from_night(self._open_stay, stay))
        page.moves_asked.connect(lambda stay: self._from_night(self._open_moves, stay))
        page.approvals_asked.connect(self._approvals_from_night)
        page.papers_asked.connect(self._show_night_papers)
        return page

    def _from_night(self, way: Callable[[str], None], stay: str) -> None:
        """Go where a check leads; Esc out of that stay comes back to the night audit."""
        way(stay)
        self._night_stay = stay
        self.window.notices.toast(BACK_TO_NIGHT)

    def _stay_left(self) -> None:
        """Only the stay that the night audit led to leads back there, and once."""
        meant, self._night_stay = self._night_stay, ""
        shown = self.house().stay.stay
        if meant and shown is not None and shown.stay == meant:
            self.window.go("night_audit").setFocus()

    def _approvals_from_night(self) -> None:
        self.window.deck.start("approvals")
        self._night_approvals = True
        self.window.notices.toast(BACK_TO_NIGHT)

    def _approvals_left(self) -> None:
        """Back to the night audit if it led there, once; else home."""
        meant, self._night_approvals = self._night_approvals, False
        self.window.go("night_audit" if meant else "house").setFocus()

    def _show_night_papers(self, closed: date) -> None:
        from ui.screens.paper_preview import night_papers, show_papers

        show_papers(self.place, *night_papers(closed))

    def _make_move_report(self, _shell: Shell) -> QWidget:
        from ui.screens.move_report import MoveReportPage

        page = MoveReportPage(self.place)
        page.closed.connect(self._go_home)
        return page

    def _make_paper(self, _shell: Shell) -> QWidget:
        from ui.screens.paper import PaperPage

        page = PaperPage(self.place)
        page.closed.connect(self._go_home)
        return page

    def _make_folios(self, _shell: Shell) -> QWidget:
        from ui.screens.batch import BatchPage

        return BatchPage(self.place)

    def _make_journal(self, shell: Shell) -> QWidget:
        from ui.screens.journal import JournalPage

        return JournalPage(shell, self.session)

    def _make_sharing(self, shell: Shell) -> QWidget:
        from ui.screens.sharing import SharingPage

        page = SharingPage(shell, self.session, self.sharing, self._now)
        page.closed.connect(self._go_home)
        page.stay_asked.connect(self._open_stay)
        page.join_asked.connect(self.join_asked)
        page.redo_asked.connect(self._redo)
        return page

    def _redo(self, row: WaitingRow) -> None:
        from ui.screens.redo import Redo

        self._go_home()
        self._open_stay(row.stays[0])
        Redo(self.house().stay, row, self.sharing.give_up).begin()

    def _go_home(self) -> None:
        self.window.go("house").setFocus()

    def _workplace(self) -> Workplace:
        window = self.window
        return Workplace(
            window=window,
            bus=self.bus,
            session=self.session,
            deck=window.deck,
            notices=window.notices,
            sharing=self.sharing,
            cover=window.cover,
            uncover=window.uncover,
            pages=dict(STAY_PAGES),
        )

    def _connect(self) -> None:
        self.session.changed.connect(self._show_session)
        self.window.person_asked.connect(self.switch_person)
        self.window.deck.triggered.connect(self._started)
        self.window.opened.connect(self._found)
        self.sharing.altered.connect(self._show_standing)

    def _started(self, action_id: str) -> None:
        today = self.session.today
        if action_id == "move_reasons":
            from ui.dialogs.move_reason import MoveReasonForm

            self._open(MoveReasonForm(self.place))
        elif action_id == "walk_in" and today is not None:
            from ui.dialogs.walk_in import WalkInForm

            self._open(WalkInForm(self.place, today))
        elif action_id == "join":
            self._join()

    def _open(self, form: FormDialog) -> None:
        """A form over whatever is in view; afterwards the keyboard is where it was."""
        before = self.window.focusWidget()
        if before is not None:
            form.finished.connect(lambda _result: before.setFocus())
        form.open()

    def _join(self) -> None:
        if self.sharing.shared:
            self.window.notices.toast(f"This computer is {self.session.workstation} of a shared house already.")
        else:
            self.join_asked.emit()

    def _show_session(self) -> None:
        self.window.show_session(self.session)

    def _house_shown(self, house: HouseView) -> None:
        to_do = len(house.due_in) + sum(row.due_out for row in house.in_house)
        counts = {"house": len(house.attention), "approvals": house.waiting_credits, "day": to_do}
        self.window.show_counts(counts)

    def _found(self, target: tuple[str, str]) -> None:
        kind, key = target
        if kind == STAY and self.session.staff:
            self.house().open_stay(key)

    def _show_standing(self) -> None:
        said = self.sharing.badge(self._now())
        self.window.show_sync(said.icon, said.word, said.tone, said.detail)

    def _ready(self) -> Sequence[Action]:
        return self.window.deck.ready()

    def _clock(self) -> str:
        return wording.clock(datetime.now().astimezone())
