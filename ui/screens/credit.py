"""A goodwill credit on one page: case, lines, size and words; within the own limits, or with a second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from frontdesk.commands.case import OpenCase
from frontdesk.commands.credit import GiveCredit
from frontdesk.domain.case import CaseKind
from frontdesk.identity import new_id
from frontdesk.queries.credit import CreditPreview, CreditReasons, PreviewCredit, Reason
from frontdesk.queries.explanation import ExplainLine
from frontdesk.queries.stay import SeeStay, StayView
from ui import theme
from ui.screens.credit_limits import ApprovalCard, LimitsCard
from ui.screens.credit_lines import EffectCard, LinesCard
from ui.screens.credit_steps import AmountCard, LetterCard, RightCard, StoryCard
from ui.screens.decision_page import DecisionPage
from ui.screens.given import Session, Shell
from ui.sharing import said
from ui.widgets.buttons import KeyButton
from ui.widgets.page import Column, PageFoot, PageHead, in_order, page_body
from ui.wording import span, with_symbol

TIGHT = 1160
"""Below this width of the page, in pixels at scale 1, there are two columns."""
Missing = tuple[str, QWidget]
"""What is not given yet, and the field that gives it."""


class CreditPage(DecisionPage):
    """The goodwill credit of one stay, over ``lines`` to begin with.

    ``wrong`` names the line that is no gift but a mistake, just before the page closes, for the page below to put
    it right.
    """

    wrong = Signal(str)

    def __init__(
        self,
        shell: Shell,
        session: Session,
        stay_id: str,
        lines: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(shell, session, stay_id, parent)
        self._stay: StayView | None = None
        self._preview: CreditPreview | None = None
        self._question: PreviewCredit | None = None
        self.head, self.foot = PageHead("Credit"), PageFoot()
        self.right, self.story, self.amount, self.letter = RightCard(), StoryCard(), AmountCard(), LetterCard()
        self.lines, self.effect = LinesCard(lines), EffectCard()
        self.limits = LimitsCard()
        self.approval: ApprovalCard = ApprovalCard()
        self.discard_button = KeyButton("Discard", key="Esc")
        self.give_button = KeyButton("Give the credit", icon="gift", key="Ctrl+Enter", primary=True)
        self.queue_button = KeyButton("Send to the queue", icon="door-out", key="Ctrl+Enter")
        self._lay_out()
        self._connect()
        self.load()

    def act(self, action_id: str) -> bool:
        """Esc leaves and nothing is written; F9 goes to a wrong line, once somebody said that it is wrong."""
        if action_id == "back":
            if not self._busy:
                self.closed.emit()
            return True
        if action_id == "correct" and self.right.is_wrong():
            self._go_right()
            return True
        return False

    def give(self) -> None:
        """Within the own limits the credit posts; above them the request goes to the queue."""
        self._send(approver="", pin="")

    def approve(self) -> None:
        """The credit posts with the PIN of a second person at this desk."""
        if self.approval.isVisible():
            if not self.approval.pin():
                self.approval.pin_edit.setFocus()
                return
            self._send(approver=self.approval.approver(), pin=self.approval.pin())

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the question."""
        super().showEvent(event)
        if not self.right.is_right():
            self.right.yes.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window limits and approval stand below the lines."""
        super().resizeEvent(event)
        tight = self.width() < theme.pixels(TIGHT)
        if tight == self._right_column.isHidden():
            return
        self._right_column.setHidden(tight)
        cards = (self._middle if tight else self._right_column).cards
        for card, stretch in ((self.answer, 0), (self.limits, int(not tight)), (self.approval, 0)):
            shown = not card.isHidden()
            cards.addWidget(card, stretch)
            card.setVisible(shown)

    def parts(self) -> tuple[QWidget, ...]:
        """Every card to fill in."""
        return (self.right, self.story, self.amount, self.letter, self.lines, self.approval)

    # what is asked

    def load(self) -> None:
        """Read the stay, the reasons and what the credit would do."""
        bus = self._shell.bus
        bus.ask(SeeStay(self._stay_id), owner=self, done=self._show_stay, refused=self.answer.say, slot="stay")
        bus.ask(CreditReasons(), owner=self, done=self._show_reasons, slot="reasons")
        self._ask_preview()

    def _ask_preview(self) -> None:
        """Ask what the credit would do as it is typed now; only the newest answer counts."""
        asked = self.amount.asked()
        self._question = PreviewCredit(
            self._stay_id,
            self._session.staff,
            self.lines.chosen(),
            asked.kind,
            asked.amount,
            asked.percent,
            self.story.reason(),
            self.story.case(),
        )
        self._preview = None
        self._shell.bus.ask(
            self._question, owner=self, done=self._show_preview, refused=self.answer.say, slot="preview"
        )
        self.update_state()

    def _ask_line(self) -> None:
        """What puts the line under the cursor right, if it is wrong."""
        posting = self.lines.current()
        if self.right.is_wrong() and posting:
            self._shell.bus.ask(ExplainLine(posting), owner=self, done=self.right.explain, slot="line")

    @Slot(object)
    def _heard(self, topics: frozenset[str]) -> None:
        """The bill, the cases or the queue have changed somewhere."""
        if not self._busy and not self._over and topics & {f"stay:{self._stay_id}", f"folio:{self._stay_id}"}:
            self.load()

    # what is shown

    def _show_stay(self, stay: StayView) -> None:
        self._stay = stay
        rooms = " → ".join(room.room for room in stay.rooms) if len(stay.rooms) > 1 else ""
        detail = (stay.latin, span(stay.arrival, stay.departure), rooms)
        self.head.say("Credit", f"{stay.room}  {stay.name}", " · ".join(part for part in detail if part))
        self.story.offer_cases(stay.cases)
        self.update_state()

    def _show_reasons(self, reasons: tuple[Reason, ...]) -> None:
        self.story.offer_reasons(reasons)

    def _show_preview(self, preview: CreditPreview) -> None:
        first = not self.effect.now.text()
        self._preview = preview
        self.lines.show_lines(preview)
        self.amount.show_total(preview)
        self.effect.show_effect(preview)
        self.limits.show_limits(preview.limits, preview.currency)
        if first and self.amount.edit.raw():
            self._ask_preview()  # what was typed before the currency was known
        self.update_state()

    # what a person changes

    def _answered(self) -> None:
        self._ask_line()
        self.update_state()

    def _go_right(self) -> None:
        self.wrong.emit(self.lines.current())
        self.closed.emit()

    def update_state(self) -> None:
        """Head, approval and foot say how the credit stands."""
        shown, missing = self._preview, self._missing()
        over = shown is not None and shown.needs_approver
        if shown is not None:
            self.approval.setVisible(over)
            self.give_button.setVisible(not over)
            self.queue_button.setVisible(over)
            self._say_state(shown, over=over)
        if over and shown is not None and self._stay is not None:
            self.approval.show_facts(self._stay, shown)
        free = missing is None and not self._busy
        self.give_button.setEnabled(free)
        self.queue_button.setEnabled(free)
        self.approval.button.setEnabled(free and bool(self.approval.approver() and self.approval.pin()))
        if missing is not None:
            self.foot.say("circle", missing[0], tone="quiet")
        elif over:
            self.foot.say("clock", "No approver here? Send it to the queue.", "It waits there for a manager.")
        else:
            self.foot.say("check-circle", "Within your limits", "it posts at once")

    def _say_state(self, shown: CreditPreview, *, over: bool) -> None:
        if over:
            self.head.mark("Draft, needs approval, not on the bill", "lock", "")
        else:
            self.head.mark("Draft, not on the bill")
        self.give_button.say(f"Give {with_symbol(shown.total, shown.currency)}" if shown.total else "Give the credit")

    def _missing(self) -> Missing | None:
        """The first thing that is not given yet, in the order of the steps."""
        story, shown = self.story, self._preview
        case = story.case_box if story.case() else story.words_edit
        size = "Type how much" if not self.amount.complaint() else "Put the amount right"
        things: tuple[tuple[bool, str, QWidget], ...] = (
            (self.right.is_wrong(), "A wrong charge is put right, not given", self.right.go_button),
            (not self.right.is_right(), "Say whether the charge is right", self.right.yes),
            (not story.has_story(), "Write what the guest said", case),
            (not story.reason(), "Choose the reason", story.reason_box),
            (not self.lines.chosen(), "Choose the lines the gift is for", self.lines.list),
            (shown is not None and not shown.total, size, self.amount.edit),
            (not self.letter.text(), "Write what the guest will read", self.letter.edit),
            (shown is None, "Working it out …", self.amount.edit),
        )
        return next(((words, where) for lacks, words, where in things if lacks), None)

    # the credit itself

    def _send(self, *, approver: str, pin: str) -> None:
        if self._busy:
            return
        missing = self._missing()
        if missing is not None:
            missing[1].setFocus()
            return
        self.answer.hide()
        self._wait(on=True)
        if self.story.case():
            self._give(self.story.case(), approver, pin)
        else:
            self._open_case(approver, pin)

    def _open_case(self, approver: str, pin: str) -> None:
        """The case first: a credit hangs on one. If the credit is then refused, the case stays and is chosen."""
        case = new_id()
        command = self._session.make(
            OpenCase,
            case=case,
            stay=self._stay_id,
            kind=CaseKind.COMPLAINT,
            words=self.story.new_words(),
            nature=self.story.reason_box.currentText(),
            severity=self.story.severity(),
        )

        def opened(_result: Any) -> None:
            self.story.keep_case(case)
            self._give(case, approver, pin)

        self._shell.bus.do(command, owner=self, done=opened, refused=self._refused)

    def _give(self, case: str, approver: str, pin: str) -> None:
        question, shown = self._question, self._preview
        assert question is not None, "nothing is missing"
        assert shown is not None, "nothing is missing"
        command = self._session.make(
            GiveCredit,
            stay=self._stay_id,
            case=case,
            lines=question.chosen,
            kind=question.kind,
            amount=question.amount,
            percent=question.percent,
            total=shown.total,
            reason=question.reason,
            severity=self.story.severity(),
            to_guest=self.letter.text(),
            approver=approver,
            pin=pin,
        )
        self._shell.bus.do(
            command, owner=self, done=self._given, refused=self._refused, ended=lambda: self._wait(on=False)
        )

    def _given(self, result: Any) -> None:
        self._over = True
        self.approval.forget()
        self._shell.notices.toast(said(_given_words(result.facts), result))
        self.done.emit(result)
        self.closed.emit()

    def _connect(self) -> None:
        self._shell.bus.changed.connect(self._heard)
        self.right.answered.connect(self._answered)
        self.right.wrong.connect(self._go_right)
        self.lines.list.chosen.connect(self._ask_line)
        for signal in (self.lines.altered, self.amount.altered, self.story.reasoned):
            signal.connect(self._ask_preview)
        self.story.case_box.currentIndexChanged.connect(self._ask_preview)  # GC-15: a case may have been given to
        for signal in (self.story.altered, self.letter.altered, self.approval.altered):
            signal.connect(self.update_state)
        self.approval.approved.connect(self.approve)
        self.give_button.clicked.connect(self.give)
        self.queue_button.clicked.connect(self.give)
        self.discard_button.clicked.connect(self.closed)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(self.give)

    def _order_tab(self) -> None:
        """Tab walks the steps by their numbers."""
        story, amount, approval = self.story, self.amount, self.approval
        in_order(
            [self.right.yes, self.right.no, self.right.go_button],
            [story.case_box, story.words_edit, story.reason_box, story.severity_box, self.lines.list],
            [amount.percent_button, amount.amount_button, amount.edit, self.letter.edit],
            [approval.who, approval.pin_edit, approval.button],
            [self.discard_button, self.queue_button, self.give_button],
        )

    def _lay_out(self) -> None:
        body, columns = page_body()
        left, right, middle = Column(348), Column(304), Column()
        self._right_column, self._middle = right, middle
        for card in (self.right, self.story, self.amount, self.letter):
            left.cards.addWidget(card, int(card is self.letter))
        middle.cards.addWidget(self.lines, 1)
        middle.cards.addWidget(self.effect, 1)
        right.cards.addWidget(self.answer)
        right.cards.addWidget(self.limits, 1)
        right.cards.addWidget(self.approval)
        columns.addWidget(left)
        columns.addWidget(middle, 1)
        columns.addWidget(right)
        body.addWidget(self.head)
        body.addLayout(columns, 1)
        self.foot.add(self.discard_button, self.queue_button, self.give_button)
        self.queue_button.hide()
        self.approval.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(body, 1)
        whole.addWidget(self.foot)
        self._order_tab()


def _given_words(facts: Mapping[str, Any]) -> str:
    """What became of the credit; the house gives the number, so one that is still on its way has none."""
    if "number" not in facts:
        return "Credit"
    done = "is on the bill" if facts["state"] == "posted" else "waits in the queue"
    return f"Credit {facts['number']} of {facts['amount']} {done}."
