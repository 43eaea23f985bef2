"""The rules of a few commands once more, in plain Python and apart from the product: what must come of a journal."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from frontdesk.identity import child_id

_NAMES = {
    "AddNote": "add_note",
    "AssignRoom": "assign_room",
    "CancelReservation": "cancel_reservation",
    "CorrectPosting": "correct_posting",
    "PostCharge": "post_charge",
    "SetHousekeeping": "set_housekeeping",
}


@dataclass
class Model:
    """A house of rooms, promised stays and postings, without any database."""

    rooms: set[str]
    stays: dict[str, tuple[date, date]]
    cancelled: set[str] = field(default_factory=set)
    nights: dict[tuple[str, date], str] = field(default_factory=dict)
    postings: dict[str, tuple[str, int]] = field(default_factory=dict)
    corrected: set[str] = field(default_factory=set)
    states: dict[str, str] = field(default_factory=dict)

    def replay(self, rows: Iterable[Any], forced_no: set[str]) -> list[str]:
        """Do a journal once more in its order; gives where the stored outcome is not what the rules say."""
        wrong = []
        for row in rows:
            stored = row.outcome in {"applied", "recorded"}
            if row.id in forced_no:
                if stored:
                    wrong.append(f"{row.seq} {row.kind}: was refused before the restore, and is {row.outcome} now")
                continue
            fits = getattr(self, _NAMES[row.kind])(row.id, json.loads(row.payload))
            if fits != stored:
                wrong.append(f"{row.seq} {row.kind}: the rules say {fits}, stored is {row.outcome}")
        return wrong

    def assign_room(self, _id: str, asked: dict[str, Any]) -> bool:
        stay, room = asked["stay"], asked["room"]
        if stay in self.cancelled or room not in self.rooms:
            return False
        first, last = self.stays[stay]
        wanted = [first + timedelta(n) for n in range((last - first).days)]
        if any(self.nights.get((room, night), stay) != stay for night in wanted):
            return False
        self._release(stay)
        self.nights |= {(room, night): stay for night in wanted}
        return True

    def _release(self, stay: str) -> None:
        self.nights = {place: who for place, who in self.nights.items() if who != stay}

    def cancel_reservation(self, _id: str, asked: dict[str, Any]) -> bool:
        if asked["stay"] in self.cancelled:
            return False
        self.cancelled.add(asked["stay"])
        self._release(asked["stay"])
        return True

    def post_charge(self, id_: str, asked: dict[str, Any]) -> bool:
        if asked["stay"] in self.cancelled:
            return False
        self.postings[child_id(id_, "line")] = (asked["stay"], asked["unit_price"] * asked["quantity"] // 1000)
        return True

    def correct_posting(self, _id: str, asked: dict[str, Any]) -> bool:
        if asked["posting"] not in self.postings or asked["posting"] in self.corrected:
            return False
        self.corrected.add(asked["posting"])
        return True

    def set_housekeeping(self, _id: str, asked: dict[str, Any]) -> bool:
        if asked["room"] not in self.rooms:
            return False
        self.states[asked["room"]] = asked["state"]
        return True

    def add_note(self, _id: str, _asked: dict[str, Any]) -> bool:
        return False  # no case is ever open in this model

    def balances(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for posting, (stay, amount) in self.postings.items():
            if posting not in self.corrected:
                found[stay] = found.get(stay, 0) + amount
        return {stay: amount for stay, amount in found.items() if amount}
