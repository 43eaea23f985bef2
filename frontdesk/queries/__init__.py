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
    move_order,
    move_preview,
    move_reason,
    move_report,
    move_swap,
    previewing,
    reshuffle,
    slip_paper,
    stay_view,
)
from frontdesk.queries.arrival import (
    PreviewArrival,
    RoomsForArrival,
    RoomsForWalkIn,
    preview_arrival,
    rooms_for_arrival,
    rooms_for_walk_in,
)
from frontdesk.queries.audit_pack import AuditTable, ReadAuditPack, ReadHandOver, read_audit_pack, read_hand_over
from frontdesk.queries.balance import SeeBalances, see_balances
from frontdesk.queries.batch import PreviewBatch, ReadBatch, SeeBatches
from frontdesk.queries.batch_rows import preview_batch, read_batch, see_batches
from frontdesk.queries.changes import ChangesSince, changes_since
from frontdesk.queries.check import CheckHouse, check_house
from frontdesk.queries.credit import CreditReasons, PreviewCredit, WaitingCredits
from frontdesk.queries.day import SeeDay, see_day
from frontdesk.queries.departure import PreviewCancellation, PreviewDeparture, preview_cancellation, preview_departure
from frontdesk.queries.deposit import SeeDeposits, see_deposits
from frontdesk.queries.e_invoice import FindSettled, ReadEInvoice
from frontdesk.queries.e_invoice_rows import find_settled, read_e_invoice
from frontdesk.queries.erasure import SeeGuestToErase, see_guest_to_erase
from frontdesk.queries.exemption import SeeExemptions, see_exemptions
from frontdesk.queries.explanation import ExplainLine
from frontdesk.queries.folio import ReadFolioPaper, SeeFolio
from frontdesk.queries.house import SeeHouse, see_house
from frontdesk.queries.journal import ReadJournal, read_journal
from frontdesk.queries.mail import DraftMail, ReadMailServer, SeeMail, draft_mail, read_mail_server, see_mail
from frontdesk.queries.money_preview import (
    PreviewCapture,
    PreviewPayment,
    PreviewRefund,
    PreviewWriteOff,
    SeePayments,
    preview_capture,
    preview_payment,
    preview_refund,
    preview_write_off,
    see_payments,
)
from frontdesk.queries.move_order import GatesOf, OpenMoves, StepsOf
from frontdesk.queries.move_reason import MoveReasons
from frontdesk.queries.move_report import ReportMoves
from frontdesk.queries.night_audit import ReadClosedDay, ReadNightAudit, read_closed_day, read_night_audit
from frontdesk.queries.paper_settings import ReadPaperSettings, read_paper_settings
from frontdesk.queries.party import (
    ExemptionReasons,
    PreviewExemption,
    PreviewParty,
    exemption_reasons,
    preview_exemption,
    preview_party,
)
from frontdesk.queries.posting_preview import (
    CorrectionReasons,
    PreviewAllowance,
    PreviewCharge,
    PreviewCorrection,
    PreviewGiftBack,
    PreviewSplit,
    PreviewTransfer,
)
from frontdesk.queries.remedy import ProposeRemedy, propose_remedy
from frontdesk.queries.rerouting import PreviewReroute, preview_reroute
from frontdesk.queries.reshuffle import FreeRoomFor
from frontdesk.queries.room_list import SeeRooms, see_rooms
from frontdesk.queries.room_move import MovesOf, PreviewMove, PreviewSwap, WhichRooms
from frontdesk.queries.routing import SeeRouting, see_routing
from frontdesk.queries.search import Find
from frontdesk.queries.settlement import PreviewSettle, preview_settle
from frontdesk.queries.slip import ReadSlip
from frontdesk.queries.staff import SeeCodes, SeeStaff, see_codes, see_staff
from frontdesk.queries.stay import SeeStay
from frontdesk.queries.tape_chart import SeeTapeChart, see_tape_chart
from frontdesk.queries.task import SeeTasks, see_tasks
from frontdesk.queries.trial_balance import ReadTrialBalance, read_trial_balance
from frontdesk.queries.waiting import SeeWaiting, see_waiting
from frontdesk.queries.walk_in import PreviewWalkIn, RatePlans, preview_walk_in, rate_plans
from frontdesk.queries.work_item import SeeWorkItems, see_work_items
from frontdesk.store.reader import Reader

