"""Other guests, or a guest who does not pay: what the stay would say, and what that does to posted nights (T8)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from frontdesk.commands.stay import ChangeParty, ExemptGuest
from frontdesk.domain.party import (
    Exempt,
    Heads,
    earlier_heads,
    exempt_from,
    exempt_rows,
    known_reasons,
    require_known_reason,
)
from frontdesk.domain.stay import StayStatus, require_status
from frontdesk.errors import Refusal, dated
from frontdesk.queries.base import Question
from frontdesk.queries.charging import Plan
from frontdesk.queries.difference import plan_differences
from frontdesk.queries.effect import balance, change_of, effect_of
from frontdesk.queries.planned import PLANNED, name_it
from frontdesk.queries.posting_preview import Effect
from frontdesk.queries.stay import stay_of, stay_with
from frontdesk.queries.taxing import tax_rules
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

OTHER_GUESTS = "Other guests in the room."


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlingPreview:
    """What is posted at once for nights behind, between two balances in minor units; or why it cannot be."""

    balance: int
    balance_after: int
    currency: str
    effect: Effect
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewParty(Question[SettlingPreview]):
    """Other heads, as ``ChangeParty`` would write them."""

    stay: str
    adults: int
    children: tuple[int, ...] = ()
    from_night: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewExemption(Question[SettlingPreview]):
    """A guest who does not pay, as ``ExemptGuest`` would write it."""

    stay: str
    guest: str
    reason: str
    evidence: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class ExemptionReasons(Question[tuple[str, ...]]):
    """The reasons that free a guest of some tax of the house."""


def require_party(adults: int, children: tuple[int, ...]) -> None:
    """At least one adult, and ages that are ages.

    Raises:
        Refusal: they are not.
    """
    if not 1 <= adults <= 20:  # noqa: PLR2004 - more come as a group with several rooms
        raise Refusal("One stay has 1 to 20 adults.", help="Book a larger party as several rooms.")
    if any(not 0 <= age < 18 for age in children):  # noqa: PLR2004 - who is 18 is an adult
        raise Refusal("A child is 0 to 17 years old.", help="Count older ones as adults.")


def plan_party(stay: Fetched, command: ChangeParty) -> dict[str, Any]:
    """What the stay says of its heads from a night on.

    Raises:
        Refusal: the stay is over, nobody is in the room, or the night is not one of the stay.
    """
    require_status(stay.status, StayStatus.DUE_IN, StayStatus.IN_HOUSE)
    require_party(command.adults, command.children)
    now = Heads(stay.adults, tuple(stay.children))
    if command.from_night is None or command.from_night <= stay.arrival:
        earlier = []
    elif command.from_night >= stay.departure:
        raise Refusal("The guest leaves before that night.", help="Choose a night of the stay.")
    else:
        earlier = earlier_heads(command.from_night, now, stay.party)
    return {"adults": command.adults, "children": list(command.children), "party": earlier}


def plan_exemption(reader: Reader, stay: Fetched, command: ExemptGuest) -> tuple[Exempt, dict[str, Any]]:
    """The exemption, and what the stay says with it.

    Raises:
        Refusal: the stay is over, no tax knows the reason, evidence or name is missing, or the nights are not there.
    """
    require_status(stay.status, StayStatus.DUE_IN, StayStatus.IN_HOUSE)
    require_known_reason(tax_rules(reader), command.reason, command.evidence)
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
    return given, {"exempt": exempt_rows((*there, given))}


def _require_nights(stay: Fetched, given: Exempt) -> None:
    if not stay.arrival <= given.first <= given.last < stay.departure:
        raise Refusal(
            "The exemption covers no nights of the stay.",
            f"The stay is {dated(stay.arrival)} to {dated(stay.departure)}.",
            "Choose its first and last night.",
        )


def preview_party(reader: Reader, question: PreviewParty) -> SettlingPreview:
    """What other heads would post for nights behind."""
    fields = {name: getattr(question, name) for name in PreviewParty.__slots__}
    stay = stay_of(reader, question.stay)
    try:
        values, refused = plan_party(stay, ChangeParty(**PLANNED, **fields)), ""
    except Refusal as refusal:
        values, refused = {}, str(refusal)
    return _settling(reader, stay.id, values, OTHER_GUESTS, refused)


def preview_exemption(reader: Reader, question: PreviewExemption) -> SettlingPreview:
    """What an exemption would post for nights behind."""
    fields = {name: getattr(question, name) for name in PreviewExemption.__slots__}
    stay = stay_of(reader, question.stay)
    try:
        values, refused = plan_exemption(reader, stay, ExemptGuest(**PLANNED, **fields))[1], ""
    except Refusal as refusal:
        values, refused = {}, str(refusal)
    return _settling(reader, stay.id, values, question.reason, refused)


def _settling(reader: Reader, stay_id: str, values: dict[str, Any], why: str, refused: str) -> SettlingPreview:
    plan = Plan(())
    if not refused:
        plan = plan_differences(reader, stay_with(reader, stay_id, **values), why, name_it).plan
    before = balance(reader, stay_id)
    return SettlingPreview(
        balance=before,
        balance_after=before + change_of(plan, stay_id),
        currency=reader.house.currency,
        effect=effect_of(reader, plan, stay_id),
        refused=refused,
    )


def exemption_reasons(reader: Reader, _question: ExemptionReasons) -> tuple[str, ...]:
    """The reasons in the order of the house's tax rules."""
    return tuple(known_reasons(tax_rules(reader)))
