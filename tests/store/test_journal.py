"""What stands in each journal row beside the command."""

from frontdesk import commands as do
from frontdesk.domain.room import Housekeeping
from frontdesk.store import tables
from tests.hotel import DAY, Hotel


def test_every_row_has_the_business_date_even_where_nothing_else_needed_the_house(hotel: Hotel) -> None:
    hotel.do(do.SetHousekeeping, room="305", state=Housekeeping.DIRTY)
    assert {row.business_date for row in hotel.rows(tables.journal)} == {DAY}


def test_every_row_has_a_salt_of_its_own(hotel: Hotel) -> None:
    salts = [row.salt for row in hotel.rows(tables.journal)]
    assert all(salts)
    assert len(set(salts)) == len(salts)
