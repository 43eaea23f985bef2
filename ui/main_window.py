"""The shell: header, rail, pages, finder and list of keys. It holds no rule of the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from ui import actions, icons, theme
from ui.actions import ActionDeck, by_id
from ui.bus import DeskBus
from ui.notices import Notices
from ui.palette import Finder, Finding, Hit
from ui.widgets.header import Header
from ui.widgets.key_list import KeyList
from ui.widgets.pages import PageRoom, Pages
from ui.widgets.rail import Rail

CLOCK_MS = 5000


class Session(Protocol):
    """Who works at this window, in which house, on which day; all in the clerk's words."""

    @property
    def hotel(self) -> str:
        """The hotel's name."""

    @property
    def business_date(self) -> str:
        """The hotel's day, such as "Fri 21 Nov"."""

    @property
    def person(self) -> str:
        """The name of who is signed in, or nothing."""

    @property
    def role(self) -> str:
        """The role's name in the table of actions, or nothing."""

    @property
    def role_title(self) -> str:
        """The role in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What a screen is given: the road to the desk, the actions, and the ways to tell someone."""

    bus: DeskBus
    deck: ActionDeck
    notices: Notices


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One page of the window, made when it is first opened; its id is that of the action that opens it.

    ``rail`` False leaves it out of the rail.
    A page with a method ``act(action_id) -> bool`` is offered each action and answers whether it was its own.
    """

    id: str
    title: str
    icon: str
    make: Callable[[Shell], QWidget]
    rail: bool = True


class MainWindow(QMainWindow):
    """One window of one workstation."""

    opened = Signal(object)
    """What was picked in the finder and is not an action: the target of a `Hit`."""
    person_asked = Signal()
    """Another person wants to work here."""
    theme_changed = Signal(str)
    """The user has chosen another theme."""

    def __init__(
        self, bus: DeskBus, screens: Sequence[Screen], finding: Finding, clock: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._clock = clock
        self._screens = {screen.id: screen for screen in screens}
        self._pages: dict[str, QWidget] = {}
        self._covers: dict[QWidget, QWidget] = {}
        self.deck = ActionDeck(self, icons.icon)
        self.notices = Notices(self, icons.icon)
        self.shell = Shell(bus=bus, deck=self.deck, notices=self.notices)
        self.header, self.rail, self._stack = Header(), Rail(), Pages()
        self._lay_out()
        self.keys = KeyList(self)
        self.finder = Finder(bus, finding, self)
        self._before_find: QWidget | None = None
        self._connect(bus)
        self._tick()

    def show_session(self, session: Session) -> None:
        """Another person, day or house: words in the header, and what can be started."""
        self.header.show_house(session.hotel, session.business_date)
        self.header.show_person(session.person, session.role_title)
        self.deck.allow(session.role)
        for screen_id in self._screens:
            self.rail.allow(screen_id, allowed=actions.allowed(actions.by_id(screen_id), session.role))
        self.setWindowTitle(f"Front desk — {session.hotel}")

    def show_sync(self, icon: str, word: str, tone: str = "accent", detail: str = "") -> None:
        """The state of sharing: icon and word, and a quiet second line."""
        self.header.sync.say(icon, word, tone, detail)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many things wait on each screen."""
        for screen_id, number in counts.items():
            self.rail.count(screen_id, number)

    def go(self, screen_id: str) -> QWidget:
        """Open a screen and answer its page. Raises `KeyError` for a screen that was not given."""
        self._stack.setCurrentWidget(self._on_top(self._made(screen_id)))
        self.rail.mark(screen_id)
        return self._pages[screen_id]

    def lay_under(self, screen_id: str, page: QWidget) -> None:
        """Make a screen under a page that is in view and stays so: it is there when that page goes."""
        if screen_id not in self._pages:
            self._covers[self._made(screen_id)] = page
            self.rail.mark(screen_id)

    def _made(self, screen_id: str) -> QWidget:
        if screen_id not in self._pages:
            self._pages[screen_id] = self._screens[screen_id].make(self.shell)
            self._stack.addWidget(self._pages[screen_id])
        return self._pages[screen_id]

    def page(self) -> QWidget | None:
        """The page in view."""
        return self._stack.currentWidget()

    def cover(self, page: QWidget) -> None:
        """Show a page that is on no rail, such as one guest's move, over the page in view.

        It stays there, with what was typed, while another screen is visited.
        """
        under = self._stack.currentWidget()
        self._stack.addWidget(page)
        if under is not None:
            self._covers[under] = page
        self._stack.setCurrentWidget(page)

    def uncover(self, page: QWidget) -> None:
        """Let such a page go and return to what was under it."""
        under = next((below for below, over in self._covers.items() if over is page), None)
        above = self._covers.pop(page, None)
        in_view = self._stack.currentWidget() is page
        if under is not None:
            del self._covers[under]
            if above is not None:
                self._covers[under] = above
            if in_view:
                self._stack.setCurrentWidget(self._on_top(under))
        self._stack.removeWidget(page)
        page.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the clock; whoever made the bus closes it."""
        self._timer.stop()
        super().closeEvent(event)

    def _on_top(self, page: QWidget) -> QWidget:
        """The page, or what lies over it."""
        while page in self._covers:
            page = self._covers[page]
        return page

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.notices.banner_bar)
        middle.addWidget(PageRoom(self._stack), 1)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.rail)
        below.addLayout(middle, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(below, 1)
        self.setCentralWidget(whole)
        for screen in filter(lambda screen: screen.rail, self._screens.values()):
            self.rail.add(screen.id, screen.title, screen.icon)

    def _connect(self, bus: DeskBus) -> None:
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(CLOCK_MS)
        bus.failed.connect(self.notices.tell)
        self.rail.chosen.connect(self.deck.start)
        self.header.search_asked.connect(self._find)
        self.header.switch_asked.connect(self.person_asked)
        self.header.sync_asked.connect(partial(self.deck.start, "sharing"))
        self.deck.triggered.connect(self._act)
        self.finder.picked.connect(self._picked)
        self.finder.closed.connect(self._found)

    @Slot(str)
    def _act(self, action_id: str) -> None:
        """Offer an action to the page in view; what is nobody's is the shell's."""
        own = {"find": self._find, "keys": self.keys.toggle, "theme": self._next_theme}
        if action_id in own:
            own[action_id]()
        elif action_id == "back" and self._step_back():
            return
        elif action_id in self._screens and not self._closes(action_id):
            self.go(action_id)
        elif not by_id(action_id).everywhere:
            act = getattr(self.page(), "act", None)
            if not (callable(act) and act(action_id)) and action_id == "person":
                self.person_asked.emit()

    def _closes(self, action_id: str) -> bool:
        """A screen that is on no rail is closed by the key that opened it."""
        page = self.page()
        act = getattr(page, "act", None)
        off = not self._screens[action_id].rail and page is self._pages.get(action_id)
        return off and callable(act) and bool(act(action_id))

    def _step_back(self) -> bool:
        """Esc closes what lies over the page first."""
        if self.finder.isVisible():
            self.finder.close_it()
        elif self.keys.isVisible():
            self.keys.toggle()
        else:
            return False
        return True

    @Slot()
    def _find(self) -> None:
        if self.finder.isVisible():
            self.finder.close_it()
            return
        self._before_find = self.focusWidget()
        self.finder.open_over(self.header.search)

    @Slot()
    def _found(self) -> None:
        if self._before_find is not None:
            self._before_find.setFocus()
            self._before_find = None

    @Slot(object)
    def _picked(self, hit: Hit) -> None:
        if isinstance(hit.target, actions.Action):
            self.deck.start(hit.target.id)
        else:
            self.opened.emit(hit.target)

    def _next_theme(self) -> None:
        app = QGuiApplication.instance()
        assert isinstance(app, QApplication)
        name = theme.following(theme.current_name())
        scale = app.property("scale")
        theme.apply(app, name, scale if isinstance(scale, float) else 1.0)
        self.notices.toast(theme.TITLES[name])
        self.theme_changed.emit(name)

    @Slot()
    def _tick(self) -> None:
        self.header.show_clock(self._clock())
