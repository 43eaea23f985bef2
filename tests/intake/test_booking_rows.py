"""What the import makes of a single odd row."""

from datetime import date

import pytest

from frontdesk.errors import Refusal
from frontdesk.intake.booking_file import RawRow
from frontdesk.intake.booking_row import Booking, read_booking
from tests.intake.booking_csv import row


def read(**changes: object) -> Booking:
    return read_booking(RawRow(1, 2, row(**changes)))


@pytest.mark.parametrize(
    ("changes", "expected", "flag"),
    [
        ({}, {"adults": 2, "rate": 10_000, "nights": 2, "country": "PRT"}, None),
        ({"country": "NULL", "company": "NULL"}, {"country": "", "company": ""}, None),
        ({"country": "CN"}, {"country": "CHN"}, None),
        ({"country": "Atlantis"}, {"country": ""}, "country unknown: Atlantis"),
        ({"country": "TMP"}, {"country": "TMP"}, "country unknown: TMP"),
        ({"distribution_channel": "Undefined"}, {"channel": "unknown"}, None),
        ({"distribution_channel": "TA/TO"}, {"channel": "agency"}, None),
        ({"nights": 0, "until": "2015-07-01"}, {"nights": 0, "departure": date(2015, 7, 1)}, None),
        ({"adr": "0"}, {"rate": 0}, "no rate"),
        ({"adr": "-6.38"}, {"rate": 0}, "rate dropped"),
        ({"adr": "5400"}, {"rate": 540_000}, "high rate"),
        ({"adr": "61.5"}, {"rate": 6_150}, None),
        ({"adults": 0}, {"adults": 1}, "one adult assumed"),
        ({"adults": 0, "children": 0, "babies": 0}, {"adults": 1}, "one adult assumed"),
        ({"adults": 55}, {"adults": 55, "needs_room": False}, "group"),
        ({"adults": 4}, {"adults": 4, "needs_room": True}, None),
        ({"children": 10}, {"children": 10}, "many children"),
        ({"children": "NA"}, {"children": 0}, "children unknown"),
        ({"children": "1.0"}, {"children": 1}, None),
        ({"babies": 10}, {"babies": 10}, "many babies"),
        ({"nights": 69, "until": "2015-09-08"}, {"nights": 69}, None),
        ({"given": "P"}, {"needs_room": False}, "no room of this type"),
        ({"given": "L"}, {"needs_room": False}, "no room of this type"),
        ({"given": ""}, {"type_given": "A"}, None),
        ({"nights": 5, "until": "2015-07-03"}, {"nights": 2, "departure": date(2015, 7, 3)}, "left early"),
        ({"status": "Canceled", "until": "2015-01-01"}, {"outcome": "Canceled", "nights": 2}, None),
        ({"lead_time": 737}, {"booked_on": date(2013, 6, 24)}, None),
        ({"arrival_date_week_number": 53}, {"arrival": date(2015, 7, 1)}, None),
    ],
)
def test_odd_row_is_taken_and_flagged(changes: dict[str, object], expected: dict[str, object], flag: str | None):
    found = read(**changes)
    assert {name: getattr(found, name) for name in expected} == expected
    assert found.flags == ((flag,) if flag else ())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"month": "Juli"}, "“Juli” is not an English month"),
        ({"month": "June", "day": 31}, "There is no 31 June 2015"),
        ({"day": ""}, "arrival_date_day_of_month of nothing is not a whole number"),
        ({"year": 1815}, "The year 1815"),
        ({"nights": -1}, "stays_in_week_nights “-1” is not a whole number"),
        ({"nights": 900, "until": "2020-01-01"}, "900 nights"),
        ({"adults": "two"}, "adults “two” is not a whole number"),
        ({"adults": 5000}, "5000 adults"),
        ({"children": 5000}, "5000 children"),
        ({"adr": "12.345"}, "more decimals"),
        ({"adr": "1e3"}, "is not an amount"),
        ({"adr": "nan"}, "is not an amount"),
        ({"adr": ""}, "is not an amount"),
        ({"status": "Walked"}, "The status “Walked” is unknown"),
        ({"until": "03/07/2015"}, "is not a date"),
        ({"booked": "", "given": ""}, "The room type of nothing"),
        ({"booked": "suite?"}, "The room type “suite?”"),
    ],
)
def test_row_that_cannot_be_taken_says_why(changes: dict[str, object], reason: str):
    with pytest.raises(Refusal) as refused:
        read(**changes)
    assert reason in refused.value.title


def test_the_limit_for_high_rates_is_the_house_own():
    raw = RawRow(1, 2, row(adr="150"))
    assert read_booking(raw, high_rate=10_000).flags == ("high rate",)
    assert read_booking(raw, high_rate=15_000).flags == ()
