"""One table of everything a person can start: menus, keys, finder and permissions all derive from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QWidget

ASSOCIATE = "associate"
SUPERVISOR = "supervisor"
NIGHT_AUDITOR = "night_auditor"
DUTY_MANAGER = "duty_manager"
GENERAL_MANAGER = "general_manager"

EVERYONE = frozenset({ASSOCIATE, SUPERVISOR, NIGHT_AUDITOR, DUTY_MANAGER, GENERAL_MANAGER})
APPROVERS = EVERYONE - {ASSOCIATE}
MANAGERS = frozenset({DUTY_MANAGER, GENERAL_MANAGER})
OPEN: frozenset[str] = frozenset()
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to start: its name, its key, who may, and what has to be chosen first.

    ``roles`` empty means that nobody needs to be signed in. ``needs`` names what the context must hold, such
    as "stay" or "line". ``where`` is the group in the menu and in the list of keys. The first key is shown.
    ``everywhere`` is true for what is about no page: it starts the same whatever is in view.
    """

    id: str
    title: str
    icon: str
    where: str
    keys: tuple[str, ...] = ()
    roles: frozenset[str] = EVERYONE
    needs: frozenset[str] = NOTHING
    everywhere: bool = False

    @property
    def key(self) -> str:
        """The key as a keycap shows it, or nothing."""
        return self.keys[0] if self.keys else ""


_STAY = frozenset({"stay"})
_DUE_IN = frozenset({"stay", "due_in"})
_IN_HOUSE = frozenset({"stay", "in_house"})
_LINE = frozenset({"stay", "line"})

ACTIONS: tuple[Action, ...] = (
    Action(id="find", title="Find", icon="search", where="Anywhere", keys=("Ctrl+K", "Ctrl+P"), roles=OPEN),
    Action(id="keys", title="Keys", icon="question", where="Anywhere", keys=("F1",), roles=OPEN),
    Action(id="back", title="Back", icon="arrow-left", where="Anywhere", keys=("Esc",), roles=OPEN),
    Action(id="person", title="Switch person", icon="user", where="Anywhere", keys=("F12",), roles=OPEN),
    Action(id="theme", title="Change theme", icon="sun", where="Anywhere", keys=("Ctrl+T",), roles=OPEN),
    Action(id="house", title="House", icon="home", where="Go to", keys=("Ctrl+1",)),
    Action(id="day", title="Arrivals and departures", icon="door-in", where="Go to", keys=("Ctrl+2",)),
    Action(id="chart", title="Tape chart", icon="rooms", where="Go to", keys=("Ctrl+3",)),
    Action(id="rooms", title="Rooms", icon="bed", where="Go to", keys=("Ctrl+4",)),
    Action(
        id="approvals",
        title="Approvals",
        icon="check-circle",
        where="Go to",
        keys=("Ctrl+5",),
        roles=APPROVERS,
    ),
    Action(id="night_audit", title="Night audit", icon="moon", where="Go to", keys=("Ctrl+6",), roles=APPROVERS),
    Action(id="journal", title="Journal", icon="history", where="Go to", keys=("Ctrl+7",)),
    Action(id="sharing", title="Sharing", icon="sync", where="Go to", keys=("Ctrl+J",)),
    Action(id="join", title="Join a shared house", icon="people", where="Go to", everywhere=True),
    Action(id="move_report", title="Report of moves", icon="bed", where="Go to"),
    Action(id="move_reasons", title="Reasons of moves", icon="gear", where="Go to", roles=MANAGERS, everywhere=True),
    Action(id="paper", title="Paper and mail settings", icon="gear", where="Go to", roles=MANAGERS),
    Action(id="more", title="More", icon="plus", where="Stay", keys=("F10",), needs=_STAY),
    Action(id="folios", title="Hand out folios", icon="printer", where="Go to", keys=("Ctrl+F5",)),
    Action(id="explain", title="Explain", icon="question", where="Bill", keys=("F2",), needs=_LINE),
    Action(id="move", title="Move", icon="bed", where="Stay", keys=("F3",), needs=_STAY),
    Action(id="slip", title="Print slip", icon="printer", where="Stay", keys=("Shift+F3",), needs=_STAY),
    Action(id="credit", title="Credit", icon="gift", where="Stay", keys=("F4",), needs=_STAY),
    Action(id="print", title="Print folio", icon="printer", where="Bill", keys=("F5",), needs=_STAY),
    Action(id="email", title="E-mail folio", icon="note", where="Bill", keys=("Shift+F5",), needs=_STAY),
    Action(id="payment", title="Take payment", icon="card", where="Bill", keys=("F6",), needs=_STAY),
    Action(id="charge", title="Post charge", icon="plus", where="Bill", keys=("F7",), needs=_STAY),
    Action(id="correct", title="Correct or allow line", icon="undo", where="Bill", keys=("F9",), needs=_LINE),
    Action(id="transfer", title="Transfer line", icon="arrow-right", where="Bill", keys=("Ctrl+F9",), needs=_LINE),
    Action(id="split", title="Split line", icon="move", where="Bill", keys=("Shift+F9",), needs=_LINE),
    Action(id="gift_back", title="Take a gift back", icon="undo", where="Bill", roles=MANAGERS, needs=_LINE),
    Action(id="settle", title="Settle window", icon="bill", where="Bill", keys=("Shift+F6",), needs=_STAY),
    Action(id="window", title="Open a window", icon="plus", where="Bill", needs=_STAY),
    Action(id="payee", title="Who pays this window", icon="user", where="Bill", needs=_STAY),
    Action(id="routing", title="Who pays what (routing)", icon="arrow-right", where="Bill", needs=_STAY),
    Action(id="reroute", title="Send posted lines by the routing", icon="arrow-right", where="Bill", needs=_STAY),
    Action(id="refund", title="Refund a payment", icon="undo", where="Bill", keys=("Ctrl+F6",), needs=_STAY),
    Action(id="foreign", title="Take foreign money", icon="card", where="Bill", needs=_STAY),
    Action(id="deposit", title="Take a deposit", icon="card", where="Bill", needs=_STAY),
    Action(id="paid_out", title="Post a paid-out", icon="plus", where="Bill", needs=_STAY),
    Action(id="write_off", title="Write off", icon="bill", where="Bill", needs=_STAY),
    Action(id="check_in", title="Check in", icon="door-in", where="Stay", keys=("Ctrl+I",), needs=_DUE_IN),
    Action(id="check_out", title="Check out", icon="door-out", where="Stay", keys=("Ctrl+O",), needs=_IN_HOUSE),
    Action(
        id="departure", title="Extend or shorten the stay", icon="clock", where="Stay", keys=("Ctrl+E",), needs=_STAY
    ),
    Action(
        id="arrival_day", title="Change the arrival", icon="clock", where="Stay", keys=("Ctrl+Shift+E",), needs=_DUE_IN
    ),
    Action(id="cancel_stay", title="Cancel the stay", icon="undo", where="Stay", needs=_DUE_IN),
    Action(id="party", title="Change who sleeps in the room", icon="user", where="Stay", needs=_STAY),
    Action(id="sharer", title="A guest goes to another room", icon="bed", where="Stay", needs=_IN_HOUSE),
    Action(id="exempt", title="Exempt a guest from a tax", icon="bill", where="Stay", needs=_STAY),
    Action(id="erase", title="Erase the guest’s data", icon="x", where="Stay", roles=MANAGERS, needs=_STAY),
    Action(id="assign", title="Assign a room", icon="key", where="Stay", keys=("Ctrl+G",), needs=_DUE_IN),
    Action(id="walk_in", title="Walk-in", icon="plus", where="Stay", keys=("Ctrl+W",), everywhere=True),
    Action(id="case", title="New case", icon="flag", where="Stay", keys=("Ctrl+N",), needs=_STAY),
    Action(id="hold", title="Note a hold", icon="lock", where="Stay", keys=("Ctrl+H",), needs=_STAY),
    Action(id="capture", title="Capture a hold", icon="card", where="Stay", needs=frozenset({"stay", "hold"})),
    Action(id="release", title="Release a hold", icon="key", where="Stay", needs=frozenset({"stay", "hold"})),
)


