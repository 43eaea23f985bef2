"""Many rows at once: each value in its own column, and every rule kept for each of them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import exc, insert, select, update

from frontdesk.store import tables
from frontdesk.store.bulk import MANY, insert_many
from tests.hotel import DAY, Hotel

posting = tables.posting


def lines(hotel: Hotel, stay: str) -> list[dict[str, Any]]:
    """A posting of a stay many times over, under other ids."""
    hotel.charge(stay)
    (row,) = (row for row in hotel.rows(posting) if row.stay_id == stay)
    same = {**row._asdict(), "source_ref": None, "reverses": None, "seq": 9000}
    return [{**same, "id": f"{row.id[:-4]}{n:04d}", "n": n} for n in range(MANY)]


def test_the_order_in_which_a_row_is_written_down_says_nothing(hotel: Hotel) -> None:
    made = lines(hotel, hotel.arrive("305"))
    turned = [dict(reversed(row.items())) for row in made]
    with hotel.desk._house.store.write.begin() as connection:
        insert_many(connection, posting, turned)
        found = connection.execute(select(posting).where(posting.c.seq == 9000).order_by(posting.c.n)).mappings()
        assert [dict(row) for row in found] == made


@pytest.mark.parametrize("many", [True, False])
@pytest.mark.parametrize(("wrong", "said"), [("settled", "window is settled"), ("closed", "business date is closed")])
def test_one_wrong_line_among_many_refuses_them_all(hotel: Hotel, wrong: str, said: str, *, many: bool) -> None:
    first, other = hotel.arrive("305"), hotel.arrive("306")
    made = lines(hotel, first)
    (window,) = {row.window_id for row in hotel.rows(posting)}
    hotel.charge(other)
    (of_other,) = {row.window_id for row in hotel.rows(posting)} - {window}
    settled = {"settled": "F-1", "settled_on": DAY}
    made[-3] |= {"window_id": of_other} if wrong == "settled" else {"business_date": DAY - timedelta(1)}
    with hotel.desk._house.store.write.connect() as connection:
        connection.execute(update(tables.folio_window).where(tables.folio_window.c.id == of_other).values(**settled))
        with pytest.raises(exc.DBAPIError, match=said):
            insert_many(connection, posting, made) if many else connection.execute(insert(posting), made)
        connection.rollback()
    assert len(hotel.rows(posting)) == 2
