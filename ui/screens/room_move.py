"""Moving a guest: reason, consent, room and price on one page; nothing is written before Ctrl+Enter."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from frontdesk.commands.room_move import MoveRoom
from frontdesk.domain.room_move import MoveReason, RateDecision, kind_of
from frontdesk.domain.staff import Role
from frontdesk.queries.move_reason import MoveReasons
from frontdesk.queries.room_move import Candidates, MovePreview, MoveRow, MovesOf, PreviewMove, WhichRooms
from frontdesk.queries.staff import SeeStaff, StaffRow
from frontdesk.queries.stay import SeeStay, StayView
from ui import theme
from ui.dialogs.do_not_move import DoNotMoveForm, LiftDoNotMoveForm
from ui.dialogs.move_later import MoveLaterForm
from ui.dialogs.move_price import RATE_PLAN, MovePriceForm, OwnPrice
from ui.dialogs.room_swap import SwapForm
from ui.screens.decision_page import DecisionPage
from ui.screens.given import Session, Shell
from ui.screens.move_effect import EffectCard
from ui.screens.move_gates import Asked, Gate, GatesCard, Known, gate_of
from ui.screens.move_rooms import RoomCard, digit_of
from ui.screens.move_steps import ConsentCard, PriceCard, WhyCard
from ui.screens.move_terms import deciders, detail_of, lowest_role, option_of, terms_of
from ui.sharing import said
from ui.widgets.approver import ApproverPanel
from ui.widgets.buttons import KeyButton
from ui.widgets.page import Column, PageFoot, PageHead, in_order, page_body
from ui.wording import days

SMALL = 1100
"""Below this width of the page, in pixels at scale 1, there are two columns instead of three."""


class RoomMovePage(DecisionPage):
    """The room move of one stay."""

    def __init__(self, shell: Shell, session: Session, stay_id: str, parent: QWidget | None = None) -> None:
        super().__init__(shell, session, stay_id, parent)
        self._stay: StayView | None = None
        self._preview: MovePreview | None = None
        self._question: PreviewMove | None = None
        self._decision: RateDecision | None = None
        self._own = RATE_PLAN
        self._offered_people: list[tuple[str, str]] = []
        self._taken_back: MoveRow | None = None
        self._offered, self._wished = False, ""
        self._people: tuple[StaffRow, ...] = ()
        self.head = PageHead("Move")
        self.why, self.consent, self.price = WhyCard(), ConsentCard(), PriceCard()
        self.rooms, self.effect, self.gates = RoomCard(), EffectCard(), GatesCard()
        self._asked = Asked(self.why, self.consent, self.price, self.rooms, self.effect)
        self.approval = ApproverPanel("A supervisor decides")
        self.approval.hide()
        self.foot = PageFoot()
        self._left, self._right = Column(304), Column(264)
        self.cancel_button = KeyButton("Cancel", key="Esc")
        self.later_button = KeyButton("Move later …", icon="clock", key="Alt+L")
        self.move_button = KeyButton("Move", icon="check", key="Ctrl+Enter", primary=True)
        self._lay_out()
        self._connect()
        self.head.mark("Draft, claims nothing yet")
        self.update_state()
        self.load()

    def act(self, action_id: str) -> bool:
        """Esc leaves, and nothing is written; first it leaves the list of rooms not offered."""
        if action_id != "back":
            return False
        if self.rooms.is_turned():
            self.rooms.turn()
        elif not self._busy:
            self.closed.emit()
        return True

    def propose(self, room: str, _night: date) -> None:
        """Begin with a room that was pointed at elsewhere; it is proposed if it is free, and nothing is moved."""
        self._wished = room
        self.rooms.prefer(room)

    def move_now(self) -> None:
        """Move the guest if all is given; else go to what is missing."""
        if self._busy or not self._all_given():
            return
        self.answer.hide()
        self._wait(on=True)
        self._shell.bus.do(
            self._command(), owner=self, done=self._moved, refused=self._refused, ended=lambda: self._wait(on=False)
        )

    def move_later(self) -> None:
        """Claim the room for another date, on the terms given here."""
        if self._stay is not None and self._all_given():
            self._open(MoveLaterForm(self._shell.bus, self._session.make, self._command(), self._stay.departure, self))

    def swap(self) -> None:
        """Exchange rooms with another guest in house; reason, words and consent of this one are given here."""
        if self._preview is not None and self.why.reason() is not None and self.consent.agreed.isChecked():
            form = SwapForm(self._shell.bus, self._session.make, self._command(), self._preview.departure, self)
            form.offer_approvers(deciders(self._people, self._session.staff, Role.SUPERVISOR))
            self._open(form)
        else:
            self._all_given()

    def lock(self) -> None:
        """Say that this guest is not to be moved; or lift that, after which the move can go on."""
        if self._stay is not None and not self._stay.do_not_move:
            self._open(DoNotMoveForm(self._shell.bus, self._session.make, self._stay, self))
        elif self._stay is not None:
            form = LiftDoNotMoveForm(self._shell.bus, self._session.make, self._stay, self)
            form.offer_approvers(deciders(self._people, self._session.staff, Role.SUPERVISOR))
            form.saved.connect(self.done)
            form.open()

    def price_otherwise(self) -> None:
        """A price that the rate plan does not give; a supervisor confirms it on this page."""
        if self._preview is not None and self._preview.nights:
            form = MovePriceForm(self._shell.bus, self._preview, self)
            form.decided.connect(self._priced)
            form.open()

    def _open(self, form: MoveLaterForm | SwapForm | DoNotMoveForm) -> None:
        form.saved.connect(partial(self._saved, form))
        form.open()

    def _saved(self, form: MoveLaterForm | SwapForm | DoNotMoveForm, result: Any) -> None:
        self._over = True
        self._shell.notices.toast(said(form.done_words(), result))
        self.done.emit(result)
        self.closed.emit()

    def _all_given(self) -> bool:
        """True if nothing is missing; else go to what is."""
        missing = next((gate for gate in self._gates() if not gate.passed), None)
        if missing is not None:
            self.update_state()
            missing.where.setFocus()
            column = self._left if self._left.isAncestorOf(missing.where) else self._right
            column.ensureWidgetVisible(missing.where)  # a small window shows not all of either
        return missing is None and not self._busy

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the reason."""
        super().showEvent(event)
        if self.why.reason() is None:
            self.why.reason_box.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window, or with large text, the checklist stands below the questions."""
        super().resizeEvent(event)
        small = self.width() < theme.pixels(SMALL)
        if small != self._right.isHidden():
            column = (self._left if small else self._right).cards
            for card in (self.answer, self.approval, self.gates):
                column.addWidget(card, int(card is self.gates))
            self._right.setHidden(small)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses a room from anywhere but a field to type in."""
        number = digit_of(event)
        if number:
            self.rooms.choose_place(number)
        else:
            super().keyPressEvent(event)

    def parts(self) -> tuple[QWidget, ...]:
        """Every card to fill in."""
        return (self.why, self.consent, self.price, self.rooms, self.effect, self.approval)

    def after_refusal(self) -> QWidget:
        """The rooms: the one chosen may have gone."""
        return self.rooms.list

    # what is asked

    def load(self) -> None:
        """Read the stay, and who may decide."""
        bus = self._shell.bus
        bus.ask(SeeStay(self._stay_id), owner=self, done=self._show_stay, refused=self.answer.say, slot="stay")
        bus.ask(MoveReasons(), owner=self, done=self.why.offer, slot="reasons")
        bus.ask(SeeStaff(), owner=self, done=self._show_staff, slot="staff")

    def _ask_rooms(self) -> None:
        reason = self.why.reason() or MoveReason.ASKED
        question = WhichRooms(self._stay_id, reason, given_up=self.rooms.given_up())
        self._shell.bus.ask(question, owner=self, done=self._show_rooms, refused=self.answer.say, slot="rooms")

    def _ask_preview(self) -> None:
        """Ask what the move would do; until the answer to a new question is here nobody can move."""
        reason = self.why.reason() or MoveReason.ASKED
        own, waived = self._own, bool(self._own.waive)
        asked = (self._stay_id, self.rooms.room(), reason, self._decision)
        question = PreviewMove(*asked, prices=own.prices, waived=waived)
        if question != self._question or not question.to_room:
            self._preview = None
        self._question = question
        if question.to_room:
            self._shell.bus.ask(question, owner=self, done=self._show_preview, refused=self.answer.say, slot="preview")
        else:
            self.effect.clear_move()
            self.price.clear_options()
        self.update_state()

    @Slot(object)
    def _heard(self, topics: frozenset[str]) -> None:
        """Something changed in the house: rooms may have gone, prices may differ."""
        if not self._busy and not self._over and topics & {"house", f"stay:{self._stay_id}"}:
            self.load()

    # what is shown

    def _show_stay(self, stay: StayView) -> None:
        self._stay = stay
        self.gates.say_lock(stay.do_not_move)
        self._ask_rooms()

    def _show_staff(self, people: tuple[StaffRow, ...]) -> None:
        self._people = people
        self.update_state()

    def _show_moves(self, moves: tuple[MoveRow, ...]) -> None:
        """Going back takes the newest move back (RM-7)."""
        self._taken_back = moves[-1] if moves else None
        if self._taken_back is not None:
            self.rooms.prefer(self._taken_back.from_room, only=True)
            self._offered = False
        self._ask_rooms()

    def _show_rooms(self, found: Candidates) -> None:
        assert self._stay is not None, "the stay is asked for first"
        self.rooms.show_rooms(found, self._stay.currency)
        if not self._offered:
            self._offered = True
            self.rooms.choose_best()
        self._ask_preview()

    def _show_preview(self, preview: MovePreview) -> None:
        assert self._stay is not None, "the stay is asked for first"
        if self._decision is not None and not option_of(preview).allowed:
            self._decision = None
            self._ask_preview()
            return
        self._preview = preview
        self.effect.show_move(preview, [night for night in self._stay.nights if night.night < preview.from_night])
        self.price.offer(preview.decisions, preview.decision, preview.currency)
        self.gates.show_after(preview.follow_ups)
        self.price.own_link.setVisible(bool(preview.nights))
        self._order_tab()
        self.price.ask_told(preview.difference, preview.currency)
        self.update_state()

    # what a person changes

    def _reasoned(self) -> None:
        reason = self.why.reason() or ""
        self._offered = False
        self.rooms.prefer(self._wished)
        self._decision, self._own, self._taken_back = None, RATE_PLAN, None
        self.consent.offer_absent(on=reason == MoveReason.SAFETY)
        self.effect.offer_order(on=kind_of(reason) == "MECH")
        if reason == MoveReason.BACK:
            self._shell.bus.ask(MovesOf(self._stay_id), owner=self, done=self._show_moves, slot="moves")
        else:
            self._ask_rooms()
        self._ask_preview()

    def _priced(self, own: OwnPrice) -> None:
        self._own = own
        self._ask_preview()

    def _picked(self, _room: str) -> None:
        self._decision, self._own = None, RATE_PLAN
        self._ask_preview()

    def _decided(self, decision: RateDecision) -> None:
        self._decision = decision
        if self._own.waive:
            self._own = RATE_PLAN  # there is nothing to leave out any more
        self._ask_preview()

    def update_state(self) -> None:
        """Title, gates and foot say how the move stands."""
        self._offer_approval()
        self._say_title()
        gates = self._gates()
        self.gates.show_gates(gates)
        missing = next((gate.missing for gate in gates if not gate.passed), "")
        self.move_button.setEnabled(not missing and not self._busy)
        self.later_button.setEnabled(not missing and not self._busy)
        if missing:
            self.foot.say("circle", missing, tone="quiet")
        elif self._preview is not None:
            free = days([night.night for night in self._preview.nights] or [self._preview.from_night])
            more = f"{self.effect.said()} · checked again at the move"
            self.foot.say("check-circle", f"{self._preview.to_room} is free for {free}", more)

    def _say_title(self) -> None:
        stay, room = self._stay, self.rooms.room()
        if stay is None:
            return
        self.head.say(f"Move {stay.room} → {room or '…'}", stay.name, detail_of(stay, self._preview))
        self.move_button.say(f"Move to {room}" if room else "Move")

    def _offer_approval(self) -> None:
        lowest = lowest_role(self._asked, self._preview, self._own, self._stay)
        people = deciders(self._people, self._session.staff, lowest)
        self.approval.set_heading("A duty manager decides" if lowest is Role.DUTY_MANAGER else "A supervisor decides")
        if people != self._offered_people:
            self._offered_people = people
            self.approval.offer(people)
        self.approval.setVisible(bool(people))

    def _gates(self) -> list[Gate]:
        known = Known(self._preview, self._stay.do_not_move if self._stay else "", self._taken_back)
        gates = self.gates.gates_of(self._asked, known)
        return gates if self.approval.isHidden() else [*gates, gate_of(self.approval)]

    def _command(self) -> MoveRoom:
        assert self._preview is not None, "all gates are passed"
        needed = not self.approval.isHidden()
        return self._session.make(
            MoveRoom,
            stay=self._stay_id,
            undoes=self._taken_back.move if self._taken_back else "",
            **terms_of(self._asked, self._preview, self._own),
            approver=self.approval.approver() if needed else "",
            pin=self.approval.pin() if needed else "",
        )

    def _moved(self, result: Any) -> None:
        self._over = True
        self.approval.forget()
        assert self._preview is not None, "what was moved was shown"
        words = f"Moved {self._preview.from_room} → {self._preview.to_room}. Shift+F3 prints the slip."
        self._shell.notices.toast(said(words, result))
        self.done.emit(result)
        self.closed.emit()

    def _connect(self) -> None:
        self._shell.bus.changed.connect(self._heard)
        self.why.reasoned.connect(self._reasoned)
        for signal in (self.why.altered, self.consent.altered, self.price.altered, self.approval.altered):
            signal.connect(self.update_state)
        self.rooms.picked.connect(self._picked)
        self.rooms.given_up_changed.connect(self._ask_rooms)
        self.price.decided.connect(self._decided)
        self.approval.entered.connect(self.move_now)
        ways = ((self.move_button, self.move_now), (self.later_button, self.move_later),
                (self.gates.swap_link, self.swap), (self.gates.lock_link, self.lock),
                (self.price.own_link, self.price_otherwise))  # fmt: skip
        for button, slot in ways:
            button.clicked.connect(slot)
        self.cancel_button.clicked.connect(self.closed)
        asides = (("Alt+W", self.rooms.turn), ("Alt+L", self.move_later), ("Alt+S", self.swap), ("Alt+N", self.lock))
        for keys, slot in (("Ctrl+Return", self.move_now), ("Ctrl+Enter", self.move_now), *asides):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(slot)

    def _order_tab(self) -> None:
        """Tab walks the steps by their numbers."""
        why, consent = self.why, self.consent
        in_order(
            [why.reason_box, why.repair_box, why.words_edit, consent.agreed, consent.who_box, consent.how_box],
            [self.rooms.list, *self.rooms.need_boxes(), *self.price.stops()],
            [self.effect.old_state_box, self.effect.order_edit],
            [self.approval.who, self.approval.pin_edit, self.gates.swap_link, self.gates.lock_link],
            [self.cancel_button, self.later_button, self.move_button],
        )

    def _lay_out(self) -> None:
        body, columns = page_body()
        left, right, middle = self._left, self._right, Column()
        for card in (self.why, self.consent, self.price):
            left.cards.addWidget(card, int(card is self.price))
        middle.cards.addWidget(self.rooms, 5)
        middle.cards.addWidget(self.effect, 7)
        right.cards.addWidget(self.answer)
        right.cards.addWidget(self.approval)
        right.cards.addWidget(self.gates, 1)
        columns.addWidget(left)
        columns.addWidget(middle, 1)
        columns.addWidget(right)
        body.addWidget(self.head)
        body.addLayout(columns, 1)
        self.foot.add(self.cancel_button, self.later_button, self.move_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(body, 1)
        whole.addWidget(self.foot)
