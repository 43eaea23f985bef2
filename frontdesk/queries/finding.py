"""The answer to `Find`: guests in house and due in first, then others, never more work than a keystroke allows.

See ``docs/adr/0003-search-index.md``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from frontdesk.domain.search_match import (
    Candidate,
    GuestText,
    Match,
    Token,
    confirmation_forms,
    found_by,
    is_blank,
    readings,
)
from frontdesk.domain.search_text import solid
from frontdesk.domain.stay import StayStatus
from frontdesk.queries import finding_reach as reads
from frontdesk.queries.search import Find, FoundRow
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

MOST = 500
"""Hits in one answer, whatever is asked for."""

_REACH = 120
"""Guests of one branch up to which a token counts as rare."""

_LETTER = 2
"""Bytes of one letter of an alphabet: alone it is never rare, while one Chinese character may be."""

_STEPS = (1_200, 200)
"""Guests looked at one by one when all tokens are common: by the start of a name word, by each other way."""

_GROUPS = ("in_house", "due_in", "other")
_BLOCK = 64


def find(reader: Reader, question: Find) -> tuple[FoundRow, ...]:
    """The best hits for what was typed; everybody in house if nothing was. No text is an error."""
    most = min(question.limit, MOST)
    if most < 1:
        return ()
    if is_blank(question.text):
        rows = reader.connection.execute(reads.in_house(most), {"today": reader.business_date})
        return tuple(_found_row(row, "in_house", "") for row in rows)
    hits: dict[str, _Hit] = {}
    for tokens in readings(question.text):
        if tokens and len(hits) < most:
            hits |= {hit.stay: hit for hit in _hits(reader, tokens, most) if hit.stay not in hits}
    return _shown(reader, sorted(hits.values(), key=_order)[:most])


class _Hit(NamedTuple):
    """A stay that answers to every token. ``other`` is the way that is not plain to see in the row, if any."""

    stay: str
    group: str
    rank: int
    arrival: date
    name: str
    other: Match | None


def _order(hit: _Hit) -> tuple[Any, ...]:
    """In house, due in, others; the better match; the later arrival; the name."""
    return (_GROUPS.index(hit.group), hit.rank, -hit.arrival.toordinal(), hit.name, hit.stay)


def _shown(reader: Reader, hits: Sequence[_Hit]) -> tuple[FoundRow, ...]:
    if not hits:
        return ()
    values = {"today": reader.business_date, "stays": _padded([hit.stay for hit in hits])}
    rows = {row.id: row for row in reader.connection.execute(reads.shown(), values).all()}
    return tuple(_found_row(rows[hit.stay], hit.group, _why(hit.other, rows[hit.stay])) for hit in hits)


def _hits(reader: Reader, tokens: Sequence[Token], most: int) -> list[_Hit]:
    """Stays that answer to every token. Others are only looked for if those in house and due in leave room."""
    today = reader.business_date
    found = _compared(_here(reader, tokens, today), tokens, today)
    if len(found) >= most:
        return found
    numbers = _numbers(reader, tokens, most)
    if numbers:
        values = {"today": today, "numbers": _padded(numbers)}
        rows = reader.connection.execute(reads.stays_of(8 * MOST), values).all()
        found += _compared(rows, tokens, today)
    return found


def _here(reader: Reader, tokens: Sequence[Token], today: date) -> Iterable[Fetched]:
    """Those in house and due in, all of them: a few hundred at most."""
    execute = reader.connection.execute
    rooms = reads.room_values(tokens)
    named = bool(execute(reads.some_room(len(tokens)), rooms).scalar())
    values = {"today": today, **reads.wide_values(tokens), **(rooms if named else {})}
    return execute(reads.here(len(tokens), rooms=named), values).all()


def _numbers(reader: Reader, tokens: Sequence[Token], most: int) -> list[int]:
    """Guests by number who may answer to every token, best first, at most a little more than asked for."""
    if len(tokens) == 1:
        return _reached(reader, tokens[0], most).numbers[:most]
    found = _by_full_name(reader, tokens, most)
    if len(found) < most:
        found = _unique([*found, *_by_all(reader, tokens, most)])
    return found[:most]


def _by_full_name(reader: Reader, tokens: Sequence[Token], most: int) -> list[int]:
    typed = Token(" ".join(token.text for token in tokens))
    rows = reader.connection.execute(reads.full_name(2 * most), reads.range_of(typed))
    return _unique(row.no for row in rows)


@dataclass(frozen=True, slots=True)
class _Reached:
    """The guests a token leads to, best first; ``whole`` if those are all."""

    numbers: list[int]
    whole: bool


def _reached(reader: Reader, token: Token, most: int) -> _Reached:
    """Walk each branch of the index a little."""
    found = reader.connection.execute(reads.reach(most, digits=reads.numeric([token])[0]), reads.range_of(token))
    rows = sorted(found.all(), key=_way)
    counts: dict[int, int] = {}
    for row in rows:
        counts[row.way] = counts.get(row.way, 0) + 1
    return _Reached(_unique(row.no for row in rows), all(count < most for count in counts.values()))


def _way(row: Fetched) -> int:
    way: int = row.way
    return way


def _by_all(reader: Reader, tokens: Sequence[Token], most: int) -> list[int]:
    """Guests reached by every token. A rare token names them; if all are common, the longest is walked along."""
    longest_first = sorted(tokens, key=lambda token: -len(token.text.encode()))
    for token in longest_first:
        reached = _reached(reader, token, max(_REACH, most)) if len(token.text.encode()) > _LETTER else None
        if reached and reached.whole:
            return _held(reader, reached.numbers, [other for other in tokens if other is not token])
    return _walked(reader, longest_first, most)


def _held(reader: Reader, numbers: Sequence[int], others: Sequence[Token]) -> list[int]:
    """Of some guests those who may hold the other tokens too, in the same order."""
    if not numbers:
        return []
    values = {"numbers": _padded(numbers), **reads.wide_values(others)}
    held = {row.no for row in reader.connection.execute(reads.of_these(len(others)), values)}
    return [no for no in numbers if no in held]


def _walked(reader: Reader, tokens: Sequence[Token], most: int) -> list[int]:
    """Some guests of the first token who may hold the others too, from a bounded stretch of each branch."""
    first, *others = tokens
    values = {**reads.range_of(first), **reads.wide_values(others)}
    found: list[int] = []
    for branch in reads.walk(2 * most, _STEPS, reads.numeric(others), digits=reads.numeric([first])[0]):
        found += (row.no for row in reader.connection.execute(branch, values))
        if len(found) >= most:
            break
    return _unique(found)


def _compared(rows: Iterable[Fetched], tokens: Sequence[Token], today: date) -> list[_Hit]:
    return [hit for hit in (_hit(row, tokens, today) for row in rows) if hit is not None]


def _hit(row: Fetched, tokens: Sequence[Token], today: date) -> _Hit | None:
    """The hit if the stay answers to every token: whatever the index said, this decides."""
    group = _group(row, today)
    room = solid(row.room) if row.room and group == "in_house" else ""
    stay = Candidate(GuestText.read(row.words), confirmation_forms(row.confirmation), room)
    rank, other = 0, None
    for token in tokens:
        match = found_by(token, stay)
        if match is None:
            return None
        rank += match
        other = match if other is None and match in _RECORDED else other
    return _Hit(row.id, group, rank, row.arrival, stay.guest.name, other)


def _group(row: Fetched, today: date) -> str:
    if row.status == StayStatus.IN_HOUSE:
        return "in_house"
    return "due_in" if row.status == StayStatus.DUE_IN and row.arrival <= today else "other"


def _why(match: Match | None, row: Fetched) -> str:
    """The part that matched, as it is written in the record; nothing for a name or a room, which are shown."""
    if match is None:
        return ""
    said: str = getattr(row, _RECORDED[match])
    return said


_RECORDED = {
    Match.CONFIRMATION: "confirmation",
    Match.CONFIRMATION_START: "confirmation",
    Match.CONFIRMATION_END: "confirmation",
    Match.PHONE_START: "phone",
    Match.PHONE_END: "phone",
    Match.EMAIL_START: "email",
    Match.COMPANY_START: "company",
    Match.COMPANY_PART: "company",
}
"""Where the part that matched is written."""


def _found_row(row: Fetched, group: str, why: str) -> FoundRow:
    return FoundRow(
        stay=row.id,
        guest=row.guest_id,
        room=row.room or "",
        name=row.name,
        latin=row.latin,
        company=row.company,
        arrival=row.arrival,
        departure=row.departure,
        group=group,
        vip=row.vip,
        why=why,
    )


def _unique(numbers: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(numbers))


def _padded(keys: Sequence[Any]) -> list[Any]:
    """As many keys as fill whole blocks, so that a statement has few lengths and stays prepared."""
    return [*keys, *[keys[-1]] * (-len(keys) % _BLOCK)]
