"""Founding a house, and the state of its rooms."""

import hashlib
import tomllib
from importlib import resources
from statistics import median_low
from typing import Any

from sqlalchemy import func, select

from frontdesk.commands.house import SetHousekeeping, SetPaper, SetSeller, SetUpHouse
from frontdesk.domain.money import exponent, parse_amount
from frontdesk.domain.picture import require_picture
from frontdesk.domain.staff import Role
from frontdesk.domain.tax.parse import parse_jurisdiction
from frontdesk.domain.tax.rules import Jurisdiction
from frontdesk.errors import Refusal
from frontdesk.services.folio import country_code
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork

MOST_BEDS, MOST_FLOORS = 100, 1000
MOST_LINES, LONGEST_LINE = 6, 200


def set_up_house(command: SetUpHouse, work: UnitOfWork) -> None:
    """Found the house: its tax rules, codes, room types and rooms."""
    already = work.first(select(func.count()).select_from(tables.house))
    if already is not None and already[0]:
        raise Refusal("There is a house in this database already.", help="Use another file for another house.")
    exponent(command.currency)
    text, rules = _tax_rules(command.jurisdiction, command.currency)
    sha = hashlib.sha256(text.encode()).hexdigest()
    _require_rooms(command)
    work.add(
        tables.tax_file,
        {"sha": sha, "jurisdiction": command.jurisdiction, "text": text, "adopted_on": command.business_date},
    )
    work.add(tables.house, _house_row(command, sha))
    work.add(tables.transaction_code, *_codes(command.currency), *_tax_codes(rules))
    work.add(
        tables.room_type, *(_fields(spec, "code", "name", "rank", "sleeps", "price") for spec in command.room_types)
    )
    work.add(tables.room, *(_room_row(spec) for spec in command.rooms))
    work.facts.update(name=command.name, rooms=len(command.rooms))
    work.touch("house")


def _tax_rules(jurisdiction: str, currency: str) -> tuple[str, Jurisdiction]:
    folder = resources.files("resources") / "tax"
    known = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir())
    if jurisdiction not in known:
        raise Refusal(f"There are no tax rules named {jurisdiction!r}.", help="Known ones: " + ", ".join(known) + ".")
    text = (folder / f"{jurisdiction}.toml").read_text(encoding="utf-8")
    return text, parse_jurisdiction(text, file=f"{jurisdiction}.toml", currency=currency).jurisdiction


def _require_rooms(command: SetUpHouse) -> None:
    types = {spec.code for spec in command.room_types}
    numbers = [spec.number for spec in command.rooms]
    if not types or not numbers:
        raise Refusal("A house needs at least one room type and one room.", help="List them first.")
    if len(set(numbers)) != len(numbers):
        raise Refusal("Two rooms have the same number.", help="Give each room its own.")
    if len(types) != len(command.room_types):
        raise Refusal("Two room types have the same code.", help="Give each type its own.")
    for kind in command.room_types:
        if kind.price < 0 or not 1 <= kind.sleeps <= MOST_BEDS or abs(kind.rank) > MOST_FLOORS:
            raise Refusal(f"The room type {kind.code} cannot be.", help="Check its price, rank and how many it sleeps.")
    for spec in command.rooms:
        if not spec.number or abs(spec.floor) > MOST_FLOORS:
            raise Refusal(f"Room {spec.number} cannot be.", help="Check its number and its floor.")
        if spec.type not in types:
            raise Refusal(f"Room {spec.number} has the unknown type {spec.type}.", help="List its type first.")


def _house_row(command: SetUpHouse, tax_sha: str) -> dict[str, Any]:
    plain = ("name", "tax_number", "currency", "language", "timezone", "jurisdiction", "category", "zone")
    return {
        "id": 1,
        **_fields(command, *plain, "business_date"),
        "address": list(command.address),
        "contact": list(command.contact),
        "typical_night": median_low(spec.price for spec in command.room_types),
        "tax_sha": tax_sha,
        "country": country_code(command.country) or None,
        "settings": {"goodwill_tax": "price_reduction", **dict(command.settings)},
    }


