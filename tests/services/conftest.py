"""Houses under other tax rules, for figures that are known from elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest

from frontdesk.desk import Desk
from tests.hotel import Hotel, found_hotel

HouseIn = Callable[..., Hotel]


@pytest.fixture
def house_in(sqlite_address: str) -> Iterator[HouseIn]:
    """Found a house under the rules of a jurisdiction, on a business date."""
    with ExitStack() as opened:

        def found(jurisdiction: str, business_date: date, **changes: Any) -> Hotel:
            desk = opened.enter_context(Desk.open(sqlite_address))
            return found_hotel(desk, jurisdiction=jurisdiction, business_date=business_date, **changes)

        yield found
