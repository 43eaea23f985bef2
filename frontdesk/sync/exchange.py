"""One round between a desk and the shared database. Every step can be repeated; none does its work twice."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, exc, func, select

from frontdesk.commands.base import Command
from frontdesk.commands.codec import digest, payload_of
from frontdesk.commands.delivery import Delivery, Done, Halt, Parcel, other_version
from frontdesk.commands.staff import SignIn
from frontdesk.commands.subjects import things_of
from frontdesk.errors import Refusal
from frontdesk.store import pins, sharing, tables
from frontdesk.store.guard import calls
from frontdesk.store.journal import Place, read_place
from frontdesk.store.schema import HEAD, REVISION
from frontdesk.store.types import Fetched
from frontdesk.sync import known, points
from frontdesk.sync.authority import Authority, is_busy, is_out_of_reach, patiently
from frontdesk.sync.classes import has_secret
from frontdesk.sync.copy import Broken, Copy
from frontdesk.sync.digests import digests
from frontdesk.sync.forgetting import forget, forget_unspoken
from frontdesk.sync.keys import Keys, claim_of, new_token, sha
from frontdesk.sync.outbox import Entry, Outbox

PAGE = 500
"""Changes of the house that are fetched and applied at a time."""

TRIES = 3
"""A command that ends in a fault of the program this often is put aside."""

BUSY_TRIES = 5

BATCH = 50
"""Commands that nobody waits for go this many in one transaction, if the time allows."""

LANE_SECONDS = 0.4
"""No desk keeps the house's one lock longer than this for commands that nobody waits for."""

