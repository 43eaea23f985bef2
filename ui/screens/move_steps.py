"""The steps of a room move at the left: why, consent, price decision."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QHBoxLayout, QRadioButton, QWidget

from frontdesk.domain.room_move import REASON_WORDS, MoveReason, RateDecision, is_defect, nature_words
from frontdesk.queries.move_reason import ReasonRow
from frontdesk.queries.room_move import DecisionOption
from ui import theme
from ui.widgets.buttons import link
from ui.widgets.card import Card
from ui.widgets.choice import Choice, Option
from ui.widgets.choose import chooser
from ui.widgets.form import Form
from ui.widgets.state import State
from ui.widgets.text_edit import TextEdit
from ui.wording import change

DECISION_WORDS = {
    RateDecision.SAME: "Same price, same type",
    RateDecision.UPGRADE_KEEP: "House gives the upgrade",
    RateDecision.UPSELL_NEW: "Guest pays the difference",
    RateDecision.DOWNGRADE_DIFFERENCE: "Give back the difference",
}
WHOS = (("The guest", "guest"), ("Companion", "companion"), ("The booker", "booker"))
REPAIRS = (
    ("Offered, guest declines", "offered; the guest would rather move"),
    ("Tried, did not help", "tried; it did not help"),
    ("Not possible now", "not possible now"),
)
"""What became of putting a defect right where the guest is, in words and as it is kept (RM-8)."""
ABSENT = "cannot answer"
"""How an urgent move is agreed on by nobody (RM-14)."""
HOWS = ("at the desk", "by telephone", "in the room", "in writing")


class WhyCard(Card):
    """The reason from the house list, what follows from it, and the guest's words."""

    reasoned = Signal()
    altered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("1  Why", ruled=False, parent=parent)
        self.reason_box = chooser(((words, str(code)) for code, words in REASON_WORDS.items()), "Choose the reason")
        _part_families(self.reason_box)
        self.nature = State("", "Defect or wish follows from it", "quiet", small=True)
        self.words_edit = TextEdit()
        self.words_edit.setFixedHeight(theme.pixels(72))
        self.repair_box = chooser(REPAIRS, "Ask before a move")
        self.repair_box.setCurrentIndex(-1)
        self.form = Form()
        self.form.pack()
        self.form.add("reason", "Reason", self.reason_box)
        self.form.add_widget(self.nature)
        self._repair = self.form.add("repair", "Put right in the room", self.repair_box)
        self._repair.hide()
        self.form.add("words", "The guest's words", self.words_edit)
        self.body.setContentsMargins(16, 4, 16, 10)
        self.body.addWidget(self.form)
        self.reason_box.currentIndexChanged.connect(self._reasoned)
        self.words_edit.textChanged.connect(self.altered)
        self.repair_box.currentIndexChanged.connect(self.altered)

    def offer(self, reasons: Sequence[ReasonRow]) -> None:
        """The house's list where it is not the shipped one; what was chosen stays chosen."""
        box, chosen = self.reason_box, self.reason()
        if [(row.code, row.words) for row in reasons] == [(str(code), words) for code, words in REASON_WORDS.items()]:
            return
        box.blockSignals(True)
        box.clear()
        for row in reasons:
            box.addItem(row.words, row.code)
        box.setCurrentIndex(box.findData(chosen) if chosen else -1)
        _part_families(box)
        box.blockSignals(False)

    def reason(self) -> str | None:
        """The code of the reason chosen."""
        return self.reason_box.currentData() or None

    def words(self) -> str:
        """What the guest said."""
        return self.words_edit.toPlainText().strip()

    def asks_repair(self) -> bool:
        """True for a defect: whether it can be put right in the room comes first; what is urgent does not wait."""
        reason = self.reason()
        return reason is not None and is_defect(reason) and reason != MoveReason.SAFETY

    def repair(self) -> str:
        """What became of putting it right in the room, for a defect."""
        return str(self.repair_box.currentData() or "") if self.asks_repair() else ""

    def _reasoned(self, _at: int) -> None:
        reason = self.reason()
        self._repair.setVisible(self.asks_repair())
        if reason is not None:
            self.nature.say("check-circle", nature_words(reason), "accent")
        self.reasoned.emit()


