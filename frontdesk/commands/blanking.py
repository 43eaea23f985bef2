"""Taking the words about a person out of commands and of what the journal keeps; codes, ids, dates and figures stay."""

import re
from collections.abc import Collection
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from functools import partial
from typing import Any

from frontdesk.commands.base import Command
from frontdesk.commands.checks import is_id

GONE = "Erased guest"
"""What stands where a name stood."""

SHORTEST = 4
"""A shorter name or number is not looked for in other people's texts: it would be found inside of words."""

_NAMES = frozenset({"name", "payee", "guest"})
_KEPT = frozenset({
    "actor", "workstation", "kind", "sort", "code", "codes", "currency", "room", "to_room", "from_room", "was_room",
    "first_room", "second_room", "room_type", "type", "type_booked", "type_given", "status", "state", "outcome",
    "style", "language", "departments", "decision", "treatment", "number", "confirmation", "source", "channel",
    "rate_plan", "includes", "corrects", "credit_note", "follows", "amount", "difference", "fee", "total", "held",
    "row", "tbl", "method", "text", "business_date", "approved_by", "approver", "choice", "form", "proposed",
    "chosen", "at", "what", "slip",
})  # fmt: skip
"""Names of fields that hold codes, figures in words, and the house's own terms."""

_TYPED = "text"
"""One of them that anybody may type into: it is kept only where it is known which names to take out."""

_REASON = re.compile("[A-Z]{1,3}-[A-Z0-9]{2,6}")


def forms(*written: str) -> tuple[str, ...]:
    """What to look for in texts: names both ways round, phone, e-mail; longest first."""
    turned = (" ".join(reversed(text.split(", "))) for text in written if text.count(", ") == 1)
    return tuple(sorted({text for text in (*written, *turned) if len(text) >= SHORTEST}, key=len, reverse=True))


def without(value: Any, known: Collection[str]) -> Any:
    """Plain values with these names and numbers taken out of every text; all else as it was."""
    if isinstance(value, dict):
        return {name: without(part, known) for name, part in value.items()}
    if isinstance(value, list):
        return [without(part, known) for part in value]
    if isinstance(value, str):
        for text in known:
            value = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", GONE, value)
    return value


def blank(value: Any, known: Collection[str] = (), name: str = "") -> Any:
    """Plain values of a person's own rows: every text goes, but for ids, dates, codes and figures."""
    if isinstance(value, dict):
        return {key: blank(part, known, key) for key, part in value.items()}
    if isinstance(value, list):
        return [blank(part, known, name) for part in value]
    return _text(value, known, name) if isinstance(value, str) else value


def bare(command: Command, known: Collection[str] = ()) -> Command:
    """A command without its words: what it is about, its codes and its figures."""
    found: Command = _bare(command, known)
    return found


def _bare(part: Any, known: Collection[str], name: str = "") -> Any:
    if isinstance(part, Enum):
        return part
    if isinstance(part, str):
        return _text(part, known, name)
    if isinstance(part, tuple):
        return type(part)(map(partial(_bare, known=known, name=name), part))
    if is_dataclass(part) and not isinstance(part, type):
        inner = {field.name: _bare(getattr(part, field.name), known, field.name) for field in fields(part)}
        return replace(part, **inner)
    return part


def _text(value: Any, known: Collection[str], name: str) -> Any:
    if not value or is_id(value) or _is_time(value):
        return value
    if (name in _KEPT and (known or name != _TYPED)) or (name == "reason" and _REASON.fullmatch(value)):
        kept: str = without(value, known)
        return kept
    return GONE if name in _NAMES else ""


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return "-" in text
