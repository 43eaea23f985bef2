"""The reasons of this house: the shipped ones, those it added, and which are retired."""

from dataclasses import dataclass

from sqlalchemy import func, select

from frontdesk.domain.room_move import CLASSES, REASON_WORDS, kind_of, nature_words
from frontdesk.errors import Refusal
from frontdesk.queries.base import Question
from frontdesk.store import tables
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """A reason: its code, words, class, what it makes of a move, and how many moves named it. ``own`` if added here."""

    code: str
    words: str
    kind: str
    nature: str
    retired: bool
    used: int
    own: bool


@dataclass(frozen=True, slots=True)
class MoveReasons(Question[tuple[ReasonRow, ...]]):
    """The reasons in the order of their classes; retired ones on request."""

    retired: bool = False


def move_reasons(reader: Reader, question: MoveReasons) -> tuple[ReasonRow, ...]:
    """The shipped reasons in their order, each class followed by what the house added to it."""
    changed = {row.code: row for row in reader.all(select(tables.move_reason))}
    order = tables.move_order
    counted = reader.all(select(order.c.reason, func.count().label("times")).group_by(order.c.reason))
    used = {row.reason: int(row.times) for row in counted}
    shipped = [str(code) for code in REASON_WORDS]
    places = list(dict.fromkeys(kind_of(code) for code in shipped))
    codes = sorted({*shipped, *changed}, key=lambda code: _place(code, shipped, places))
    words = reason_words(reader)
    rows = (
        ReasonRow(
            code=code,
            words=words[code],
            kind=CLASSES.get(kind_of(code), "Safety" if kind_of(code) == "SAFETY" else "Wish"),
            nature=nature_words(code),
            retired=code in changed and changed[code].retired,
            used=used.get(code, 0),
            own=code not in shipped,
        )
        for code in codes
    )
    return tuple(row for row in rows if question.retired or not row.retired)


def _place(code: str, shipped: list[str], places: list[str]) -> tuple[int, int, str]:
    return places.index(kind_of(code)), shipped.index(code) if code in shipped else len(shipped), code


def reason_words(reader: Reader) -> dict[str, str]:
    """What each code says in this house."""
    own = {row.code: row.words for row in reader.all(select(tables.move_reason)) if row.words}
    return {str(code): words for code, words in REASON_WORDS.items()} | own


def require_reason(reader: Reader, code: str) -> None:
    """The code is on the house's list, and not retired.

    Raises:
        Refusal: it is not.
    """
    row = reader.first(select(tables.move_reason.c.retired).where(tables.move_reason.c.code == code))
    if row is None and code not in REASON_WORDS:
        raise Refusal(f"There is no reason {code or '…'} for a move.", help="Choose one of the house's list.")
    if row is not None and row.retired:
        raise Refusal(f"The reason {code} is not used any more.", help="Choose another one of the list.")
