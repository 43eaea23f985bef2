"""Other guests in the room, and a guest who does not pay a tax: posted nights are settled, shown before it is done."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QLineEdit

from frontdesk.commands import ChangeParty, ExemptGuest
from frontdesk.errors import Refusal
from frontdesk.queries.party import ExemptionReasons, PreviewExemption, PreviewParty, SettlingPreview
from frontdesk.queries.stay import StayView
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.effect import sentence, taxes
from ui.dialogs.reading import FieldRefusal, words
from ui.widgets.before_after import BeforeAfter
from ui.widgets.choose import chooser
from ui.widgets.date_edit import DateEdit
from ui.workplace import Workplace

_AGES = re.compile("[0-9]{1,2}")


class PartyForm(DeskForm):
    """How many adults, and how old the children; from a night on."""

    def __init__(self, place: Workplace, stay: StayView) -> None:
        super().__init__(place, "Change who sleeps in the room", submit="Change")
        self._stay = stay
        self.adults = QLineEdit(str(stay.adults))
        self.ages = QLineEdit(", ".join(map(str, stay.children)))
        self.ages.setPlaceholderText("none")
        self.night = DateEdit(stay.arrival)
        self.night.set_range(stay.arrival, max(stay.arrival, stay.departure - timedelta(days=1)))
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.form.beside(("adults", "Adults", self.adults), ("children", "Ages of the children", self.ages))
        self.form.add("night", "From the night of", self.night, hint="The first night changes the whole stay")
        self.form.add_widget(self.balance)
        self.adults.textChanged.connect(self._look)
        self.ages.textChanged.connect(self._look)
        self.night.moved.connect(self._look)
        self._look()

    def command(self) -> ChangeParty:
        """The party as typed."""
        return self.place.session.make(ChangeParty, stay=self._stay.stay, **self._fields())

    def done_words(self) -> str:
        """Who sleeps there now."""
        fields = self._fields()
        return f"{wording.party(fields['adults'], fields['children'])} in the room"

    def _fields(self) -> dict[str, Any]:
        typed = self.adults.text().strip()
        if not _AGES.fullmatch(typed):
            raise FieldRefusal("adults", "Type how many adults there are.")
        ages = re.split(r"[\s,;]+", self.ages.text().strip()) if self.ages.text().strip() else []
        if not all(_AGES.fullmatch(age) for age in ages):
            raise FieldRefusal("children", "Type the age of each child, such as 4, 11.")
        night = self.night.value()
        from_night = None if night <= self._stay.arrival else night
        return {"adults": int(typed), "children": tuple(map(int, ages)), "from_night": from_night}

    def _look(self, _value: Any = None) -> None:
        self.unask()
        try:
            question = PreviewParty(stay=self._stay.stay, **self._fields())
        except Refusal:
            self.balance.unknown()
            return
        self.ask(question, self._show, slot="preview")

    def _show(self, found: SettlingPreview) -> None:
        say_settling(self.balance, found)


class ExemptForm(DeskForm):
    """Which guest, for which reason, what was shown, and for which nights."""

    def __init__(self, place: Workplace, stay: StayView) -> None:
        super().__init__(place, "Exempt a guest from a tax", submit="Exempt")
        self._stay = stay
        last = max(stay.arrival, stay.departure - timedelta(days=1))
        self.guest, self.reason, self.evidence = QLineEdit(stay.name), chooser(placeholder="Choose"), QLineEdit()
        self.first, self.last = DateEdit(stay.arrival), DateEdit(last)
        for day in (self.first, self.last):
            day.set_range(stay.arrival, last)
            day.moved.connect(self._look)
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.form.beside(("guest", "Guest", self.guest), ("reason", "Reason", self.reason))
        self.form.add("evidence", "What was shown", self.evidence, hint="Such as the number of a certificate")
        self.form.beside(("first", "First night", self.first), ("last", "Last night", self.last))
        self.form.add_widget(self.balance)
        self.reason.currentIndexChanged.connect(self._look)
        self.guest.textChanged.connect(self._look)
        self.ask(ExemptionReasons(), self._show_reasons, slot="reasons")

    def command(self) -> ExemptGuest:
        """The exemption as typed."""
        evidence = words("evidence", self.evidence.text(), "Write what was shown.")
        return self.place.session.make(ExemptGuest, stay=self._stay.stay, **{**self._fields(), "evidence": evidence})

    def done_words(self) -> str:
        """Who is exempt."""
        return f"{self.guest.text().strip()} is exempt"

    def _fields(self) -> dict[str, Any]:
        if self.reason.currentData() is None:
            raise FieldRefusal("reason", "Choose the reason.")
        return {
            "guest": words("guest", self.guest.text(), "Type the guest's name."),
            "reason": str(self.reason.currentData()),
            "evidence": self.evidence.text().strip() or "to be shown",
            "first": self.first.value(),
            "last": self.last.value(),
        }

    def _show_reasons(self, reasons: tuple[str, ...]) -> None:
        for reason in reasons:
            self.reason.addItem(wording.sentence_case(reason), reason)
        self.reason.setCurrentIndex(-1)
        if not reasons:
            self.show_refusal(Refusal("No tax of this house lets a guest be exempt for a reason."))

    def _look(self, _value: Any = None) -> None:
        self.unask()
        try:
            question = PreviewExemption(stay=self._stay.stay, **self._fields())
        except Refusal:
            self.balance.unknown()
            return
        self.ask(question, self._show, slot="preview")

    def _show(self, found: SettlingPreview) -> None:
        say_settling(self.balance, found)


def say_settling(balance: BeforeAfter, found: SettlingPreview) -> None:
    """The balance before and after the nights behind are settled, or why that cannot be."""
    if found.refused:
        balance.say(wording.DASH, wording.DASH, found.refused)
        return
    said = "Nothing changes for the nights behind; nights to come are posted with it."
    if found.effect.lines:
        said = sentence("The nights behind are settled", taxes(found.effect, found.currency))
    balance.say(
        wording.money(found.balance, found.currency), wording.with_symbol(found.balance_after, found.currency), said
    )