def by_id(action_id: str) -> Action:
    """The action of this id. Raises `KeyError` when there is none."""
    return _BY_ID[action_id]


def groups() -> dict[str, tuple[Action, ...]]:
    """The actions by their group, in the order of the table."""
    names = dict.fromkeys(action.where for action in ACTIONS)
    return {name: tuple(action for action in ACTIONS if action.where == name) for name in names}


def allowed(action: Action, role: str) -> bool:
    """Whether a person of this role may start the action at all."""
    return not action.roles or role in action.roles


class ActionDeck(QObject):
    """The actions of one window, as QActions that know whether they can be started now."""

    triggered = Signal(str)
    """The id of an action a person has started."""
    altered = Signal()
    """Which actions can be started has changed."""

    def __init__(self, window: QWidget, icon: Callable[[str], QIcon]) -> None:
        super().__init__(window)
        self._role = ""
        self._context: frozenset[str] = frozenset()
        self._made = {action.id: self._make(action, window, icon) for action in ACTIONS}
        self._update()

    def __getitem__(self, action_id: str) -> QAction:
        return self._made[action_id]

    def allow(self, role: str) -> None:
        """Another person works here; "" is nobody."""
        self._role = role
        self._update()

    def choose(self, context: Iterable[str]) -> None:
        """Say what is chosen on the screen, such as {"stay", "line"}."""
        if self._context != frozenset(context):
            self._context = frozenset(context)
            self._update()

    def ready(self) -> Sequence[Action]:
        """The actions that can be started now, in the order of the table."""
        return [action for action in ACTIONS if self._can(action)]

    def start(self, action_id: str) -> None:
        """Start an action as if its key had been pressed; nothing happens while it cannot be started."""
        self._made[action_id].trigger()

    def _can(self, action: Action) -> bool:
        return allowed(action, self._role) and action.needs <= self._context

    def _make(self, action: Action, window: QWidget, icon: Callable[[str], QIcon]) -> QAction:
        made = QAction(icon(action.icon), action.title, window)
        made.setObjectName(action.id)
        made.setShortcuts([QKeySequence(key) for key in action.keys])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.triggered.connect(partial(self._started, action.id))
        window.addAction(made)
        return made

    def _started(self, action_id: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal sends it
        self.triggered.emit(action_id)

    def _update(self) -> None:
        for action in ACTIONS:
            self._made[action.id].setEnabled(self._can(action))
        self.altered.emit()


_BY_ID = {action.id: action for action in ACTIONS}
