"""Doing a command that a workstation brings out of its outbox: whatever comes of it is stored with its id, for good."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, NestedTransaction, String, Update, bindparam, exc, func, insert, select, update

from frontdesk.commands.base import Command
from frontdesk.commands.blanking import GONE, bare
from frontdesk.commands.checks import check
from frontdesk.commands.codec import digest, payload_of, restore
from frontdesk.commands.delivery import UNSPOKEN, Delivery, Done, Halt, Kind, Parcel, Told, other_version
from frontdesk.errors import Refusal
from frontdesk.services import decision, erasure, work_item
from frontdesk.services.apply import Handlers, KeptRefusal, handle, require_person
from frontdesk.store import journal, sharing, tables
from frontdesk.store.engine import together
from frontdesk.store.guard.calls import TOKEN
from frontdesk.store.reader import Kept
from frontdesk.store.schema import REVISION
from frontdesk.store.spoken import refusal_of
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    """What the rules said: the outcome, the work that holds what was written, and the refusal if there was one."""

    outcome: str
    work: UnitOfWork
    refusal: Refusal | None = None


Enough = Callable[[], bool]
"""Says between two commands whether the lane has been held long enough."""


def deliver(connection: Connection, command: Command, delivery: Delivery, handlers: Handlers, now: datetime) -> Done:
    """Do one delivered command inside an open transaction; see `deliver_all`."""
    return deliver_all(connection, [(command, delivery)], handlers, now)[0]


def deliver_all(
    connection: Connection,
    parcels: Sequence[Parcel],
    handlers: Handlers,
    now: datetime,
    enough: Enough = lambda: False,
) -> list[Done]:
    """Do delivered commands of one desk inside an open transaction, in their order, or give the outcomes they had.

    Each is decided behind its own savepoint, on what the one before has left, and gets its own number: nobody can tell
    afterwards whether they came in one transaction or in many. ``enough`` ends it after a command; what is left out of
    the answer was not done. A refusal is an outcome like any other. A command that had waited (``delivery.late``) and
    does not fit any more becomes a work item with both sides. The time that counts is the database server's, where it
    has one; ``now`` stands in for it on SQLite.

    Raises:
        Halt: this desk must not deliver at all; nothing was written.
        Refusal: a command is none (a card number, a text that is too long); nothing was written.
    """
    for command, _delivery in parcels:
        check(command)
    ward = _Ward(connection, handlers, _enter(connection, parcels[0][1], now), token=parcels[0][1].token)
    sent = {delivery.n: command.id for command, delivery in parcels}
    ward.places, ward.stored = journal.known(connection, parcels[0][1].workstation, sent)
    done: list[Done] = []
    for command, delivery in parcels:
        done.append(_one(ward, command, delivery, last=len(done) + 1 == len(parcels)))
        if enough():
            break
    ward.leave()
    return done


_UNKNOWN = "?"
"""After going back to a savepoint nobody can tell which session the database has been told."""


@dataclass(slots=True)
class _Ward:
    """The lane while a delivery holds it: where the house stands now, and what is known about the parcels."""

    connection: Connection
    handlers: Handlers
    place: "_Place"
    kept: Kept = field(default_factory=dict)
    stored: dict[str, Fetched] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)
    newest: UnitOfWork | None = None
    token: str = ""
    savepoint: NestedTransaction | None = None

    def write(self, work: UnitOfWork, delivery: Delivery, outcome: str, *, last: bool) -> None:
        """Put the outcome down; the last of a delivery moves the lane on in the same breath."""
        self.speak(delivery.token)
        row = {"workstation": delivery.workstation, "n": delivery.n, "id": work.command.id}
        day = journal.day_of(work)
        with together(self.connection, journal.written_with(work)):
            self.release()
            self.connection.execute(insert(sharing.delivery).values(row))
            head = journal.append(
                work, day=day, head=self.place.head, payload=delivery.payload, payload_sha=delivery.sha, outcome=outcome
            )
            self.place = replace(self.place, seq=work.seq, head=head)
            self.newest = work
            if last:
                self.leave()
            else:
                self.guard()

    def speak(self, token: str) -> None:
        """Say in whose session the next command is; the commands of one delivery may be of several people."""
        if token != self.token and self.connection.dialect.name == "postgresql":
            self.connection.execute(select(func.set_config(TOKEN, token, True)))
        self.token = token

    def guard(self) -> None:
        """Set the savepoint behind which the next command is decided, if none is set."""
        if self.savepoint is None:
            self.savepoint = self.connection.begin_nested()

    def release(self) -> None:
        """What was written since the savepoint stays."""
        if self.savepoint is not None:
            self.savepoint.commit()
        self.savepoint = None

    def undo(self) -> None:
        """What was written since the savepoint goes, and what was read behind it may have gone with it."""
        if self.savepoint is not None:
            self.savepoint.rollback()
        self.savepoint = None
        self.token = _UNKNOWN
        self.kept.clear()

    def leave(self) -> None:
        """Move the lane on to the newest change, once."""
        self.release()
        if self.newest is not None:
            journal.move_on(self.newest, self.place.head)
            self.newest = None


def _one(ward: _Ward, command: Command, delivery: Delivery, *, last: bool) -> Done:
    stored = ward.stored.get(command.id)
    if stored is not None:
        return _again(stored, command, delivery)
    if delivery.only_ask:
        return Done(id=command.id, seq=0, outcome="dropped", topics=frozenset(), facts={})
    _require_own_place(ward.places.get(delivery.n), command, delivery)
    if delivery.late and not _told_no(delivery) and _is_of_the_erased(ward, command):
        decided = _Decided(outcome="needs_decision", work=_work(ward, command), refusal=_ERASED)
    else:
        decided = _decide(ward, command, delivery)
    work = decided.work
    if decided.refusal is not None:
        work.facts.update(decision.words_of(decided.refusal))
    if decided.outcome in _NO and _is_of_the_erased(ward, command):
        delivery = _without_words(work, delivery)
    if decided.outcome == "needs_decision" and decided.refusal is not None:
        decision.open_conflict(work, delivery, decided.refusal)
    if delivery.told is not None and decided.outcome != "needs_decision":
        decision.open_difference(work, delivery.told, decided.outcome)
    ward.write(work, delivery, decided.outcome, last=last)
    return Done(
        id=command.id, seq=work.seq, outcome=decided.outcome, topics=frozenset(work.topics), facts=dict(work.facts)
    )


_NO = frozenset({"needs_decision", "refused"})
_ERASED = Refusal(
    "The guest's data were erased before this arrived.",
    "Its words are not kept; what it was about and its figures are.",
    "Do it again if the accounts need it.",
)


def _without_words(work: UnitOfWork, delivery: Delivery) -> Delivery:
    """What was not done about somebody erased leaves no words in the house; the desk is told to keep none either."""
    work.command = bare(work.command)
    work.facts[UNSPOKEN] = True
    payload = payload_of(work.command)
    return replace(delivery, payload=payload, sha=digest(payload))


def _is_of_the_erased(ward: _Ward, command: Command) -> bool:
    """True if a command is about a guest who was erased."""
    if not ward.place.erased:
        return False
    work = _work(ward, command)
    stay = work_item.stay_of(work)
    return erasure.is_gone(work, stay, "") or erasure.is_gone(work, "", getattr(command, "guest_id", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    seq: int
    head: str
    now: datetime
    erased: int


_NEWEST_ERASURE = select(func.coalesce(func.max(tables.erasure.c.seq), 0)).scalar_subquery()
_SHARED = select(func.count()).select_from(sharing.sharing).scalar_subquery()


def _enter(connection: Connection, delivery: Delivery, now: datetime) -> _Place:
    """Take the lane and see in the same statement whether this desk may deliver here."""
    values = {"workstation": delivery.workstation, "token": delivery.token, "here": now.isoformat()}
    row = connection.execute(_taking(connection.dialect.name), values).first()
    if row is None or not row.shared:
        raise Halt("epoch", "This database is not shared.", help="Prepare it with: frontdesk share init")
    _require_same_house(row, delivery)
    stamp = row.now if isinstance(row.now, datetime) else datetime.fromisoformat(row.now)
    return _Place(seq=row.seq, head=row.head, now=stamp, erased=row.erased)


@cache
def _taking(dialect: str) -> Update:
    """The first statement of a delivery; every command runs it, so it is built once."""
    lane, station = tables.lane, sharing.workstation
    mine = station.c.name == bindparam("workstation")
    central = dialect == "postgresql"
    clock = func.clock_timestamp() if central else bindparam("here", type_=String)
    session = [func.set_config(TOKEN, bindparam("token", type_=String), True).label("session")] if central else []
    return (
        update(lane)
        .values(seq=lane.c.seq)
        .returning(
            lane.c.seq,
            lane.c.head,
            lane.c.epoch,
            REVISION.label("revision"),
            _NEWEST_ERASURE.label("erased"),
            _SHARED.label("shared"),
            select(station.c.device).where(mine).scalar_subquery().label("device"),
            select(station.c.stopped).where(mine).scalar_subquery().label("stopped"),
            clock.label("now"),
            *session,
        )
    )


def _require_same_house(row: Fetched, delivery: Delivery) -> None:
    if row.epoch != delivery.epoch:
        raise Halt("epoch", "The shared database was restored or replaced.", help="The copy is made anew.")
    if row.seq < delivery.seen:
        raise Halt("epoch", "The shared database was put back to an earlier state.", help="The copy is made anew.")
    if row.revision != delivery.schema:
        raise other_version(row.revision, delivery.schema)
    if row.erased > delivery.seen:
        raise Halt(
            "behind",
            "A guest was erased of whom this workstation has not heard.",
            help="It looks first, and takes the guest's name out of what waits here.",
        )
    if row.device is None or row.device != delivery.device:
        raise Halt(
            "enrolment",
            f"{delivery.workstation} is not enrolled at the shared database with this computer's secret.",
            help="Make a code with: frontdesk share code; then join again.",
        )
    if row.stopped:
        raise Halt("clone", row.stopped, help="Enrol each computer under a name of its own: frontdesk share join")


def _again(row: Fetched, command: Command, delivery: Delivery) -> Done:
    if row.kind != type(command).__name__ or not _is_same(row, command, delivery):
        raise Halt(
            "alarm",
            "Two different commands carry the same id.",
            f"The other one is number {row.seq} of the journal, from {row.workstation}.",
            "Nothing more is sent from here until somebody has looked at this workstation's outbox.",
        )
    return Done(id=row.id, seq=row.seq, outcome=row.outcome, topics=frozenset(), facts=row.facts, again=True)


def _is_same(row: Fetched, command: Command, delivery: Delivery) -> bool:
    """True if the payload is the one stored, or one of the two has lost its words with a guest who was erased."""
    left = payload_of(bare(command))
    if row.payload_sha in {delivery.sha, digest(left), ""}:
        return True
    emptied = delivery.payload == left or GONE in delivery.payload
    return emptied and payload_of(bare(restore(row.kind, row.payload))) == left


def _require_own_place(other: str | None, command: Command, delivery: Delivery) -> None:
    if other is not None and other != command.id:
        raise Halt(
            "clone",
            f"Two computers are working as {delivery.workstation}.",
            f"Both have sent a command number {delivery.n}; one of the disks is a copy of the other.",
            "Enrol each computer under a name of its own: frontdesk share join",
        )


def _decide(ward: _Ward, command: Command, delivery: Delivery) -> _Decided:
    """Let the handler decide behind a savepoint, so that a refusal leaves nothing but itself."""
    work = _work(ward, command)
    if delivery.told is not None and _told_no(delivery):
        return _Decided(outcome=delivery.told.outcome, work=work, refusal=_told(delivery.told))
    ward.speak(delivery.token)
    ward.guard()
    try:
        _require_whole(delivery)
        require_person(work)
        if delivery.late:
            decision.require_nothing_similar(command, work, delivery.basis)
        handle(work, ward.handlers)
    except KeptRefusal as refusal:
        return _Decided(outcome="refused", work=work, refusal=refusal)
    except (Refusal, exc.IntegrityError) as error:
        ward.undo()
        refused = refusal_of(error) if isinstance(error, exc.IntegrityError) else error
        outcome = "needs_decision" if delivery.late else "refused"
        return _Decided(outcome=outcome, work=_work(ward, command), refusal=refused)
    except BaseException:
        ward.undo()
        raise
    return _Decided(outcome="recorded" if delivery.kind is Kind.FACT else "applied", work=work)


def _told_no(delivery: Delivery) -> bool:
    return delivery.told is not None and delivery.told.outcome in _NO


def _told(told: Told) -> Refusal:
    """The refusal a clerk has read already: a restore must not turn it into a deed."""
    return Refusal.read(told.facts)


def _work(ward: _Ward, command: Command) -> UnitOfWork:
    place = ward.place
    return UnitOfWork(ward.connection, command, place.seq + 1, place.now, ward.kept, shared=True)


def _require_whole(delivery: Delivery) -> None:
    """A PIN is never kept: a command that lost its own on the way cannot be done by itself."""
    if delivery.secret_lost:
        raise Refusal(
            "The PIN that was typed for this is not kept anywhere.",
            "The shared database was restored to a time before it.",
            "Do it once more with the PIN.",
        )