def _room_row(spec: Any) -> dict[str, Any]:
    return {
        **_fields(spec, "number", "type", "floor", "side", "beds"),
        "features": list(spec.features),
        "state": "inspected",
        "out_of_order": "",
        "version": 1,
    }


def _fields(value: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _codes(currency: str) -> list[dict[str, Any]]:
    listed = tomllib.loads((resources.files("resources") / "codes.toml").read_text(encoding="utf-8"))["code"]
    places = exponent(currency)
    return [
        {
            "code": entry["code"],
            "name": entry["name"],
            "department": entry["department"],
            "tag": entry["tag"],
            # The shipped prices suit a currency with cents; elsewhere the desk types the price.
            "price": parse_amount(entry["price"], currency) if places == 2 and "price" in entry else 0,  # noqa: PLR2004 - cents
            "by_hand": entry.get("by_hand", True),
            "creditable": entry.get("creditable", True),
        }
        for entry in listed
    ]


def _tax_codes(rules: Jurisdiction) -> list[dict[str, Any]]:
    return [
        {
            "code": rule.code,
            "name": rule.name.get("en", rule.code) if rule.name else rule.code,
            "department": "tax",
            "tag": "",
            "price": 0,
            "by_hand": False,
            "creditable": False,
        }
        for rule in rules.taxes
    ]


def set_seller(command: SetSeller, work: UnitOfWork) -> None:
    """Note what invoices name the house by. A manager's work."""
    require_manager(work)
    values = {
        "address": list(command.address),
        "tax_number": command.tax_number.strip(),
        "country": country_code(command.country) or None,
        "settings": {**work.house.settings, "payment_terms": command.payment_terms.strip()},
    }
    work.change(tables.house, {"id": 1}, values)
    work.facts.update(name=work.house.name, tax_number=values["tax_number"])
    work.touch("house")


def set_paper(command: SetPaper, work: UnitOfWork) -> None:
    """Note what stands at head and foot of every paper. A manager's work."""
    require_manager(work)
    require_picture(command.logo)
    foot = {"footer": _lines(command.footer), "legal": _lines(command.legal)}
    work.change(tables.house, {"id": 1}, {"settings": {**work.house.settings, **foot, "logo": command.logo}})
    work.facts.update(name=work.house.name)
    work.touch("house")


def _lines(text: str) -> str:
    """Return a text of a few lines, each without the spaces around it.

    Raises:
        Refusal: too long to stand at the foot of a page.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise Refusal(
            "That is too long for the foot of a page.", help=f"{MOST_LINES} lines of {LONGEST_LINE} letters at most."
        )
    return "\n".join(lines)


def require_manager(work: UnitOfWork) -> None:
    """Facts of the house are a manager's to change.

    Raises:
        Refusal: whoever acts is none.
    """
    staff = tables.staff
    found = work.first(select(staff.c.role).where(staff.c.id == work.command.actor))
    if found is None or found.role not in {Role.GENERAL_MANAGER.value, Role.DUTY_MANAGER.value}:
        raise Refusal("The facts of the house are a manager's to change.", help="Ask a manager to sign in.")


def set_housekeeping(command: SetHousekeeping, work: UnitOfWork) -> None:
    """Note the state of a room."""
    row = room_of(work, command.room)
    closed = {} if command.out_of_order is None else {"out_of_order": command.out_of_order.strip()}
    work.change(tables.room, {"number": row.number}, {"state": command.state.value, **closed})
    work.facts.update(room=row.number, was=row.state, state=command.state.value)
    work.touch("house", f"room:{row.number}")


def room_of(work: UnitOfWork, number: str) -> Any:
    """A room by its number.

    Raises:
        Refusal: there is no such room.
    """
    found = work.row(tables.room, number)
    if found is None:
        raise Refusal(f"There is no room {number}.", help="Check the number on the door or in the rooms list.")
    return found
