"""Which question becomes which document: the one list that the desk prints from."""

from collections.abc import Callable
from typing import Any

from frontdesk.documents.audit_pack import audit_pack_pdf, hand_over_pdf
from frontdesk.documents.audit_tables import audit_table
from frontdesk.documents.e_invoice import e_invoice
from frontdesk.documents.folio import folio_pdf
from frontdesk.documents.slip import slip_pdf
from frontdesk.queries.audit_pack import AuditTable, ReadAuditPack, ReadHandOver
from frontdesk.queries.e_invoice import ReadEInvoice
from frontdesk.queries.folio import ReadFolioPaper
from frontdesk.queries.slip import ReadSlip

MAKERS: dict[type[Any], Callable[[Any, Any], bytes]] = {
    AuditTable: lambda question, pack: audit_table(pack, question.name),
    ReadAuditPack: lambda _question, pack: audit_pack_pdf(pack),
    ReadEInvoice: lambda question, invoice: e_invoice(invoice, question.style, question.form),
    ReadFolioPaper: lambda question, paper: folio_pdf(paper, question.style),
    ReadHandOver: lambda _question, sheet: hand_over_pdf(sheet),
    ReadSlip: lambda _question, slip: slip_pdf(slip),
}
"""The PDF (of a table the CSV) of a question and its answer. A new paper is a question, its answer, and a line here."""
