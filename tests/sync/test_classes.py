"""Every kind of command has its place, and what may wait has its caps."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from frontdesk.commands import COMMANDS, AddNote, GiveCredit, SetHousekeeping
from frontdesk.commands.delivery import Kind
from frontdesk.domain.room import Housekeeping
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.sync.classes import KINDS, MOST_WAITING, may_wait, require_room

NOW = datetime(2025, 11, 19, tzinfo=UTC)


def command(sort: Any, **given: Any) -> Any:
    return sort(id=new_id(), actor="ana", workstation="desk-1", made_at=NOW, **given)


def test_every_kind_has_its_place():
    assert set(KINDS) == set(COMMANDS.values())


@pytest.mark.parametrize(
    "kind", [kind for kind, place in KINDS.items() if place in {Kind.FISCAL, Kind.CONFIG, Kind.APPROVAL}]
)
def test_what_needs_the_shared_database_never_waits(kind: type):
    blank = kind.__new__(kind)
    for part in fields(kind):
        object.__setattr__(blank, part.name, "")
    assert not may_wait(blank)


def test_a_typed_pin_never_waits():
    given: dict[str, Any] = {
        "stay": "s",
        "case": "c",
        "lines": (),
        "kind": "amount",
        "total": 1,
        "reason": "G",
        "to_guest": "x",
    }
    assert may_wait(command(GiveCredit, **given))
    assert not may_wait(command(GiveCredit, **given, pin="246810"))


def test_the_caps_of_a_desk_out_of_reach():
    dirty = command(SetHousekeeping, room="305", state=Housekeeping.DIRTY)
    require_room(dirty, MOST_WAITING + 1, None, NOW)
    require_room(dirty, 10, NOW - timedelta(hours=71), NOW)
    with pytest.raises(Refusal, match="500 commands are waiting on this desk; only notes"):
        require_room(dirty, MOST_WAITING, NOW, NOW)
    require_room(command(AddNote, case="c", to_guest="x"), MOST_WAITING, NOW, NOW)
    with pytest.raises(Refusal, match="only notes"):
        require_room(dirty, 10, NOW - timedelta(hours=73), NOW)
    require_room(command(AddNote, case="c", to_guest="x"), 10, NOW - timedelta(hours=73), NOW)
