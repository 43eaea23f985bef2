"""The reads behind finding: short walks along the index, none longer than a given number of rows."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from frontdesk.domain.search_match import SUFFIX, Key, Token
from frontdesk.domain.stay import StayStatus
from frontdesk.queries.room_night import room_beside
from frontdesk.store import tables

suffix, entry, key, numbered = tables.search_suffix, tables.search_entry, tables.search_key, tables.search_guest
stay, guest, room = tables.stay, tables.guest, tables.room

AFTER_ALL = "\U0010ffff"
"""Comes after every letter: the end of the range of those texts that begin alike."""

ROOM = 10
"""Letters of the longest room number."""

HERE = 2_000
"""Stays in house and due in that are compared directly; those beyond are found like those of the past."""

PLACES = (0, 1, 2, 3)
KINDS = (Key.CONFIRMATION, Key.PHONE, Key.EMAIL)
ENDS = (Key.PHONE_END, Key.CONFIRMATION_END)


def _number(value: int) -> Any:
    """A number written into the statement, so that PostgreSQL plans for it."""
    return literal_column(str(int(value)), Integer)


def _by_word(place: int, most: int) -> Select[Any]:
    """Guests with a word of this place in the token's range, in the order of the words, newest guest first."""
    return (
        select(entry.c.no)
        .select_from(suffix)
        .join(entry, entry.c.word_id == suffix.c.word_id)
        .where(
            suffix.c.place == _number(place), suffix.c.suffix >= bindparam("low"), suffix.c.suffix < bindparam("high")
        )
        .order_by(suffix.c.suffix, suffix.c.word_id, entry.c.no.desc())
        .limit(_number(most))
    )


def _by_key(kind: Key, most: int, low: str = "low", high: str = "high") -> Select[Any]:
    return (
        select(key.c.no)
        .where(key.c.kind == _number(kind), key.c.key >= bindparam(low), key.c.key < bindparam(high))
        .order_by(key.c.key, key.c.no)
        .limit(_number(most))
    )


def branches(most: int, *, digits: bool) -> list[Subquery]:
    """Each way the index leads from a token to guests, best first."""
    found = [_by_word(place, most) for place in PLACES[:1]]
    found += [_by_key(kind, most) for kind in KINDS if digits or kind is not Key.PHONE]
    found += [_by_word(place, most) for place in (2, 1, 3)]
    if digits:
        found[2] = _by_key(Key.PHONE, most, "digits", "digits_high")
        found += [_by_key(kind, most, "back", "back_high") for kind in ENDS]
    return [walk.subquery() for walk in found]


@lru_cache(maxsize=16)
def reach(most: int, *, digits: bool) -> Any:
    """For one token, up to ``most`` guests of every branch as rows of (branch, no)."""
    ways = branches(most, digits=digits)
    return union_all(*(select(_number(n).label("way"), way.c.no) for n, way in enumerate(ways)))


@lru_cache(maxsize=16)
def full_name(most: int) -> Any:
    """Guests whose whole name begins with what was typed."""
    return _by_key(Key.FULL_NAME, most)


def range_of(token: Token) -> dict[str, str]:
    """The token's ranges in the index, as parameters."""
    text, back = token.text[:SUFFIX], token.ending[::-1] or AFTER_ALL
    digits = token.digits or AFTER_ALL
    return {
        "low": text,
        "high": text + AFTER_ALL,
        "digits": digits,
        "digits_high": digits + AFTER_ALL,
        "back": back,
        "back_high": back + AFTER_ALL,
    }


def wide(token: Token) -> str:
    """A pattern that every text answering to the token fits, and some others; what passes is compared again.

    Signs may stand between the letters, as in a confirmation number or a room's.
    """
    return "%".join(("", *(token.digits or token.text), ""))


def wide_values(tokens: Iterable[Token]) -> dict[str, str]:
    """The parameters of `_holds` for some tokens."""
    values: dict[str, str] = {}
    for n, token in enumerate(tokens):
        values |= {f"said_{n}": f"%{token.digits or token.text}%", f"wide_{n}": wide(token)}
    return values


def numeric(tokens: Iterable[Token]) -> tuple[bool, ...]:
    """For each token whether it has a digit, so that it may be a confirmation number."""
    return tuple(any(letter.isdecimal() for letter in token.text) for token in tokens)


def _holds(n: int, *, number: bool) -> Any:
    """The guest's words, or the confirmation number of a stay, may hold the token."""
    said = numbered.c.words.like(bindparam(f"said_{n}"))
    if not number:
        return said
    booked = exists().where(
        stay.c.guest_id == numbered.c.guest_id, func.lower(stay.c.confirmation).like(bindparam(f"wide_{n}"))
    )
    return or_(said, booked)


