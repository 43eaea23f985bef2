"""What a folio says of the stay and its guest; what is for staff is not selected (FD-1, GL-20)."""

from datetime import date, timedelta

from sqlalchemy import and_, bindparam, select

from frontdesk.errors import Refusal
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

_stay, _guest, _night, _room = tables.stay, tables.guest, tables.stay_night, tables.room_night
_FACTS = ("id", "confirmation", "status", "arrival", "departure", "adults", "children", "rate_plan", "includes")
_STAY = (
    select(*(_stay.c[name] for name in _FACTS))
    .add_columns(_guest.c.name, _guest.c.latin, _guest.c.country, _guest.c.language, _guest.c.address)
    .join(_guest, _guest.c.id == _stay.c.guest_id)
    .where(_stay.c.id == bindparam("stay"))
)
_ROOMS = (
    select(_room.c.room, _room.c.night)
    .join(_night, and_(_night.c.stay_id == _room.c.stay_id, _night.c.night == _room.c.night))
    .where(_room.c.stay_id == bindparam("stay"))
    .order_by(_room.c.night)
)


def stay_on_paper(reader: Reader, stay: str) -> Fetched:
    """A stay with its guest's name, country, language and address.

    Raises:
        Refusal: there is none.
    """
    found = reader.first(_STAY, stay=stay)
    if found is None:
        raise Refusal("There is no such stay.", help="Find the guest again.")
    return found


def rooms_on_paper(reader: Reader, stay: str) -> tuple[tuple[str, date, date], ...]:
    """The rooms of a stay in their order, each with the day it begins and the day it is left."""
    spans: list[tuple[str, date, date]] = []
    for room, night in reader.all(_ROOMS, stay=stay):
        since = spans.pop()[1] if spans and spans[-1][0] == room else night
        spans.append((room, since, night + timedelta(days=1)))
    return tuple(spans)
