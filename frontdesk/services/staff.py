"""People of the house: enrolling, signing in, and proving who somebody is with their own PIN."""

from datetime import timedelta

from sqlalchemy import func, select

from frontdesk.commands.staff import EnrolStaff, SignIn
from frontdesk.domain.authority import RANK, is_manager, require_second_person
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.services.apply import KeptRefusal
from frontdesk.store import pins, tables
from frontdesk.store.feed import readable
from frontdesk.store.guard import calls
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

TRIES = 5
LOCKED_FOR = timedelta(minutes=15)

staff = tables.staff


def enrol_staff(command: EnrolStaff, work: UnitOfWork) -> None:
    """Add a person; the first one must be a manager, later ones are added by a manager (GC-33 for the PIN)."""
    first = work.first(select(func.count()).select_from(staff))
    if first is not None and first[0] == 0:
        if not is_manager(command.role):
            raise Refusal("The first person of a house is a manager.", help="Choose duty manager or general manager.")
    else:
        # Nobody makes a person with more authority than their own.
        require_role(work, max(Role.DUTY_MANAGER, command.role, key=RANK.__getitem__))
    if not command.name.strip():
        raise Refusal("A person needs a name.", help="Type the name as it should stand on the screen.")
    pins.require_shape(command.pin)
    work.add(
        staff,
        {
            "id": command.staff,
            "name": command.name.strip(),
            "role": command.role.value,
            "verifier": pins.verifier(command.pin, salt_of=command.staff),
            "active": True,
            "failed": 0,
            "locked_until": None,
            "version": 1,
        },
    )
    work.facts.update(name=command.name, role=command.role.value)
    work.touch("staff")


def sign_in(command: SignIn, work: UnitOfWork) -> None:
    """Let a person take over the workstation."""
    person = prove(work, command.actor, command.pin)
    work.facts.update(name=person.name, role=person.role)
    work.touch("staff")


def person_of(work: UnitOfWork, staff_id: str) -> Fetched:
    """An active person.

    Raises:
        Refusal: nobody with this id works here.
    """
    found = work.first(select(*readable(staff)).where(staff.c.id == staff_id))
    if found is None or not found.active:
        raise Refusal("Nobody with that sign-in works here.", help="Sign in again.")
    return found


def require_role(work: UnitOfWork, lowest: Role, *, or_approved: bool = False) -> Fetched:
    """The person signed in, who must have at least this role; ``or_approved`` where somebody else's PIN would do.

    Raises:
        Refusal: the person's role is lower.
    """
    person = person_of(work, work.command.actor)
    if RANK[Role(person.role)] < RANK[lowest]:
        raise Refusal(
            f"This needs a {lowest.value.replace('_', ' ')}.",
            f"{person.name} is {person.role.replace('_', ' ')}.",
            "Ask one to enter their PIN here." if or_approved else "",
            approval=lowest if or_approved else "",
        )
    return person


def prove(work: UnitOfWork, staff_id: str, pin: str) -> Fetched:
    """Check somebody's own PIN. Five wrong ones lock it for 15 minutes; every wrong one is kept (GC-33).

    Raises:
        Refusal: nobody, or locked.
        KeptRefusal: the PIN is wrong; the count stays.
    """
    person = person_of(work, staff_id)
    if calls.is_guarded(work.connection):
        return _prove_guarded(work, person, pin)
    if person.locked_until is not None and person.locked_until > work.now:
        raise _locked(person, person.locked_until - work.now)
    stored = work.first(select(staff.c.verifier).where(staff.c.id == staff_id))
    if stored is not None and pins.fits(stored.verifier, pin):
        if person.failed:
            work.change(staff, {"id": staff_id}, {"failed": 0, "locked_until": None})
        return person
    failed = person.failed + 1
    locked = work.now + LOCKED_FOR if failed >= TRIES else None
    work.change(staff, {"id": staff_id}, {"failed": 0 if locked else failed, "locked_until": locked})
    raise _wrong(work, person, failed)


def _prove_guarded(work: UnitOfWork, person: Fetched, pin: str) -> Fetched:
    """At a workstation of a shared house the database looks at the PIN and counts; no verifier leaves it."""
    guess = pins.guess(pin, salt_of=person.id)
    proved = calls.prove(work.connection, person=person.id, guess=guess, command=work.command.id)
    if proved.state == "right":
        return person
    if proved.state == "locked":
        raise _locked(person, (proved.until or work.now) - work.now)
    raise _wrong(work, person, proved.wrong)


def _locked(person: Fetched, left: timedelta) -> Refusal:
    minutes = max(1, round(left.total_seconds() / 60))
    return Refusal(f"The PIN of {person.name} is locked for {minutes} more minutes.", help="Ask another manager.")


def _wrong(work: UnitOfWork, person: Fetched, failed: int) -> KeptRefusal:
    work.facts.update(name=person.name, wrong_pin=failed)
    work.touch("staff")
    left = TRIES - failed
    return KeptRefusal(
        f"That is not the PIN of {person.name}.",
        f"{left} more tries before it is locked for 15 minutes." if left else "It is locked for 15 minutes now.",
    )


def prove_approver(
    work: UnitOfWork, approver: str, pin: str, *, asked_by: str, lowest: Role = Role.SUPERVISOR
) -> Fetched:
    """A second person of at least a role, proved by their own PIN at this desk, once for a command.

    Raises:
        Refusal: the same person, or one who may not approve.
    """
    if not approver:
        raise Refusal("This needs a second person.", help="Ask one to enter their PIN here.", approval=lowest)
    require_second_person(asked_by, approver)
    person = person_of(work, approver)
    if RANK[Role(person.role)] < RANK[lowest]:
        wanted = "a supervisor or a manager" if lowest is Role.SUPERVISOR else f"a {lowest.value.replace('_', ' ')}"
        raise Refusal(f"{person.name} may not approve this.", help=f"Choose {wanted}.")
    return work.at_hand("proved", approver, lambda: prove(work, approver, pin))
