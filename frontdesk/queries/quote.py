"""What a stay was promised: the confirmation in force when the guest came, out of the journal (BE-13)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from frontdesk.domain.bill_bridge import Step
from frontdesk.domain.stay import StayStatus, nights_between
from frontdesk.domain.tax.assessment import Assessment
from frontdesk.errors import Refusal
from frontdesk.queries.stay import stay_with
from frontdesk.queries.taxing import assess_night
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

_BOOKED = frozenset({"TakeReservation", "WalkIn", "RecordStay"})


@dataclass(slots=True)
class Quote:
    """Each night's price as confirmed, in minor units, the heads it was for, and what moves changed later."""

    nights: dict[date, int] = field(default_factory=dict)
    adults: int = 1
    children: tuple[int, ...] = ()
    arrived: bool = False
    steps: dict[date, list[Step]] = field(default_factory=dict)


def read_quote(reader: Reader, stay_id: str) -> Quote:
    """The quote of a stay.

    Raises:
        Refusal: its booking is not in the journal.
    """
    quote = Quote()
    for row in _done(reader, stay_id):
        _follow(quote, row)
    if not quote.nights:
        raise Refusal("The quote of this stay is not on record.", help="Choose another style of folio.")
    return quote


def _done(reader: Reader, stay_id: str) -> Iterable[Fetched]:
    journal, topic = tables.journal, tables.journal_topic
    columns = (journal.c[name] for name in ("kind", "payload", "before_after", "facts", "business_date"))
    return reader.all(
        select(*columns)
        .join(topic, topic.c.seq == journal.c.seq)
        .where(topic.c.topic == f"stay:{stay_id}", journal.c.outcome.in_(("applied", "recorded")))
        .order_by(journal.c.seq)
    )


def _follow(quote: Quote, row: Fetched) -> None:
    """Take one change of the stay in: before the guest comes it alters the quote, after it what is agreed."""
    told: dict[str, Any] = json.loads(row.payload)
    if row.kind in _BOOKED:
        _book(quote, told, row.business_date)
        quote.arrived = row.kind == "WalkIn" or told.get("status") in {StayStatus.IN_HOUSE, StayStatus.CHECKED_OUT}
    elif row.kind == "ChangeDeparture" and not quote.arrived:
        was, departure = date.fromisoformat(row.facts["was"]), date.fromisoformat(told["departure"])
        quote.nights = {night: price for night, price in quote.nights.items() if night < departure}
        quote.nights.update(zip(nights_between(was, departure), told.get("prices", ()), strict=False))
    elif row.kind == "MoveArrival":
        arrival = date.fromisoformat(told["arrival"])
        quote.nights = {night: price for night, price in quote.nights.items() if night >= arrival}
    elif row.kind == "ChangeParty" and not quote.arrived and not told.get("from_night"):
        quote.adults, quote.children = told["adults"], tuple(told["children"])
    elif row.kind == "CheckIn":
        quote.arrived = True
    for change in row.before_after:
        if change["row"] == tables.stay_night.name and "price" in change["after"]:
            _reprice(quote, change, row.facts)


def _book(quote: Quote, told: dict[str, Any], business_date: date) -> None:
    arrival = date.fromisoformat(told["arrival"]) if "arrival" in told else business_date
    nights = tuple(nights_between(arrival, date.fromisoformat(told["departure"]))) or (arrival,)
    quote.nights = dict(zip(nights, told["prices"], strict=False))
    quote.adults, quote.children = told["adults"], tuple(told["children"])


def _reprice(quote: Quote, change: dict[str, Any], facts: dict[str, Any]) -> None:
    night = date.fromisoformat(change["key"]["night"])
    was, now = change["before"]["price"], change["after"]["price"]
    if not quote.arrived:
        quote.nights[night] = now
    elif was != now:
        rooms = f"{facts.get('from_room', '')} → {facts.get('to_room', '')}"
        quote.steps.setdefault(night, []).append(Step(rooms=rooms, change=now - was))


def assess_quoted(reader: Reader, stay_id: str, quote: Quote) -> dict[date, Assessment]:
    """What each quoted night would have come to for the party and the length that were quoted (R5)."""
    first, last = min(quote.nights), max(quote.nights)
    as_quoted = stay_with(
        reader,
        stay_id,
        arrival=first,
        departure=last + timedelta(days=1),
        adults=quote.adults,
        children=list(quote.children),
        party=[],
        exempt=[],
    )
    # No night of the stay was over yet when it was quoted, whatever the business date is now.
    return {night: assess_night(reader, as_quoted, night, price, spent=0) for night, price in quote.nights.items()}
