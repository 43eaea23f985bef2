"""The stays told by hand in resources/demo/stories.toml, as commands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from frontdesk.commands.base import Command
from frontdesk.commands.case import AddNote, OpenCase
from frontdesk.commands.credit import CreditKind, GiveCredit
from frontdesk.commands.folio import (
    ChangeWindow,
    CorrectPosting,
    OpenWindow,
    PlaceHold,
    PostAllowance,
    PostCharge,
    TakePayment,
)
from frontdesk.commands.room_move import MoveRoom
from frontdesk.commands.stay import ChangeDeparture, GuestSpec
from frontdesk.domain.case import CaseKind
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.identity import child_id
from frontdesk.intake.demo_house import money, read_toml
from frontdesk.intake.demo_maker import WORKSTATION, Maker, Visit

_GUEST = ("name", "latin", "country", "language", "phone", "email", "company", "vip")
_TERMS = ("rate_plan", "note")

Span = tuple[str, date, date]
"""A room and the nights it is not free, from one date up to another."""


@dataclass(frozen=True, slots=True)
class Told:
    """A told stay and the names its events have given: lines of the bill and cases."""

    maker: Maker
    visit: Visit
    names: dict[str, str]


def tell_stories(maker: Maker) -> list[Span]:
    """Keep the steps of every story; gives the room-nights they need."""
    guests: dict[str, str] = {}
    spans: list[Span] = []
    for story in read_toml("stories")["stay"]:
        told = Told(maker, _visit(maker, story, guests), {})
        guests[story["key"]] = told.visit.guest_id
        maker.tell(told.visit)
        for event in story.get("event", ()):
            _EVENTS[event["do"]](told, event)
        spans += _spans(told.visit, story)
    return spans


def _visit(maker: Maker, story: dict[str, Any], guests: dict[str, str]) -> Visit:
    house = maker.house
    arrival, departure = story["arrival"], story["departure"]
    booked = story["booked"].replace(tzinfo=house.zone) if "booked" in story else maker.booked_before(arrival)
    nights = (departure - arrival).days
    prices = [money(price) for price in story["prices"]]
    return Visit(
        stay=maker.id_at(booked),
        guest_id=guests[story["again"]] if "again" in story else maker.id_at(booked),
        guest=None if "again" in story else _guest(story),
        room=story["room"],
        type=story["type"],
        arrival=arrival,
        departure=departure,
        prices=tuple(prices * nights if len(prices) == 1 else prices),
        booked=booked,
        arrives=house.at(arrival, story["checks_in"]) if "checks_in" in story else maker.arrives_on(arrival),
        leaves=maker.leaves_on(departure, gone=story.get("gone", False)),
        adults=story.get("adults", 1),
        children=tuple(story.get("children", ())),
        terms={
            **{field: story[field] for field in _TERMS if field in story},
            "includes": tuple(story.get("includes", ())),
        },
        company=story.get("company", ""),
        company_pays=tuple(story.get("company_pays", ())),
    )


def _guest(story: dict[str, Any]) -> GuestSpec:
    return GuestSpec(
        **{field: story[field] for field in _GUEST if field in story}, wishes=tuple(story.get("wishes", ()))
    )


def _spans(visit: Visit, story: dict[str, Any]) -> list[Span]:
    moved = [
        (event["to"], event["at"].date(), visit.departure) for event in story.get("event", ()) if event["do"] == "move"
    ]
    return [(visit.room, visit.arrival, visit.departure), *moved]


def _add(told: Told, event: dict[str, Any], kind: Callable[..., Command], /, **values: Any) -> Command:
    at: datetime = event["at"].replace(tzinfo=told.maker.house.zone)
    return told.maker.add(kind, at, event.get("by"), **values)


def _charge(told: Told, event: dict[str, Any]) -> None:
    made = _add(
        told,
        event,
        PostCharge,
        stay=told.visit.stay,
        code=event["code"],
        quantity=event.get("quantity", 1) * 1000,
        unit_price=money(event["price"]),
        text=event["text"],
        reference=event.get("reference", ""),
        items=tuple(event.get("items", ())),
        outlet=event.get("outlet", ""),
        taken_at=event["at"].replace(tzinfo=told.maker.house.zone) - timedelta(minutes=4),
    )
    if "name" in event:
        told.names[event["name"]] = child_id(made.id, "line")  # what a charge makes is named after its command


def _deposit(told: Told, event: dict[str, Any]) -> None:
    _add(
        told,
        event,
        TakePayment,
        stay=told.visit.stay,
        method=PaymentMethod.CARD,
        amount=money(event["amount"]),
        brand=event["brand"],
        last_four=event["last_four"],
        deposit=True,
    )


def _hold(told: Told, event: dict[str, Any]) -> None:
    _add(
        told,
        event,
        PlaceHold,
        stay=told.visit.stay,
        amount=money(event["amount"]),
        brand=event["brand"],
        last_four=event["last_four"],
        made_up_of=event["made_up_of"],
        expires=told.visit.departure + timedelta(days=7),
    )


def _window(told: Told, event: dict[str, Any]) -> None:
    _add(told, event, OpenWindow, stay=told.visit.stay, payee=event["payee"])


def _payee(told: Told, event: dict[str, Any]) -> None:
    """Who pays the bill itself. Its id comes from the stay's: told or not, the rest of the house stays as it is."""
    at = event["at"].replace(tzinfo=told.maker.house.zone)
    facts = {name: event[name] for name in ("payee", "tax_number", "country")}
    told.maker.steps.append(
        (
            at,
            ChangeWindow(
                id=child_id(told.visit.stay, "payee"),
                actor=told.maker.staff[told.maker.on_shift(at)],
                workstation=WORKSTATION,
                made_at=at.astimezone(UTC),
                stay=told.visit.stay,
                window=1,
                address=tuple(event["address"]),
                **facts,
            ),
        )
    )


