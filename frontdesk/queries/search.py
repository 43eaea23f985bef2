"""Find anybody by anything: room, name in any script, confirmation, phone, e-mail, company."""

from dataclasses import dataclass
from datetime import date

from frontdesk.queries.base import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """One hit. ``group`` is in_house, due_in or other; ``why`` is the part that matched if it is not the name."""

    stay: str
    guest: str
    room: str
    name: str
    latin: str
    company: str
    arrival: date
    departure: date
    group: str
    vip: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Find(Question[tuple[FoundRow, ...]]):
    """The best hits for what has been typed so far, guests in house first."""

    text: str
    limit: int = 50
