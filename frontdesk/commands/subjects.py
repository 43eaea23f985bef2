"""What a command is about, read from its own fields: rooms, stays and the things that hang on them."""

from frontdesk.commands.base import Command

_TOPICS = {"stay": "stay", "to_stay": "stay", "room": "room", "to_room": "room", "case": "case"}
_IDS = ("stay", "to_stay", "guest_id", "case", "posting", "payment", "credit", "hold", "item", "room", "to_room")


def topics_of(command: Command) -> frozenset[str]:
    """The topics a command names itself, such as ``stay:…`` and ``room:412``."""
    named = ((topic, getattr(command, field, "")) for field, topic in _TOPICS.items())
    return frozenset(f"{topic}:{value}" for topic, value in named if value)


def things_of(command: Command) -> frozenset[str]:
    """Every id and room a command names: two commands that share one must keep their order."""
    named = {getattr(command, field, "") for field in _IDS} | set(getattr(command, "lines", ()))
    return frozenset(named - {""} | {command.id})
