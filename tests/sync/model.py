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
    "DecideItem": "decide_item",
    "EraseGuest": "erase_guest",
    "PostCharge": "post_charge",
    "SetHousekeeping": "set_housekeeping",
    "TakeReservation": "take_reservation",
}
DONE = frozenset({"applied", "recorded"})


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
    items: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    tries: dict[str, Any] = field(default_factory=dict)

    def replay(self, rows: Iterable[Any], forced_no: set[str]) -> list[str]:
        """Do a journal once more in its order; gives where the stored outcome is not what the rules say."""
        wrong = []
        for row in rows:
            decided = self._is_decided(row)
            self._note(row)
            stored = row.outcome in DONE
            if row.id in forced_no:
                if stored:
                    wrong.append(f"{row.seq} {row.kind}: was refused before the restore, and is {row.outcome} now")
                continue
            fits = not decided and getattr(self, _NAMES[row.kind])(row.id, json.loads(row.payload))
            if fits != stored:
                wrong.append(f"{row.seq} {row.kind}: the rules say {fits}, stored is {row.outcome}")
        return wrong

    def assign_room(self, _id: str, asked: dict[str, Any]) -> bool:
        stay, room = asked["stay"], asked["room"]
        if not self._is_promised(stay) or room not in self.rooms:
            return False
        first, last = self.stays[stay]
        wanted = [first + timedelta(n) for n in range((last - first).days)]
        if any(self.nights.get((room, night), stay) != stay for night in wanted):
            return False
        self._release(stay)
        self.nights |= {(room, night): stay for night in wanted}
        return True

    def _is_promised(self, stay: str) -> bool:
        return stay in self.stays and stay not in self.cancelled

    def _release(self, stay: str) -> None:
        self.nights = {place: who for place, who in self.nights.items() if who != stay}

    def cancel_reservation(self, _id: str, asked: dict[str, Any]) -> bool:
        if not self._is_promised(asked["stay"]):
            return False
        self.cancelled.add(asked["stay"])
        self._release(asked["stay"])
        return True

    def post_charge(self, id_: str, asked: dict[str, Any]) -> bool:
        if not self._is_promised(asked["stay"]):
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

    def take_reservation(self, _id: str, _asked: dict[str, Any]) -> bool:
        return True  # the office does it; what the house refuses leaves no row

    def erase_guest(self, _id: str, _asked: dict[str, Any]) -> bool:
        return True

    def decide_item(self, _id: str, asked: dict[str, Any]) -> bool:
        for command in [one for one in self.items if child_id(one, "conflict") == asked["item"]]:
            self._settle(command, asked["choice"], asked["made"], asked["actor"])
        return True

    def _note(self, row: Any) -> None:
        """What came too late is put before a person; a later try of the same that is done settles it."""
        self.tries[row.id] = row
        if row.outcome == "needs_decision":
            self.items[row.id] = ("open", "", "", "")
            for later in self._done_since(row.id):
                self._settle(row.id, "again", later.id, later.actor)
        tried = row.supersedes
        while row.outcome in DONE and tried:
            self._settle(tried, "again", row.id, row.actor)
            tried = self.tries[tried].supersedes if tried in self.tries else None

    def _done_since(self, tried: str) -> list[Any]:
        later = [row for row in self.tries.values() if row.supersedes == tried]
        return [row for row in later if row.outcome in DONE] + [
            found for row in later for found in self._done_since(row.id)
        ]

    def _is_decided(self, row: Any) -> bool:
        """What somebody has decided about is not tried once more."""
        return self.items.get(row.supersedes, ("open",))[0] != "open"

    def _settle(self, command: str, choice: str, made: str, by: str) -> None:
        if self.items.get(command, ("",))[0] == "open":
            self.items[command] = ("decided", choice, made, by)

    def balances(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for posting, (stay, amount) in self.postings.items():
            if posting not in self.corrected:
                found[stay] = found.get(stay, 0) + amount
        return {stay: amount for stay, amount in found.items() if amount}
