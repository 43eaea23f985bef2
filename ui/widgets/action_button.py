"""A button that stands for an action: it wears the action's key and can be pressed when the action can be started."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui import actions
from ui.actions import ActionDeck
from ui.widgets.buttons import KeyButton


class ActionButton(KeyButton):
    """One action of the table; ``word`` is shorter than its title where there is little room."""

    def __init__(
        self, deck: ActionDeck, action_id: str, *, word: str = "", primary: bool = False, parent: QWidget | None = None
    ) -> None:
        action = actions.by_id(action_id)
        super().__init__(word or action.title, icon=action.icon, key=action.key, primary=primary, parent=parent)
        self._deck, self._action = deck, action_id
        self.setAutoDefault(False)
        self.clicked.connect(self._start)
        deck.altered.connect(self._look)
        self._look()

    def _start(self) -> None:
        self._deck.start(self._action)

    def _look(self) -> None:
        self.setEnabled(self._deck[self._action].isEnabled())
