"""The whole stay on one page: head, tabs, foot, and beside them what to notice or the story of a line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from frontdesk.errors import Refusal
from frontdesk.queries.folio import FolioView
from frontdesk.queries.stay import CaseRow, StayView
from ui import theme
from ui.dialogs.base import FormDialog
from ui.dialogs.case import NoteForm
from ui.screens import stay_forms
from ui.screens.explain import Explain
from ui.screens.stay_bill import BillPart
from ui.screens.stay_cases import CasesPart
from ui.screens.stay_door import StayDoor
from ui.screens.stay_facts import FactsPart
from ui.screens.stay_foot import StayFoot
from ui.screens.stay_head import StayHead, tab_titles
from ui.screens.stay_history import HistoryPart, MovesPart
from ui.screens.stay_menu import MoreButton
from ui.screens.stay_reading import StayReading
from ui.screens.stay_side import StaySide
from ui.screens.stay_slip import open_slip
from ui.widgets.card import Card, rule
from ui.widgets.tabs import Tabs
from ui.widgets.waiting import WaitingStrip
from ui.workplace import Workplace

BILL, MOVES = 1, 3
"""Places of two tabs."""
SMALL, TIGHT = 1050, 900
"""Below these widths of the page, in pixels at scale 1, room is saved, and the cards beside it become a tab."""
WIDE_SIDE, NARROW_SIDE = 292, 244


class StayPage(QWidget):
    """One stay at a time. ``left`` comes when Esc gives the keyboard back to the list of guests.

    ``explaining`` says whether the story of a line stands beside the bill, ``folio_shown`` that the bill was read.
    """

    left = Signal()
    folio_shown = Signal(object)
    explaining = Signal(bool)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place: Workplace = place
        self._reading, self._typed_ahead = StayReading(place, self), ""
        self.head, self.side, self.foot = StayHead(), StaySide(), StayFoot(place.deck)
        self.more = MoreButton(place.deck)
        self.tabs = Tabs(["Stay", "Bill", "Cases", "Moves", "History"])
        self.facts, self.bill, self.cases = FactsPart(), BillPart(), CasesPart(place.deck)
        self.moves, self.history = MovesPart(place), HistoryPart(place)
        self.waiting = WaitingStrip()
        self.explain: Explain | None = None
        self._door = StayDoor(place, self)
        self._parts, self._tight, self._shown = QStackedWidget(), False, False
        self._card = Card(flush=True)
        self._row = QHBoxLayout(self)
        self._lay_out()
        self._connect()
        self.tabs.turn(BILL)
        self._arrange()

    # what it shows

    def show_stay(self, stay: str) -> None:
        """Show another stay; only the newest wish is answered."""
        if stay != self._reading.wanted:
            self._typed_ahead = ""
            self._reading.want(stay)
            self.close_explanation()
            self._show_waiting()
            self._read_part()

    @property
    def stay(self) -> StayView | None:
        """The stay in view, once it was read."""
        return self._reading.stay

    @property
    def folio(self) -> FolioView | None:
        """Its bill, once it was read."""
        return self._reading.folio

    def go_in(self) -> None:
        """Give the keyboard to the part in view."""
        (self.facts.nights, self.bill.lines, self.cases.cases, self.moves.moves, self.history.rows, self.side)[
            self._parts.currentIndex()
        ].setFocus()

    def act(self, action_id: str) -> bool:
        """Start what belongs to a stay; another page brings what it is registered for."""
        if action_id == "back":
            return self._step_back()
        if self.stay is None or self.folio is None:
            self._typed_ahead = action_id if self._reading.wanted else ""
            return bool(self._reading.wanted)
        mine: dict[str, Callable[[], object]] = {
            "explain": self.open_explanation,
            "more": self.more.open_menu,
            "slip": partial(open_slip, self),
            "check_out": partial(self._door.start, "check_out", self.stay.stay),
        }
        if action_id in mine:
            mine[action_id]()
            return True
        made = stay_forms.form_for(self, action_id)
        if made is not None:
            self.open_form(made)
            return True
        return self.open_page(action_id)

    def open_form(self, form: FormDialog) -> None:
        """Show a form over the window; afterwards the keyboard is where it was."""
        before = self.window().focusWidget()
        if before is not None:
            form.finished.connect(partial(_give_back, before))
        form.open()

    # the story of a line

    def open_explanation(self) -> None:
        """Tell the story of the line chosen beside the bill."""
        line = self.bill.line()
        if line is None:
            return
        self.tabs.turn(BILL)
        if self.explain is None:
            self.explain = Explain(self.place)
            self.explain.closed.connect(self.close_explanation)
            self.explain.option_chosen.connect(self._option)
            self.explain.answered.connect(self._answered)
            self._row.addWidget(self.explain, 11)
        self._narrow(on=True)
        self.explain.show_line(line.posting)

    def close_explanation(self) -> None:
        """Return to the same line of the bill."""
        if self.explain is not None:
            explain, self.explain = self.explain, None
            explain.hide()
            self._row.removeWidget(explain)
            explain.deleteLater()
            self._narrow(on=False)
            self.bill.lines.setFocus()

    def _narrow(self, *, on: bool) -> None:
        for part in (self.head, self.bill, self.foot):
            part.narrow(on=on)
        self._arrange()
        self.explaining.emit(on)

    def _arrange(self) -> None:
        """In a small window the story of a line stands in the place of the bill."""
        alone = self._tight and self.explain is not None
        self._card.setVisible(self._shown and not alone)
        if not self._tight:
            self.side.setVisible(self._shown and self.explain is None)

    def _option(self, action: str) -> None:
        if action == "keep":
            self.close_explanation()
        else:
            self.act({"allow": "correct"}.get(action, action))

    def _answered(self, answer: str) -> None:
        line = self.bill.line()
        if answer == "accepted":
            assert self.explain is not None, "an answer is given to a story"
            self.explain.accept()
            self.close_explanation()
        elif line is not None:
            self.open_form(stay_forms.question_form(self, line, checking=answer == "check"))

    # reading

    def _look(self) -> None:
        self._reading.look()
        self._read_part()

    def _read_part(self, _number: int = 0) -> None:
        part = self._parts.currentWidget()
        if self._reading.wanted and isinstance(part, MovesPart | HistoryPart):
            part.read(self._reading.wanted)

    def _gone(self, refusal: Refusal) -> None:
        self._typed_ahead = ""
        self.place.notices.tell(refusal)

    def _cover_old(self) -> None:
        """A slow answer: better nothing than the stay that was shown before."""
        self._shown = False
        self._arrange()

    def _begin(self) -> None:
        """Stay and bill of the guest are there; keys typed meanwhile wait no longer."""
        self._paint_stay()
        self._paint_folio()
        typed, self._typed_ahead = self._typed_ahead, ""
        if typed:
            self.place.deck.start(typed)

    def _paint_stay(self) -> None:
        stay = self.stay
        assert stay is not None, "shown once it is there"
        for part in (self.head, self.side, self.facts, self.cases):
            part.show_stay(stay)
        self.foot.show_status(stay.status)
        self.tabs.offer(tab_titles(stay, aside=self._tight))
        self._shown = True
        self._arrange()
        self._tell_context()

    def _paint_folio(self) -> None:
        folio = self.folio
        assert folio is not None, "shown once it is there"
        self.bill.show_folio(folio)
        self._show_sums()
        if self.explain is not None:
            self.explain.refresh()
        self.folio_shown.emit(folio)

    def _show_sums(self, _window: int = 0) -> None:
        window = self.bill.window_view()
        if self.folio is not None and window is not None:
            self.foot.show_folio(self.folio, window)

    def _show_waiting(self) -> None:
        """What is on its way for this stay: under what is confirmed, never mixed into it."""
        self.waiting.show_rows(self.place.sharing.rows_of(self._reading.wanted))

    def _changed(self, topics: frozenset[str]) -> None:
        if {f"stay:{self._reading.wanted}", f"folio:{self._reading.wanted}"} & topics:
            self._look()

    # what can be done now

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window what stands beside the bill is narrower, and buttons are words and keys."""
        super().resizeEvent(event)
        small = self.width() < theme.pixels(SMALL)
        self.foot.brief(on=small)
        self._tighten(on=self.width() < theme.pixels(TIGHT))
        self.side.stand_alone(on=self._tight, width=theme.pixels(NARROW_SIDE if small else WIDE_SIDE))

    def _tighten(self, *, on: bool) -> None:
        """What to notice stands beside the bill, or where there is no room for it behind a tab of its own."""
        if on == self._tight:
            return
        self._tight = on
        for part in (self.bill, self.foot):
            part.tighten(on=on)
        self.more.show_key(on=not on)
        if on:
            self._parts.addWidget(self.side)
        else:
            if self._parts.currentWidget() is self.side:
                self.tabs.turn(BILL)
            self._parts.removeWidget(self.side)
            self._row.insertWidget(1, self.side)
        self._arrange()
        if self.stay is not None:
            self.tabs.offer(tab_titles(self.stay, aside=on))

    def showEvent(self, event: QShowEvent) -> None:
        """The actions are about this stay while it is in view."""
        super().showEvent(event)
        self._tell_context()

    def hideEvent(self, event: QHideEvent) -> None:
        """And about nothing while it is not."""
        super().hideEvent(event)
        self.place.deck.choose(())

    def _tell_context(self, _line: object = None) -> None:
        if not self.isVisible() or self.stay is None:
            return
        context = {"stay", self.stay.status}
        if self.bill.line() is not None and self.tabs.current() == BILL:
            context.add("line")
        if any(hold.state == "active" for hold in self.stay.holds):
            context.add("hold")
        self.place.deck.choose(context)

    def _step_back(self) -> bool:
        if self.explain is not None:
            self.close_explanation()
        else:
            self.left.emit()
        return True

    def show_moves(self) -> None:
        """The moves of the stay, with the keyboard."""
        self._turn_to(MOVES)

    def open_page(self, action_id: str, lines: tuple[str, ...] | None = None) -> bool:
        """Cover this page with one about the stay; about the line chosen, unless other lines are named."""
        maker = self.place.pages.get(action_id)
        if maker is None or self.stay is None:
            return False
        line = self.bill.line()
        chosen = (line.posting,) if line else ()
        page = maker(self.place, self.stay.stay, chosen if lines is None else lines)
        self.place.cover(page)
        closed = getattr(page, "closed", None)
        if closed is not None:
            closed.connect(partial(self._uncover, page))
        wrong = getattr(page, "wrong", None)
        if wrong is not None:
            wrong.connect(self._put_right, Qt.ConnectionType.QueuedConnection)
        page.setFocus()
        return True

    def _uncover(self, page: QWidget) -> None:
        self.place.uncover(page)
        self.go_in()

    def _put_right(self, posting: str) -> None:
        """A page found that a line is a mistake and no matter for a gift."""
        if self.bill.lines.choose(posting):
            self.act("correct")

    def _note(self, case: object) -> None:
        if isinstance(case, CaseRow):
            self.open_form(NoteForm(self.place, case))

    # making

    def _lay_out(self) -> None:
        self._row.setContentsMargins(12, 12, 12, 12)
        self._row.setSpacing(12)
        strip = QHBoxLayout()
        strip.setContentsMargins(12, 0, 12, 0)
        strip.addWidget(self.tabs, 1)
        strip.addWidget(self.more)
        self._card.body.addWidget(self.head)
        self._card.body.addLayout(strip)
        self._card.body.addWidget(rule())
        for part in (self.facts, self.bill, self.cases, self.moves, self.history):
            self._parts.addWidget(part)
        self._card.body.addWidget(self._parts, 1)
        self._card.body.addWidget(self.waiting)
        self._card.body.addWidget(self.foot)
        self._row.addWidget(self._card, 10)
        self._row.addWidget(self.side)

    def _connect(self) -> None:
        reading = self._reading
        for signal, meant in (
            (reading.whole, self._begin),
            (reading.stay_came, self._paint_stay),
            (reading.folio_came, self._paint_folio),
            (reading.slow, self._cover_old),
            (reading.refused, self._gone),
        ):
            signal.connect(meant)
        self.tabs.turned.connect(self._parts.setCurrentIndex)
        self.tabs.turned.connect(self._read_part)
        self.tabs.turned.connect(self._tell_context)
        self.bill.chosen.connect(self._tell_context)
        self.bill.turned.connect(self._show_sums)
        self.bill.opened.connect(self._opened)
        self.cases.note_asked.connect(self._note)
        self.place.bus.changed.connect(self._changed)
        self.place.sharing.altered.connect(self._show_waiting)
        for number in range(self.tabs.count()):
            self._key(f"Alt+{number + 1}", partial(self._turn_to, number))
        self._key("Ctrl+Tab", partial(self._turn_by, 1))
        self._key("Ctrl+Shift+Tab", partial(self._turn_by, -1))

    def _key(self, key: str, call: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(call)

    def _turn_to(self, number: int) -> None:
        self.close_explanation()
        self.tabs.turn(number)
        self.go_in()

    def _turn_by(self, step: int) -> None:
        self._turn_to((self.tabs.current() + step) % self.tabs.count())

    def _opened(self, _line: object) -> None:
        self.place.deck.start("explain")


def _give_back(widget: QWidget, _result: int) -> None:
    widget.setFocus()
