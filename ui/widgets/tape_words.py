"""What the tape chart says of a bar: on the card over it, and while it is carried to another place."""

from __future__ import annotations

from frontdesk.queries.tape_chart import CLAIM, Bar
from ui import wording
from ui.widgets.tape_model import Tape
from ui.widgets.tape_paint import Carried

_STATUS = {
    "due_in": ("door-in", "Arriving"),
    "in_house": ("bed", "In house"),
    "checked_out": ("door-out", "Has left"),
    CLAIM: ("move", "Held for a move"),
}


def target_words(carried: Carried, tape: Tape) -> tuple[str, bool]:
    """What would happen to a bar here, in words; and whether it can lie here at all."""
    first, until = (tape.day(column) for column in carried.span(tape))
    barrier = tape.barrier(carried.room, carried.bar, max(first, tape.today), until)
    if barrier:
        return f"{carried.room}: {barrier}", False
    if carried.stretch:
        return f"departure {wording.day(until)}", True
    if carried.room == carried.bar.room:
        return "arrows choose another room", True
    if carried.bar.locked:
        return f"not to be moved: {carried.bar.locked}", False
    later = f" from {wording.day(first)}" if carried.bar.status == "in_house" and first > tape.today else ""
    return f"{carried.room} is free{later} to {wording.day(until)}", True


def card_lines(bar: Bar, tape: Tape) -> list[tuple[str, str, bool]]:
    """What the card over a bar says."""
    icon, words = _STATUS[bar.status]
    if bar.status == "in_house" and bar.departure <= tape.today:
        words, icon = "Leaves today", "door-out"
    nights = wording.count((bar.departure - bar.arrival).days, "night")
    lines = [
        ("", f"{bar.room}  {bar.name}", True),
        ("clock", f"{wording.span(bar.arrival, bar.departure)}, {nights}", False),
        (icon, words, False),
    ]
    marks = (("star", "VIP" if bar.vip else ""), ("warning", "Open case" if bar.case else ""))
    lines += [(mark, said, False) for mark, said in marks if said]
    return lines + ([("lock", f"Do not move: {bar.locked}", False)] if bar.locked else [])
