"""The manager's part of the audit pack: the house, what it earned, taxes, money, and what was given back."""

from collections.abc import Iterator

from frontdesk.documents.layout import Row, put
from frontdesk.documents.letter import grid
from frontdesk.documents.page import NOTE
from frontdesk.documents.sheet import LANGUAGE, columns, fact, head, heading, line
from frontdesk.queries.day_figures import DayFigures
from frontdesk.queries.trial_balance import TrialBalance
from frontdesk.words import percent, plain_amount

KINDS = {
    "correction": "Corrections of the day",
    "allowance": "Allowances",
    "goodwill": "Goodwill",
    "write_off": "Written off",
    "refund": "Money refunded",
}
"""What each kind of giving back is called."""


def figures(day: DayFigures, trial: TrialBalance) -> Iterator[Row]:
    """The blocks in their order; what the day has none of says so in one line."""
    currency = trial.currency
    yield from _house(day, currency)
    yield from _earned(day, currency)
    yield from _taxes(day, currency)
    yield from _taken(day, currency)
    yield from _together(day, currency)
    yield from _given_back(day, currency)


def _house(day: DayFigures, currency: str) -> Iterator[Row]:
    yield heading("The house")
    house = day.rooms
    if house is None:
        yield _none("Rooms were not counted yet when this day was closed.")
        return
    to_sell = house.rooms - house.out_of_order
    free = f", {house.free} of them free of charge" if house.free else ""
    closed = f", {house.out_of_order} out of order" if house.out_of_order else ""
    full = percent(round(house.occupancy, -3), LANGUAGE)
    yield fact("Occupancy", f"{full} · {house.sold + house.free} of {to_sell} rooms{free}{closed}")
    yield fact("Guests", f"{house.guests} in house · {house.arrived} stays arrived, {house.left} left")
    yield fact("No-shows", str(house.no_shows))
    yield fact("Average rate", f"{_money(day.rate, currency)} for each room sold, without tax (ADR)")
    yield fact("RevPAR", f"{_money(day.yield_, currency)} for each room that could be sold, without tax")


def _earned(day: DayFigures, currency: str) -> Iterator[Row]:
    yield heading("Revenue by department, without tax")
    if not day.earned:
        yield _none("Nothing was charged.")
        return
    places = columns((None, 80.0, 80.0, 80.0), 3)
    yield head(places, ("Department", "Charged", "Taken back", f"Net {currency}"))
    for row in day.earned:
        sums = [plain_amount(each, currency, LANGUAGE) for each in (row.charged, row.taken_back, row.net)]
        yield line(places, (_title(row.department), *sums))
    totals = [sum(each) for each in zip(*((row.charged, row.taken_back, row.net) for row in day.earned), strict=True)]
    yield line(places, ("All departments", *(plain_amount(each, currency, LANGUAGE) for each in totals)), total=True)


def _taxes(day: DayFigures, currency: str) -> Iterator[Row]:
    yield heading("Taxes")
    if not day.taxes:
        yield _none("No tax was charged.")
        return
    places = columns((90.0, None, 50.0, 80.0, 80.0), 3)
    yield head(places, ("Code", "Tax", "Rate", "Base", f"Tax {currency}"))
    for row in day.taxes:
        rate = "fixed" if row.rate is None else percent(row.rate, LANGUAGE)
        base = "" if row.rate is None else plain_amount(row.base, currency, LANGUAGE)
        yield line(places, (row.code, row.name, rate, base, plain_amount(row.amount, currency, LANGUAGE)))
    total = plain_amount(sum(row.amount for row in day.taxes), currency, LANGUAGE)
    yield line(places, ("", "All taxes", "", "", total), total=True)


def _taken(day: DayFigures, currency: str) -> Iterator[Row]:
    yield heading("Money by way of paying")
    if not day.taken:
        yield _none("No money was taken.")
        return
    places = columns((None, 46.0, 80.0, 80.0, 80.0), 4)
    yield head(places, ("Way", "Lines", "Came in", "Went back", f"Kept {currency}"))
    rows = [(row.count, -row.came_in, -row.went_back, -row.came_in - row.went_back) for row in day.taken]
    for row, (count, *sums) in zip(day.taken, rows, strict=True):
        yield line(places, (_title(row.method), str(count), *(plain_amount(each, currency, LANGUAGE) for each in sums)))
    count, *sums = (sum(each) for each in zip(*rows, strict=True))
    yield line(
        places, ("All money", str(count), *(plain_amount(each, currency, LANGUAGE) for each in sums)), total=True
    )


def _together(day: DayFigures, currency: str) -> Iterator[Row]:
    """How the blocks above make what the day did to the ledgers."""
    yield heading("From revenue to the ledgers")
    places = columns((None, 90.0), 1)
    money = sum(row.came_in + row.went_back for row in day.taken)
    parts = (
        ("Revenue without tax", sum(row.net for row in day.earned)),
        ("Taxes", sum(row.amount for row in day.taxes)),
        ("Money kept", money),
        ("Rounding of cash, and written off", day.other),
    )
    for name, amount in parts:
        yield line(places, (name, plain_amount(amount, currency, LANGUAGE)))
    yield line(places, (f"Change of all ledgers {currency}", plain_amount(day.total, currency, LANGUAGE)), total=True)


def _given_back(day: DayFigures, currency: str) -> Iterator[Row]:
    yield heading("Taken off bills and given back, by person")
    if not day.given_back:
        yield _none("Nothing.")
        return
    places = columns((None, 150.0, 46.0, 80.0), 2)
    yield head(places, ("Person", "What", "Lines", f"Amount {currency}"))
    for row in day.given_back:
        amount = plain_amount(row.amount, currency, LANGUAGE)
        yield line(places, (row.person, KINDS[row.kind], str(row.count), amount))


def _none(words: str) -> Row:
    return Row(14, (put(words, grid(LANGUAGE).whole, 9, NOTE),))


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize() or "Other"


def _money(minor: int, currency: str) -> str:
    return f"{plain_amount(minor, currency, LANGUAGE)} {currency}"
