"""Removing what the house knows about a guest: rows, notes, journal, search. The accounts stay. See ADR 13."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, and_, false, func, or_, select, type_coerce

from frontdesk.commands.blanking import GONE, bare, blank, forms, without
from frontdesk.commands.codec import payload_of, restore
from frontdesk.commands.erasure import EraseGuest
from frontdesk.domain.stay import StayStatus
from frontdesk.errors import Refusal
from frontdesk.services import search_index
from frontdesk.services.house import require_manager
from frontdesk.store import journal, sharing, tables
from frontdesk.store.effects import canonical
from frontdesk.store.guard import calls
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

_ENDED = (StayStatus.CHECKED_OUT.value, StayStatus.CANCELLED.value, StayStatus.NO_SHOW.value)
_AT_ONCE = 400

_GUEST = {
    "name": GONE,
    **dict.fromkeys(("latin", "country", "phone", "email", "company", "tax_number"), ""),
    "vip": False,
    "wishes": [],
    "address": [],
}
_MOVE = ("words", "asked_by", "consent")
_OF_A_STAY: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (tables.guest_case, ("words", "nature")),
    (tables.credit, ("to_guest", "decision_text")),
    (tables.hold, ("last_four", "approval")),
    (tables.mail, ("to", "subject", "body", "reason")),
    (tables.batch_item, ("reason",)),
    (tables.room_move, _MOVE),
    (tables.move_order, (*_MOVE, "repair", "price_reason", "to_guest", "work_order")),
    (tables.task, ("words", "done_words")),
)
"""Texts of tables that name a stay. What the accounts need is not among them: lines, taxes, evidence of exemption."""


def erase_guest(command: EraseGuest, work: UnitOfWork) -> None:
    """Remove a guest's personal data once every stay of the guest is over and paid. A manager's work.

    Raises:
        Refusal: something about the guest is still open, the reason names the guest, or this is a workstation of a
            shared house, which may not take anything out of the journal.
    """
    require_manager(work)
    if calls.is_guarded(work.connection):
        raise Refusal(
            "No workstation may take words out of the journal.",
            help="Erase with the address of the shared database itself: frontdesk erase --database postgresql://…",
        )
    guest = _require_guest(work, command.guest_id)
    stays = [row.id for row in work.all(select(tables.stay.c.id).where(tables.stay.c.guest_id == guest.id))]
    known = forms(guest.name, guest.latin, guest.phone, guest.email)
    _require_nothing_open(work, stays)
    _require_reason(command.reason, known)
    erasure = {"seq": work.seq, "guest_id": guest.id, "reason": command.reason.strip()}
    work.add(tables.erasure, {**erasure, "by": command.actor, "at": work.now})
    work.erase(tables.guest, tables.guest.c.id == guest.id, _GUEST)
    search_index.index_again(work, guest.id)
    _erase_stays(work, stays)
    _erase_windows(work, stays)
    rows = [*_own_rows(work, stays, known), *_others_rows(work, stays, known)]
    _erase_texts(work, known)
    _vouch(work, rows)
    work.facts.update(guest_id=guest.id, reason=erasure["reason"], stays=len(stays), rows=len(rows))
    work.touch("house", *(f"stay:{stay}" for stay in stays))


def is_gone(work: UnitOfWork, stay: str, guest: str) -> bool:
    """True if the guest of a stay, or a guest, was erased."""
    erased, of = tables.erasure.c.guest_id, tables.stay
    wanted = erased.in_(select(of.c.guest_id).where(of.c.id == stay)) if stay else erased == guest
    return work.first(select(tables.erasure.c.seq).where(wanted).limit(1)) is not None


def _require_guest(work: UnitOfWork, guest_id: str) -> Fetched:
    guest = work.row(tables.guest, guest_id)
    if guest is None:
        raise Refusal("There is no such guest.", help="Look the guest up again.")
    if guest.name == GONE and is_gone(work, "", guest.id):
        raise Refusal("This guest was erased before.", help="Nothing is left to erase.")
    return guest


def _require_nothing_open(work: UnitOfWork, stays: Sequence[str]) -> None:
    stay, window, posting, item = tables.stay, tables.folio_window, tables.posting, sharing.work_item
    live = work.first(select(stay.c.confirmation).where(stay.c.id.in_(stays), stay.c.status.not_in(_ENDED)))
    if live is not None:
        raise Refusal(f"The stay {live.confirmation} is not over.", help="Erase the guest after check-out.")
    owed = work.first(
        select(window.c.number)
        .join(tables.folio, tables.folio.c.id == window.c.folio_id)
        .join(posting, posting.c.window_id == window.c.id)
        .where(tables.folio.c.stay_id.in_(stays))
        .group_by(window.c.id, window.c.number)
        .having(func.sum(posting.c.amount) != 0)
    )
    if owed is not None:
        raise Refusal(f"Window {owed.number} is not at zero.", help="Settle it or write it off first.")
    if work.first(select(item.c.id).where(item.c.stay_id.in_(stays), item.c.state == "open")) is not None:
        raise Refusal("Something about this guest waits to be decided.", help="Decide it first.")


def _require_reason(reason: str, known: Sequence[str]) -> None:
    if not reason.strip():
        raise Refusal("An erasure needs a reason.", help="Such as: asked for by letter of 3 May.")
    if without(reason, known) != reason:
        raise Refusal("The reason names the guest.", help="The reason stays: write it without the name.")


def _erase_stays(work: UnitOfWork, stays: Sequence[str]) -> None:
    work.erase(tables.stay, tables.stay.c.id.in_(stays), {"note": "", "flags": [], "do_not_move": ""})
    for table, columns in _OF_A_STAY:
        work.erase(table, table.c.stay_id.in_(stays), dict.fromkeys(columns, ""))
    work.erase(tables.batch_item, tables.batch_item.c.stay_id.in_(stays), {"name": GONE})
    waiting = and_(tables.mail.c.stay_id.in_(stays), tables.mail.c.state == "waiting")
    work.erase(tables.mail, waiting, {"state": "failed"})
    case, order = tables.guest_case, tables.move_order
    cases = select(case.c.id).where(case.c.stay_id.in_(stays))
    work.erase(tables.case_said, tables.case_said.c.case_id.in_(cases), {"text": "", "promise": ""})
    work.erase(tables.case_staff_note, tables.case_staff_note.c.case_id.in_(cases), {"text": ""})
    moves = select(order.c.id).where(order.c.stay_id.in_(stays))
    for table in (tables.move_state, tables.move_gate):
        work.erase(table, table.c.move_id.in_(moves), {"words": ""})


def _erase_windows(work: UnitOfWork, stays: Sequence[str]) -> None:
    """A settled window is an invoice: whom it was made out to stays with it for as long as the law keeps invoices."""
    window, folio = tables.folio_window, tables.folio
    mine = window.c.folio_id.in_(select(folio.c.id).where(folio.c.stay_id.in_(stays)))
    work.erase(window, and_(mine, window.c.settled.is_(None)), {"payee": GONE, "address": [], "tax_number": ""})


def _erase_texts(work: UnitOfWork, known: Sequence[str]) -> None:
    """Names and numbers of the guest in texts about the whole house, and in what people had to decide."""
    item = sharing.work_item
    for table, columns in (
        (tables.hand_over_note, (tables.hand_over_note.c.words,)),
        (tables.night_audit_run, (tables.night_audit_run.c.checks,)),
        (tables.task, (tables.task.c.words, tables.task.c.done_words)),
        (item, (item.c.title, item.c.sides, item.c.note)),
    ):
        for row in work.all(select(table).where(_mentions(columns, known))):
            own = row._asdict()
            key = and_(*(column == own[column.name] for column in table.primary_key))
            work.erase(table, key, {column.name: without(own[column.name], known) for column in columns})


def _mentions(columns: Sequence[ColumnElement[Any]], known: Sequence[str]) -> ColumnElement[bool]:
    return or_(
        false(), *(type_coerce(column, Text).contains(text, autoescape=True) for column in columns for text in known)
    )


def _own_rows(work: UnitOfWork, stays: Sequence[str], known: Sequence[str]) -> Iterator[Fetched]:
    """Journal rows about the guest's stays lose every text; gives them as they are now."""
    row, topic = tables.journal, tables.journal_topic
    about = select(topic.c.seq).where(topic.c.topic.in_([f"stay:{stay}" for stay in stays]))
    for found in work.all(select(row).where(row.c.seq.in_(about), row.c.seq < work.seq)):
        yield _emptied(
            work,
            found,
            {
                "payload": _bare_payload(found, known),
                "facts": blank(found.facts, known),
                "before_after": blank(found.before_after, known),
            },
        )


