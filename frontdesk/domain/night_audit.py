"""Closing the day: the checks in their order, and what each says. What they look at is read elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from frontdesk.errors import Refusal


class State(StrEnum):
    """What a check came to. Only a blocker keeps the day open."""

    OK = "ok"
    WARNING = "warning"
    BLOCKER = "blocker"


class Step(StrEnum):
    """What is made after the day was closed; each once, in this order, by whoever gets to it."""

    PACK = "pack"
    TABLES = "tables"
    HAND_OVER = "hand_over"


STEP_WORDS = {Step.PACK: "Audit pack", Step.TABLES: "Tables as CSV", Step.HAND_OVER: "Hand-over sheet"}
"""What each step makes, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing to look at: whose it is, what is the matter, and where it is put right.

    ``opens`` is stay, moves, approvals, decisions or rooms; ``stay`` is the stay's id where there is one.
    """

    name: str
    words: str
    opens: str = "stay"
    stay: str = ""
    room: str = ""

    @property
    def line(self) -> str:
        """The whole on one line; it begins in the house's own letters, so that a name of any script stays in place."""
        room = f"Room {self.room}" if self.room else ""
        return " · ".join(part for part in (room, self.words, self.name) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One check: ``title`` when all is well, ``found`` with {who}, {be} and {day} when not, and what helps."""

    name: str
    title: str
    state: State
    found: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a check found on the day."""

    name: str
    title: str
    state: State
    sentence: str
    help: str
    things: tuple[Thing, ...] = ()


CHECKS = (
    Kind(
        name="due_out",
        title="Everybody due out has left",
        state=State.BLOCKER,
        found="{who} should have left by {day} and {be} still in house.",
        help="Check the guest out or extend the stay; then close the day.",
    ),
    Kind(
        name="arrivals",
        title="Every arrival is in",
        state=State.BLOCKER,
        found="{who} should have arrived by {day} and {be} not in house.",
        help="Check the guest in, mark a no-show, or move the arrival.",
    ),
    Kind(
        name="no_bed",
        title="Everybody sleeping here has a room and a price",
        state=State.BLOCKER,
        found="{who} would sleep here on {day} without a room or a price, and not be charged.",
        help="Open the stay and give it a room for tonight.",
    ),
    Kind(
        name="moves",
        title="No move stands open",
        state=State.BLOCKER,
        found="The move of {who} is dated {day} or earlier and not at its end.",
        help="Finish it, cancel it, or put it on a later date: the stay's moves, Alt+4.",
    ),
    Kind(
        name="decisions",
        title="No change waits for a decision",
        state=State.WARNING,
        found="Still to be decided: {who}.",
        help="Decide it; what is decided tomorrow counts tomorrow.",
    ),
    Kind(
        name="credits",
        title="No credit waits for approval",
        state=State.WARNING,
        found="The credit for {who} waits for approval; it lapses when the day is closed.",
        help="Let a manager decide now, or have it asked again tomorrow.",
    ),
    Kind(
        name="unbalanced",
        title="Bills of departed guests stand at zero",
        state=State.WARNING,
        found="{who} left, and the bill does not stand at zero.",
        help="Take the payment or put the line right; a manager can write it off.",
    ),
    Kind(
        name="held",
        title="What is held covers what is owed",
        state=State.WARNING,
        found="More is owed than is held on the card: {who}.",
        help="Ask for another hold or a payment.",
    ),
)
"""Every check, in the order in which a night auditor works through them."""


def judged(kind: Kind, things: Sequence[Thing], day: str) -> Check:
    """What a check says of the things that were found."""
    if not things:
        return Check(name=kind.name, title=kind.title, state=State.OK, sentence=f"{kind.title}.", help="")
    sentence = kind.found.format(who=_who(things), be="are" if len(things) > 1 else "is", day=day)
    return Check(
        name=kind.name,
        title=kind.title,
        state=kind.state,
        sentence=sentence,
        help=kind.help,
        things=tuple(things),
    )


def _who(things: Sequence[Thing]) -> str:
    more = len(things) - 1
    return f"{things[0].name} and {more} more" if more else things[0].name


def require_clear(checks: Sequence[Check]) -> None:
    """Nothing blocks.

    Raises:
        Refusal: the first check that does, in its own words.
    """
    for check in checks:
        if check.state is State.BLOCKER:
            raise Refusal(check.sentence, help=check.help)