@lru_cache(maxsize=64)
def walk(most: int, steps: tuple[int, int], others: tuple[bool, ...], *, digits: bool) -> tuple[Any, ...]:
    """For each branch of one token: guests who may hold the other tokens too, from so many first guests.

    ``steps``: of the first branch, and of each other.
    """
    first, rest = steps
    ways = [*branches(first, digits=digits)[:1], *branches(rest, digits=digits)[1:]]
    return tuple(
        select(numbered.c.no)
        .join(way, way.c.no == numbered.c.no)
        .where(*(_holds(n, number=number) for n, number in enumerate(others)))
        .limit(_number(most))
        for way in ways
    )


@lru_cache(maxsize=64)
def of_these(others: int) -> Any:
    """Of some guests by their numbers those who may hold the other tokens too."""
    return (
        select(numbered.c.no)
        .where(
            numbered.c.no.in_(bindparam("numbers", expanding=True)),
            *(_holds(n, number=True) for n in range(others)),
        )
        .order_by(numbered.c.no.desc())
    )


TODAY = bindparam("today", type_=Date)

COMPARED = (stay.c.id, stay.c.status, stay.c.arrival, stay.c.confirmation)
"""What a stay is compared and ordered by, beside the guest's words and the room."""

NO_ROOM = literal_column("''", Text).label("room")


def _here(*, rooms: bool) -> Subquery:
    """Stays in house, or expected today, with what they are compared by.

    The limit also keeps this a step of its own, so that words and room are looked up once for each stay. They are not
    joined: PostgreSQL thinks that far more are due in, and would read all guests of the past for them.
    """
    words = select(numbered.c.words).where(numbered.c.guest_id == stay.c.guest_id).correlate(stay).scalar_subquery()
    return (
        select(*COMPARED, words.label("words"), room_beside(TODAY).label("room") if rooms else NO_ROOM)
        .where(
            or_(
                stay.c.status == StayStatus.IN_HOUSE.value,
                and_(stay.c.status == StayStatus.DUE_IN.value, stay.c.arrival <= bindparam("today")),
            )
        )
        .limit(_number(HERE))
        .subquery()
    )


@lru_cache(maxsize=64)
def here(count: int, *, rooms: bool) -> Any:
    """Stays in house and due in that may answer to ``count`` tokens; with ``rooms`` a token may be a room."""
    now = _here(rooms=rooms)
    conditions = []
    for n in range(count):
        ways = [now.c.words.like(bindparam(f"said_{n}")), func.lower(now.c.confirmation).like(bindparam(f"wide_{n}"))]
        if rooms:
            ways.append(func.lower(now.c.room).like(bindparam(f"room_{n}")))
        conditions.append(or_(*ways))
    return select(now).where(now.c.words.is_not(None), *conditions)


def room_values(tokens: Iterable[Token]) -> dict[str, str]:
    """The parameters of `some_room`, and of `here` with rooms."""
    return {f"room_{n}": "%".join((*token.text[:ROOM], "")) for n, token in enumerate(tokens)}


@lru_cache(maxsize=16)
def some_room(count: int) -> Any:
    """Whether a room's number begins with one of ``count`` tokens."""
    number = func.lower(room.c.number)
    return select(exists().where(or_(*(number.like(bindparam(f"room_{n}")) for n in range(count)))))


@lru_cache(maxsize=4)
def stays_of(most: int) -> Any:
    """The stays of guests by their numbers, the newest guests and stays first."""
    return (
        select(*COMPARED, numbered.c.words, NO_ROOM)
        .join(numbered, numbered.c.guest_id == stay.c.guest_id)
        .where(numbered.c.no.in_(bindparam("numbers", expanding=True)))
        .order_by(numbered.c.no.desc(), stay.c.arrival.desc(), stay.c.id)
        .limit(_number(most))
    )


def _shown() -> Select[Any]:
    return select(
        stay.c.id,
        stay.c.guest_id,
        stay.c.confirmation,
        stay.c.arrival,
        stay.c.departure,
        guest.c.name,
        guest.c.latin,
        guest.c.company,
        guest.c.phone,
        guest.c.email,
        guest.c.vip,
        room_beside(TODAY).label("room"),
    ).join(guest, guest.c.id == stay.c.guest_id)


@lru_cache(maxsize=1)
def shown() -> Any:
    """What an answer shows of some stays."""
    return _shown().where(stay.c.id.in_(bindparam("stays", expanding=True)))


@lru_cache(maxsize=4)
def in_house(most: int) -> Any:
    """Everybody in house by room and name."""
    rows = _shown().where(stay.c.status == StayStatus.IN_HOUSE.value).subquery()
    return select(rows).order_by(rows.c.room, rows.c.name, rows.c.id).limit(_number(most))
