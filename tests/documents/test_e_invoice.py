"""E-invoices of real folios: the norm's own rules pass, and paper and data say the same."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from facturx import get_xml_from_pdf

from frontdesk import commands as do
from frontdesk.desk import Desk
from frontdesk.domain.folio import PaymentMethod
from frontdesk.errors import Refusal
from frontdesk.queries.e_invoice import FindSettled, ReadEInvoice
from tests.documents.invoices import BUYER, SELLER, close, company, groups, issued, value
from tests.documents.norm import broken_rules
from tests.documents.reading import text
from tests.hotel import DAY, KOSTAS_PIN, Hotel, found_hotel


@pytest.fixture
def house(sqlite_address: str) -> Iterator[Hotel]:
    with Desk.open(sqlite_address) as desk:
        yield found_hotel(desk, **SELLER)


def test_mixed_rates_and_city_tax_are_sums_of_posted_rows(house: Hotel) -> None:
    stay = company(house)
    house.close_day()
    house.charge(stay, "2000", price=1400, quantity=3000)
    house.charge(stay, "3000", price=600, quantity=2000)
    number = close(house, stay)
    invoice, broken = issued(house, stay)
    lines = [line for line in house.lines(stay) if line.kind in {"charge", "tax"}]
    assert broken == []
    assert groups(invoice) == [("S", 13, 20443, 2657), ("E", 0, 400, 0), ("S", 24, 968, 232)]
    assert invoice.figures.total == sum(line.amount for line in lines) == invoice.paper.total
    assert (invoice.figures.paid, invoice.figures.due) == (invoice.figures.total, 0)
    assert house.desk.ask(FindSettled(number)) == (stay, 1)


def test_correction_and_allowance_reduce_lines_with_negative_quantities(house: Hotel) -> None:
    stay = company(house)
    wrong = house.charge(stay, "3000", price=600, quantity=2000)
    house.do(do.PrintFolio, stay=stay)  # what nobody saw would be left out
    house.do(do.CorrectPosting, posting=wrong, reason="C-DUPL")
    old = house.charge(stay, "2000", price=3000, quantity=1000)
    house.close_day()
    house.do(do.PostAllowance, posting=old, amount=1000, reason="C-INCL")
    close(house, stay)
    invoice, broken = issued(house, stay)
    assert broken == []
    assert [(line.quantity, line.net) for line in invoice.figures.lines if line.net < 0] == [
        (-2000, -968),
        (-1000, -885),
    ]
    assert invoice.figures.allowances == ()


@pytest.mark.parametrize("treatment", ["price_reduction", "house_expense"])
def test_a_goodwill_credit_is_an_allowance_or_lowers_what_is_due(sqlite_address: str, treatment: str) -> None:
    with Desk.open(sqlite_address) as desk:
        house = found_hotel(desk, settings=(("goodwill_tax", treatment),), **SELLER)
        stay = company(house)
        line = house.charge(stay, "2000", price=6000, quantity=1000)
        assert house.give(stay, line, amount=1000, actor=house.maria).facts["state"] == "posted"
        close(house, stay)
        invoice, broken = issued(house, stay)
    figures = invoice.figures
    assert broken == []
    if treatment == "price_reduction":
        assert [(gift.net, gift.rate) for gift in figures.allowances] == [(885, 130_000)]
        assert (figures.total, figures.paid, figures.due) == (5000, 5000, 0)
    else:
        assert figures.allowances == ()
        assert (figures.total, figures.paid, figures.due) == (6000, 6000, 0)


def test_a_used_deposit_is_paid_beforehand(house: Hotel) -> None:
    stay = house.reserve(nights=1)
    house.do(do.TakePayment, stay=stay, method=PaymentMethod.BANK, amount=5000, deposit=True)
    house.do(do.CheckIn, stay=stay)
    house.do(do.ChangeWindow, stay=stay, window=1, **BUYER)
    house.close_day()
    close(house, stay)
    invoice, broken = issued(house, stay)
    assert broken == []
    assert (invoice.figures.total, invoice.figures.paid) == (19300, 19300)


def test_an_invoice_on_account_is_still_due_with_its_terms(house: Hotel) -> None:
    stay = company(house)
    house.charge(stay, "2000", price=6000, quantity=1000)
    close(house, stay, method="invoice")
    invoice, broken = issued(house, stay)
    assert broken == []
    assert (invoice.figures.paid, invoice.figures.due) == (0, 6000)
    assert value(house.desk.print(ReadEInvoice(stay, 1, form="xml")), "DuePayableAmount") == ["60.00"]


def test_a_credit_note_has_positive_amounts_and_names_its_folio(house: Hotel) -> None:
    stay = company(house)
    line = house.charge(stay, "2000", price=6000, quantity=1000)
    payment = house.pay(stay, 6000, "bank")
    number = house.settle(stay)
    house.do(do.PostAllowance, posting=line, amount=2000, reason="C-INCL")
    house.do(
        do.RefundPayment, payment=payment, amount=2000, reason="credit note", approver=house.kostas, pin=KOSTAS_PIN
    )
    house.settle(stay, 2)
    invoice, broken = issued(house, stay, 2)
    data = house.desk.print(ReadEInvoice(stay, 2, form="xml"))
    assert broken == []
    assert (invoice.figures.total, invoice.figures.paid, invoice.figures.due) == (2000, 2000, 0)
    assert value(data, "TypeCode")[0] == "381"
    assert (value(data, "IssuerAssignedID"), invoice.corrected_on) == ([number], DAY)


def test_a_paid_out_alone_is_outside_vat_and_beside_a_room_exempt_with_a_reason(house: Hotel) -> None:
    alone, beside = company(house), company(house, room="306")
    paid_out = next(code.code for code in house.desk.ask(do_codes()) if code.department == "paid_out")
    for stay in (alone, beside):
        house.charge(stay, paid_out, price=1500, quantity=1000)
    house.charge(beside, "2000", price=6000, quantity=1000)
    for stay in (alone, beside):
        close(house, stay)
    assert issued(house, alone)[1] == []
    assert [group[0] for group in groups(issued(house, alone)[0])] == ["O"]
    assert issued(house, beside)[1] == []
    assert [group[0] for group in groups(issued(house, beside)[0])] == ["E", "S"]


def do_codes() -> Any:
    from frontdesk.queries.staff import SeeCodes

    return SeeCodes()


def test_the_pdf_is_a_folio_with_its_data_inside(house: Hotel) -> None:
    stay = company(house)
    house.close_day()
    number = close(house, stay)
    question = ReadEInvoice(stay, 1)
    pdf = house.desk.print(question)
    name, data = get_xml_from_pdf(pdf, check_xsd=True)
    assert (name, data) == ("factur-x.xml", house.desk.print(ReadEInvoice(stay, 1, form="xml")))
    assert number in text(pdf)
    assert value(data, "GrandTotalAmount")[0] in text(pdf)
    assert pdf == house.desk.print(question)


def test_the_pdf_says_and_holds_what_pdf_a_3_asks(house: Hotel) -> None:
    stay = company(house, name="Παπαδοπούλου, Ελένη")
    house.charge(stay)
    close(house, stay)
    with pikepdf.open(io.BytesIO(house.desk.print(ReadEInvoice(stay, 1)))) as pdf:
        root = pdf.Root
        (intent,) = root.OutputIntents
        assert (str(intent.S), bytes(intent.DestOutputProfile.read_bytes())[36:40]) == ("/GTS_PDFA1", b"acsp")
        assert str(root.AF[0].AFRelationship) == "/Alternative"
        assert str(root.AF[0].EF.F.Subtype) == "/text/xml"
        assert "/Filter" not in root.Metadata
        with pdf.open_metadata() as told:
            assert (told.pdfa_status, told["pdf:Producer"]) == ("3B", "Front Desk")
            assert told["dc:title"] == str(pdf.docinfo["/Title"])
        assert "/Encrypt" not in pdf.trailer
        assert "/ID" in pdf.trailer
        assert {"/JavaScript", "/AA", "/OpenAction", "/AcroForm"}.isdisjoint(root.keys() | root.Names.keys())
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in each


@pytest.mark.parametrize(
    ("seller", "buyer", "said"),
    [
        ({}, BUYER, "The hotel's tax number and country must be known"),
        ({"tax_number": "123/456"}, BUYER, "The hotel's country must be known"),
        (SELLER, {"payee": "Nordwerk GmbH"}, "The payee's tax number and country must be known"),
        (SELLER, {"payee": "Nordwerk GmbH", "tax_number": "12/345"}, "The payee's country must be known"),
    ],
)
def test_a_missing_fact_is_one_sentence(
    sqlite_address: str, seller: dict[str, Any], buyer: dict[str, Any], said: str
) -> None:
    with Desk.open(sqlite_address) as desk:
        house = found_hotel(desk, **seller)
        stay = house.arrive()
        house.do(do.ChangeWindow, stay=stay, window=1, **buyer)
        house.charge(stay)
        close(house, stay)
        with pytest.raises(Refusal, match=said):
            desk.print(ReadEInvoice(stay, 1))


def test_an_open_window_is_not_issued(house: Hotel) -> None:
    stay = company(house)
    with pytest.raises(Refusal, match="Window 1 is not settled yet"):
        house.desk.print(ReadEInvoice(stay, 1))


def test_local_tax_numbers_pass_with_a_country(sqlite_address: str) -> None:
    with Desk.open(sqlite_address) as desk:
        house = found_hotel(desk, tax_number="12/345/67890", country="DE")
        stay = house.arrive()
        house.do(do.ChangeWindow, stay=stay, window=1, payee="Muster OHG", tax_number="99/111/22222", country="de")
        house.charge(stay)
        close(house, stay)
        assert issued(house, stay)[1] == []


def test_a_window_with_a_cash_rounding_prints_and_passes(house_in_swiss_francs: Hotel, tmp_path: Path) -> None:
    house = house_in_swiss_francs
    stay = house.arrive(nights=1)
    house.do(do.ChangeWindow, stay=stay, window=1, payee="Muster AG", tax_number="CHE-123.456.789", country="CH")
    house.charge(stay, "2000", price=8743, quantity=1000)
    house.do(do.TakePayment, stay=stay, method=PaymentMethod.CASH, amount=8743)
    house.settle(stay)
    invoice, broken = issued(house, stay)
    assert broken == []
    assert invoice.figures.due == 0


@pytest.fixture
def house_in_swiss_francs(sqlite_address: str) -> Iterator[Hotel]:
    with Desk.open(sqlite_address) as desk:
        yield found_hotel(
            desk,
            currency="CHF",
            jurisdiction="CH",
            tax_number="CHE-999.888.777",
            country="CH",
            settings=(("cash_step", "0.05"),),
        )


def test_every_demo_window_passes(demo: Desk) -> None:
    from dataclasses import replace

    from frontdesk.documents.cii import cii
    from frontdesk.queries.e_invoice import Party
    from frontdesk.queries.e_invoice_rows import draft, require_whole
    from frontdesk.queries.window import windows_of
    from frontdesk.store import tables
    from frontdesk.store.reader import Reader

    buyer = Party(name="Nordwerk", address=("Werkstr. 5",), country="DE", tax_number="DE123456789", vat=True)
    passed, kinds = 0, set()
    with demo._house.reading() as connection:
        reader = Reader(connection)
        for stay in connection.execute(tables.stay.select()).all():
            for window in windows_of(reader, stay.id):
                if window.kind == "deposit":
                    continue
                found = draft(reader, ReadEInvoice(stay.id, window.number), window)
                if not found.figures.lines:
                    continue
                found = replace(found, buyer=buyer, paper=replace(found.paper, number=found.paper.number or "F-1"))
                require_whole(found)
                assert broken_rules(cii(found)) == [], (stay.confirmation, window.number)
                kinds |= {line.kind for line in found.paper.lines}
                passed += 1
    assert passed > 80
    assert {"charge", "tax", "payment", "allowance", "deposit"} <= kinds


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    from frontdesk.intake.demo import make_demo

    path = tmp_path_factory.mktemp("demo") / "miramar.db"
    make_demo(path, open_desk=Desk.open)
    with Desk.open(path) as desk:
        yield desk


def test_dates_of_a_long_stay_are_its_first_and_last_service(house: Hotel) -> None:
    stay = company(house, nights=3)
    for n in range(3):
        house.close_day(DAY + timedelta(n))
    close(house, stay)
    invoice, broken = issued(house, stay)
    assert broken == []
    assert (invoice.first, invoice.last) == (DAY, DAY + timedelta(2))


def test_a_write_off_lowers_what_is_due_and_no_tax(house: Hotel) -> None:
    stay = company(house)
    house.charge(stay, "2000", price=6000, quantity=1000)
    house.do(do.WriteOff, house.maria, stay=stay, window=1, amount=150, text="Bank fee of the transfer")
    close(house, stay)
    invoice, broken = issued(house, stay)
    assert broken == []
    assert (invoice.figures.total, invoice.figures.due) == (6000, 0)
    assert invoice.paper.total == 5850
    assert sum(group[3] for group in groups(invoice)) == sum(tax.tax for tax in invoice.paper.taxes)


def test_cash_in_swiss_francs_is_rounded_to_the_coin(house_in_swiss_francs: Hotel) -> None:
    house = house_in_swiss_francs
    stay = house.arrive(nights=1)
    house.do(do.ChangeWindow, stay=stay, window=1, payee="Muster AG", tax_number="CHE-123.456.789", country="CH")
    house.charge(stay, "2000", price=8743, quantity=1000)
    house.do(do.TakePayment, stay=stay, method=PaymentMethod.CASH, amount=8745)
    house.settle(stay)
    invoice, broken = issued(house, stay)
    rounding = [line.amount for line in house.lines(stay) if line.kind == "cash_rounding"]
    assert rounding == [2]
    assert broken == []
    assert (invoice.figures.total, invoice.figures.paid, invoice.figures.due) == (8743, 8745, 0)


def test_several_taxes_on_top_of_one_price_are_no_invoice_of_the_norm(sqlite_address: str) -> None:
    """A line of EN 16931 has one VAT rate: Québec's three on a night are refused in a sentence, and nothing is issued."""
    with Desk.open(sqlite_address) as desk:
        house = found_hotel(desk, currency="CAD", jurisdiction="CA-QC", tax_number="123456789RT0001", country="CA")
        stay = house.arrive(nights=1)
        house.do(do.ChangeWindow, stay=stay, window=1, payee="Nord Inc.", tax_number="987654321RT0001", country="CA")
        house.close_day()
        close(house, stay)
        with pytest.raises(Refusal, match="too far from its rate"):
            desk.print(ReadEInvoice(stay, 1))


