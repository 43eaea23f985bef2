"""The choices of a work item: plain values."""

import json

from frontdesk.commands.work_item import Choice
from frontdesk.queries.work_item import steps


def test_a_conflict_can_stay_or_be_done_differently():
    payload = {"id": "old", "actor": "a", "workstation": "w", "made_at": "t", "stay": "s", "kind": "amount", "basis": 4}
    sides = {
        "wanted": {"kind": "GiveCredit", "workstation": "desk-2", "payload": json.dumps(payload)},
        "stands": {"title": "Room 305 is taken."},
    }
    keep, again = steps("conflict", sides)
    assert (keep.choice, keep.kind, dict(keep.fields)) == (Choice.KEEP, "", {})
    assert "Room 305 is taken. It stays like that; what desk-2 wanted is not done." in keep.words
    assert (again.kind, again.fields) == (
        "GiveCredit",
        {"stay": "s", "kind": "amount", "basis": 0, "supersedes": "old"},
    )


def test_a_difference_is_only_to_be_seen():
    assert [step.choice for step in steps("difference", {})] == [Choice.SEEN]
