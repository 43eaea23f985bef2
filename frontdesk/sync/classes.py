"""How far each kind of command may go without the shared database."""

from dataclasses import fields
from datetime import datetime, timedelta

from frontdesk import commands as do
from frontdesk.commands.base import Command
from frontdesk.commands.delivery import Kind
from frontdesk.errors import Refusal, Unavailable

MOST_WAITING = 500
"""More commands than this do not pile up on a desk that is out of reach; then only notes are taken."""

LONGEST_AWAY = timedelta(hours=72)
"""After this long only notes are taken until the desk has been in touch again."""

KINDS: dict[type[Command], Kind] = {
    do.AddNote: Kind.FACT,
    do.LeaveWord: Kind.FACT,
    do.NoteExplained: Kind.FACT,
    do.NoteNightStep: Kind.FACT,
    do.NoteMail: Kind.FACT,
    do.OpenCase: Kind.FACT,
    do.PrintFolio: Kind.FACT,
    do.PrintSlip: Kind.FACT,
    do.QueueMail: Kind.FACT,
    do.SetHousekeeping: Kind.FACT,
    do.DraftMove: Kind.PROPOSAL,
    do.ApproveMove: Kind.PROPOSAL,
    do.CancelMove: Kind.PROPOSAL,
    do.FailMove: Kind.PROPOSAL,
    do.FinishMove: Kind.PROPOSAL,
    do.FinishTask: Kind.FACT,
    do.PlanMove: Kind.PROPOSAL,
    do.RescheduleMove: Kind.PROPOSAL,
    do.SetDoNotMove: Kind.PROPOSAL,
    do.StartMove: Kind.PROPOSAL,
    do.SwapRooms: Kind.PROPOSAL,
    do.AddRouting: Kind.PROPOSAL,
    do.AssignRoom: Kind.PROPOSAL,
    do.BlockRoom: Kind.PROPOSAL,
    do.CancelReservation: Kind.PROPOSAL,
    do.ChangeDeparture: Kind.PROPOSAL,
    do.ChangeParty: Kind.PROPOSAL,
    do.ChangeRouting: Kind.PROPOSAL,
    do.ChangeWindow: Kind.PROPOSAL,
    do.CheckIn: Kind.PROPOSAL,
    do.CheckOut: Kind.PROPOSAL,
    do.CorrectPosting: Kind.PROPOSAL,
    do.ExemptGuest: Kind.PROPOSAL,
    do.GiveCredit: Kind.PROPOSAL,
    do.MarkNoShow: Kind.PROPOSAL,
    do.MoveArrival: Kind.PROPOSAL,
    do.MoveRoom: Kind.PROPOSAL,
    do.OpenWindow: Kind.PROPOSAL,
    do.PlaceHold: Kind.PROPOSAL,
    do.PostAllowance: Kind.PROPOSAL,
    do.PostCharge: Kind.PROPOSAL,
    do.ReleaseHold: Kind.PROPOSAL,
    do.RemoveRouting: Kind.PROPOSAL,
    do.ReopenRoom: Kind.PROPOSAL,
    do.Reroute: Kind.PROPOSAL,
    do.ReverseCredit: Kind.PROPOSAL,
    do.SplitPosting: Kind.PROPOSAL,
    do.TakePayment: Kind.PROPOSAL,
    do.TakeReservation: Kind.PROPOSAL,
    do.TransferPosting: Kind.PROPOSAL,
    do.WalkIn: Kind.PROPOSAL,
    do.WithdrawCredit: Kind.PROPOSAL,
    do.DecideCredit: Kind.APPROVAL,
    do.DecideItem: Kind.APPROVAL,
    do.LiftDoNotMove: Kind.APPROVAL,
    do.SignIn: Kind.APPROVAL,
    do.CaptureHold: Kind.FISCAL,
    do.CloseBatch: Kind.FISCAL,
    do.CloseDay: Kind.FISCAL,
    do.NoteBatch: Kind.FISCAL,
    do.RefundPayment: Kind.FISCAL,
    do.SettleWindow: Kind.FISCAL,
    do.StartBatch: Kind.FISCAL,
    do.WriteOff: Kind.FISCAL,
    do.EnrolStaff: Kind.CONFIG,
    do.EraseGuest: Kind.CONFIG,
    do.RecordStay: Kind.CONFIG,
    do.SetMailServer: Kind.CONFIG,
    do.SetPaper: Kind.CONFIG,
    do.SetSeller: Kind.CONFIG,
    do.SetUpHouse: Kind.CONFIG,
    do.SwitchMoveSteps: Kind.CONFIG,
}
"""Every kind of command, by what it is; a new one is given its place here first."""

_WAITS = frozenset({Kind.FACT, Kind.PROPOSAL})

_WORDS = {
    Kind.APPROVAL: "An approval",
    Kind.FISCAL: "A step with a number or a day of the books",
    Kind.CONFIG: "A change to the house itself",
}


def typed_secret(command: Command) -> bool:
    """True if somebody typed a PIN for this command."""
    return any(getattr(command, part.name) for part in fields(command) if part.metadata.get("secret"))


def has_secret(kind: str) -> bool:
    """True if commands of this kind have room for a PIN."""
    return any(part.metadata.get("secret") for part in fields(do.COMMANDS[kind]))


def may_wait(command: Command) -> bool:
    """True if the command may be saved here and sent later. One with a PIN never is: a PIN is not written down."""
    return KINDS[type(command)] in _WAITS and not typed_secret(command)


def held_back() -> frozenset[str]:
    """The kinds of commands that are not even begun while the shared database is out of reach."""
    return frozenset(kind.__name__ for kind, reach in KINDS.items() if reach not in _WAITS and kind is not do.SignIn)


def needs_reach(command: Command) -> Unavailable:
    """What is said when a command cannot wait and the shared database is out of reach."""
    what = "A step with a PIN" if typed_secret(command) else _WORDS.get(KINDS[type(command)], "This step")
    return Unavailable(
        f"{what} needs the shared database, which is out of reach.",
        help="Do it as soon as the connection is back; notes, moves and charges can be saved here meanwhile.",
    )


def require_room(command: Command, waiting: int, away_since: datetime | None, now: datetime) -> None:
    """Hold the caps of a desk that has been out of reach for long.

    Raises:
        Refusal: too much is waiting, or for too long.
    """
    if away_since is None:
        return
    if isinstance(command, do.AddNote | do.OpenCase):
        return
    if waiting >= MOST_WAITING:
        raise Refusal(
            f"{waiting} commands are waiting on this desk; only notes are taken.",
            help="Bring the connection back; then everything is sent by itself.",
        )
    if now - away_since > LONGEST_AWAY:
        raise Refusal(
            "This desk has been out of reach for more than three days; only notes are taken.",
            f"Since {away_since:%Y-%m-%d %H:%M} UTC.",
            "Bring the connection back first.",
        )
