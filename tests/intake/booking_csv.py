"""Bookings files written in the test: one good row as a pattern, and what differs in each row."""

import csv
import gzip
import io
from collections.abc import Iterable
from pathlib import Path

PATTERN = {
    "hotel": "Resort Hotel",
    "is_canceled": "0",
    "lead_time": "30",
    "arrival_date_year": "2015",
    "arrival_date_month": "July",
    "arrival_date_week_number": "27",
    "arrival_date_day_of_month": "1",
    "stays_in_weekend_nights": "0",
    "stays_in_week_nights": "2",
    "adults": "2",
    "children": "0",
    "babies": "0",
    "meal": "BB",
    "country": "PRT",
    "market_segment": "Direct",
    "distribution_channel": "Direct",
    "is_repeated_guest": "0",
    "previous_cancellations": "0",
    "previous_bookings_not_canceled": "0",
    "reserved_room_type": "A",
    "assigned_room_type": "A",
    "booking_changes": "0",
    "deposit_type": "No Deposit",
    "agent": "NULL",
    "company": "NULL",
    "days_in_waiting_list": "0",
    "customer_type": "Transient",
    "adr": "100",
    "required_car_parking_spaces": "0",
    "total_of_special_requests": "0",
    "reservation_status": "Check-Out",
    "reservation_status_date": "2015-07-03",
}


def row(**changes: object) -> dict[str, str]:
    """The pattern with some values changed; short names for the long columns."""
    short = {
        "day": "arrival_date_day_of_month",
        "month": "arrival_date_month",
        "year": "arrival_date_year",
        "nights": "stays_in_week_nights",
        "status": "reservation_status",
        "until": "reservation_status_date",
        "booked": "reserved_room_type",
        "given": "assigned_room_type",
    }
    return {**PATTERN, **{short.get(name, name): str(value) for name, value in changes.items()}}


def as_text(rows: Iterable[dict[str, str]], columns: Iterable[str] = PATTERN) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(columns), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def packed(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    """A gzip file of these rows; the same bytes for the same rows."""
    path.write_bytes(gzip.compress(as_text(rows).encode(), mtime=0))
    return path


def many(count: int) -> list[dict[str, str]]:
    """Good rows of July 2015 with changed types, several countries, extras and cancellations among them."""
    countries = ("PRT", "GBR", "ESP", "DEU", "JPN", "GRC", "CN", "NULL")
    return [
        row(
            day=1 + n % 28,
            nights=1 + n % 5,
            until="2015-08-30",
            country=countries[n % len(countries)],
            booked="A" if n % 3 else "C",
            given="A" if n % 4 else "D",
            adr=f"{80 + n % 40}.{n % 10}5",
            required_car_parking_spaces=n % 2,
            total_of_special_requests=n % 4,
            status="Canceled" if n % 7 == 3 else "Check-Out",
        )
        for n in range(count)
    ]
