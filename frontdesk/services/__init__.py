"""One handler for each command."""

from frontdesk import commands as do
from frontdesk.commands.base import Command
from frontdesk.services import (
    case,
    correction,
    credit,
    decision,
    folio,
    house,
    night_audit,
    printing,
    record_stay,
    room_move,
    staff,
    stay,
)
from frontdesk.services.apply import Handler

HANDLERS: dict[type[Command], Handler] = {
    do.AddNote: case.add_note,
    do.AssignRoom: stay.assign_room,
    do.CancelReservation: stay.cancel_reservation,
    do.ChangeDeparture: stay.change_departure,
    do.CheckIn: stay.check_in,
    do.CheckOut: stay.check_out,
    do.CloseDay: night_audit.close_day,
    do.CorrectPosting: correction.correct_posting,
    do.DecideCredit: credit.decide_credit,
    do.DecideItem: decision.decide_item,
    do.EnrolStaff: staff.enrol_staff,
    do.GiveCredit: credit.give_credit,
    do.MoveRoom: room_move.move_room,
    do.OpenCase: case.open_case,
    do.OpenWindow: folio.open_window,
    do.PlaceHold: folio.place_hold,
    do.PostAllowance: correction.post_allowance,
    do.PostCharge: folio.post_charge,
    do.PrintFolio: printing.print_folio,
    do.RecordStay: record_stay.record_stay,
    do.RefundPayment: correction.refund_payment,
    do.ReleaseHold: folio.release_hold,
    do.SetHousekeeping: house.set_housekeeping,
    do.SetUpHouse: house.set_up_house,
    do.SettleWindow: folio.settle_window,
    do.SignIn: staff.sign_in,
    do.SplitPosting: correction.split_posting,
    do.TakePayment: folio.take_payment,
    do.TakeReservation: stay.take_reservation,
    do.TransferPosting: correction.transfer_posting,
    do.WithdrawCredit: credit.withdraw_credit,
}
"""What is done for each kind of command."""
