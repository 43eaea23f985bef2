"""Transfer a line to another window, or to another guest's bill."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QLineEdit

from frontdesk.commands import OpenWindow, TransferPosting
from frontdesk.errors import Refusal
from frontdesk.queries.folio import WindowView
from frontdesk.queries.posting_preview import PostingPreview, PreviewTransfer
from frontdesk.queries.stay import SeeStay, StayView
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.effect import sentence, windows
from ui.dialogs.reading import FieldRefusal, words
from ui.widgets.before_after import BeforeAfter
from ui.widgets.choice import Choice, Option
from ui.workplace import Workplace

OTHER = "other"


class TransferForm(DeskForm):
    """Where the line goes, and why. It keeps its taxes, its day and its room."""

    def __init__(self, place: Workplace, posting: str, title: str, windows: Sequence[WindowView], here: int) -> None:
        super().__init__(place, f"Transfer: {title}", submit="Transfer")
        self._posting, self._other = posting, ""
        self.to = Choice([*(_option(window, here) for window in windows), _OTHER_GUEST])
        self.room, self.guest, self.reason = QLineEdit(), QLabel(), QLineEdit()
        self.room.setPlaceholderText("412")
        self.form.add("to", "Where to", self.to)
        self.form.add("room", "Room of the other guest", self.room)
        self.form.add_widget(self.guest)
        self.form.add("reason", "Why", self.reason)
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.form.add_widget(self.balance)
        self.form.field("room").setEnabled(False)
        self.to.chosen.connect(self._to_chosen)
        self.room.textChanged.connect(self._find)
        free = [window for window in windows if window.number != here and not window.settled]
        self.to.choose(str(free[0].number) if free else OTHER)

    def command(self) -> TransferPosting:
        """The transfer as chosen."""
        chosen = self.to.value()
        if chosen is None:
            raise FieldRefusal("to", "Choose where the line goes.")
        if chosen == OTHER and not self._other:
            raise FieldRefusal("room", "Type the room of a guest who is in house.")
        return self.place.session.make(
            TransferPosting,
            posting=self._posting,
            to_stay=self._other if chosen == OTHER else "",
            to_window=1 if chosen == OTHER else int(chosen),
            reason=self.reason.text().strip(),
        )

    def done_words(self) -> str:
        """Where it went."""
        return "Line transferred"

    def _to_chosen(self, option: str) -> None:
        self.form.field("room").setEnabled(option == OTHER)
        self._look()

    def _find(self, room: str) -> None:
        self._other = ""
        self.unask("guest")
        self.guest.clear()
        self._look()
        if room.strip():
            self.place.bus.ask(
                SeeStay(room=room.strip()), owner=self, done=self._found, refused=self._nobody, slot="guest"
            )

    def _found(self, stay: StayView) -> None:
        self._other = stay.stay
        self.form.field("room").complain("")
        self.guest.setText(f"{stay.room}  {stay.name}")
        self._look()

    def _look(self) -> None:
        self.unask()
        chosen = self.to.value()
        if chosen is None or (chosen == OTHER and not self._other):
            self.balance.unknown()
            return
        other = chosen == OTHER
        question = PreviewTransfer(self._posting, 1 if other else int(chosen), self._other if other else "")
        self.ask(question, self._show, slot="preview")

    def _show(self, found: PostingPreview) -> None:
        said = found.refused or sentence(
            windows(found.effect, found.currency), "The line keeps its tax, and both bills say where it went"
        )
        after = wording.with_symbol(found.balance_after, found.currency)
        self.balance.say(wording.money(found.balance, found.currency), after, said)

    def _nobody(self, refusal: Refusal) -> None:
        self.form.field("room").complain(refusal.title)


class WindowForm(DeskForm):
    """Open a further window of the bill for somebody who pays."""

    def __init__(self, place: Workplace, stay: str) -> None:
        super().__init__(place, "Open a window", submit="Open window")
        self._stay = stay
        self.payee = QLineEdit()
        self.form.add("payee", "Who pays", self.payee, hint="The name as it stands on the paper")

    def command(self) -> OpenWindow:
        """The window for the payee typed."""
        payee = words("payee", self.payee.text(), "Type the name of who pays.")
        return self.place.session.make(OpenWindow, stay=self._stay, payee=payee)


def _option(window: WindowView, here: int) -> Option:
    locked = "the line is there already" if window.number == here else ""
    settled = f"settled as {window.settled}" if window.settled else ""
    return Option(id=str(window.number), title=f"Window {window.number}, {window.payee}", locked=locked or settled)


_OTHER_GUEST = Option(id=OTHER, title="Another guest's bill", detail="its first window")
