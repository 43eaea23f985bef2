"""Slips for tests."""

from datetime import UTC, date, datetime

from frontdesk.queries.slip import CreditSlip, MoveSlip, SlipLine, Told
from tests.documents.papers import ARRIVAL, HOUSE

MADE_AT = datetime(2025, 11, 21, 10, 5, tzinfo=UTC)


def credit_slip(**facts: object) -> CreditSlip:
    shape = {
        "house": HOUSE, "number": "GWC-2025-00031", "business_date": date(2025, 11, 21), "made_at": MADE_AT, "language": "en", "currency": "EUR",
        "guest": "Eleni Papadopoulou", "room": "412", "arrival": ARRIVAL, "departure": date(2025, 11, 23), "case": "C-2025-0107",
        "to_guest": "We are sorry that the heating in room 305 failed on the night of 20 November.",
        "lines": (SlipLine(service_date=date(2025, 11, 20), text="Room, double with lake view", amount=-3_870),), "kind": "percent", "percent": 300_000,
        "net": -3_617, "tax": -253, "credit": -3_870, "balance": 25_470, "given_by": "M. K., reception", "approved_by": "S. T., duty manager",
    }  # fmt: skip
    return CreditSlip(**{**shape, **facts})  # type: ignore[arg-type]


def move_slip(**facts: object) -> MoveSlip:
    told = (Told(department="Housekeeping", at=MADE_AT, reader="A. B.", remark="Extra bed goes along"), Told(department="Engineering", at=MADE_AT))
    shape = {
        "house": HOUSE, "number": "RMV-2025-00012", "business_date": date(2025, 11, 21), "made_at": MADE_AT, "language": "en", "currency": "EUR",
        "guest": "Eleni Papadopoulou", "persons": 2, "arrival": ARRIVAL, "departure": date(2025, 11, 23), "from_room": "305", "from_type": "Double, lake view",
        "to_room": "412", "to_type": "Double deluxe", "reason": "The heating did not work.", "asked_by": "The house", "consent": "Guest, at the desk, 09:50",
        "decision": "The price stays", "difference": 0, "from_night": date(2025, 11, 21), "payer": "The house", "luggage": (3, 3), "keys": (2, 2, 0),
        "approved_by": "S. Tanner", "moved_by": ("J. Moreau",), "departments": told, "old_room": "Out of order, work order WO-551",
    }  # fmt: skip
    return MoveSlip(**{**shape, **facts})  # type: ignore[arg-type]
