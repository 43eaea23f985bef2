"""What the slips say: goodwill (GC-55), room move (room-moves section 12), payment. No staff-only text is selected."""

from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.queries.base import Question
from frontdesk.queries.folio import PaperHouse


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLine:
    """A line the credit is on: its day, what it is, and the credit on it in minor units, tax included, as posted."""

    service_date: date
    text: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditSlip:
    """A goodwill credit for both to sign. Amounts in minor units as posted: a credit is negative.

    ``kind`` is amount or percent, ``percent`` in parts per million. ``credit`` = ``net`` + ``tax`` = Σ lines.
    ``guest_present`` False prints "guest not present" in place of the guest's signature.
    """

    house: PaperHouse
    number: str
    business_date: date
    made_at: datetime
    language: str
    currency: str
    guest: str
    room: str
    arrival: date
    departure: date
    case: str
    to_guest: str
    lines: tuple[SlipLine, ...]
    kind: str
    percent: int
    net: int
    tax: int
    credit: int
    balance: int
    given_by: str
    approved_by: str = ""
    guest_present: bool = True
    copy: int = 0
    copied_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A department that was told of a move: when, and who read it; "" while nobody has."""

    department: str
    at: datetime
    reader: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSlip:
    """A room move on paper. ``difference`` is a night's price difference with tax, in minor units.

    ``reason``, ``decision``, ``asked_by``, ``consent`` and ``payer`` are words in the slip's language.
    ``keys`` are returned, issued, missing; ``luggage`` are pieces out of the old room and into the new one; what is
    None is left open for a pen.
    ``departments``, ``approved_by``, ``moved_by``, ``old_room`` stand on the house's copy only.
    """

    house: PaperHouse
    number: str
    business_date: date
    made_at: datetime
    language: str
    currency: str
    guest: str
    persons: int
    arrival: date
    departure: date
    from_room: str
    from_type: str
    to_room: str
    to_type: str
    reason: str
    asked_by: str
    consent: str
    decision: str
    difference: int
    from_night: date
    payer: str
    luggage: tuple[int, int] | None = None
    keys: tuple[int, int, int] | None = None
    approved_by: str = ""
    moved_by: tuple[str, ...] = ()
    departments: tuple[Told, ...] = ()
    old_room: str = ""
    copy: int = 0
    copied_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt for one payment, deposit or refund. ``amount`` in minor units, negative where money went back.

    ``balance`` is what the stay still owed right after it.
    """

    house: PaperHouse
    number: str
    business_date: date
    made_at: datetime
    language: str
    currency: str
    guest: str
    payee: str
    confirmation: str
    arrival: date
    departure: date
    room: str
    window: int
    text: str
    reference: str
    amount: int
    balance: int
    copy: int = 0
    copied_at: datetime | None = None


AnySlip = CreditSlip | MoveSlip | Receipt


@dataclass(frozen=True, slots=True)
class ReadSlip(Question[AnySlip]):
    """What a slip says. ``of``: number of a room move or a credit, or the id of a payment (see PrintSlip)."""

    of: str
    language: str = ""
    guest_present: bool = True
    copy: int = 0
    copied_at: datetime | None = None
