"""People of the house: the first is a manager, and a PIN is proved, never kept."""

import pytest

from frontdesk import commands as do
from frontdesk.desk import Desk
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.store import tables
from tests.hotel import ANA_PIN, Hotel


def enrol(hotel: Hotel, by: str, pin: str = "753159", **fields: str) -> None:
    given = {"staff": new_id(), "name": "Ben", "role": Role.ASSOCIATE, **fields}
    hotel.do(do.EnrolStaff, by, pin=pin, **given)


def test_the_first_person_is_a_manager(sqlite_address: str) -> None:
    with Desk.open(sqlite_address) as desk:
        empty = Hotel(desk, "", "", "")
        for role in (Role.ASSOCIATE, Role.NIGHT_AUDITOR, Role.SUPERVISOR):
            with pytest.raises(Refusal, match="The first person of a house is a manager"):
                enrol(empty, "", role=role)
        enrol(empty, "", role=Role.DUTY_MANAGER)
        with pytest.raises(Refusal, match="Nobody with that sign-in"):
            enrol(empty, "", role=Role.DUTY_MANAGER)


def test_a_manager_enrols_and_an_associate_does_not(hotel: Hotel) -> None:
    enrol(hotel, hotel.kostas)
    with pytest.raises(Refusal, match=r"This needs a duty manager. Ana is associate"):
        enrol(hotel, hotel.ana)
    assert hotel.faults() == ()


def test_nobody_enrols_a_person_above_the_own_role(small_hotel: Hotel) -> None:
    with pytest.raises(Refusal, match="This needs a general manager"):
        enrol(small_hotel, small_hotel.kostas, role=Role.GENERAL_MANAGER)
    enrol(small_hotel, small_hotel.maria, role=Role.GENERAL_MANAGER)


@pytest.mark.parametrize("pin", ["", "12345", "1234567890123", "12345a", "١٢٣٤٥٦", "777777", "123 456"])
def test_a_pin_is_six_to_twelve_digits_and_not_one_digit(small_hotel: Hotel, pin: str) -> None:
    with pytest.raises(Refusal, match="A PIN"):
        enrol(small_hotel, small_hotel.maria, pin)
    assert len(small_hotel.rows(tables.staff)) == 3


@pytest.mark.parametrize("name", ["", "  "])
def test_a_person_has_a_name(small_hotel: Hotel, name: str) -> None:
    with pytest.raises(Refusal, match="A person needs a name"):
        enrol(small_hotel, small_hotel.maria, name=name)


def test_the_same_person_twice_is_refused(hotel: Hotel) -> None:
    with pytest.raises(Refusal):
        enrol(hotel, hotel.maria, staff=hotel.ana)
    assert len(hotel.rows(tables.staff)) == 3


def test_signing_in_takes_the_own_pin(hotel: Hotel) -> None:
    assert hotel.do(do.SignIn, pin=ANA_PIN).facts == {"name": "Ana", "role": "associate"}
    with pytest.raises(Refusal, match=r"That is not the PIN of Ana\. 4 more tries"):
        hotel.do(do.SignIn, pin="999998")
    hotel.do(do.SignIn, pin=ANA_PIN)
    assert next(row.failed for row in hotel.rows(tables.staff) if row.name == "Ana") == 0
    with pytest.raises(Refusal, match="4 more tries"):
        hotel.do(do.SignIn, pin="999998")


def test_a_stranger_does_not_sign_in(small_hotel: Hotel) -> None:
    with pytest.raises(Refusal, match="Nobody with that sign-in works here"):
        small_hotel.do(do.SignIn, new_id(), pin=ANA_PIN)


def test_what_is_kept_of_a_pin_is_a_verifier(hotel: Hotel) -> None:
    rows = hotel.rows(tables.staff)
    assert all(row.verifier.startswith("$argon2id$") for row in rows)
    assert len({row.verifier for row in rows}) == 3