Deliver = Callable[[Connection, Sequence[Parcel], Callable[[], bool]], list[Done]]
"""How commands are done inside an open transaction: handed in by the desk, which knows the rules. The last argument
says between two commands whether it is enough; those left out of the answer were not done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Who this desk is at the shared database: its name, and the SHA-256 of its secret."""

    workstation: str
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """What one round works with. Without ``keys`` nobody guards the shared database (SQLite in a simulator)."""

    me: Me
    outbox: Outbox
    copy: Copy
    authority: Authority
    deliver: Deliver
    keys: Keys | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came of one row of the outbox: an outcome, or the fault that kept it back."""

    entry: Entry
    done: Done | None
    fault: Exception | None = None


def sendable(entries: list[Entry], stuck: list[Entry]) -> list[Entry]:
    """Rows that may go now: whatever touches the same stay, room or line as a row put aside waits behind it."""
    if not stuck:
        return entries
    blocked: set[str] = set().union(*(_things(entry) for entry in stuck))
    free: list[Entry] = []
    for entry in entries:
        things = _things(entry)
        if things & blocked:
            blocked |= things
        else:
            free.append(entry)
    return free


def _things(entry: Entry) -> frozenset[str]:
    try:
        return things_of(entry.command())
    except Refusal:
        return frozenset({entry.id})


def push(desks: Desks, entry: Entry, *, epoch: str, typed: Command | None = None) -> Sent:
    """Bring one command to the shared database and note its outcome.

    ``typed`` is the command as it was typed, secrets included, while its clerk stands at the form; None if nobody
    does. A row that may not wait is then only asked about.

    Raises:
        Halt: the shared database takes nothing from this desk.
        sqlalchemy.exc.DBAPIError: out of reach; whether it was done is settled by sending the same id again.
    """
    try:
        command = _whole(entry, typed)
    except Refusal as error:
        desks.outbox.park(entry.n, error.title)
        return Sent(entry=entry, done=None, fault=error)
    token = _announced(desks, typed, entry) if typed is not None else ""
    delivery = _delivery(desks, entry, epoch, attended=typed is not None, token=token)
    points.reached("push.before_send")
    try:
        (done,) = _transact(desks, [(command, delivery)])
    except Halt:
        raise
    except Exception as error:
        if calls.is_shut_out(error):
            raise _removed(desks) from error
        if calls.wants_sign_in(error):
            return _not_signed_in(desks, entry)
        if is_out_of_reach(error):
            raise
        # The rules themselves failed on this command: a fault of the program, counted and put aside.
        desks.outbox.failed(entry.n, f"{type(error).__name__}: {error}", most=TRIES)
        return Sent(entry=entry, done=None, fault=error)
    points.reached("push.after_commit")
    if token and isinstance(typed, SignIn) and done.outcome == "applied":
        _signed_in(desks, typed, token, done)
    forget_unspoken(desks.outbox, [(entry, done)])
    desks.outbox.done((entry.n, done))
    points.reached("push.after_mark")
    return Sent(entry=entry, done=done)


def push_all(desks: Desks, entries: Sequence[Entry], *, epoch: str) -> list[Sent]:
    """Bring several commands that nobody waits for, in their order, in one transaction; gives those that were sent.

    Where one of them cannot be read or done, they go one by one up to that one.

    Raises:
        Halt: the shared database takes nothing from this desk.
        sqlalchemy.exc.DBAPIError: out of reach; whether they were done is settled by sending the same ids again.
    """
    if len(entries) == 1:
        return [push(desks, entries[0], epoch=epoch)]
    points.reached("push.before_send")
    try:
        parcels = [(_whole(entry, None), _delivery(desks, entry, epoch, attended=False)) for entry in entries]
        done = _transact(desks, parcels)
    except Halt:
        raise
    except Exception as error:
        if calls.is_shut_out(error):
            raise _removed(desks) from error
        if is_out_of_reach(error) and not calls.wants_sign_in(error):
            raise
        return _up_to_the_fault(desks, entries, epoch)
    points.reached("push.after_commit")
    sent = [Sent(entry=entry, done=one) for entry, one in zip(entries, done, strict=False)]
    forget_unspoken(desks.outbox, zip(entries, done, strict=False))
    desks.outbox.done(*((entry.n, one) for entry, one in zip(entries, done, strict=False)))
    points.reached("push.after_mark")
    return sent


def _up_to_the_fault(desks: Desks, entries: Sequence[Entry], epoch: str) -> list[Sent]:
    sent: list[Sent] = []
    for entry in entries:
        sent.append(push(desks, entry, epoch=epoch))
        if sent[-1].done is None:
            break
    return sent


def _whole(entry: Entry, typed: Command | None) -> Command:
    """The command of a row, if the row is as it was saved, or as an erasure left it.

    Raises:
        Refusal: it was altered on the disk, or this program cannot read it.
    """
    if not entry.whole():
        raise Refusal("This row was altered on the disk; it is kept and not sent.")
    emptied = typed is not None and digest(payload_of(typed)) != entry.sha  # its guest was erased meanwhile
    return entry.command() if typed is None or emptied else typed


def _removed(desks: Desks) -> Halt:
    return Halt(
        "enrolment",
        f"{desks.me.workstation} is not let into the shared house any more.",
        help="Make a code with: frontdesk share code; then join again.",
    )


NOT_SIGNED_IN = "This waits until its clerk signs in at this workstation again."


def _not_signed_in(desks: Desks, entry: Entry) -> Sent:
    """The house does not know that this person is here (any more): put aside until the next sign-in."""
    desks.outbox.park(entry.n, NOT_SIGNED_IN)
    fault = Refusal("Sign in at this workstation first.", "The shared database takes steps only from who is signed in.")
    return Sent(entry=entry, done=None, fault=fault)


def _announced(desks: Desks, typed: Command, entry: Entry) -> str:
    """Tell the guard of a PIN before the command is delivered; gives the token of a session that may begin."""
    claim = claim_of(typed)
    if claim is None or desks.keys is None:
        return ""
    token = new_token() if isinstance(typed, SignIn) else ""
    with desks.authority.writing() as connection:
        calls.announce(
            connection,
            person=claim.person,
            guess=pins.guess(claim.pin, salt_of=claim.person),
            command=typed.id,
            payload_sha=entry.sha,
            token_sha=sha(token) if token else "",
        )
    return token


def _signed_in(desks: Desks, typed: SignIn, token: str, done: Done) -> None:
    """A session has begun: the person is known here for the time of an outage, and what waited goes on."""
    assert desks.keys is not None, "only a guarded house gives sessions"
    desks.keys.keep(typed.actor, token)
    signing = known.Signing(person=typed.actor, pin=typed.pin, now=typed.made_at, pepper=desks.keys.pepper)
    known.remember(desks.outbox, signing, str(done.facts["name"]), str(done.facts["role"]))
    for row in desks.outbox.stuck():
        if row.error == NOT_SIGNED_IN and row.actor == typed.actor:
            desks.outbox.reopen(row.n)


def _delivery(desks: Desks, entry: Entry, epoch: str, *, attended: bool, token: str = "") -> Delivery:
    me, keys, place = desks.me, desks.keys, desks.copy.place()
    return Delivery(
        token=token or (keys.session(entry.actor) if keys is not None else ""),
        workstation=me.workstation,
        device=me.device,
        n=entry.n,
        epoch=epoch,
        schema=HEAD,
        payload=entry.payload,
        sha=entry.sha,
        kind=entry.reach,
        basis=entry.basis,
        late=not attended,
        only_ask=not entry.waits and not attended and entry.was is None,
        secret_lost=not attended and not entry.waits and has_secret(entry.kind),
        told=entry.was,
        seen=place.seq if place is not None else 0,
    )


def _transact(desks: Desks, parcels: Sequence[Parcel]) -> list[Done]:
    for number in patiently(BUSY_TRIES):
        until = time.monotonic() + LANE_SECONDS
        try:
            with desks.authority.writing() as connection:
                done = desks.deliver(connection, parcels, partial(_later_than, until))
                points.reached("push.before_commit")
        except exc.DBAPIError as error:
            if not is_busy(error) or number == BUSY_TRIES - 1:
                raise
        else:
            return done
    raise AssertionError("the last try returns or raises")


def _later_than(until: float) -> bool:
    return time.monotonic() > until


def look(desks: Desks) -> Place:
    """Where the shared house stands now.

    Raises:
        Refusal: there is no shared house in that database.
        sqlalchemy.exc.DBAPIError: out of reach.
    """
    with desks.authority.reading() as connection:
        place = read_place(connection)
    if place is None or not place.shared:
        raise Refusal("This database is not shared.", help="Prepare it with: frontdesk share init")
    return place


def pull(desks: Desks, upto: int | None = None) -> frozenset[str]:
    """Bring the copy in step, page by page; gives the topics that changed.

    Raises:
        Broken: the shared database was restored or replaced, or what it sent does not verify.
        Halt: the shared database is of another version than this program, which may not understand its changes.
        sqlalchemy.exc.DBAPIError: out of reach.
    """
    topics: set[str] = set()
    while True:
        here = desks.copy.place()
        if here is None:
            raise Broken("there is no copy yet")
        last = here.seq + PAGE if upto is None else min(here.seq + PAGE, upto)
        with desks.authority.reading() as connection:
            there, revision, page = _news(connection, here.seq, last)
        _require_same_life(here, there)
        if revision != HEAD:
            raise other_version(revision, HEAD)
        assert there is not None, "a house that is missing was noticed before"
        last = min(last, there.seq)
        if last > here.seq:
            topics |= _took(desks, page, there.epoch, last)
        if last in {there.seq, upto}:
            return frozenset(topics)


def _took(desks: Desks, page: Sequence[Fetched], epoch: str, last: int) -> frozenset[str]:
    end, changed = desks.copy.take(page, epoch, partial(forget, desks.outbox))
    if end != last:
        raise Broken(f"number {end + 1} is missing")
    return changed


def _require_same_life(here: Place, there: Place | None) -> None:
    if there is None or there.epoch != here.epoch:
        raise Broken("the shared database was restored or replaced")
    if there.seq < here.seq or (there.seq == here.seq and there.head != here.head):
        raise Broken(f"the shared database stands at {there.seq}, behind or beside {here.seq} here")


def _ask_news() -> Select[Any]:
    """Where the house stands, beside each row of the changes after a number: one statement sees both in one view."""
    lane, change = tables.lane, sharing.change
    new = and_(change.c.seq > bindparam("after"), change.c.seq <= bindparam("last"))
    shared = select(func.count()).select_from(sharing.sharing).scalar_subquery()
    there = (lane.c.seq.label("newest"), lane.c.head, lane.c.epoch, shared.label("shared"), REVISION.label("revision"))
    return select(*there, change).select_from(lane.outerjoin(change, new)).order_by(change.c.seq, change.c.n)


_NEWS = _ask_news()


def _news(connection: Connection, after: int, last: int) -> tuple[Place | None, str, Sequence[Fetched]]:
    """Where the house stands and its schema's revision, and its changes after one number up to another."""
    rows = connection.execute(_NEWS, {"after": after, "last": last}).all()
    if not rows:
        return None, "", ()
    first = rows[0]
    place = Place(seq=first.newest, head=first.head, epoch=first.epoch, shared=bool(first.shared))
    return place, first.revision, rows if first.seq is not None else ()


