"""From a booking to the command that takes it over: what the file does not tell is made up from the row's own seed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from frontdesk.commands.stay import GuestSpec, RecordExtra, RecordMove, RecordStay
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.stay import StayStatus
from frontdesk.identity import child_id
from frontdesk.intake.booking_row import Booking
from frontdesk.intake.guest_names import email_of, guest_name, language_of, phone_of
from frontdesk.intake.house_of_bookings import Placed

WORKSTATION = "import"
_BOARD = {"BB": ("breakfast",), "HB": ("breakfast", "half board"), "FB": ("breakfast", "full board")}
_PLANS = {"Non Refund": "Non-refundable", "Refundable": "Refundable deposit"}
_WISHES = ("Quiet room", "High floor", "Twin beds", "Sea view", "Cot", "Late arrival", "Extra pillows")
_EXTRAS = (
    ("2010", (1850, 2400, 3150)),
    ("2020", (650, 900, 1400)),
    ("2100", (500, 800, 1100)),
    ("3000", (350, 600)),
    ("3400", (3500, 4500)),
)
_PARKING = ("3300", 800)
_PAID_OF_HUNDRED = 95
_ON_CARD_OF_HUNDRED = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """What every row of one import shares. ``parent`` is the id that all ids of the import come from."""

    source: str
    sha: str
    parent: str
    seed: int
    business_date: date
    made_at: datetime


def command_of(takeover: Takeover, booking: Booking, placed: Placed | None) -> RecordStay:
    """The command of one booking: always the same for the same file, seed, row and business date."""
    chance = Random(takeover.seed + booking.number)
    command = child_id(takeover.parent, f"row-{booking.number}")
    status = status_of(booking, takeover.business_date, placed)
    moved = _moved(placed, booking, takeover.business_date)
    room = "" if placed is None or status in _GONE else placed.before if moved else placed.room
    return RecordStay(
        id=command,
        actor="",
        workstation=WORKSTATION,
        made_at=takeover.made_at,
        source=takeover.source,
        line=booking.line,
        stay=child_id(command, "stay"),
        guest_id=child_id(command, "guest"),
        guest=_guest(takeover, booking, chance),
        confirmation=f"{takeover.sha[:4].upper()}-{booking.number:06d}",
        arrival=booking.arrival,
        departure=booking.departure,
        adults=booking.adults,
        children=_ages(booking, chance),
        type_booked=booking.type_booked,
        type_given=booking.type_given,
        room=room,
        prices=(booking.rate,) * max(1, booking.nights),
        rate_plan="Complimentary" if booking.complimentary else _PLANS.get(booking.deposit, "Flexible"),
        includes=_BOARD.get(booking.board, ()),
        channel=booking.channel,
        booked_on=booking.booked_on,
        note="Has stayed here before" if booking.repeated else "",
        status=status,
        moves=moved,
        extras=_extras(booking, chance),
        pay=_pay(chance) if status is StayStatus.CHECKED_OUT else None,
        flags=booking.flags,
    )


_GONE = frozenset({StayStatus.CANCELLED, StayStatus.NO_SHOW})


def status_of(booking: Booking, today: date, placed: Placed | None) -> StayStatus:
    """Where the stay is on the business date. Who should be in house but has no room is still expected."""
    if booking.outcome == "Canceled":
        return StayStatus.CANCELLED
    if booking.outcome == "No-Show":
        return StayStatus.NO_SHOW
    if booking.departure < today:
        return StayStatus.CHECKED_OUT
    return StayStatus.IN_HOUSE if booking.arrival < today and placed is not None else StayStatus.DUE_IN


def _moved(placed: Placed | None, booking: Booking, today: date) -> tuple[RecordMove, ...]:
    """The move, if it is history: a night that has not come yet begins in the room that was given."""
    if placed is None or not placed.before:
        return ()
    night = booking.arrival + timedelta(days=placed.nights_before)
    return (RecordMove(night=night, room=placed.room, reason=placed.reason),) if night < today else ()


def _guest(takeover: Takeover, booking: Booking, chance: Random) -> GuestSpec:
    name, latin = guest_name(booking.country, takeover.seed + booking.number)
    return GuestSpec(
        name=name,
        latin=latin,
        country=booking.country,
        language=language_of(booking.country),
        phone=phone_of(chance.randrange(1000)),
        email=email_of(latin or name, booking.number),
        company=f"Company {booking.company}" if booking.company else "",
        wishes=tuple(chance.sample(_WISHES, min(booking.requests, len(_WISHES)))),
    )


def _ages(booking: Booking, chance: Random) -> tuple[int, ...]:
    """The file counts children and babies; their ages are made up."""
    children = [chance.randint(3, 12) for _ in range(booking.children)]
    return (*children, *(chance.randint(0, 2) for _ in range(booking.babies)))


def _extras(booking: Booking, chance: Random) -> tuple[RecordExtra, ...]:
    """Parking as booked, and up to two things taken on days of the stay."""
    extras: list[RecordExtra] = []
    if booking.nights == 0:
        return ()
    if booking.parking:
        code, price = _PARKING
        quantity = booking.parking * booking.nights * 1000
        extras.append(RecordExtra(code=code, service_date=booking.arrival, quantity=quantity, unit_price=price))
    for n in range(chance.choice((0, 0, 1, 1, 2))):
        code, prices = chance.choice(_EXTRAS)
        day = booking.arrival + timedelta(days=chance.randrange(booking.nights))
        reference = f"check {booking.number * 10 + n}"
        price = chance.choice(prices)
        extras.append(RecordExtra(code=code, service_date=day, quantity=1000, unit_price=price, reference=reference))
    return tuple(extras)


def _pay(chance: Random) -> PaymentMethod | None:
    """How it was paid at departure; five in a hundred still owe it."""
    if chance.randrange(100) >= _PAID_OF_HUNDRED:
        return None
    return PaymentMethod.CARD if chance.randrange(100) < _ON_CARD_OF_HUNDRED else PaymentMethod.CASH
