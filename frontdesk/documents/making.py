"""Which question becomes which document: the one list that the desk prints from."""

from collections.abc import Callable
from typing import Any

from frontdesk.documents.e_invoice import e_invoice
from frontdesk.documents.folio import folio_pdf
from frontdesk.documents.slip import slip_pdf
from frontdesk.queries.e_invoice import ReadEInvoice
from frontdesk.queries.folio import ReadFolioPaper
from frontdesk.queries.slip import ReadSlip

MAKERS: dict[type[Any], Callable[[Any, Any], bytes]] = {
    ReadEInvoice: lambda question, invoice: e_invoice(invoice, question.style, question.form),
    ReadFolioPaper: lambda question, paper: folio_pdf(paper, question.style),
    ReadSlip: lambda _question, slip: slip_pdf(slip),
}
"""The PDF of a question and its answer. A new paper is a question, its answer, and a line here."""
