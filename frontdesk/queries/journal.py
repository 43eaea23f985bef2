"""The append-only record of commands done, in words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from frontdesk.queries.base import Question
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.words import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One change: its number, when, who, where, and what in words; ``values`` is the command as it was sent (JSON)."""

    seq: int
    id: str
    kind: str
    made_at: datetime
    actor: str
    workstation: str
    sentence: str
    values: str


@dataclass(frozen=True, slots=True)
class ReadJournal(Question[tuple[JournalRow, ...]]):
    """Journal rows newest first; of one stay if named; those before ``before`` for the next page."""

    stay: str = ""
    before: int = 0
    limit: int = 100


def read_journal(reader: Reader, question: ReadJournal) -> tuple[JournalRow, ...]:
    """Journal rows newest first, each as a sentence."""
    journal, topic, staff = tables.journal, tables.journal_topic, tables.staff
    wanted = select(journal, staff.c.name).outerjoin(staff, staff.c.id == journal.c.actor)
    if question.stay:
        wanted = wanted.join(topic, topic.c.seq == journal.c.seq).where(topic.c.topic == f"stay:{question.stay}")
    if question.before:
        wanted = wanted.where(journal.c.seq < question.before)
    rows = reader.all(wanted.order_by(journal.c.seq.desc()).limit(min(question.limit, LONGEST_PAGE)))
    return tuple(
        JournalRow(
            seq=row.seq,
            id=row.id,
            kind=row.kind,
            made_at=row.made_at,
            actor=row.name or row.actor or "The program",
            workstation=row.workstation,
            sentence=sentence(row.kind, row.facts, row.outcome),
            values=row.payload,
        )
        for row in rows
    )


LONGEST_PAGE = 1000

