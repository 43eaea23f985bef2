"""What a command is about, read from its own fields: rooms, stays and the things that hang on them."""

from frontdesk.commands.base import Command

_TOPICS = {"stay": "stay", "to_stay": "stay", "room": "room", "to_room": "room", "case": "case", "move": "move"}
_IDS = (
    "stay",
    "to_stay",
    "guest_id",
    "case",
    "posting",
    "payment",
    "credit",
    "hold",
    "item",
    "room",
    "to_room",
    "move",
    "task",
)


def topics_of(command: Command) -> frozenset[str]:
    """The topics a command names itself, such as ``stay:…`` and ``room:412``."""
    named = ((topic, getattr(command, field, "")) for field, topic in _TOPICS.items())
    stays = (("stay", stay) for stay in _stays(command))
    return frozenset(f"{topic}:{value}" for topic, value in (*named, *stays) if value)


def things_of(command: Command) -> frozenset[str]:
    """Every id and room a command names: two commands that share one must keep their order."""
    named = {getattr(command, field, "") for field in _IDS} | set(getattr(command, "lines", ()))
    named |= set(_stays(command))
    return frozenset(named - {""} | {command.id})


def _stays(command: Command) -> list[str]:
    """Stays that a command names inside a part of itself: both halves of a swap, guests who get other rooms."""
    halves = [getattr(command, half, None) for half in ("first", "second")]
    given = getattr(command, "reassign", ())
    return [part.stay for part in (*halves, *given) if hasattr(part, "stay")]
