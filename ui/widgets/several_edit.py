"""A line for several words of a closed list, with commas between them; what fits is offered while typing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QWidget

_COMMA = re.compile("[,;]")
LONGEST = 1000
"""More is not read: no house has so many words."""


@dataclass(frozen=True, slots=True)
class Word:
    """Something to choose: how it stands in the line, how it is offered, and what it means."""

    short: str
    words: str
    value: object


class SeveralEdit(QLineEdit):
    """Typing finds a word anywhere in it, Enter takes it, Down shows all of them."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(LONGEST)
        self._words: tuple[Word, ...] = ()
        self._model = QStringListModel(self)
        self.completer_of_words = QCompleter(self._model, self)
        self.completer_of_words.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer_of_words.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer_of_words.setMaxVisibleItems(10)
        self.completer_of_words.setWidget(self)
        self.completer_of_words.activated.connect(self.take)
        self.textEdited.connect(self._typed)

    def words(self) -> tuple[Word, ...]:
        """What is offered."""
        return self._words

    def offer(self, words: Iterable[Word]) -> None:
        """Offer these words; what was typed stays."""
        self._words = tuple(words)
        self._model.setStringList([word.words for word in self._words])

    def values(self) -> list[object]:
        """What the line means, each once, in the order typed.

        Raises:
            LookupError: with the first word that is not offered.
        """
        return list(dict.fromkeys(self._meant(part) for part in self._parts() if part))

    def set_values(self, values: Iterable[object]) -> None:
        """Write what means these values."""
        short = {word.value: word.short for word in self._words}
        self.setText(", ".join(short.get(value, str(value)) for value in values))

    def take(self, words: str) -> None:
        """Put an offered word where the last one was being typed."""
        word = next(word for word in self._words if word.words == words)
        kept = [part for part in self._parts()[:-1] if part]
        self.setText(", ".join([*kept, word.short]))

    def popup(self) -> QAbstractItemView:
        """The list of what is offered."""
        popup = self.completer_of_words.popup()
        assert popup is not None, "a completer has one"
        return popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down shows every word; all else is typing."""
        if event.key() == Qt.Key.Key_Down:
            self._offer_for("")
        else:
            super().keyPressEvent(event)

    def _typed(self, _text: str) -> None:
        last = self._parts()[-1]
        if last:
            self._offer_for(last)
        else:
            self.popup().hide()

    def _offer_for(self, typed: str) -> None:
        completer = self.completer_of_words
        completer.setCompletionPrefix(typed)
        completer.complete()
        self.popup().setCurrentIndex(completer.completionModel().index(0, 0))

    def _parts(self) -> list[str]:
        return [part.strip() for part in _COMMA.split(self.text())]

    def _meant(self, part: str) -> object:
        wanted = part.casefold()
        for word in self._words:
            if wanted in (word.short.casefold(), word.words.casefold()):
                return word.value
        raise LookupError(part)