def rebuild(desks: Desks, progress: Callable[[str, int], None] | None = None) -> Place:
    """Make the copy anew from one view of the shared database."""
    return desks.copy.build(desks.authority.snapshot, partial(forget, desks.outbox), progress)


class Interrupted(Exception):  # noqa: N818 - not a fault: somebody saved something meanwhile
    """Comparing was given up because there is something better to do."""


def compare(desks: Desks, busy: Callable[[], bool] = lambda: False) -> tuple[str, ...]:
    """The names of tables in which the copy differs from the shared database at the same number.

    Raises:
        Interrupted: ``busy`` said so.
    """

    def pause() -> None:
        if busy():
            raise Interrupted

    with desks.authority.snapshot() as connection:
        there = read_place(connection)
        if there is None:
            raise Broken("the shared database holds no house any more")
        theirs = digests(connection, pause)
    pull(desks, upto=there.seq)
    store = desks.copy.store
    assert store is not None, "pull found a copy"
    try:
        with store.read.connect() as local, local.begin():
            here = read_place(local)
            ours = digests(local, pause)
    except (exc.DBAPIError, ValueError) as error:
        raise Broken(f"the copy cannot be read: {error}") from error
    if here is None or here.seq != there.seq:
        raise Interrupted  # a change came in between; the next comparison will do
    return differing(theirs, ours)


def differing(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> tuple[str, ...]:
    """Names that have different values, or are on one side only."""
    return tuple(sorted(name for name in theirs.keys() | ours.keys() if theirs.get(name) != ours.get(name)))