def _correct(told: Told, event: dict[str, Any]) -> None:
    line = told.names[event["line"]]
    _add(told, event, CorrectPosting, posting=line, reason=event["reason"], text=event["text"])


def _allow(told: Told, event: dict[str, Any]) -> None:
    line = told.names[event["line"]]
    _add(told, event, PostAllowance, posting=line, reason=event["reason"], text=event["text"])


def _case(told: Told, event: dict[str, Any]) -> None:
    case = told.maker.id_at(event["at"].replace(tzinfo=told.maker.house.zone))
    _add(
        told,
        event,
        OpenCase,
        case=case,
        stay=told.visit.stay,
        kind=CaseKind(event["kind"]),
        words=event["words"],
        nature=event["nature"],
        severity=event.get("severity", 0),
        channel=event.get("channel", "in person"),
        posting=told.names[event["line"]] if "line" in event else "",
    )
    if "name" in event:
        told.names[event["name"]] = case


def _note(told: Told, event: dict[str, Any]) -> None:
    said = {field: event[field] for field in ("to_guest", "staff_only", "promise") if field in event}
    _add(told, event, AddNote, case=told.names[event["case"]], **said)


def _move(told: Told, event: dict[str, Any]) -> None:
    staff = {person.key: person for person in told.maker.house.staff}
    approver = staff.get(event.get("approver", ""))
    _add(
        told,
        event,
        MoveRoom,
        stay=told.visit.stay,
        to_room=event["to"],
        from_night=event["at"].date(),
        reason=MoveReason(event["reason"]),
        words=event["words"],
        decision=RateDecision(event["decision"]),
        difference=0,
        approver=told.maker.staff[approver.key] if approver else "",
        pin=approver.pin if approver else "",
    )


def _credit(told: Told, event: dict[str, Any]) -> None:
    # The night audit names a room line after its stay and its night.
    nights = tuple(child_id(told.visit.stay, f"{night}/1000") for night in event["nights"])
    amount = money(event["amount"])
    _add(
        told,
        event,
        GiveCredit,
        stay=told.visit.stay,
        case=told.names[event["case"]],
        lines=nights,
        kind=CreditKind.AMOUNT,
        amount=amount,
        total=amount,
        reason=event["reason"],
        severity=event["severity"],
        to_guest=event["to_guest"],
    )


def _departure(told: Told, event: dict[str, Any]) -> None:
    _add(told, event, ChangeDeparture, stay=told.visit.stay, departure=event["date"], reason=event["reason"])


_EVENTS: dict[str, Callable[[Told, dict[str, Any]], None]] = {
    "allow": _allow,
    "case": _case,
    "charge": _charge,
    "correct": _correct,
    "credit": _credit,
    "departure": _departure,
    "deposit": _deposit,
    "hold": _hold,
    "move": _move,
    "note": _note,
    "payee": _payee,
    "window": _window,
}
