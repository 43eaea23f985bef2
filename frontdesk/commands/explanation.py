"""What a guest was told about a line of the bill."""

from dataclasses import dataclass

from frontdesk.commands.base import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteExplained(Command):
    """A line was explained and the guest accepted it; ``said`` is the text as it was shown, in ``language``.

    Another answer opens a case about the line.
    """

    posting: str
    said: str
    language: str = ""
