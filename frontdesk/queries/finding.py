"""The answer to `Find`: guests in house and due in first, then others, never more work than a keystroke allows.

See ``docs/adr/0003-search-index.md``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from frontdesk.domain.search_match import (
    Candidate,
    GuestText,
    Match,
    Token,
    confirmation_forms,
    found_by,
    readings,
)
from frontdesk.domain.search_text import fold, solid
from frontdesk.domain.stay import StayStatus
from frontdesk.queries import finding_reach as reads
from frontdesk.queries.search import Find, FoundRow
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

MOST = 500
"""Hits in one answer, whatever is asked for."""

_REACH = 200
"""Guests of one branch up to which a token counts as rare."""

_STEPS = 3_000
"""Guests looked at one by one when all tokens are common."""

_GROUPS = ("in_house", "due_in", "other")
_IN_NAME = frozenset({Match.NAME_WORD, Match.NAME_START, Match.NAME_PART, Match.ROOM, Match.ROOM_START})
_NUMBERS = 64


def find(reader: Reader, question: Find) -> tuple[FoundRow, ...]:
    """The best hits for what was typed; everybody in house if nothing was. No text is an error."""
    most = min(question.limit, MOST)
    if most < 1:
        return ()
    if not fold(question.text[:MOST]).strip():
        rows = reader.connection.execute(reads.in_house(most), {"today": reader.business_date})
        return tuple(_found_row(row, "in_house", "") for row in rows)
    hits: dict[str, _Hit] = {}
    for tokens in readings(question.text):
        if tokens and len(hits) < most:
            for hit in _hits(reader, tokens, most):
                hits.setdefault(hit.row.id, hit)
    best = sorted(hits.values(), key=lambda hit: hit.order)[:most]
    return tuple(_found_row(hit.row, hit.group, hit.why) for hit in best)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A stay that answers to every token."""

    row: Fetched
    group: str
    rank: int
    why: str

    @property
    def order(self) -> tuple[Any, ...]:
        """In house, due in, others; the better match; the later arrival; the name."""
        row = self.row
        return (_GROUPS.index(self.group), self.rank, -row.arrival.toordinal(), row.name, row.id)


def _hits(reader: Reader, tokens: Sequence[Token], most: int) -> Iterable[_Hit]:
    today = reader.business_date
    rows = _here(reader, tokens, today)
    numbers = _numbers(reader, _settled(reader, tokens), most)
    if numbers:
        values = {"today": today, "numbers": _padded(numbers)}
        rows = chain(rows, reader.connection.execute(reads.stays_of(8 * MOST), values))
    for row in rows:
        hit = _compared(row, tokens, today)
        if hit is not None:
            yield hit


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

    token: Token
    numbers: list[int]
    whole: bool


def _reached(reader: Reader, token: Token, most: int) -> _Reached:
    """Walk each branch of the index a little."""
    found = reader.connection.execute(reads.reach(most, digits=reads.numeric([token])[0]), reads.range_of(token))
    rows = sorted(found, key=_way)
    counts: dict[int, int] = {}
    for row in rows:
        counts[row.way] = counts.get(row.way, 0) + 1
    return _Reached(token, _unique(row.no for row in rows), all(count < most for count in counts.values()))


def _way(row: Fetched) -> int:
    way: int = row.way
    return way


def _settled(reader: Reader, tokens: Sequence[Token]) -> list[Token]:
    """What was typed with inner signs is taken whole if the index has it so (``R-2025-1``), else as its words."""
    settled: list[Token] = []
    for token in tokens:
        whole = not token.parts or _reached(reader, token, 1).numbers
        settled += [token] if whole else [Token(part) for part in token.parts]
    return settled


def _by_all(reader: Reader, tokens: Sequence[Token], most: int) -> list[int]:
    """Guests reached by every token. The rare tokens name them; if all are common, the rarest is walked along."""
    reached = [_reached(reader, token, max(_REACH, most)) for token in tokens]
    rare = [one for one in reached if one.whole]
    if not rare:
        return _walked(reader, reached, most)
    rare.sort(key=lambda one: len(one.numbers))
    common = set(rare[0].numbers).intersection(*(one.numbers for one in rare[1:]))
    numbers = [no for no in rare[0].numbers if no in common]
    others = [one.token for one in reached if not one.whole]
    if not numbers or not others:
        return numbers
    values = {"numbers": _padded(numbers), **reads.wide_values(others)}
    held = {row.no for row in reader.connection.execute(reads.of_these(reads.numeric(others)), values)}
    return [no for no in numbers if no in held]


def _walked(reader: Reader, reached: Sequence[_Reached], most: int) -> list[int]:
    """Some guests of the longest token who may hold the others too, from a bounded stretch of the index."""
    first = max(reached, key=lambda one: len(one.token.text)).token
    others = [one.token for one in reached if one.token is not first]
    values = {**reads.range_of(first), **reads.wide_values(others)}
    found: list[int] = []
    for branch in reads.walk(2 * most, _STEPS, reads.numeric(others), digits=reads.numeric([first])[0]):
        found += (row.no for row in reader.connection.execute(branch, values))
        if len(found) >= most:
            break
    return _unique(found)


def _compared(row: Fetched, tokens: Sequence[Token], today: date) -> _Hit | None:
    """The hit if the stay answers to every token: whatever the index said, this decides."""
    group = _group(row, today)
    room = solid(row.room or "") if group == "in_house" else ""
    stay = Candidate(GuestText.read(row.words), confirmation_forms(row.confirmation), room)
    matches = [found_by(token, stay) for token in tokens]
    sure = [match for match in matches if match is not None]
    if len(sure) < len(matches):
        return None
    return _Hit(row, group, sum(sure), next((_why(match, row) for match in sure if match not in _IN_NAME), ""))


def _group(row: Fetched, today: date) -> str:
    if row.status == StayStatus.IN_HOUSE:
        return "in_house"
    return "due_in" if row.status == StayStatus.DUE_IN and row.arrival <= today else "other"


def _why(match: Match, row: Fetched) -> str:
    """The part that matched, as it is written in the record."""
    if match in {Match.PHONE_START, Match.PHONE_END}:
        said: str = row.phone
    elif match is Match.EMAIL_START:
        said = row.email
    elif match in {Match.COMPANY_START, Match.COMPANY_PART}:
        said = row.company
    else:
        said = row.confirmation
    return said


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


def _padded(numbers: Sequence[int]) -> list[int]:
    """As many numbers as fill whole blocks, so that a statement has few lengths and stays prepared."""
    short = -len(numbers) % _NUMBERS
    return [*numbers, *[numbers[-1]] * short]
