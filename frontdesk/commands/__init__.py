"""Every intention of the house, by name: what a window sends, a file carries and the journal keeps.

Each is imported when it is first named.
"""

from typing import TYPE_CHECKING

from frontdesk.commands.base import Command
from frontdesk.loading import Named

if TYPE_CHECKING:
    from frontdesk.commands.batch import CloseBatch, NoteBatch, StartBatch
    from frontdesk.commands.case import AddNote, OpenCase
    from frontdesk.commands.credit import DecideCredit, GiveCredit, ReverseCredit, WithdrawCredit
    from frontdesk.commands.erasure import EraseGuest
    from frontdesk.commands.explanation import NoteExplained
    from frontdesk.commands.folio import (
        CaptureHold,
        ChangeWindow,
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
    from frontdesk.commands.house import CloseDay, SetHousekeeping, SetPaper, SetSeller, SetUpHouse
    from frontdesk.commands.mail import NoteMail, QueueMail, SetMailServer
    from frontdesk.commands.move_reason import SetMoveReason
    from frontdesk.commands.night_audit import LeaveWord, MarkNoShow, MoveArrival, NoteNightStep
    from frontdesk.commands.room_block import BlockRoom, ReopenRoom
    from frontdesk.commands.room_move import (
        ApproveMove,
        CancelMove,
        DraftMove,
        FailMove,
        FinishMove,
        FinishSwap,
        LiftDoNotMove,
        MoveRoom,
        PlanMove,
        PlanSwap,
        RescheduleMove,
        SetDoNotMove,
        StartMove,
        SwapRooms,
        SwitchMoveSteps,
    )
    from frontdesk.commands.routing import AddRouting, ChangeRouting, RemoveRouting, Reroute
    from frontdesk.commands.sharer import MoveSharer
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
        WalkIn,
    )
    from frontdesk.commands.task import FinishTask
    from frontdesk.commands.work_item import DecideItem

COMMANDS: Named[type[Command]] = Named(
    "frontdesk.commands",
    {
        "AddNote": "case",
        "AddRouting": "routing",
        "ApproveMove": "room_move",
        "AssignRoom": "stay",
        "BlockRoom": "room_block",
        "CancelMove": "room_move",
        "CancelReservation": "stay",
        "CaptureHold": "folio",
        "ChangeDeparture": "stay",
        "ChangeParty": "stay",
        "ChangeRouting": "routing",
        "ChangeWindow": "folio",
        "CheckIn": "stay",
        "CheckOut": "stay",
        "CloseBatch": "batch",
        "CloseDay": "house",
        "CorrectPosting": "folio",
        "DecideCredit": "credit",
        "DecideItem": "work_item",
        "DraftMove": "room_move",
        "EnrolStaff": "staff",
        "EraseGuest": "erasure",
        "ExemptGuest": "stay",
        "FailMove": "room_move",
        "FinishMove": "room_move",
        "FinishSwap": "room_move",
        "FinishTask": "task",
        "GiveCredit": "credit",
        "LeaveWord": "night_audit",
        "LiftDoNotMove": "room_move",
        "MarkNoShow": "night_audit",
        "MoveArrival": "night_audit",
        "MoveRoom": "room_move",
        "MoveSharer": "sharer",
        "NoteBatch": "batch",
        "NoteExplained": "explanation",
        "NoteMail": "mail",
        "NoteNightStep": "night_audit",
        "OpenCase": "case",
        "OpenWindow": "folio",
        "PlaceHold": "folio",
        "PlanMove": "room_move",
        "PlanSwap": "room_move",
        "PostAllowance": "folio",
        "PostCharge": "folio",
        "PrintFolio": "folio",
        "PrintSlip": "slip",
        "QueueMail": "mail",
        "RecordStay": "stay",
        "RefundPayment": "folio",
        "ReleaseHold": "folio",
        "RemoveRouting": "routing",
        "ReopenRoom": "room_block",
        "Reroute": "routing",
        "RescheduleMove": "room_move",
        "ReverseCredit": "credit",
        "SetDoNotMove": "room_move",
        "SetHousekeeping": "house",
        "SetMailServer": "mail",
        "SetMoveReason": "move_reason",
        "SetPaper": "house",
        "SetSeller": "house",
        "SetUpHouse": "house",
        "SettleWindow": "folio",
        "SignIn": "staff",
        "SplitPosting": "folio",
        "StartBatch": "batch",
        "StartMove": "room_move",
        "SwapRooms": "room_move",
        "SwitchMoveSteps": "room_move",
        "TakePayment": "folio",
        "TakeReservation": "stay",
        "TransferPosting": "folio",
        "WalkIn": "stay",
        "WithdrawCredit": "credit",
        "WriteOff": "folio",
    },
)
"""Every kind of command by the name it has in JSON and in the journal."""

if not TYPE_CHECKING:  # for a type checker a name that is none stays a mistake

    def __getattr__(name: str) -> type[Command]:
        """A kind of command as an attribute of the package."""
        if name in COMMANDS.places:
            return COMMANDS[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "COMMANDS",
    "AddNote",
    "AddRouting",
    "ApproveMove",
    "AssignRoom",
    "BlockRoom",
    "CancelMove",
    "CancelReservation",
    "CaptureHold",
    "ChangeDeparture",
    "ChangeParty",
    "ChangeRouting",
    "ChangeWindow",
    "CheckIn",
    "CheckOut",
    "CloseBatch",
    "CloseDay",
    "Command",
    "CorrectPosting",
    "DecideCredit",
    "DecideItem",
    "DraftMove",
    "EnrolStaff",
    "EraseGuest",
    "ExemptGuest",
    "FailMove",
    "FinishMove",
    "FinishSwap",
    "FinishTask",
    "GiveCredit",
    "LeaveWord",
    "LiftDoNotMove",
    "MarkNoShow",
    "MoveArrival",
    "MoveRoom",
    "MoveSharer",
    "NoteBatch",
    "NoteExplained",
    "NoteMail",
    "NoteNightStep",
    "OpenCase",
    "OpenWindow",
    "PlaceHold",
    "PlanMove",
    "PlanSwap",
    "PostAllowance",
    "PostCharge",
    "PrintFolio",
    "PrintSlip",
    "QueueMail",
    "RecordStay",
    "RefundPayment",
    "ReleaseHold",
    "RemoveRouting",
    "ReopenRoom",
    "Reroute",
    "RescheduleMove",
    "ReverseCredit",
    "SetDoNotMove",
    "SetHousekeeping",
    "SetMailServer",
    "SetMoveReason",
    "SetPaper",
    "SetSeller",
    "SetUpHouse",
    "SettleWindow",
    "SignIn",
    "SplitPosting",
    "StartBatch",
    "StartMove",
    "SwapRooms",
    "SwitchMoveSteps",
    "TakePayment",
    "TakeReservation",
    "TransferPosting",
    "WalkIn",
    "WithdrawCredit",
    "WriteOff",
]
