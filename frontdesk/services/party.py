"""Who sleeps in the room and who of them pays: changes settle the nights already posted (T8)."""

from dataclasses import asdict
from datetime import date, timedelta

from frontdesk.commands.stay import ChangeParty, ExemptGuest
from frontdesk.domain.party import Exempt, Heads, earlier_heads, exempt_from, exempt_rows, require_known_reason
from frontdesk.domain.stay import StayStatus, require_status
from frontdesk.errors import Refusal
from frontdesk.queries.difference import plan_differences
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import tax_rules
from frontdesk.services.folio import touch_folio
from frontdesk.services.ledger import write
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork


def require_party(adults: int, children: tuple[int, ...]) -> None:
    """At least one adult, and ages that are ages."""
    if not 1 <= adults <= 20:  # noqa: PLR2004 - more come as a group with several rooms
        raise Refusal("One stay has 1 to 20 adults.", help="Book a larger party as several rooms.")
    if any(not 0 <= age < 18 for age in children):  # noqa: PLR2004 - who is 18 is an adult
        raise Refusal("A child is 0 to 17 years old.", help="Count older ones as adults.")


def change_party(command: ChangeParty, work: UnitOfWork) -> None:
    """Other heads from a night on, or for the whole stay; posted nights are settled (T8)."""
    stay = stay_of(work, command.stay)
    require_status(stay.status, StayStatus.DUE_IN, StayStatus.IN_HOUSE)
    require_party(command.adults, command.children)
    now = Heads(stay.adults, tuple(stay.children))
    if command.from_night is None or command.from_night <= stay.arrival:
        earlier = []
    elif command.from_night >= stay.departure:
        raise Refusal("The guest leaves before that night.", help="Choose a night of the stay.")
    else:
        earlier = earlier_heads(command.from_night, now, stay.party)
    values = {"adults": command.adults, "children": list(command.children), "party": earlier}
    work.change(tables.stay, {"id": stay.id}, values, version=stay.version)
    lines = settle_taxes(work, stay.id, "Other guests in the room.")
    work.facts.update(was=_said(now), now=_said(Heads(command.adults, command.children)), taxes=lines)
    touch_folio(work, stay.id)


def _said(heads: Heads) -> str:
    return f"{heads.adults} + {len(heads.children)}" if heads.children else str(heads.adults)


def exempt_guest(command: ExemptGuest, work: UnitOfWork) -> None:
    """A guest who does not pay a tax, on evidence; posted nights are settled (T7, T8)."""
    stay = stay_of(work, command.stay)
    require_status(stay.status, StayStatus.DUE_IN, StayStatus.IN_HOUSE)
    require_known_reason(tax_rules(work), command.reason, command.evidence)
    if not command.guest.strip():
        raise Refusal("An exemption belongs to a guest.", help="Write the guest's name.")
    given = Exempt(
        guest=command.guest.strip(),
        reason=command.reason,
        evidence=command.evidence.strip(),
        first=command.first or stay.arrival,
        last=command.last or stay.departure - timedelta(days=1),
    )
    _require_nights(stay, given)
    there = exempt_from(stay.exempt)
    if len({each.guest for each in (*there, given)}) > stay.adults + len(stay.children):
        raise Refusal("More guests would be exempt than sleep in the room.", help="Check the names.")
    work.change(tables.stay, {"id": stay.id}, {"exempt": exempt_rows((*there, given))}, version=stay.version)
    lines = settle_taxes(work, stay.id, f"Exempt: {command.reason}.")
    told = {name: value for name, value in asdict(given).items() if not isinstance(value, date)}
    work.facts.update(**told, taxes=lines)
    touch_folio(work, stay.id)


def _require_nights(stay: Fetched, given: Exempt) -> None:
    if not stay.arrival <= given.first <= given.last < stay.departure:
        raise Refusal(
            "The exemption covers no nights of the stay.",
            f"The stay is {stay.arrival} to {stay.departure}.",
            "Choose its first and last night.",
        )


def settle_taxes(work: UnitOfWork, stay_id: str, why: str) -> int:
    """Post what the nights already posted owe now, more or less; gives how many lines that took (T8)."""
    owed = plan_differences(work, stay_of(work, stay_id), why, work.child)
    write(work, owed.plan)
    work.add(tables.tax_exempt, *owed.exempt)
    for stay in {line.stay_id for line in owed.plan.lines}:
        touch_folio(work, stay)
    return len(owed.plan.lines)
