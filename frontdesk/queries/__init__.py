"""One answer for each question."""

from collections.abc import Callable
from typing import Any

from frontdesk.queries import (
    candidate,
    credit_preview,
    explaining,
    finding,
    folio_paper,
    folio_view,
    move_preview,
    previewing,
    slip_paper,
    stay_view,
)
from frontdesk.queries.arrival import RoomsForArrival, rooms_for_arrival
from frontdesk.queries.balance import SeeBalances, see_balances
from frontdesk.queries.batch import PreviewBatch, ReadBatch, SeeBatches
from frontdesk.queries.batch_rows import preview_batch, read_batch, see_batches
from frontdesk.queries.changes import ChangesSince, changes_since
from frontdesk.queries.check import CheckHouse, check_house
from frontdesk.queries.credit import CreditReasons, PreviewCredit, WaitingCredits
from frontdesk.queries.deposit import SeeDeposits, see_deposits
from frontdesk.queries.e_invoice import FindSettled, ReadEInvoice
from frontdesk.queries.e_invoice_rows import find_settled, read_e_invoice
from frontdesk.queries.exemption import SeeExemptions, see_exemptions
from frontdesk.queries.explanation import ExplainLine
from frontdesk.queries.folio import ReadFolioPaper, SeeFolio
from frontdesk.queries.house import SeeHouse, see_house
from frontdesk.queries.journal import ReadJournal, read_journal
from frontdesk.queries.mail import DraftMail, ReadMailServer, SeeMail, draft_mail, read_mail_server, see_mail
from frontdesk.queries.posting_preview import (
    CorrectionReasons,
    PreviewAllowance,
    PreviewCharge,
    PreviewCorrection,
    PreviewSplit,
    PreviewTransfer,
)
from frontdesk.queries.remedy import ProposeRemedy, propose_remedy
from frontdesk.queries.room_move import MovesOf, PreviewMove, WhichRooms
from frontdesk.queries.routing import SeeRouting, see_routing
from frontdesk.queries.search import Find
from frontdesk.queries.slip import ReadSlip
from frontdesk.queries.staff import SeeCodes, SeeStaff, see_codes, see_staff
from frontdesk.queries.stay import SeeStay
from frontdesk.queries.work_item import SeeWorkItems, see_work_items
from frontdesk.store.reader import Reader

ANSWERS: dict[type[Any], Callable[[Reader, Any], Any]] = {
    CheckHouse: check_house,
    ChangesSince: changes_since,
    CorrectionReasons: previewing.correction_reasons,
    CreditReasons: credit_preview.credit_reasons,
    DraftMail: draft_mail,
    ExplainLine: explaining.explain,
    Find: finding.find,
    FindSettled: find_settled,
    MovesOf: move_preview.moves_of,
    PreviewBatch: preview_batch,
    PreviewAllowance: previewing.preview_allowance,
    PreviewCharge: previewing.preview_charge,
    PreviewCorrection: previewing.preview_correction,
    PreviewCredit: credit_preview.preview_credit,
    PreviewMove: move_preview.preview,
    PreviewSplit: previewing.preview_split,
    PreviewTransfer: previewing.preview_transfer,
    ProposeRemedy: propose_remedy,
    ReadBatch: read_batch,
    ReadEInvoice: read_e_invoice,
    ReadFolioPaper: folio_paper.read_paper,
    ReadMailServer: read_mail_server,
    ReadJournal: read_journal,
    ReadSlip: slip_paper.read_slip,
    SeeBalances: see_balances,
    SeeBatches: see_batches,
    RoomsForArrival: rooms_for_arrival,
    SeeCodes: see_codes,
    SeeDeposits: see_deposits,
    SeeExemptions: see_exemptions,
    SeeFolio: folio_view.see_folio,
    SeeHouse: see_house,
    SeeMail: see_mail,
    SeeRouting: see_routing,
    SeeStaff: see_staff,
    SeeStay: stay_view.see_stay,
    SeeWorkItems: see_work_items,
    WaitingCredits: credit_preview.waiting_credits,
    WhichRooms: candidate.candidates,
}
"""What answers each question."""
