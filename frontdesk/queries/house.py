"""The house at a glance: who is in, who comes, who leaves, and who needs somebody."""

from dataclasses import dataclass
from datetime import date

from frontdesk.queries.base import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class StayRow:
    """One stay in a list. ``status`` is due_in, in_house or checked_out; ``attention`` says why it needs somebody.

    ``attention_icon`` is one of clock, warning, door-out, question, flag, check-circle.
    """

    stay: str
    room: str
    name: str
    latin: str
    arrival: date
    departure: date
    status: str
    vip: bool
    due_out: bool
    attention: str = ""
    attention_icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseView:
    """The whole house on one business date. ``seq`` is the number of the newest journal row it has seen."""

    name: str
    currency: str
    language: str
    business_date: date
    seq: int
    attention: tuple[StayRow, ...]
    in_house: tuple[StayRow, ...]
    due_in: tuple[StayRow, ...]
    waiting_credits: int
    open_cases: int


@dataclass(frozen=True, slots=True)
class SeeHouse(Question[HouseView]):
    """The house now."""
