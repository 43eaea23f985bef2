"""Who sleeps in the room and who of them pays: changes settle the nights already posted (T8)."""

from dataclasses import asdict
from datetime import date

from frontdesk.commands.stay import ChangeParty, ExemptGuest
from frontdesk.domain.party import Heads
from frontdesk.queries.difference import plan_differences
from frontdesk.queries.party import OTHER_GUESTS, plan_exemption, plan_party
from frontdesk.queries.stay import stay_of
from frontdesk.services.folio import touch_folio
from frontdesk.services.ledger import write
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork


def change_party(command: ChangeParty, work: UnitOfWork) -> None:
    """Other heads from a night on, or for the whole stay; posted nights are settled (T8)."""
    stay = stay_of(work, command.stay)
    values = plan_party(stay, command)
    work.change(tables.stay, {"id": stay.id}, values, version=stay.version)
    lines = settle_taxes(work, stay.id, OTHER_GUESTS)
    now = Heads(stay.adults, tuple(stay.children))
    work.facts.update(was=_said(now), now=_said(Heads(command.adults, command.children)), taxes=lines)
    touch_folio(work, stay.id)


def _said(heads: Heads) -> str:
    return f"{heads.adults} + {len(heads.children)}" if heads.children else str(heads.adults)


def exempt_guest(command: ExemptGuest, work: UnitOfWork) -> None:
    """A guest who does not pay a tax, on evidence; posted nights are settled (T7, T8)."""
    stay = stay_of(work, command.stay)
    given, values = plan_exemption(work, stay, command)
    work.change(tables.stay, {"id": stay.id}, values, version=stay.version)
    lines = settle_taxes(work, stay.id, f"Exempt: {command.reason}.")
    told = {name: value for name, value in asdict(given).items() if not isinstance(value, date)}
    work.facts.update(**told, taxes=lines)
    touch_folio(work, stay.id)


def settle_taxes(work: UnitOfWork, stay_id: str, why: str) -> int:
    """Post what the nights already posted owe now, more or less; gives how many lines that took (T8)."""
    owed = plan_differences(work, stay_of(work, stay_id), why, work.child)
    write(work, owed.plan)
    work.add(tables.tax_exempt, *owed.exempt)
    for stay in {line.stay_id for line in owed.plan.lines}:
        touch_folio(work, stay)
    return len(owed.plan.lines)
