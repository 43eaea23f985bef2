"""Every intention of the house, by name: what a window sends, a file carries and the journal keeps."""

from frontdesk.commands.base import Command
from frontdesk.commands.case import AddNote, OpenCase
from frontdesk.commands.credit import DecideCredit, GiveCredit, WithdrawCredit
from frontdesk.commands.folio import (
    CaptureHold,
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
    WriteOff,
)
from frontdesk.commands.house import CloseDay, SetHousekeeping, SetUpHouse
from frontdesk.commands.room_move import MoveRoom
from frontdesk.commands.routing import AddRouting, RemoveRouting, Reroute
from frontdesk.commands.slip import PrintSlip
from frontdesk.commands.staff import EnrolStaff, SignIn
from frontdesk.commands.stay import (
    AssignRoom,
    CancelReservation,
    ChangeDeparture,
    ChangeParty,
    CheckIn,
    CheckOut,
    ExemptGuest,
    RecordStay,
    TakeReservation,
)
from frontdesk.commands.work_item import DecideItem

COMMANDS: dict[str, type[Command]] = {
    kind.__name__: kind
    for kind in (
        AddNote,
        AddRouting,
        AssignRoom,
        CancelReservation,
        CaptureHold,
        ChangeDeparture,
        ChangeParty,
        CheckIn,
        CheckOut,
        CloseDay,
        CorrectPosting,
        DecideCredit,
        DecideItem,
        EnrolStaff,
        ExemptGuest,
        GiveCredit,
        MoveRoom,
        OpenCase,
        OpenWindow,
        PlaceHold,
        PostAllowance,
        PostCharge,
        PrintFolio,
        PrintSlip,
        RecordStay,
        RefundPayment,
        ReleaseHold,
        RemoveRouting,
        Reroute,
        SetHousekeeping,
        SettleWindow,
        SetUpHouse,
        SignIn,
        SplitPosting,
        TakePayment,
        TakeReservation,
        TransferPosting,
        WithdrawCredit,
        WriteOff,
    )
}
"""Every kind of command by the name it has in JSON and in the journal."""

__all__ = [
    "COMMANDS",
    "AddNote",
    "AddRouting",
    "AssignRoom",
    "CancelReservation",
    "CaptureHold",
    "ChangeDeparture",
    "ChangeParty",
    "CheckIn",
    "CheckOut",
    "CloseDay",
    "Command",
    "CorrectPosting",
    "DecideCredit",
    "DecideItem",
    "EnrolStaff",
    "ExemptGuest",
    "GiveCredit",
    "MoveRoom",
    "OpenCase",
    "OpenWindow",
    "PlaceHold",
    "PostAllowance",
    "PostCharge",
    "PrintFolio",
    "PrintSlip",
    "RecordStay",
    "RefundPayment",
    "ReleaseHold",
    "RemoveRouting",
    "Reroute",
    "SetHousekeeping",
    "SetUpHouse",
    "SettleWindow",
    "SignIn",
    "SplitPosting",
    "TakePayment",
    "TakeReservation",
    "TransferPosting",
    "WithdrawCredit",
    "WriteOff",
]