_SENTENCES = {
    "AddNote": "Wrote a note in case {number}.",
    "AddRouting": "Sends {what} to window {window} of {payee}.",
    "ReverseCredit": "Took the gift {number} of {amount} back.",
    "ChangeRouting": "Sends {what} to window {window} ({payee}) from now on.",
    "ChangeWindow": "Window {window} is paid by {payee}, before by {was}.",
    "AssignRoom": "Assigned room {room}.",
    "BlockRoom": "Room {room} is {what} from {first} to {until}: {reason}.",
    "ApproveMove": "Approved move {number} to {to_room} from {from_night}. Difference {difference}.",
    "CancelMove": "Gave up move {number} {from_room} → {to_room}: {reason}",
    "CancelReservation": "Cancelled the reservation. {reason}",
    "CaptureHold": "Captured {amount} of a hold of {held}.",
    "ChangeDeparture": "Changed the departure from {was} to {departure}.",
    "ChangeParty": "Changed the party from {was} to {now}; {taxes} tax lines settled.",
    "CheckIn": "Checked in, room {room}.",
    "CheckOut": "Checked out of room {room}.",
    "CloseBatch": "Left the batch of folios: {title}.",
    "CloseDay": "Closed {business_date}: {stays} stays, {postings} postings.",
    "CorrectPosting": "Corrected {text}, {amount} ({reason}).",
    "DecideCredit": "{approver} {decision} credit {number}, {amount}.",
    "DecideItem": "{name} decided: {title} → {choice}.",
    "DraftMove": "Wrote down move {number} to {to_room} from {from_night}.",
    "EnrolStaff": "Enrolled {name} as {role}.",
    "EraseGuest": "Erased a guest with {stays} stays: {reason}",
    "ExemptGuest": "{guest} is exempt: {reason}; {taxes} tax lines settled.",
    "FailMove": "Move {number} {from_room} → {to_room} did not happen: {reason}",
    "FinishMove": "Moved {from_room} → {to_room}: {reason}. Difference {difference}.",
    "FinishSwap": "Rooms {first_room} and {second_room} were exchanged.",
    "FinishTask": "Did: {words} (room {room}).",
    "GiveCredit": "Credit {number} of {amount} for {reason}: {state}.",
    "LeaveWord": "Told the next shift: “{words}”",
    "MarkNoShow": "No-show {confirmation}; {fee}. {reason}",
    "MoveArrival": "Moved the arrival of {confirmation} from {was} to {arrival}.",
    "LiftDoNotMove": "May be moved again: {reason}",
    "MoveRoom": "Moved {from_room} → {to_room}: {reason}. Difference {difference}.",
    "NoteExplained": "Explained to the guest: {text}, {amount}. Accepted.",
    "MoveSharer": "A guest of room {from_room} moved to {to_room} alone, {number}.",
    "NoteNightStep": "Made the papers of {business_date}: {paper}.",
    "NoteBatch": "{folios} folios of {title}: {state}.",
    "NoteMail": "Mail to {to}: {state}.",
    "OpenCase": "Opened case {number}: “{words}”",
    "OpenWindow": "Opened window {window} for {payee}.",
    "PlaceHold": "Noted a hold of {amount} on the card.",
    "PlanMove": "Approved move {number} to {to_room} from {from_night}. Difference {difference}.",
    "PlanSwap": "An exchange of rooms {first_room} and {second_room} is planned from {from_night}.",
    "PostAllowance": "Allowed {amount} of {text} ({reason}).",
    "PostCharge": "Charged {text}, {amount}, to window {window}.",
    "PrintFolio": "Printed the folio of window {window}, {style}.",
    "PrintSlip": "Printed the slip of {slip}.",
    "QueueMail": "Mail with the folio of window {window} to {to}.",
    "RecordStay": "Took the stay over from {source}.",
    "RefundPayment": "Refunded {amount}, approved by {approved_by}.",
    "ReleaseHold": "Released a hold of {amount}.",
    "RemoveRouting": "No longer sends {what} to window {window}.",
    "ReopenRoom": "Room {room} is no longer {what}: {reason}.",
    "Reroute": "Sent {lines} lines where the routing says.",
    "RescheduleMove": "Put move {number} to {to_room} on {from_night}.",
    "SetDoNotMove": "Not to be moved until {until}: {reason}",
    "SetHousekeeping": "Room {room}: {was} → {state}.",
    "SetMailServer": "Mail goes through {host} from {sender}.",
    "SetMoveReason": "Reason of moves {code}: {words}.",
    "SetPaper": "Changed head and foot of the papers of {name}.",
    "SetSeller": "Changed what invoices say of {name}: tax number {tax_number}.",
    "SettleWindow": "Settled window {window} as {number}.",
    "SetUpHouse": "Founded {name} with {rooms} rooms.",
    "SignIn": "{name} signed in.",
    "SplitPosting": "Split {text} into {parts} parts.",
    "StartMove": "Move {number} {from_room} → {to_room} began.",
    "SwapRooms": "Rooms {first_room} and {second_room} were exchanged.",
    "SwitchMoveSteps": "Steps of the move checklist not used: {off}.",
    "StartBatch": "Started a batch of {folios} folios: {title}.",
    "TakePayment": "Took {amount} by {method}.",
    "TakeReservation": "Took the reservation {confirmation} for {name}.",
    "TransferPosting": "Moved {text} to window {window} ({payee}).",
    "WalkIn": "{name} walked in, room {room}.",
    "WriteOff": "Wrote off {amount} on window {window}.",
    "WithdrawCredit": "Took the credit request {number} back.",
}


class _Facts(dict[str, object]):
    """Facts for a sentence; one that an older row lacks shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def sentence(kind: str, facts: dict[str, object], outcome: str) -> str:
    """What a journal row says in words."""
    if outcome == "refused":
        return f"Refused: {facts.get('refused', kind)}"
    if outcome == "needs_decision":
        return f"Came too late, to be decided: {facts.get('refused', kind)}"
    return _SENTENCES.get(kind, kind).format_map(_Facts({name: fact(value) for name, value in facts.items()})).strip()
