"""A house of the schema before takes a gift's new state, on both databases."""

from sqlalchemy import inspect

from frontdesk.desk import Desk
from frontdesk.store import schema
from frontdesk.store.engine import open_store
from tests.hotel import found_hotel
from tests.store.test_schema import migrate


def checks(address: str) -> list[str]:
    store = open_store(address)
    try:
        return [str(check["sqltext"]) for check in inspect(store.read).get_check_constraints("credit")]
    finally:
        store.close()


def to(address: str, revision: str) -> None:
    store = open_store(address)
    try:
        migrate(store.write, revision)
    finally:
        store.close()


def test_an_older_house_takes_a_gift_that_is_taken_back(address: str) -> None:
    Desk.open(address).close()
    to(address, "0009")
    assert not any("reversed" in said for said in checks(address))
    to(address, "head")
    assert any("reversed" in said for said in checks(address))
    with Desk.open(address) as desk, desk._house.store.read.connect() as connection:
        assert schema.current(connection) == schema.HEAD
        assert found_hotel(desk).faults() == ()
