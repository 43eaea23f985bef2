"""What a page works with, and the pages that others bring for a stay."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from ui.actions import ActionDeck
from ui.bus import DeskBus
from ui.notices import Notices
from ui.session import Session
from ui.sharing import Sharing

PageMaker = Callable[["Workplace", str, tuple[str, ...]], QWidget]
"""Makes the page of an action for a stay and the lines chosen on its bill.

The page may have a signal ``closed``: it is taken away then, and what was under it has the keyboard again.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """The road to the desk, the person, the actions, and the ways to tell someone or to show another page."""

    window: QWidget
    bus: DeskBus
    session: Session
    deck: ActionDeck
    notices: Notices
    sharing: Sharing
    cover: Callable[[QWidget], None]
    uncover: Callable[[QWidget], None]
    pages: MutableMapping[str, PageMaker] = field(default_factory=dict)
    """Who makes the page of an action such as "move", "credit" or "print"."""
