"""The bill bridge of a window: from the quote to the actual total, and on to what is to pay here (BE-13 to BE-21)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from frontdesk.domain.bill_bridge import ALLOWED, ROOM_CODES, Cause, Entry, Fact, Night, bridge, require_whole
from frontdesk.domain.stay import StayStatus
from frontdesk.domain.tax.assessment import Assessment
from frontdesk.errors import Refusal
from frontdesk.queries.folio import BillBridge, BridgeRow, is_money
from frontdesk.queries.printed_rows import printed_rows
from frontdesk.queries.printed_words import department, line_text, tax_words
from frontdesk.queries.quote import Quote, assess_quoted, read_quote
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import assess_night, tax_rules
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched
from frontdesk.words import full_day, listed, plain_amount, say, span

BRIDGE = "bill_bridge"
"""The style that is asked for because of the bridge."""


def bridge_on_paper(reader: Reader, window: Fetched, style: str, language: str) -> BillBridge | None:
    """Return the bridge for a paper in ``style``, or nothing.

    An explained paper carries it as an extra: where the bill differs from the quote, and only if every difference has
    a cause that was agreed.

    Raises:
        Refusal: the bridge was asked for and cannot be made.
    """
    if style == BRIDGE:
        return read_bridge(reader, window, language)
    if style != "explained":
        return None
    try:
        found = read_bridge(reader, window, language)
    except Refusal:
        return None
    return found if found.causes and not found.unsure else None


def read_bridge(reader: Reader, window: Fetched, language: str) -> BillBridge:
    """The bridge that leads to the balance of a window.

    Raises:
        Refusal: the quote is not on record, or the causes do not sum to the difference.
    """
    stay = _stay_of_window(reader, window)
    quote = read_quote(reader, stay.id)
    quoted = assess_quoted(reader, stay.id, quote)
    rows = {each.id: printed_rows(reader, each) for each in _windows(reader, window.folio_id)}
    sales = [row for found in rows.values() for row in found if not is_money(row.kind, row.department)]
    names = tax_words(tax_rules(reader), language)
    facts = [_fact(row, stay.id, line_text(row, language, names)) for row in (*sales, *_away(reader, stay.id))]
    coming = _to_come(reader, stay, facts)
    nights = _nights(reader, stay, quote, quoted, facts)
    entries = bridge(nights, facts, _on_top(quoted), _on_top(coming))
    start = sum(found.total for found in quoted.values())
    ahead = sum(found.total for found in coming.values())
    total = sum(row.amount for row in sales) + ahead
    require_whole(start, entries, total)
    teller = _Teller(reader, language)
    rest = teller.rest(rows, window.id, ahead)
    return BillBridge(
        quoted=start,
        quoted_by=listed([stay.confirmation, full_day(stay.booked_on, language)], language),
        causes=tuple(teller.cause(entry) for entry in entries),
        total=total,
        rest=rest,
        due=total + sum(row.amount for row in rest),
        unsure=any(entry.cause is Cause.CHECK for entry in entries),
    )


def _stay_of_window(reader: Reader, window: Fetched) -> Fetched:
    found = reader.first(select(tables.folio.c.stay_id).where(tables.folio.c.id == window.folio_id))
    assert found is not None, "a window belongs to a folio"
    return stay_of(reader, found.stay_id)


def _windows(reader: Reader, folio_id: str) -> list[Fetched]:
    window = tables.folio_window
    return reader.all(select(window).where(window.c.folio_id == folio_id).order_by(window.c.number))


def _away(reader: Reader, stay_id: str) -> list[Fetched]:
    """What is this stay's, on another stay's folio: routed there, or moved over."""
    posting, code = tables.posting, tables.transaction_code
    rows = reader.all(
        select(posting, code.c.department, code.c.name.label("code_name"))
        .join(code, code.c.code == posting.c.code)
        .where(posting.c.origin == stay_id, posting.c.stay_id != stay_id)
        .order_by(posting.c.seq, posting.c.n)
    )
    return [row for row in rows if not is_money(row.kind, row.department)]


def _fact(row: Fetched, stay_id: str, text: str) -> Fact:
    return Fact(
        id=row.id,
        kind=row.kind,
        code=row.code,
        department=row.department,
        service_date=row.service_date,
        amount=row.amount,
        text=text,
        names=row.reverses or row.reduces or "",
        whole=bool(row.reverses),
        replaces=tuple(row.making.get("replaces", ())),
        foreign=row.stay_id == stay_id and row.origin not in {None, stay_id},
        away=row.stay_id != stay_id,
    )


def _prices(reader: Reader, stay: Fetched) -> dict[date, int]:
    """The agreed price of each night that the stay has now."""
    if stay.status in {StayStatus.CANCELLED, StayStatus.NO_SHOW}:
        return {}
    night = tables.stay_night
    rows = reader.all(select(night.c.night, night.c.price).where(night.c.stay_id == stay.id).order_by(night.c.night))
    return {row.night: row.price for row in rows}


def _to_come(reader: Reader, stay: Fetched, facts: list[Fact]) -> dict[date, Assessment]:
    """The nights that the night audit has yet to post, at the agreed rate (BE-18)."""
    posted = {fact.service_date for fact in facts if fact.code in ROOM_CODES}
    ahead = {} if stay.status == StayStatus.CHECKED_OUT else _prices(reader, stay)
    return {
        night: assess_night(reader, stay, night, price)
        for night, price in ahead.items()
        if night >= reader.business_date and night not in posted
    }


def _nights(
    reader: Reader, stay: Fetched, quote: Quote, quoted: Mapping[date, Assessment], facts: list[Fact]
) -> list[Night]:
    prices = _prices(reader, stay)
    posted = {fact.service_date for fact in facts if fact.code in ROOM_CODES}
    made = []
    for night in sorted({*prices, *quoted, *posted}):
        agreed: int | None = None
        stands: tuple[int, ...] = ()
        if night in prices:
            agreed = assess_night(reader, stay, night, prices[night]).price
            stands = (agreed, prices[night])
        made.append(
            Night(
                night=night,
                quoted=quoted[night].price if night in quoted else None,
                agreed=agreed,
                stands=stands,
                steps=tuple(quote.steps.get(night, ())),
                open=night >= reader.business_date and stay.status != StayStatus.CHECKED_OUT,
            )
        )
    return made


def _on_top(nights: Mapping[date, Assessment]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for tax in (tax for found in nights.values() for tax in found.added):
        sums[tax.code] += tax.amount
    return sums


class _Teller:
    """Says the bridge in the guest's language."""

    def __init__(self, reader: Reader, language: str) -> None:
        self.reader, self.language = reader, language
        self.currency = reader.house.currency
        rules = tax_rules(reader)
        named = tax_words(rules, language)
        english = {rule.code: (rule.name or {}).get("en", rule.code) for rule in rules.taxes}
        self.taxes = {code: named.get(name, name) for code, name in english.items()}

    def cause(self, entry: Entry) -> BridgeRow:
        """One cause with what makes it up."""
        return BridgeRow(cause=self._say(entry.cause), detail=self._detail(entry), amount=entry.amount)

    def rest(self, rows: Mapping[str, list[Fetched]], window: str, ahead: int) -> tuple[BridgeRow, ...]:
        """From the actual total to the balance of the window (BE-20): each payment a line."""
        others = sum(
            row.amount
            for key, found in rows.items()
            for row in found
            if key != window and not is_money(row.kind, row.department)
        )
        told = [BridgeRow(cause=self._say("ahead"), detail="", amount=-ahead)] if ahead else []
        if others:
            told.append(BridgeRow(cause=self._say("others"), detail="", amount=-others))
        for row in rows[window]:
            if is_money(row.kind, row.department):
                text = line_text(row, self.language, {})
                detail = listed([text, full_day(row.business_date, self.language)], self.language)
                told.append(BridgeRow(cause=self._say("money"), detail=detail, amount=row.amount))
        return tuple(told)

    def _detail(self, entry: Entry) -> str:
        parts = [self._named(entry)]
        if entry.first and entry.last:
            parts.insert(0, span(entry.first, entry.last, self.language))
        if entry.to_come:
            parts.append(self._say("to_come"))
        if not entry.amount:
            up, down = (plain_amount(minor, self.currency, self.language) for minor in (entry.up, entry.down))
            parts.append(self._say("pair", up=up, down=down))
        return listed(parts, self.language)

    def _named(self, entry: Entry) -> str:
        if entry.cause is Cause.TAXES:
            return self.taxes.get(entry.key, entry.key)
        if entry.cause is Cause.EXTRAS:
            return department(entry.key, self.language)
        return self._say(ALLOWED) if entry.key == ALLOWED else entry.key

    def _say(self, key: str, **facts: object) -> str:
        return say(self.language, f"bridge.{key}", **facts)
