"""Reservation, arrival and departure of a stay."""

from dataclasses import dataclass
from datetime import date

from frontdesk.commands.base import Command, fresh
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.room_move import MoveReason
from frontdesk.domain.stay import StayStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestSpec:
    """Who the guest is. ``name`` is written "Family, Given" in the guest's own script."""

    name: str
    latin: str = ""
    country: str = ""
    language: str = ""
    phone: str = ""
    email: str = ""
    company: str = ""
    vip: bool = False
    wishes: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    tax_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReservation(Command):
    """Promise a stay. ``prices`` holds one price in minor units for each night, tax as the house quotes it.

    ``room`` may stay empty until arrival; a given room is held for every night, or the command is refused.
    """

    stay: str = fresh()
    guest_id: str = fresh()
    guest: GuestSpec | None = None
    confirmation: str = ""
    arrival: date
    departure: date
    adults: int = 1
    children: tuple[int, ...] = ()
    room_type: str
    room: str = ""
    prices: tuple[int, ...]
    rate_plan: str = "Flexible"
    includes: tuple[str, ...] = ()
    channel: str = "direct"
    company: str = ""
    company_pays: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkIn(Command):
    """A guest without a reservation takes a room tonight: the stay and its check-in in one step.

    ``prices`` holds one price in minor units for each night, as the guest was told.
    """

    stay: str = fresh()
    guest_id: str = fresh()
    guest: GuestSpec
    departure: date
    adults: int = 1
    children: tuple[int, ...] = ()
    room: str
    prices: tuple[int, ...]
    rate_plan: str = "Flexible"
    includes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignRoom(Command):
    """Give a stay that has not arrived its room for every night."""

    stay: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(Command):
    """The guest has arrived and takes the room."""

    stay: str
    room: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOut(Command):
    """The guest leaves: every window of the folio must stand at zero. The room turns dirty."""

    stay: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDeparture(Command):
    """Extend or shorten a stay. New nights need the room free and a price each.

    ``room`` is asked of a guest in house who has no night left to tell it.
    """

    stay: str
    departure: date
    prices: tuple[int, ...] = ()
    reason: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeParty(Command):
    """Other heads in the room, from a night on or, without one, for the whole stay. Posted nights are settled (T8)."""

    stay: str
    adults: int
    children: tuple[int, ...] = ()
    from_night: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptGuest(Command):
    """A guest who does not pay the taxes that know this reason, on evidence (S15, T7).

    Empty nights mean the whole stay. Nights already posted are settled (T8).
    """

    stay: str
    guest: str
    reason: str
    evidence: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelReservation(Command):
    """Take the promise back before arrival; the room-nights are free again."""

    stay: str
    reason: str = ""
    no_show: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMove:
    """One move inside a stay that is already history: from which night on, to which room, why."""

    night: date
    room: str
    reason: MoveReason


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordExtra:
    """One extra of a stay that is already history: code, service date, quantity, unit price in minor units."""

    code: str
    service_date: date
    quantity: int
    unit_price: int
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStay(Command):
    """Take over a booking from another system as it stands on the business date, in one piece.

    ``status`` says where the stay is on the business date. Of a stay that has arrived, the nights before it are posted
    with their taxes, and the extras. ``pay`` is how the guest paid all of it at departure; empty if it is still owed.
    Without ``room`` no room-nights are taken. ``source`` and ``line`` name the row it came from.
    """

    source: str
    line: int
    stay: str = fresh()
    guest_id: str = fresh()
    guest: GuestSpec
    confirmation: str
    arrival: date
    departure: date
    adults: int
    children: tuple[int, ...] = ()
    type_booked: str
    type_given: str
    room: str = ""
    prices: tuple[int, ...] = ()
    rate_plan: str = ""
    includes: tuple[str, ...] = ()
    channel: str = "direct"
    booked_on: date
    note: str = ""
    status: StayStatus
    moves: tuple[RecordMove, ...] = ()
    extras: tuple[RecordExtra, ...] = ()
    pay: PaymentMethod | None = None
    flags: tuple[str, ...] = ()
