"""E-invoices for tests: a window that a company pays, settled and issued."""

import xml.etree.ElementTree as ET
from typing import Any

from frontdesk import commands as do
from frontdesk.domain.folio import PaymentMethod
from frontdesk.queries.e_invoice import EInvoice, ReadEInvoice
from tests.documents.norm import broken_rules
from tests.hotel import Hotel

RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
SELLER = {"tax_number": "EL 000000000", "address": ("Leoforos Thalassis 1", "180 00 Hydrousa")}
BUYER = {"payee": "Nordwerk Anlagen GmbH", "address": ("Werkstr. 5", "10115 Berlin"), "tax_number": "DE 123 456 789"}


def company(hotel: Hotel, *, nights: int = 2, **fields: Any) -> str:
    """A guest whose window 1 a company pays."""
    stay = hotel.arrive(nights=nights, **fields)
    hotel.do(do.ChangeWindow, stay=stay, window=1, **BUYER)
    return stay


def issued(hotel: Hotel, stay: str, window: int = 1) -> tuple[EInvoice, list[str]]:
    """The invoice of a settled window, and which rules it breaks."""
    question = ReadEInvoice(stay, window, form="xml")
    return hotel.desk.ask(question), broken_rules(hotel.desk.print(question))


def close(hotel: Hotel, stay: str, window: int = 1, method: str = "bank") -> str:
    balance = hotel.folio(stay).windows[window - 1].balance
    if balance:
        hotel.do(do.TakePayment, stay=stay, window=window, method=PaymentMethod(method), amount=balance)
    return hotel.settle(stay, window)


def groups(invoice: EInvoice) -> list[tuple[str, int, int, int]]:
    return [(group.category, group.rate // 10_000, group.taxable, group.tax) for group in invoice.figures.groups]


def value(data: bytes, name: str) -> list[str]:
    return [found.text or "" for found in ET.fromstring(data).iter(f"{RAM}{name}")]
