"""What is waiting, laid over what is confirmed; and what each choice of a conflict does. Plain values only."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.commands.delivery import Waiting
from frontdesk.commands.work_item import Choice

_THINGS = ("stay", "to_stay", "room", "to_room", "case", "posting", "payment", "credit", "hold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Commands on their way, by the stay, room or line they name; what names none of them concerns the whole house."""

    by_thing: Mapping[str, tuple[Waiting, ...]]
    house: tuple[Waiting, ...]

    def over(self, *things: str) -> tuple[Waiting, ...]:
        """What is on its way for any of these stays, rooms or lines, each once, in the order it was saved."""
        found = {waiting.n: waiting for thing in things for waiting in self.by_thing.get(thing, ())}
        return tuple(found[n] for n in sorted(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a choice does: the label of its button, a sentence, and kind and fields of a new command, if any."""

    choice: Choice
    label: str
    words: str
    kind: str = ""
    fields: Mapping[str, Any] | None = None


def overlay(waiting: Iterable[Waiting]) -> Overlay:
    """Sort what is waiting by what it is about. Confirmed answers stay as they are: this is shown beside them."""
    by_thing: dict[str, tuple[Waiting, ...]] = {}
    house: list[Waiting] = []
    for one in sorted(waiting, key=lambda found: found.n):
        things = {value for value in (one.values.get(name) for name in _THINGS) if value}
        for thing in things:
            by_thing[thing] = (*by_thing.get(thing, ()), one)
        if not things:
            house.append(one)
    return Overlay(by_thing=by_thing, house=tuple(house))


def steps(kind: str, sides: Mapping[str, Any]) -> tuple[Step, ...]:
    """The choices of a work item. ``kind`` is conflict or difference; ``sides`` as the work item stores them."""
    if kind == "difference":
        return (Step(choice=Choice.SEEN, label="I have seen it", words="Nothing changes; the entry is closed."),)
    wanted = sides["wanted"]
    return (
        Step(
            choice=Choice.KEEP,
            label="Leave it as it is",
            words=f"{sides['stands']['title']} It stays like that; what {wanted['workstation']} wanted is not done.",
        ),
        Step(
            choice=Choice.AGAIN,
            label="Do it after all, differently",
            words="The form opens with what was wanted; what you confirm there is a new step.",
            kind=wanted["kind"],
            fields=_fields_again(wanted),
        ),
    )


def _fields_again(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a new command: those of the old one without who, where and when, naming the old one."""
    payload: dict[str, Any] = json.loads(wanted["payload"])
    own = {name: value for name, value in payload.items() if name not in {"id", "actor", "workstation", "made_at"}}
    return {**own, "basis": 0, "supersedes": payload["id"]}
