"""Everything that can be done with a stay and its bill, in one menu."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from ui.actions import ActionDeck, groups
from ui.widgets.action_button import ActionButton

MORE = "more"


class MoreButton(ActionButton):
    """Opens the menu; arrows and Enter choose, Esc closes. Its entries are those of the action table."""

    def __init__(self, deck: ActionDeck, parent: QWidget | None = None) -> None:
        super().__init__(deck, MORE, parent=parent)
        self.menu_of_actions = QMenu(self)
        self.menu_of_actions.setAccessibleName("More")
        for group in ("Bill", "Stay"):
            self.menu_of_actions.addSeparator()
            for action in groups()[group]:
                if action.id != MORE:
                    self.menu_of_actions.addAction(deck[action.id])

    def open_menu(self) -> None:
        """Show the menu below the button."""
        menu = self.menu_of_actions
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        ready = (action for action in menu.actions() if action.isEnabled() and not action.isSeparator())
        first = next(ready, None)
        if first is not None:
            menu.setActiveAction(first)