class ConsentCard(Card):
    """That somebody agreed, who, and how."""

    altered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("2  Consent", ruled=False, parent=parent)
        self.agreed = QCheckBox("The guest agrees")
        self.agreed.setAccessibleName("The guest agrees to move")
        self.who_box = chooser(WHOS)
        self.how_box = chooser((how.capitalize(), how) for how in HOWS)
        form = Form()
        form.beside(("who", "Who", self.who_box), ("how", "How", self.how_box))
        self.add_aside(self.agreed)
        self.body.addWidget(form)
        self.agreed.toggled.connect(self.altered)
        self.how_box.currentIndexChanged.connect(self.altered)

    def offer_absent(self, *, on: bool) -> None:
        """Where it is urgent the guest may not be able to answer; a duty manager decides then."""
        at = self.how_box.findData(ABSENT)
        if on and at < 0:
            self.how_box.addItem("Cannot answer", ABSENT)
        elif not on and at >= 0:
            self.how_box.removeItem(at)

    def is_absent(self) -> bool:
        """True if the guest cannot answer."""
        return self.how() == ABSENT

    def who(self) -> str:
        """Who agreed: guest, companion or booker."""
        return str(self.who_box.currentData())

    def how(self) -> str:
        """How it was said."""
        return str(self.how_box.currentData())


class PriceCard(Card):
    """The four rate decisions, those not allowed with their reason, and that the guest was told the sum."""

    decided = Signal(object)
    altered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("4  Price decision", ruled=False, parent=parent)
        self.choice = Choice()
        self.told = QCheckBox("The guest was told the difference")
        self.body.setContentsMargins(8, 0, 8, 4)
        self.body.addWidget(self.choice)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(self.told)
        self.own_link = link("Another price …")
        self.own_link.hide()
        self.add_aside(self.own_link)
        self._head_row.setContentsMargins(16, 2, 8, 0)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self._options: list[Option] = []
        self._sum = 0
        self.choice.chosen.connect(self._chosen)
        self.told.toggled.connect(self.altered)
        self.told.hide()

    def offer(self, options: Sequence[DecisionOption], decision: RateDecision, currency: str) -> None:
        """Offer the decisions for a target; the cursor stays in the list if it was there."""
        wanted = [_option(option, currency) for option in options]
        self.choice.blockSignals(True)
        if wanted != self._options:
            focus = QApplication.focusWidget()
            here = focus is not None and self.choice.isAncestorOf(focus)
            self._options = wanted
            self.choice.offer(wanted)
            self.choice.choose(decision.value)
            if here:
                self.choice.setFocus()
        self.choice.choose(decision.value)
        self.choice.blockSignals(False)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [*self.choice.findChildren(QRadioButton), self.told, self.own_link]

    def clear_options(self) -> None:
        """No room is chosen: nothing to decide."""
        self._options = []
        self.choice.offer(())
        self.told.hide()

    def ask_told(self, difference: int, currency: str) -> None:
        """Ask whether the guest was told this sum; another sum has to be told anew."""
        if difference != self._sum:
            self.told.setChecked(False)
        self._sum = difference
        self.told.setVisible(difference != 0)
        words = f"The guest was told {change(difference, currency)} in all"
        self.told.setText(words)
        self.told.setAccessibleName(words)

    def is_told(self) -> bool:
        """True if the guest knows the sum, or there is none."""
        return self._sum == 0 or self.told.isChecked()

    def _chosen(self, option_id: str) -> None:
        self.decided.emit(RateDecision(option_id))


def _option(option: DecisionOption, currency: str) -> Option:
    approval = "needs a supervisor" if option.needs_approver else "no approval"
    return Option(
        id=option.decision.value,
        title=DECISION_WORDS[option.decision],
        detail=f"{change(option.nightly, currency)} a night · {approval}",
        locked=option.why_not,
    )


def _part_families(box: QComboBox) -> None:
    """A thin line between the families of reasons."""
    families = [_family(str(box.itemData(at))) for at in range(box.count())]
    for at in reversed(range(1, len(families))):
        if families[at] != families[at - 1]:
            box.insertSeparator(at)


def _family(code: str) -> str:
    """What stands before the dash; the wishes are one family."""
    first = code.partition("-")[0]
    return "GST" if first in {"UPSELL", "UPGRADE", "DOWNGRD"} else first