ANSWERS: dict[type[Any], Callable[[Reader, Any], Any]] = {
    CheckHouse: check_house,
    ChangesSince: changes_since,
    CorrectionReasons: previewing.correction_reasons,
    CreditReasons: credit_preview.credit_reasons,
    ExemptionReasons: exemption_reasons,
    ExplainLine: explaining.explain,
    Find: finding.find,
    FreeRoomFor: reshuffle.free_room_for,
    MovesOf: move_preview.moves_of,
    OpenMoves: move_order.see_open_moves,
    DraftMail: draft_mail,
    FindSettled: find_settled,
    PreviewBatch: preview_batch,
    PreviewAllowance: previewing.preview_allowance,
    PreviewCapture: preview_capture,
    PreviewCharge: previewing.preview_charge,
    PreviewCorrection: previewing.preview_correction,
    PreviewCredit: credit_preview.preview_credit,
    PreviewCancellation: preview_cancellation,
    PreviewDeparture: preview_departure,
    PreviewGiftBack: previewing.preview_gift_back,
    PreviewMove: move_preview.preview,
    PreviewExemption: preview_exemption,
    PreviewParty: preview_party,
    PreviewPayment: preview_payment,
    PreviewRefund: preview_refund,
    PreviewReroute: preview_reroute,
    PreviewSettle: preview_settle,
    PreviewWriteOff: preview_write_off,
    PreviewSwap: move_swap.preview_swap,
    PreviewSplit: previewing.preview_split,
    PreviewTransfer: previewing.preview_transfer,
    PreviewWalkIn: preview_walk_in,
    ProposeRemedy: propose_remedy,
    AuditTable: read_audit_pack,
    ReadAuditPack: read_audit_pack,
    ReadClosedDay: read_closed_day,
    ReadFolioPaper: folio_paper.read_paper,
    ReadHandOver: read_hand_over,
    ReadBatch: read_batch,
    ReadEInvoice: read_e_invoice,
    ReadMailServer: read_mail_server,
    ReadPaperSettings: read_paper_settings,
    ReadJournal: read_journal,
    ReadSlip: slip_paper.read_slip,
    ReadNightAudit: read_night_audit,
    ReadTrialBalance: read_trial_balance,
    SeeBalances: see_balances,
    SeeBatches: see_batches,
    PreviewArrival: preview_arrival,
    RoomsForArrival: rooms_for_arrival,
    RatePlans: rate_plans,
    RoomsForWalkIn: rooms_for_walk_in,
    SeeCodes: see_codes,
    SeeDay: see_day,
    SeeDeposits: see_deposits,
    SeeExemptions: see_exemptions,
    SeeFolio: folio_view.see_folio,
    SeeGuestToErase: see_guest_to_erase,
    SeeHouse: see_house,
    SeePayments: see_payments,
    SeeMail: see_mail,
    SeeRouting: see_routing,
    SeeStaff: see_staff,
    SeeStay: stay_view.see_stay,
    SeeWaiting: see_waiting,
    SeeRooms: see_rooms,
    SeeTapeChart: see_tape_chart,
    SeeTasks: see_tasks,
    SeeWorkItems: see_work_items,
    StepsOf: move_order.steps_of,
    GatesOf: move_order.gates_of,
    WaitingCredits: credit_preview.waiting_credits,
    MoveReasons: move_reason.move_reasons,
    ReportMoves: move_report.report_moves,
    WhichRooms: candidate.candidates,
}
"""What answers each question."""
