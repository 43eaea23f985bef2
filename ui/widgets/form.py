"""Fields one below the other: label above, what is wrong below."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.picture import Picture


class Field(QWidget):
    """One field with its label, an optional hint, and a place for what is wrong with it."""

    def __init__(self, label: str, edit: QWidget, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = edit
        self._hint = hint
        self._label = QLabel(label)
        self._label.setProperty("role", "field")
        self._label.setBuddy(edit)
        self._icon = Picture("", "danger", 14)
        self._below = QLabel(hint)
        self._below.setWordWrap(True)
        self._below.setProperty("role", "small")
        edit.setAccessibleName(label)
        edit.setAccessibleDescription(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(edit)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._icon)
        row.addWidget(self._below, 1)
        column.addLayout(row)
        self.complain("")

    def complain(self, text: str) -> None:
        """Show what is wrong with the field, or take that away with an empty text."""
        self._icon.show_icon("warning" if text else "", "danger")
        self._icon.setVisible(bool(text))
        self._below.setText(text or self._hint)
        self._below.setVisible(bool(text or self._hint))
        theme.restyle(self._below, tone="danger" if text else "")
        theme.restyle(self.edit, tone="danger" if text else "")
        self.edit.setAccessibleDescription(text or self._hint)

    def say(self, hint: str) -> None:
        """Another hint below the field."""
        self._hint = hint
        self.complain("")

    def complaint(self) -> str:
        """What is said to be wrong, or nothing."""
        return self._below.text() if self._icon.isVisibleTo(self) else ""


class Form(QWidget):
    """Fields by name, from top to bottom in the order of Tab; `beside` puts two or three on one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    def pack(self) -> None:
        """Stand closer together, where there is little room."""
        self._column.setSpacing(6)

    def add(self, name: str, label: str, edit: QWidget, *, hint: str = "") -> Field:
        """Put a field at the end."""
        field = self._keep(name, Field(label, edit, hint=hint))
        self._column.addWidget(field)
        return field

    def beside(self, *fields: tuple[str, str, QWidget]) -> None:
        """Put fields (name, label, widget) on one line."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        for number, (name, label, edit) in enumerate(fields):
            grid.addWidget(self._keep(name, Field(label, edit)), 0, number, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(number, 1)
        self._column.addLayout(grid)

    def add_widget(self, widget: QWidget) -> None:
        """Put something that is not a field at the end."""
        self._column.addWidget(widget)

    def field(self, name: str) -> Field:
        """The field of this name. Raises `KeyError`."""
        return self._fields[name]

    def complain(self, wrong: dict[str, str]) -> None:
        """Say what is wrong with which field, clear all others, and go to the first of them."""
        for name, field in self._fields.items():
            field.complain(wrong.get(name, ""))
        first = next((name for name in self._fields if name in wrong), None)
        if first is not None:
            self._fields[first].edit.setFocus()

    def first(self) -> QObject | None:
        """The first field's widget, where the cursor belongs when the form opens."""
        return next((field.edit for field in self._fields.values()), None)

    def _keep(self, name: str, field: Field) -> Field:
        self._fields[name] = field
        return field
