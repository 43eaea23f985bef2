"""One answer for each question."""

from collections.abc import Callable
from typing import Any

from frontdesk.loading import FirstUse
from frontdesk.queries.base import Question
from frontdesk.store.reader import Reader

ANSWERS: FirstUse[Callable[[Reader, Any], Any]] = FirstUse(
    "frontdesk.queries",
    {
        "AuditTable": "audit_pack.read_audit_pack",
        "ChangesSince": "changes.changes_since",
        "CheckHouse": "check.check_house",
        "CorrectionReasons": "previewing.correction_reasons",
        "CreditReasons": "credit_preview.credit_reasons",
        "DraftMail": "mail.draft_mail",
        "ExemptionReasons": "party.exemption_reasons",
        "ExplainLine": "explaining.explain",
        "Find": "finding.find",
        "FindSettled": "e_invoice_rows.find_settled",
        "FreeRoomFor": "reshuffle.free_room_for",
        "GatesOf": "move_order.gates_of",
        "MoveReasons": "move_reason.move_reasons",
        "MovesOf": "move_preview.moves_of",
        "OpenMoves": "move_order.see_open_moves",
        "PreviewAllowance": "previewing.preview_allowance",
        "PreviewArrival": "arrival.preview_arrival",
        "PreviewBatch": "batch_rows.preview_batch",
        "PreviewCancellation": "departure.preview_cancellation",
        "PreviewCapture": "money_preview.preview_capture",
        "PreviewCharge": "previewing.preview_charge",
        "PreviewCorrection": "previewing.preview_correction",
        "PreviewCredit": "credit_preview.preview_credit",
        "PreviewDeparture": "departure.preview_departure",
        "PreviewExemption": "party.preview_exemption",
        "PreviewGiftBack": "previewing.preview_gift_back",
        "PreviewMove": "move_preview.preview",
        "PreviewParty": "party.preview_party",
        "PreviewPayment": "money_preview.preview_payment",
        "PreviewRefund": "money_preview.preview_refund",
        "PreviewReroute": "rerouting.preview_reroute",
        "PreviewSettle": "settlement.preview_settle",
        "PreviewSplit": "previewing.preview_split",
        "PreviewSwap": "move_swap.preview_swap",
        "PreviewTransfer": "previewing.preview_transfer",
        "PreviewWalkIn": "walk_in.preview_walk_in",
        "PreviewWriteOff": "money_preview.preview_write_off",
        "ProposeRemedy": "remedy.propose_remedy",
        "RatePlans": "walk_in.rate_plans",
        "ReadAuditPack": "audit_pack.read_audit_pack",
        "ReadBatch": "batch_rows.read_batch",
        "ReadClosedDay": "night_audit.read_closed_day",
        "ReadEInvoice": "e_invoice_rows.read_e_invoice",
        "ReadFolioPaper": "folio_paper.read_paper",
        "ReadHandOver": "audit_pack.read_hand_over",
        "ReadJournal": "journal.read_journal",
        "ReadMailServer": "mail.read_mail_server",
        "ReadNightAudit": "night_audit.read_night_audit",
        "ReadPaperSettings": "paper_settings.read_paper_settings",
        "ReadSlip": "slip_paper.read_slip",
        "ReadTrialBalance": "trial_balance.read_trial_balance",
        "ReportMoves": "move_report.report_moves",
        "RoomsForArrival": "arrival.rooms_for_arrival",
        "RoomsForWalkIn": "arrival.rooms_for_walk_in",
        "SeeBalances": "balance.see_balances",
        "SeeBatches": "batch_rows.see_batches",
        "SeeCodes": "staff.see_codes",
        "SeeDay": "day.see_day",
        "SeeDeposits": "deposit.see_deposits",
        "SeeExemptions": "exemption.see_exemptions",
        "SeeFolio": "folio_view.see_folio",
        "SeeGuestToErase": "erasure.see_guest_to_erase",
        "SeeHouse": "house.see_house",
        "SeeMail": "mail.see_mail",
        "SeePayments": "money_preview.see_payments",
        "SeeRooms": "room_list.see_rooms",
        "SeeRouting": "routing.see_routing",
        "SeeStaff": "staff.see_staff",
        "SeeStay": "stay_view.see_stay",
        "SeeTapeChart": "tape_chart.see_tape_chart",
        "SeeTasks": "task.see_tasks",
        "SeeWaiting": "waiting.see_waiting",
        "SeeWorkItems": "work_item.see_work_items",
        "StepsOf": "move_order.steps_of",
        "WaitingCredits": "credit_preview.waiting_credits",
        "WhichRooms": "candidate.candidates",
    },
)
"""What answers each question."""


def question_named(name: str) -> type[Question[Any]]:
    """The kind of question that has this name in a script.

    Raises:
        KeyError: there is none.
    """
    kind: type[Question[Any]] = getattr(ANSWERS.module(name), name)
    return kind
