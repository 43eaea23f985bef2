"""Send lines already posted where the instructions say: which lines, and each window before and after."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from frontdesk.commands import Reroute
from frontdesk.queries.rerouting import PreviewReroute, ReroutePreview
from ui import theme, wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.effect import ARROW, sentence
from ui.widgets.before_after import BeforeAfter
from ui.workplace import Workplace

NAMED = 6


class RerouteForm(DeskForm):
    """Nothing to type: what stands on window 1 and belongs elsewhere goes there by transfers and splits."""

    def __init__(self, place: Workplace, stay: str) -> None:
        super().__init__(place, "Send posted lines where the routing says", submit="Send them")
        self._stay = stay
        self.lines, self.balance = QLabel(), BeforeAfter("Window 1 now", "Window 1 after")
        self.lines.setWordWrap(True)
        self.form.add_widget(self.lines)
        self.form.add_widget(self.balance)
        self.setMinimumWidth(theme.pixels(520))
        self.ask(PreviewReroute(stay), self._show, slot="preview")

    def command(self) -> Reroute:
        """The lines as the house finds them now."""
        return self.place.session.make(Reroute, stay=self._stay)

    def done_words(self) -> str:
        """What was done."""
        return "Lines sent where the routing says"

    def _show(self, found: ReroutePreview) -> None:
        self.lines.setText(found.refused or _named(found.texts))
        own = next((each for each in found.effect.windows if (each.stay, each.window) == (self._stay, 1)), None)
        if own is None:
            self.balance.unknown()
            return
        money = found.currency
        others = [
            f"Window {each.window}, {each.payee} {wording.money(each.before, money)} {ARROW} "
            f"{wording.money(each.after, money)}"
            for each in found.effect.windows
            if each is not own
        ]
        said = sentence(*others, "Every line keeps its tax, and both sides say where it went")
        self.balance.say(wording.money(own.before, money), wording.with_symbol(own.after, money), said)


def _named(texts: tuple[str, ...]) -> str:
    more = len(texts) - NAMED
    named = ", ".join(texts[:NAMED])
    return f"{wording.count(len(texts), 'line')}: {named}{f' and {more} more' if more > 0 else ''}."
