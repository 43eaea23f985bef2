"""The two ways the desk says no."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self


class Refusal(Exception):  # noqa: N818 - the house word for "the rules say no"
    """The house says no: the request breaks a rule; nothing was changed.

    Attributes:
        title: one clear sentence that says what is wrong.
        detail: the facts behind it, such as who was first.
        help: what would help.
        approval: the lowest role whose own PIN, typed beside the request, would let it pass; empty where none would.
    """

    def __init__(self, title: str, detail: str = "", help: str = "", *, approval: str = "") -> None:  # noqa: A002 - the reader's word
        super().__init__(title, detail, help)
        self.title = title
        self.detail = detail
        self.help = help
        self.approval = approval

    def __str__(self) -> str:
        """The whole refusal as it is said to a person."""
        return _sentences(self.title, self.detail, self.help)

    def parts(self) -> dict[str, str]:
        """The refusal as it is stored and sent; `read` makes it again."""
        said = {"title": self.title, "detail": self.detail, "help": self.help}
        return {**said, "approval": self.approval} if self.approval else said

    @classmethod
    def read(cls, parts: Mapping[str, Any]) -> Self:
        """The refusal that was stored as `parts`, or as one text ("refused") in older rows."""
        title = parts.get("title") or parts.get("refused") or "This command was refused before."
        texts = (str(parts.get(name, "")) for name in ("detail", "help"))
        return cls(str(title), *texts, approval=str(parts.get("approval", "")))


class Unavailable(Exception):  # noqa: N818 - the house word for "the world says not now"
    """The world says not now: a database, a printer or a file is out of reach; trying again may work.

    Attributes:
        title: one clear sentence that says what is out of reach.
        detail: what the system reported.
        help: what would help.
    """

    def __init__(self, title: str, detail: str = "", help: str = "") -> None:  # noqa: A002 - the reader's word
        super().__init__(title, detail, help)
        self.title = title
        self.detail = detail
        self.help = help

    def __str__(self) -> str:
        """The whole message as it is said to a person."""
        return _sentences(self.title, self.detail, self.help)


LONGEST_QUOTED = 40


def quoted(typed: str) -> str:
    """What somebody typed, as a refusal repeats it: its beginning, and nothing that hides or turns the writing."""
    text = typed.strip()
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:LONGEST_QUOTED])
    return f"“{shown}{'…' if len(text) > LONGEST_QUOTED else ''}”"


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def dated(day: date) -> str:
    """A day as a refusal says it, "Fri 21 Nov 2025": in the language of its sentence, whatever the computer's is."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _sentences(*parts: str) -> str:
    """The parts one after the other; what a system reported gets its full stop."""
    said = [part for part in parts if part]
    ends = [part if part.endswith((".", "!", "?", "…", ":")) else f"{part}." for part in said[:-1]]
    return " ".join([*ends, *said[-1:]])
