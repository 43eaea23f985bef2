"""The windows of a stay's folio, and which of them takes a line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, cast, func, select

from frontdesk.errors import Refusal
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched, Reads

MOST_WINDOWS = 8
KEPT = "windows"

folio = tables.folio

NameIt = Callable[[str], str]
"""Makes the id of something new from its name; the same name gives the same id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A window of a stay's folio. ``fresh`` is True while it has yet to be written."""

    stay: str
    id: str
    folio_id: str
    number: int
    payee: str
    address: tuple[str, ...] = ()
    tax_number: str = ""
    country: str = ""
    kind: str = "guest"
    corrects: str = ""
    settled: str | None = None
    settled_on: date | None = None
    fresh: bool = False


def windows_of(reader: Reader, stay_id: str) -> list[Window]:
    """The windows of a stay's folio by number, deposits, credit notes and those planned but unwritten among them."""
    return reader.at_hand(KEPT, stay_id, lambda: _by_stay(reader.all(_OF_STAY, stay=stay_id)).get(stay_id, []))


def read_windows(reader: Reader, in_house: ColumnElement[bool]) -> None:
    """Have the windows of many stays at hand after one question; ``in_house`` is about the stay's row."""
    stay = tables.stay
    reader.have(KEPT, _by_stay(reader.all(_where(folio.c.stay_id.in_(select(stay.c.id).where(in_house))))))


_PLAIN = ("id", "folio_id", "number", "payee", "tax_number", "kind", "corrects", "settled", "settled_on")
"""What a window and its row call alike and hold alike."""


def _where(whose: ColumnElement[bool]) -> Reads:
    window = tables.folio_window
    return (
        select(folio.c.stay_id, window.c.address, window.c.country, *(window.c[name] for name in _PLAIN))
        .join(folio, folio.c.id == window.c.folio_id)
        .where(whose)
        .order_by(folio.c.stay_id, window.c.number)
    )


_OF_STAY = _where(folio.c.stay_id == bindparam("stay"))


def _by_stay(rows: Iterable[Fetched]) -> dict[str, list[Window]]:
    found: dict[str, list[Window]] = {}
    for stay, address, country, *values in rows:
        plain = dict(zip(_PLAIN, values, strict=True))
        found.setdefault(stay, []).append(Window(stay=stay, address=tuple(address), country=country or "", **plain))
    return found


def row_of(window: Window) -> dict[str, Any]:
    """The window as its row in the table."""
    values = {name: getattr(window, name) for name in _PLAIN}
    return {**values, "address": list(window.address), "country": window.country or None, "version": 1}


def written(reader: Reader, window: Window) -> None:
    """Note that a planned window stands in the database now."""
    rows = windows_of(reader, window.stay)
    rows[rows.index(window)] = replace(window, fresh=False)


def numbered(reader: Reader, stay_id: str, number: int) -> Window:
    """The window with this number.

    Raises:
        Refusal: the folio has none.
    """
    found = next((window for window in windows_of(reader, stay_id) if window.number == number), None)
    if found is None:
        raise Refusal(f"This folio has no window {number}.", help="Open the window for its payee first.")
    return found


def require_unsettled(window: Window) -> None:
    """The window must not be settled (N1).

    Raises:
        Refusal: it is; names the number.
    """
    if window.settled is not None:
        raise Refusal(
            f"Window {window.number} is settled as {window.settled}.",
            help="A settled window is put right by a credit note.",
        )


def open_window(reader: Reader, stay_id: str, number: int, name: NameIt) -> Window:
    """The open window that takes a line meant for a number.

    A settled window is never touched: the line goes to the next open one of its payee, which is opened if need be.

    Raises:
        Refusal: the stay has no such window, or all eight are settled.
    """
    chosen = numbered(reader, stay_id, number)
    if chosen.settled is None:
        return chosen
    rows = windows_of(reader, stay_id)
    alike = (window for window in rows if (window.kind, window.payee) == (chosen.kind, chosen.payee))
    later = next((window for window in alike if window.settled is None), None)
    if later is not None:
        return later
    if sum(window.kind == "guest" for window in rows) >= MOST_WINDOWS:
        raise Refusal("All eight windows of this folio are settled.", help="Check the guest in again for new charges.")
    return another(reader, chosen, name)


def another(reader: Reader, like: Window, name: NameIt, **changes: Any) -> Window:
    """A further window for the payee of another one, planned but not yet written."""
    rows = windows_of(reader, like.stay)
    number = rows[-1].number + 1
    window = replace(
        like,
        id=name(f"window-{like.folio_id}-{number}"),
        number=number,
        settled=None,
        settled_on=None,
        fresh=True,
        **changes,
    )
    rows.append(window)
    return window


def reducing_window(reader: Reader, stay_id: str, window_id: str, name: NameIt) -> Window:
    """Where a line of this window is taken back: the window itself, or a credit note if it is settled (N1)."""
    rows = windows_of(reader, stay_id)
    window = next(row for row in rows if row.id == window_id)
    if window.settled is None:
        return window
    note = next((row for row in rows if row.corrects == window.settled and row.settled is None), None)
    return note or another(reader, window, name, kind="credit_note", corrects=window.settled)


_BALANCE = select(cast(func.coalesce(func.sum(tables.posting.c.amount), 0), BigInteger)).where(
    tables.posting.c.window_id == bindparam("window")
)


def balance_of(reader: Reader, window_id: str) -> int:
    """The sum of a window's postings (L4)."""
    found = reader.first(_BALANCE, window=window_id)
    return int(found[0]) if found else 0
