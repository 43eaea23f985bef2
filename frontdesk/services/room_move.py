"""Moving a guest: load what is left, hold it against what the clerk saw, move everything in one step."""

from frontdesk.commands.room_move import MoveRoom
from frontdesk.domain.authority import approves
from frontdesk.domain.money import plain
from frontdesk.domain.room_move import REASON_WORDS, REQUIRED_APPROVAL, RateDecision
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.move_preview import preview, remaining_nights
from frontdesk.queries.room_move import MovePreview, PreviewMove
from frontdesk.services.house import room_of
from frontdesk.services.room_night import claim, release
from frontdesk.services.staff import person_of, prove_approver
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork


def move_room(command: MoveRoom, work: UnitOfWork) -> None:
    """Move a stay for every remaining night; the folio follows, the old room turns dirty, history keeps both."""
    left = remaining_nights(work, command.stay)
    room = room_of(work, command.to_room)
    _require_possible(command, work, left.room, left.stay.do_not_move)
    if room.out_of_order:
        raise Refusal(f"Room {room.number} is out of order: {room.out_of_order}.", help="Choose another room.")
    approved_by = _authorise(command, work)  # before anything is written: a wrong PIN is kept, the move is not
    release(work, left.stay.id, work.business_date)
    claim(work, left.stay.id, room.number, [night.night for night in left.nights])
    shown = preview(work, PreviewMove(command.stay, command.to_room, command.reason, command.decision))
    _require_preview(command, shown, work.house.currency)
    _write_prices(work, command, shown, room.type)
    _write_move(work, command, left.room, approved_by)
    work.change(tables.room, {"number": left.room}, {"state": command.old_room_state})
    work.facts.update(
        from_room=left.room,
        to_room=room.number,
        reason=REASON_WORDS[command.reason],
        difference=plain(command.difference, work.house.currency),
        decision=command.decision.value,
    )
    work.touch("house", f"stay:{left.stay.id}", f"folio:{left.stay.id}", f"room:{left.room}", f"room:{room.number}")


def _require_possible(command: MoveRoom, work: UnitOfWork, room_now: str, do_not_move: str) -> None:
    if command.to_room == room_now:
        raise Refusal(f"The guest is in room {room_now} already.", help="Choose another room.")
    if do_not_move:
        raise Refusal("This guest is not to be moved.", do_not_move, "A supervisor can lift it.")
    if command.from_night != work.business_date:
        raise Refusal(
            "The move was prepared for another business date.",
            f"It is {work.business_date} now.",
            "Look at the preview again.",
        )
    if not command.words.strip() or not command.consent.strip():
        raise Refusal("A move needs the guest's words and consent.", help="Write what the guest said and who agreed.")
    if command.old_room_state not in {"dirty", "pickup", "clean"}:
        raise Refusal("The old room is left dirty, pickup or clean.", help="Inspected is for housekeeping to say.")


def _require_preview(command: MoveRoom, shown: MovePreview, currency: str) -> None:
    option = next(found for found in shown.decisions if found.decision is command.decision)
    if not option.allowed:
        raise Refusal(f"That price decision does not fit: {option.why_not}.", help="Choose one of the others.")
    if shown.difference != command.difference:
        raise Refusal(
            "The preview is no longer true.",
            f"The difference is {plain(shown.difference, currency)} now, not {plain(command.difference, currency)}.",
            "Look at the new preview and confirm again.",
        )


def _authorise(command: MoveRoom, work: UnitOfWork) -> str:
    """The name of the second person where the decision needs one, else an empty text."""
    person = person_of(work, command.actor)
    if command.decision not in REQUIRED_APPROVAL or approves(Role(person.role)):
        return ""
    if not command.approver:
        raise Refusal("This price decision needs a supervisor.", help="Ask one to enter their PIN here.")
    name: str = prove_approver(work, command.approver, command.pin, asked_by=command.actor).name
    return name


def _write_prices(work: UnitOfWork, command: MoveRoom, shown: MovePreview, new_type: str) -> None:
    """The price of each remaining night; the charged type changes unless the house gives the upgrade."""
    nights = tables.stay_night
    keep = command.decision is RateDecision.UPGRADE_KEEP
    for night in shown.nights:
        key = {"stay_id": command.stay, "night": night.night}
        values = {"price": night.new_price} if keep else {"price": night.new_price, "charged_type": new_type}
        work.change(nights, key, values)


def _write_move(work: UnitOfWork, command: MoveRoom, room_now: str, approved_by: str) -> None:
    plain_fields = ("words", "asked_by", "consent", "difference", "old_room_state")
    work.add(
        tables.room_move,
        {
            "id": work.child("move"),
            "number": work.number("room_move", "RMV"),
            "stay_id": command.stay,
            "night": command.from_night,
            "from_room": room_now,
            "to_room": command.to_room,
            "reason": command.reason.value,
            **{field: getattr(command, field) for field in plain_fields},
            "decision": command.decision.value,
            "made_by": command.actor,
            "approved_by": approved_by,
            "made_at": command.made_at,
            "business_date": work.business_date,
        },
    )
