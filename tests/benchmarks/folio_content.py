"""What the folios of the benchmark say: papers for the program, and the same words laid out in tables for other engines."""

from dataclasses import dataclass
from datetime import date, timedelta

from frontdesk.documents.styles import payments
from frontdesk.queries.folio import FolioPaper
from frontdesk.words import day, full_day, money, percent, plain_amount, say
from tests.documents.papers import ARRIVAL, VAT7, VAT19, line, logo, paper, with_house

DISHES = (
    "Greek salad",
    "Ψητό ψάρι ημέρας",
    "Room service, late supper",
    "Καφές και γλυκό",
    "Minibar",
    "Παραλία, ομπρέλα",
)
LOGO = logo()
FAMILY = "Desk Sans"

# Widths of the columns in mm, and the first column whose texts are flush right.
BESIDE = (90, 24, 52)
ROWS = (19, 56, 24, 11, 9, 17, 22, 8)
TAXES = (8, 50, 27, 27, 27, 27)
PAID = (26, 80, 30, 30)
TOTAL = (136, 30)

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Every word of one folio, in the order of the page; the first of ``rows`` and ``taxes`` are heads."""

    head: tuple[str, ...]
    beside: tuple[Cells, ...]
    title: str
    rows: tuple[Cells, ...]
    total: Cells
    taxes: tuple[Cells, ...]
    paid: tuple[Cells, ...]
    balance: Cells
    foot: tuple[str, ...]


def make(seed: int) -> FolioPaper:
    """A folio of 40 lines whose texts, amounts and names no other folio has."""
    lines = []
    for number in range(38):
        when = ARRIVAL + timedelta(days=number // 8)
        amount = 400 + (seed * 7919 + number * 104_729) % 19_000
        tax = VAT7 if number % 8 == 0 else VAT19
        text = f"{DISHES[(seed + number) % 6]} {seed % 1000:03d}-{number}"
        lines.append(
            line(
                number,
                text,
                amount,
                tax=tax,
                on=when,
                reference=f"C{seed:05d}{number:02d}",
                quantity=2000,
                unit_price=amount // 2,
            )
        )
    lines.append(line(38, "Deposit", -10_000 - seed, kind="deposit", method="Bank transfer", on=date(2025, 11, 2)))
    lines.append(
        line(
            39, "Visa", -20_000 - seed, kind="payment", method="Visa", card=f"{seed % 10000:04d}", on=date(2025, 11, 23)
        )
    )
    guest = f"Ελένη Παπαδοπούλου {seed}"
    facts = {"guest": guest, "payee": guest, "number": f"2025-{seed:06d}", "confirmation": f"SB-{seed}"}
    return with_house(paper(lines, **facts), logo=LOGO)


def content(given: FolioPaper) -> Content:
    """The words of a paper."""
    language, currency = given.language, given.currency
    house = given.house
    return Content(
        head=(house.name, *house.address, *house.contact, house.tax_number),
        beside=_beside(given),
        title=f"Invoice {given.number}",
        rows=_rows(given),
        total=(say(language, "folio.total"), plain_amount(given.total, currency, language)),
        taxes=_taxes(given),
        paid=tuple(
            (day(each.business_date, language), f"{each.text} {each.method}", each.card, _amount(given, each.amount))
            for each in payments(given)
        ),
        balance=(say(language, "folio.balance_due"), money(given.balance, currency, language)),
        foot=house.footer,
    )


def _amount(given: FolioPaper, minor: int) -> str:
    return plain_amount(minor, given.currency, given.language)


def _letters(given: FolioPaper) -> dict[str, str]:
    return {tax.code: chr(65 + number) for number, tax in enumerate(given.taxes)}


def _beside(given: FolioPaper) -> tuple[Cells, ...]:
    """The payee's address beside the facts of the stay."""
    language = given.language
    stay = (
        ("Confirmation", given.confirmation),
        ("Arrival", full_day(given.arrival, language)),
        ("Departure", full_day(given.departure, language)),
        ("Nights", "5"),
        ("Persons", "Adults: 2"),
        ("Room", "305 until Fri 21 Nov"),
        ("", "412 from Fri 21 Nov"),
        ("Rate", given.rate_plan),
        ("Included", ", ".join(given.includes)),
    )
    address = (given.payee, *given.payee_address)
    return tuple((address[n] if n < len(address) else "", *pair) for n, pair in enumerate(stay))


def _rows(given: FolioPaper) -> tuple[Cells, ...]:
    letters = _letters(given)
    heads = ("Date", "Description", "Reference", "Room", "Qty", "Price", f"Amount {given.currency}", "Tax")
    charged = (
        (
            day(each.service_date, given.language),
            each.text,
            each.reference,
            each.room,
            str(each.quantity // 1000),
            _amount(given, each.unit_price),
            _amount(given, each.amount),
            letters.get(each.taxes[0].code, ""),
        )
        for each in given.lines
        if each.kind == "charge"
    )
    included = say(given.language, "folio.in_your_rate_are", things=", ".join(given.includes))
    return heads, *charged, ("", included, "", "", "", "", _amount(given, 0), "")


def _taxes(given: FolioPaper) -> tuple[Cells, ...]:
    letters = _letters(given)
    sums = (
        (
            letters[tax.code],
            tax.name,
            percent(tax.rate or 0, given.language),
            *(_amount(given, minor) for minor in (tax.net, tax.tax, tax.gross)),
        )
        for tax in given.taxes
    )
    return ("", "Tax", "Rate", "Net", "Tax", "With tax"), *sums
