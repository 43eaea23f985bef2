"""What is waiting over what is confirmed, and the choices of a work item: plain values."""

import json

from frontdesk.commands.delivery import Waiting
from frontdesk.commands.work_item import Choice
from frontdesk.sync.merge import overlay, steps


def waiting(n: int, **values: str) -> Waiting:
    return Waiting(n=n, id=f"id-{n}", kind="MoveRoom", made_at="", actor="ana", values=values)


def test_waiting_commands_are_found_by_what_they_touch():
    over = overlay(
        [waiting(2, stay="s", to_room="305"), waiting(1, stay="s"), waiting(3, name="x"), waiting(4, stay="")]
    )
    assert [one.n for one in over.over("s")] == [1, 2]
    assert [one.n for one in over.over("305", "s")] == [1, 2]
    assert over.over("other") == ()
    assert [one.n for one in over.house] == [3, 4]


def test_a_conflict_can_stay_or_be_done_differently():
    payload = {"id": "old", "actor": "a", "workstation": "w", "made_at": "t", "stay": "s", "kind": "amount", "basis": 4}
    sides = {
        "wanted": {"kind": "GiveCredit", "workstation": "desk-2", "payload": json.dumps(payload)},
        "stands": {"title": "Room 305 is taken."},
    }
    keep, again = steps("conflict", sides)
    assert (keep.choice, keep.fields) == (Choice.KEEP, None)
    assert "Room 305 is taken. It stays like that; what desk-2 wanted is not done." in keep.words
    assert (again.kind, again.fields) == (
        "GiveCredit",
        {"stay": "s", "kind": "amount", "basis": 0, "supersedes": "old"},
    )


def test_a_difference_is_only_to_be_seen():
    assert [step.choice for step in steps("difference", {})] == [Choice.SEEN]
