"""E-invoices of other ways to tax than the demo's: on top of net prices, and at zero percent."""

from collections.abc import Iterator

import pytest

from frontdesk import commands as do
from frontdesk.desk import Desk
from tests.documents.invoices import SELLER, close, company, groups, issued
from tests.domain.jurisdictions import added, included
from tests.hotel import Hotel, found_hotel
from tests.ledgers import under_rules

ALL = '"lodging", "food", "drink", "services", "fee", "other"'
STANDARD = 'einvoice = { category = "S" }'


@pytest.fixture
def house(sqlite_address: str) -> Iterator[Hotel]:
    with Desk.open(sqlite_address) as desk:
        yield found_hotel(desk, **SELLER)


def test_one_vat_on_top_of_net_prices_is_the_tax_of_its_lines(house: Hotel) -> None:
    under_rules(house, added("VAT", "19", ALL, STANDARD))
    stay = company(house, nights=1)
    house.close_day()
    house.charge(stay, "2000", price=333, quantity=3000)
    wrong = house.charge(stay, "3000", price=777, quantity=1000)
    house.do(do.PrintFolio, stay=stay)  # what nobody saw would be left out
    house.do(do.CorrectPosting, posting=wrong, reason="C-DUPL")
    close(house, stay)
    invoice, broken = issued(house, stay)
    rows = [line for line in house.lines(stay) if line.kind in {"charge", "tax", "correction"}]
    net = sum(line.amount for line in rows if line.kind == "charge") - 777
    assert broken == []
    assert groups(invoice) == [("S", 19, net, invoice.figures.total - net)]
    assert invoice.figures.total == sum(line.amount for line in rows) == invoice.paper.total
    assert len(invoice.figures.lines) == 4, "each price once, and no line for its tax"
    assert (invoice.figures.paid, invoice.figures.due) == (invoice.figures.total, 0)


def test_what_is_sold_at_zero_percent_is_zero_rated(house: Hotel) -> None:
    under_rules(house, included("NONE", "0", '"food"', STANDARD), added("VAT", "20", '"lodging"', STANDARD))
    stay = company(house, nights=1)
    house.charge(stay, "2000", price=1234, quantity=2000)
    house.close_day()
    close(house, stay)
    invoice, broken = issued(house, stay)
    assert broken == []
    assert sorted(group[:2] for group in groups(invoice)) == [("S", 20), ("Z", 0)]
    assert ("Z", 0, 2468, 0) in groups(invoice)
    assert invoice.figures.total == invoice.paper.total


def test_what_a_tax_of_zero_percent_goes_on_top_of_is_zero_rated(house: Hotel) -> None:
    under_rules(house, added("VAT", "20", '"lodging"', STANDARD), added("NONE", "0", '"food"', STANDARD))
    stay = company(house, nights=1)
    house.charge(stay, "2000", price=1234, quantity=2000)
    wrong = house.charge(stay, "2000", price=500, quantity=1000)
    house.do(do.PrintFolio, stay=stay)
    house.do(do.CorrectPosting, posting=wrong, reason="C-DUPL")
    house.close_day()
    close(house, stay)
    invoice, broken = issued(house, stay)
    assert broken == []
    assert groups(invoice) == [("Z", 0, 2468, 0), ("S", 20, 18900, 3780)]
    assert [(tax.rate, tax.net, tax.tax) for tax in invoice.paper.taxes] == [(0, 2468, 0), (200_000, 18900, 3780)]
    assert invoice.paper.untaxed == 0, "what is taxed on top is not told as untaxed"
