"""The e-invoice as data: UN/CEFACT Cross Industry Invoice in the EN 16931 profile, elements in the order of its XSD."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from datetime import date

from frontdesk.domain.e_invoice import Allowance, Group, Line
from frontdesk.domain.money import plain, plain_percent
from frontdesk.queries.e_invoice import EInvoice, Party

PROFILE = "urn:cen.eu:en16931:2017"
INVOICE, CREDIT_NOTE = "380", "381"
PIECE = "C62"
_SPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
_MEANS = {"cash": "10", "card": "48", "bank": "42", "invoice": "42"}
"""UNTDID 4461: cash, bank card, payment to a bank account."""


def cii(invoice: EInvoice) -> bytes:
    """The invoice as XML; the same invoice gives the same bytes."""
    root = ET.Element("rsm:CrossIndustryInvoice", {f"xmlns:{name}": uri for name, uri in _SPACES.items()})
    context = _in(root, "rsm:ExchangedDocumentContext")
    _in(_in(context, "ram:GuidelineSpecifiedDocumentContextParameter"), "ram:ID", PROFILE)
    _document(root, invoice)
    deal = _in(root, "rsm:SupplyChainTradeTransaction")
    for number, line in enumerate(invoice.figures.lines, start=1):
        _line(deal, number, line, invoice.paper.currency)
    _agreement(deal, invoice)
    delivery = _in(_in(deal, "ram:ApplicableHeaderTradeDelivery"), "ram:ActualDeliverySupplyChainEvent")
    _date(delivery, "ram:OccurrenceDateTime", invoice.last)
    _settlement(deal, invoice)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _in(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, name, attributes)
    if text:
        made.text = text
    return made


def _date(parent: ET.Element, name: str, day: date, space: str = "udt") -> None:
    _in(_in(parent, name), f"{space}:DateTimeString", f"{day:%Y%m%d}", format="102")


def _document(root: ET.Element, invoice: EInvoice) -> None:
    document = _in(root, "rsm:ExchangedDocument")
    _in(document, "ram:ID", invoice.paper.number)
    _in(document, "ram:TypeCode", CREDIT_NOTE if invoice.paper.title == "credit_note" else INVOICE)
    _date(document, "ram:IssueDateTime", invoice.issued)
    paper = invoice.paper
    note = f"{paper.guest}, {paper.confirmation}, {paper.arrival.isoformat()} to {paper.departure.isoformat()}"
    _in(_in(document, "ram:IncludedNote"), "ram:Content", note)


def _line(deal: ET.Element, number: int, line: Line, currency: str) -> None:
    item = _in(deal, "ram:IncludedSupplyChainTradeLineItem")
    _in(_in(item, "ram:AssociatedDocumentLineDocument"), "ram:LineID", str(number))
    _in(_in(item, "ram:SpecifiedTradeProduct"), "ram:Name", line.text or "Charge")
    price = _in(_in(item, "ram:SpecifiedLineTradeAgreement"), "ram:NetPriceProductTradePrice")
    _price(price, line, currency)
    _in(_in(item, "ram:SpecifiedLineTradeDelivery"), "ram:BilledQuantity", _quantity(line.quantity), unitCode=PIECE)
    settled = _in(item, "ram:SpecifiedLineTradeSettlement")
    _tax(_in(settled, "ram:ApplicableTradeTax"), line.category, line.rate)
    period = _in(settled, "ram:BillingSpecifiedPeriod")
    _date(period, "ram:StartDateTime", line.service_date)
    _date(period, "ram:EndDateTime", line.service_date)
    sums = _in(settled, "ram:SpecifiedTradeSettlementLineMonetarySummation")
    _in(sums, "ram:LineTotalAmount", plain(line.net, currency))


def _price(price: ET.Element, line: Line, currency: str) -> None:
    """The net price of one piece where it is exact, else of the whole quantity: nothing is divided and rounded."""
    each, rest = divmod(abs(line.net) * 1000, abs(line.quantity))
    if rest == 0:
        _in(price, "ram:ChargeAmount", plain(each, currency))
        return
    _in(price, "ram:ChargeAmount", plain(abs(line.net), currency))
    _in(price, "ram:BasisQuantity", _quantity(abs(line.quantity)), unitCode=PIECE)


def _quantity(thousandths: int) -> str:
    whole, rest = divmod(abs(thousandths), 1000)
    text = f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)
    return f"-{text}" if thousandths < 0 else text


def _tax(tax: ET.Element, category: str, rate: int) -> None:
    _in(tax, "ram:TypeCode", "VAT")
    _in(tax, "ram:CategoryCode", category)
    _rate(tax, category, rate)


def _rate(tax: ET.Element, category: str, rate: int) -> None:
    """What is outside VAT has no rate, not even zero (BR-O-05)."""
    if category != "O":
        _in(tax, "ram:RateApplicablePercent", plain_percent(rate))


def _agreement(deal: ET.Element, invoice: EInvoice) -> None:
    agreement = _in(deal, "ram:ApplicableHeaderTradeAgreement")
    outside = all(group.category == "O" for group in invoice.figures.groups)
    for name, party in (("ram:SellerTradeParty", invoice.seller), ("ram:BuyerTradeParty", invoice.buyer)):
        _party(_in(agreement, name), party, outside=outside)


def _party(element: ET.Element, party: Party, *, outside: bool) -> None:
    """A party; an invoice outside VAT names no VAT identifier (BR-O-02), so the number stands as a registration."""
    _in(element, "ram:Name", party.name)
    if outside or not party.vat:
        _in(_in(element, "ram:SpecifiedLegalOrganization"), "ram:ID", party.tax_number)
    address = _in(element, "ram:PostalTradeAddress")
    lines = [line for line in party.address if line.strip()]
    if len(lines) > 3:
        lines = [*lines[:2], ", ".join(lines[2:])]
    for name, line in zip(("ram:LineOne", "ram:LineTwo", "ram:LineThree"), lines, strict=False):
        _in(address, name, line)
    _in(address, "ram:CountryID", party.country)
    if not outside and (party.vat or element.tag == "ram:SellerTradeParty"):
        registration = _in(element, "ram:SpecifiedTaxRegistration")
        _in(registration, "ram:ID", party.tax_number, schemeID="VA" if party.vat else "FC")


def _settlement(deal: ET.Element, invoice: EInvoice) -> None:
    settled = _in(deal, "ram:ApplicableHeaderTradeSettlement")
    currency = invoice.paper.currency
    _in(settled, "ram:InvoiceCurrencyCode", currency)
    for code in _means(invoice):
        _in(_in(settled, "ram:SpecifiedTradeSettlementPaymentMeans"), "ram:TypeCode", code)
    for group in invoice.figures.groups:
        _group(_in(settled, "ram:ApplicableTradeTax"), group, currency)
    period = _in(settled, "ram:BillingSpecifiedPeriod")
    _date(period, "ram:StartDateTime", invoice.first)
    _date(period, "ram:EndDateTime", invoice.last)
    for allowance in invoice.figures.allowances:
        _allowance(_in(settled, "ram:SpecifiedTradeAllowanceCharge"), allowance, currency)
    if invoice.figures.due > 0:
        _in(_in(settled, "ram:SpecifiedTradePaymentTerms"), "ram:Description", invoice.terms)
    _sums(_in(settled, "ram:SpecifiedTradeSettlementHeaderMonetarySummation"), invoice)
    if invoice.corrects:
        referred = _in(settled, "ram:InvoiceReferencedDocument")
        _in(referred, "ram:IssuerAssignedID", invoice.corrects)
        if invoice.corrected_on is not None:
            _date(referred, "ram:FormattedIssueDateTime", invoice.corrected_on, "qdt")


def _means(invoice: EInvoice) -> Iterator[str]:
    used = dict.fromkeys(line.method for line in invoice.paper.lines if line.money_in and line.method)
    return (_MEANS[method] for method in used if method in _MEANS)


def _group(tax: ET.Element, group: Group, currency: str) -> None:
    _in(tax, "ram:CalculatedAmount", plain(group.tax, currency))
    _in(tax, "ram:TypeCode", "VAT")
    if group.reason:
        _in(tax, "ram:ExemptionReason", group.reason)
    _in(tax, "ram:BasisAmount", plain(group.taxable, currency))
    _in(tax, "ram:CategoryCode", group.category)
    _rate(tax, group.category, group.rate)


def _allowance(element: ET.Element, allowance: Allowance, currency: str) -> None:
    _in(_in(element, "ram:ChargeIndicator"), "udt:Indicator", "false")
    _in(element, "ram:ActualAmount", plain(allowance.net, currency))
    _in(element, "ram:Reason", allowance.reason or "Goodwill")
    _tax(_in(element, "ram:CategoryTradeTax"), allowance.category, allowance.rate)


def _sums(sums: ET.Element, invoice: EInvoice) -> None:
    figures, currency = invoice.figures, invoice.paper.currency
    _amounts(sums, currency, [("LineTotal", figures.line_total), ("AllowanceTotal", figures.allowance_total)])
    _amounts(sums, currency, [("TaxBasisTotal", figures.taxable)])
    _in(sums, "ram:TaxTotalAmount", plain(figures.tax, currency), currencyID=currency)
    if figures.rounding:
        _amounts(sums, currency, [("Rounding", figures.rounding)])
    last = [("GrandTotal", figures.total), ("TotalPrepaid", figures.paid), ("DuePayable", figures.due)]
    _amounts(sums, currency, last)


def _amounts(sums: ET.Element, currency: str, amounts: Iterable[tuple[str, int]]) -> None:
    for name, minor in amounts:
        _in(sums, f"ram:{name}Amount", plain(minor, currency))
