"""Every intention of the house, by name: what a window sends, a file carries and the journal keeps."""

from frontdesk.commands.base import Command
from frontdesk.commands.case import AddNote, OpenCase
from frontdesk.commands.credit import DecideCredit, GiveCredit, WithdrawCredit
from frontdesk.commands.folio import (
    CorrectPosting,
    OpenWindow,
    PlaceHold,
    PostAllowance,
    PostCharge,
    PrintFolio,
    RefundPayment,
    ReleaseHold,
    SettleWindow,
    SplitPosting,
    TakePayment,
    TransferPosting,
)
from frontdesk.commands.house import CloseDay, SetHousekeeping, SetUpHouse
from frontdesk.commands.room_move import MoveRoom
from frontdesk.commands.staff import EnrolStaff, SignIn
from frontdesk.commands.stay import (
    AssignRoom,
    CancelReservation,
    ChangeDeparture,
    CheckIn,
    CheckOut,
    RecordStay,
    TakeReservation,
)
from frontdesk.commands.work_item import DecideItem

COMMANDS: dict[str, type[Command]] = {
    kind.__name__: kind
    for kind in (
        AddNote,
        AssignRoom,
        CancelReservation,
        ChangeDeparture,
        CheckIn,
        CheckOut,
        CloseDay,
        CorrectPosting,
        DecideCredit,
        DecideItem,
        EnrolStaff,
        GiveCredit,
        MoveRoom,
        OpenCase,
        OpenWindow,
        PlaceHold,
        PostAllowance,
        PostCharge,
        PrintFolio,
        RecordStay,
        RefundPayment,
        ReleaseHold,
        SetHousekeeping,
        SettleWindow,
        SetUpHouse,
        SignIn,
        SplitPosting,
        TakePayment,
        TakeReservation,
        TransferPosting,
        WithdrawCredit,
    )
}
"""Every kind of command by the name it has in JSON and in the journal."""

__all__ = [
    "COMMANDS",
    "AddNote",
    "AssignRoom",
    "CancelReservation",
    "ChangeDeparture",
    "CheckIn",
    "CheckOut",
    "CloseDay",
    "Command",
    "CorrectPosting",
    "DecideCredit",
    "DecideItem",
    "EnrolStaff",
    "GiveCredit",
    "MoveRoom",
    "OpenCase",
    "OpenWindow",
    "PlaceHold",
    "PostAllowance",
    "PostCharge",
    "PrintFolio",
    "RecordStay",
    "RefundPayment",
    "ReleaseHold",
    "SetHousekeeping",
    "SetUpHouse",
    "SettleWindow",
    "SignIn",
    "SplitPosting",
    "TakePayment",
    "TakeReservation",
    "TransferPosting",
    "WithdrawCredit",
]
