"""The house itself: its rooms, codes and rules, and its day."""

from dataclasses import dataclass
from datetime import date

from frontdesk.commands.base import Command
from frontdesk.domain.room import Housekeeping


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTypeSpec:
    """One room type: code, name, rank (higher is better), sleeps, nightly price in minor units."""

    code: str
    name: str
    rank: int
    sleeps: int
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSpec:
    """One room: number as on the door, type code, floor, side of the house, beds and features."""

    number: str
    type: str
    floor: int
    side: str = ""
    beds: str = ""
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpHouse(Command):
    """Found the house: name, address, currency, tax jurisdiction, first business date, types and rooms.

    ``settings`` are further words of the house by name, such as its footer texts. ``country`` is ISO 3166-1 alpha-2.
    """

    name: str
    address: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    tax_number: str = ""
    country: str = ""
    currency: str
    language: str = "en"
    timezone: str = "UTC"
    jurisdiction: str
    category: str = ""
    zone: str = ""
    business_date: date
    room_types: tuple[RoomTypeSpec, ...]
    rooms: tuple[RoomSpec, ...]
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSeller(Command):
    """Say what invoices name the house by: address, tax number, country (ISO 3166-1 alpha-2), how invoices are paid."""

    address: tuple[str, ...]
    tax_number: str
    country: str
    payment_terms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPaper(Command):
    """Say what every paper of the house shows: lines at its foot, legal lines below them, and the logo in its head.

    ``logo`` is a PNG or JPEG picture as base64; empty means the house's name in large type.
    """

    footer: str = ""
    legal: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHousekeeping(Command):
    """Say in which state a room is. ``out_of_order`` closes it until further notice with that reason; an empty text
    ends that, and nothing at all leaves it as it is. For named nights see `BlockRoom`.
    """

    room: str
    state: Housekeeping
    out_of_order: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDay(Command):
    """Post room and tax for every stay that sleeps in the house, then roll the business date by one day."""

    business_date: date