def _others_rows(work: UnitOfWork, stays: Sequence[str], known: Sequence[str]) -> Iterator[Fetched]:
    """Rows about others that name the guest lose the name, unless they are about somebody of the same name."""
    row, topic = tables.journal, tables.journal_topic
    mine = [f"stay:{stay}" for stay in stays]
    namesakes = select(topic.c.seq).where(topic.c.topic.in_(_topics_of_namesakes(work, known)))
    said = _mentions((row.c.payload, row.c.facts, row.c.before_after), known)
    wanted = select(row).where(said, row.c.seq < work.seq, row.c.seq.not_in(namesakes))
    for found in work.all(wanted.where(row.c.seq.not_in(select(topic.c.seq).where(topic.c.topic.in_(mine))))):
        values = {name: without(getattr(found, name), known) for name in ("facts", "before_after")}
        yield _emptied(work, found, {**values, "payload": canonical(without(json.loads(found.payload), known))})


def _topics_of_namesakes(work: UnitOfWork, known: Sequence[str]) -> list[str]:
    guest, stay = tables.guest, tables.stay
    same = or_(*(column.in_(known) for column in (guest.c.name, guest.c.latin, guest.c.phone, guest.c.email)))
    rows = work.all(select(stay.c.id).join(guest, guest.c.id == stay.c.guest_id).where(same))
    return [f"stay:{row.id}" for row in rows]


def _bare_payload(row: Fetched, known: Sequence[str]) -> str:
    try:
        return payload_of(bare(restore(row.kind, row.payload), known))
    except Refusal:  # a command of an older program: its shape is not known any more, so every text goes
        return canonical(blank(json.loads(row.payload), known))


def _emptied(work: UnitOfWork, row: Fetched, left: dict[str, Any]) -> Fetched:
    """Overwrite a journal row; without salt and payload hash what remains of its hash confirms no guess."""
    table = tables.journal
    work.erase(table, table.c.seq == row.seq, {**left, "payload_sha": "", "salt": None})
    found = work.first(select(table).where(table.c.seq == row.seq))
    assert found is not None, "a journal row is never deleted"
    return found


def _vouch(work: UnitOfWork, rows: Sequence[Fetched]) -> None:
    """This command's own journal row covers what is left of the others."""
    left = [{"seq": work.seq, "row_seq": row.seq, "sha": journal.left_of(row._asdict())} for row in rows]
    work.add(tables.erased, *left)
