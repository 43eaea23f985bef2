"""One row of the bookings file: checked, cleaned, and flagged where it was odd. Nothing here is made up."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from frontdesk.domain.money import parse_amount
from frontdesk.domain.stay import LONGEST
from frontdesk.errors import Refusal
from frontdesk.intake.booking_file import RawRow
from frontdesk.intake.countries import CODES, OTHER_WAYS

HIGH_RATE = 100_000
"""A night above this many minor units is kept and flagged; a house may set its own."""

ROOMLESS = frozenset({"L", "P"})
"""Room types that stand for no room: a posting account, and one that is never given."""

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WHOLE = re.compile(r"[0-9]{1,5}(\.0)?")
_TYPE = re.compile(r"[A-Z][A-Z0-9]{0,3}")
_GROUP = 5
_MANY_CHILDREN = 4
_MANY_BABIES = 3
_MOST = 999
_OUTCOMES = frozenset({"Check-Out", "Canceled", "No-Show"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A booking as the file tells it. ``rate`` is a night in minor units; ``flags`` say what was odd."""

    number: int
    line: int
    arrival: date
    nights: int
    adults: int
    children: int
    babies: int
    board: str
    country: str
    channel: str
    booked_on: date
    repeated: bool
    complimentary: bool
    type_booked: str
    type_given: str
    deposit: str
    company: str
    rate: int
    parking: int
    requests: int
    outcome: str
    flags: tuple[str, ...]

    @property
    def departure(self) -> date:
        """The day the guest leaves."""
        return self.arrival + timedelta(days=self.nights)

    @property
    def needs_room(self) -> bool:
        """True for a stay of one room: not cancelled, at least one night, no group, a type that has rooms."""
        return (
            self.outcome == "Check-Out"
            and self.nights > 0
            and "group" not in self.flags
            and self.type_given not in ROOMLESS
        )


def read_booking(raw: RawRow, *, high_rate: int = HIGH_RATE) -> Booking:
    """A row as a booking.

    Raises:
        Refusal: the row cannot be taken; says why.
    """
    if raw.trouble:
        raise Refusal(raw.trouble)
    values = {name: "" if value.strip() == "NULL" else value.strip() for name, value in raw.values.items()}
    flags: list[str] = []
    arrival = _arrival(values)
    outcome = values["reservation_status"]
    if outcome not in _OUTCOMES:
        raise Refusal(f"The status {_shown(outcome)} is unknown.", help="Known: Check-Out, Canceled, No-Show.")
    adults = _adults(values, flags)
    children, babies = _children(values, flags)
    booked, given = _types(values, flags)
    return Booking(
        number=raw.number,
        line=raw.line,
        arrival=arrival,
        nights=_nights(values, arrival, outcome, flags),
        adults=adults,
        children=children,
        babies=babies,
        board=values["meal"].upper(),
        country=_country(values["country"], flags),
        channel=_channel(values["distribution_channel"]),
        booked_on=arrival - timedelta(days=_whole(values, "lead_time")),
        repeated=values["is_repeated_guest"] == "1",
        complimentary=values["market_segment"] == "Complementary",
        type_booked=booked,
        type_given=given,
        deposit=values["deposit_type"],
        company=values["company"][:20],
        rate=_rate(values["adr"], high_rate, flags),
        parking=_whole(values, "required_car_parking_spaces"),
        requests=_whole(values, "total_of_special_requests"),
        outcome=outcome,
        flags=tuple(flags),
    )


def _shown(text: str) -> str:
    return f"“{text[:40]}”" if text else "of nothing"


def _whole(values: dict[str, str], column: str) -> int:
    text = values[column]
    if not _WHOLE.fullmatch(text):
        raise Refusal(f"{column} {_shown(text)} is not a whole number from 0 to 99999.")
    return int(text.removesuffix(".0"))


def _arrival(values: dict[str, str]) -> date:
    year = _whole(values, "arrival_date_year")
    month, day = values["arrival_date_month"], _whole(values, "arrival_date_day_of_month")
    if month.casefold() not in _MONTHS:
        raise Refusal(f"The month {_shown(month)} is not an English month.")
    if not 1970 <= year <= 2100:  # noqa: PLR2004 - what a bookings file can hold
        raise Refusal(f"The year {year} is not one of a booking.")
    try:
        return date(year, _MONTHS.index(month.casefold()) + 1, day)
    except ValueError:
        raise Refusal(f"There is no {day} {month} {year}.") from None


def _nights(values: dict[str, str], arrival: date, outcome: str, flags: list[str]) -> int:
    """The nights of the booking; a stay that ended earlier has those up to its status date."""
    nights = _whole(values, "stays_in_weekend_nights") + _whole(values, "stays_in_week_nights")
    if nights > LONGEST:
        raise Refusal(f"The stay has {nights} nights; {LONGEST} is the most.")
    try:
        settled = date.fromisoformat(values["reservation_status_date"])
    except ValueError:
        raise Refusal(f"The status date {_shown(values['reservation_status_date'])} is not a date.") from None
    if outcome == "Check-Out" and settled < arrival + timedelta(days=nights):
        flags.append("left early")
        return max(0, (settled - arrival).days)
    return nights


def _adults(values: dict[str, str], flags: list[str]) -> int:
    adults = _whole(values, "adults")
    if adults > _MOST:
        raise Refusal(f"{adults} adults in one booking cannot be right.")
    if adults >= _GROUP:
        flags.append("group")
    if adults == 0:
        flags.append("one adult assumed")
        return 1
    return adults


def _children(values: dict[str, str], flags: list[str]) -> tuple[int, int]:
    if values["children"] in {"NA", ""}:
        flags.append("children unknown")
        children = 0
    else:
        children = _whole(values, "children")
    babies = _whole(values, "babies")
    if children > _MOST or babies > _MOST:
        raise Refusal(f"{children} children and {babies} babies in one booking cannot be right.")
    if children >= _MANY_CHILDREN:
        flags.append("many children")
    if babies >= _MANY_BABIES:
        flags.append("many babies")
    return children, babies


def _types(values: dict[str, str], flags: list[str]) -> tuple[str, str]:
    """The type booked and the type given; one stands for the other where it is missing."""
    booked = values["reserved_room_type"] or values["assigned_room_type"]
    given = values["assigned_room_type"] or booked
    for code in (booked, given):
        if not _TYPE.fullmatch(code):
            raise Refusal(f"The room type {_shown(code)} is not a type.")
    if given in ROOMLESS:
        flags.append("no room of this type")
    return booked, given


def _country(text: str, flags: list[str]) -> str:
    code = OTHER_WAYS.get(text, text)
    if not code or code in CODES:
        return code
    flags.append(f"country unknown: {text[:40]}")
    return code if len(code) == 3 else ""  # noqa: PLR2004 - the length of an alpha-3 code


def _channel(text: str) -> str:
    return {"TA/TO": "agency", "Undefined": "unknown", "": "unknown"}.get(text, text.casefold()[:24])


def _rate(text: str, high: int, flags: list[str]) -> int:
    rate = parse_amount(text, "EUR", group="")
    if rate < 0:
        flags.append("rate dropped")
        return 0
    if rate == 0:
        flags.append("no rate")
    elif rate > high:
        flags.append("high rate")
    return rate
