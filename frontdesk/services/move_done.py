"""What a move does when the guest is in the new room: prices, tonight's charge, both rooms, tasks, history (RM-27)."""

from functools import partial

from sqlalchemy import select

from frontdesk.domain.money import plain
from frontdesk.domain.move_gate import follow_ups
from frontdesk.domain.posting import ROOM_CODE, Line
from frontdesk.domain.room_move import RateDecision
from frontdesk.domain.tax.packages import ROOM
from frontdesk.identity import child_id
from frontdesk.queries.charging import Meant, Plan, night_lines, placed
from frontdesk.queries.correction import plan_correction
from frontdesk.queries.move_order import Order, steps_after
from frontdesk.queries.move_preview import room_charges
from frontdesk.queries.move_reason import reason_words
from frontdesk.queries.room_move import MovePreview
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import assess_night, code_of, sold_as
from frontdesk.services.ledger import write
from frontdesk.services.task import add_tasks, carry_tasks, new_task
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork


def complete(work: UnitOfWork, order: Order, shown: MovePreview) -> None:
    """Write everything that follows a guest into the new room; the room-nights are the stay's already."""
    _prices(work, order, shown)
    _charge_again(work, order)
    if shown.departure <= work.business_date:  # no night says where the guest is
        work.change(tables.stay, {"id": order.stay_id}, {"day_room": order.to_room})
    keep(work, order, shown)
    _old_room(work, order)
    carry_tasks(work, order.stay_id, order.from_room, order.to_room)
    give_tasks(work, order)
    work.facts.update(
        move=order.id,
        number=order.number,
        from_room=order.from_room,
        to_room=order.to_room,
        reason=reason_words(work)[order.reason],
        difference=plain(order.difference, work.house.currency),
        decision=order.decision,
    )
    about = (f"stay:{order.stay_id}", f"folio:{order.stay_id}", f"move:{order.id}")
    work.touch("house", *about, f"room:{order.from_room}", f"room:{order.to_room}")


def _prices(work: UnitOfWork, order: Order, shown: MovePreview) -> None:
    """The price of each remaining night; the charged type changes unless the house gives the upgrade.

    A night that stays as it is is not written.
    """
    room, nights = tables.room, tables.stay_night
    found = work.first(select(room.c.type).where(room.c.number == order.to_room))
    assert found is not None, "the target is a room of the house"
    keep = order.decision == RateDecision.UPGRADE_KEEP
    mine = select(nights.c.night, nights.c.price, nights.c.charged_type).where(nights.c.stay_id == order.stay_id)
    before = {row.night: row for row in work.all(mine)}
    for night in shown.nights:
        old = before[night.night]
        new = {"price": night.new_price, "charged_type": old.charged_type if keep else found.type}
        if new != {"price": old.price, "charged_type": old.charged_type}:
            work.change(nights, {"stay_id": order.stay_id, "night": night.night}, new)


def _charge_again(work: UnitOfWork, order: Order) -> None:
    """A room charge of the open date that stands already is taken back and posted as it is now (RM-19)."""
    standing = room_charges(work, order.stay_id, work.business_date)
    for n, posting in enumerate(standing):
        common = {"reason": "C-ROOM", "remark": f"Moved {order.from_room} → {order.to_room}, {order.number}"}
        write(work, plan_correction(work, posting, common, partial(_again, work, n))[1])
    if standing:
        write(work, _tonight(work, order))


def _again(work: UnitOfWork, n: int, name: str) -> str:
    return work.child(f"again-{n}-{name}")


def _tonight(work: UnitOfWork, order: Order) -> Plan:
    stay, tonight, code = stay_of(work, order.stay_id), work.business_date, code_of(work, ROOM_CODE)
    night, kind = tables.stay_night, tables.room_type
    priced = work.first(
        select(night.c.price, night.c.charged_type, kind.c.name)
        .join(kind, kind.c.code == night.c.charged_type)
        .where(night.c.stay_id == stay.id, night.c.night == tonight)
    )
    assert priced is not None, "a night that was charged has a price"
    found = assess_night(work, stay, tonight, priced.price)
    line = Line(
        id=child_id(order.id, f"{tonight}/{ROOM_CODE}"),
        window_id="",
        stay_id=stay.id,
        kind="charge",
        code=ROOM_CODE,
        text=f"{code.name}, {priced.name}",
        figure=found.charges[ROOM],
        service_date=tonight,
        room=order.to_room,
        source="night_audit",
        source_ref=f"{stay.id}:{tonight}:{ROOM_CODE}:{order.number}",
        making={**sold_as(work, stay, tonight, priced.price), "type": priced.charged_type},
    )
    return placed(work, night_lines(work, line, found), Meant(stay.id, code.department), work.child)


def keep(work: UnitOfWork, order: Order, shown: MovePreview | None = None) -> None:
    """The finished move, which nothing changes any more (RM-7), with what each night differs by."""
    nights = shown.nights if shown else ()
    same = (
        "id", "number", "stay_id", "from_room", "to_room", "reason", "words", "asked_by", "consent", "decision",
        "difference", "old_room_state", "approved_by",
    )  # fmt: skip
    work.add(
        tables.room_move,
        {
            **{field: getattr(order, field) for field in same},
            "night": work.business_date,
            "made_by": work.command.actor,
            "made_at": work.command.made_at,
            "business_date": work.business_date,
            "nights": [[night.night.isoformat(), night.difference] for night in nights],
            "house_value": shown.house_value if shown else 0,
        },
    )


def _old_room(work: UnitOfWork, order: Order) -> None:
    """The old room takes its status; a prepared work order closes it now that it is empty."""
    values = {"state": order.old_room_state}
    if order.work_order:
        values["out_of_order"] = order.work_order
    work.change(tables.room, {"number": order.from_room}, values)


def give_tasks(work: UnitOfWork, order: Order) -> None:
    """Follow-ups for the departments, and a word to the operator."""
    about = {"stay_id": order.stay_id, "move_id": order.id}
    rows = []
    for given in follow_ups(steps_after(work), order.from_room, order.to_room, order.work_order):
        was = {} if given.room == order.from_room else {"was_room": order.from_room}
        rows.append(new_task(work, given.who, given.words, given.minutes, room=given.room, **was, **about))
    add_tasks(work, *rows)