def test_amounts_in_yen_have_no_decimals(sqlite_address: str) -> None:
    with Desk.open(sqlite_address) as desk:
        house = found_hotel(desk, currency="JPY", jurisdiction="JP-13", tax_number="T1234567890123", country="JP")
        stay = house.arrive(nights=1)
        buyer = {"payee": "山田商事株式会社", "tax_number": "T9876543210987", "country": "JP"}
        house.do(do.ChangeWindow, stay=stay, window=1, **buyer)
        house.charge(stay, "2000", price=6000, quantity=1000)
        close(house, stay)
        invoice, broken = issued(house, stay)
        data = desk.print(ReadEInvoice(stay, 1, form="xml"))
    assert broken == []
    assert value(data, "GrandTotalAmount") == [str(invoice.paper.total)] == ["6000"]


def test_two_payees_of_one_stay_have_an_invoice_each(house: Hotel) -> None:
    stay = company(house)
    second = {"payee": "Aegean Travel OE", "address": ("Ermou 14", "105 63 Athina"), "tax_number": "EL 094000000"}
    house.do(do.OpenWindow, stay=stay, **second)
    house.charge(stay, "2000", price=6000, quantity=1000)
    house.charge(stay, "3000", price=600, quantity=2000, window=2)
    numbers = [close(house, stay, window) for window in (1, 2)]
    invoices = [issued(house, stay, window) for window in (1, 2)]
    assert [broken for _, broken in invoices] == [[], []]
    assert [invoice.paper.number for invoice, _ in invoices] == numbers
    assert [invoice.buyer.name for invoice, _ in invoices] == [BUYER["payee"], second["payee"]]
    assert sum(invoice.figures.total for invoice, _ in invoices) == 6000 + 1200


def test_s17_a_package_stands_as_its_supplies_each_with_its_rate(house: Hotel) -> None:
    """One line has one category and rate (BT-151), so the one price stands as two lines."""
    stay = company(house, nights=1, prices=(21990,), rate_plan="Business package")
    house.close_day()
    close(house, stay)
    invoice, broken = issued(house, stay)
    assert broken == []
    assert groups(invoice) == [("S", 13, 16542, 2150), ("E", 0, 400, 0), ("S", 24, 2660, 638)]
    assert [line.text for line in invoice.figures.lines][::2] == ["Room, Deluxe", "Room, services in your rate"]
    assert (invoice.figures.total, invoice.figures.due) == (22390, 0)
