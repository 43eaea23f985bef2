"""Commands as JSON and back: one line each, strict about names, types and versions."""

import hashlib
import json
from dataclasses import fields
from typing import Any

import msgspec

from frontdesk.commands import COMMANDS
from frontdesk.commands.base import Command
from frontdesk.errors import Refusal

VERSION = 1
"""Version of every command's shape; a command of another version is refused, never guessed."""

SORT = "sort"
"""The name a command's own field ``kind`` travels under, since ``kind`` says which command it is."""

MAX_BYTES = 256 * 1024
"""A longer command is no intention of a person."""


def payload_of(command: Command) -> str:
    """The command as canonical JSON without its secrets: what the journal keeps and what its hash covers."""
    values = {field.name: getattr(command, field.name) for field in fields(command) if not field.metadata.get("secret")}
    return json.dumps(msgspec.to_builtins(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(payload: str) -> str:
    """SHA-256 of a payload, in hexadecimal."""
    return hashlib.sha256(payload.encode()).hexdigest()


def encode(command: Command) -> str:
    """One JSON line that ``decode`` turns back into the same command, secrets included."""
    values: dict[str, Any] = msgspec.to_builtins(command)
    if "kind" in values:
        values[SORT] = values.pop("kind")
    return json.dumps({"kind": type(command).__name__, "v": VERSION, **values}, ensure_ascii=False)


def decode(line: str, **defaults: Any) -> Command:
    """A JSON line to a command. ``defaults`` fill what the line leaves out (actor, workstation, made_at, id).

    Raises:
        Refusal: the line is no JSON object, too long, of an unknown kind or version, or its values do not fit.
    """
    if len(line) > MAX_BYTES:
        raise Refusal(f"The command is {len(line):,} characters long; {MAX_BYTES:,} is the most.")
    try:
        values = json.loads(line, parse_constant=_no_constant, parse_float=_no_float, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Refusal("The line is not valid JSON.", str(error), "Send one JSON object on each line.") from None
    if not isinstance(values, dict):
        raise Refusal("The line is not a command.", help='Send a JSON object such as {"kind": "CheckIn", …}.')
    kind = COMMANDS.get(str(values.pop("kind", "")))
    if kind is None:
        raise Refusal("The kind of command is unknown.", help="Known kinds: " + ", ".join(COMMANDS) + ".")
    version = values.pop("v", VERSION)
    if type(version) is not int or version != VERSION:
        raise Refusal(
            f"This program reads version {VERSION} of {kind.__name__}, not {str(version)[:20]!r}.",
            help="Update the older of the two programs.",
        )
    return _convert(kind, {**defaults, **values})


def _convert(kind: type[Command], values: dict[str, Any]) -> Command:
    known = {field.name for field in fields(kind)}
    unknown = set(values) - {SORT if name == "kind" else name for name in known}
    if unknown:
        raise Refusal(f"{kind.__name__} has no field {min(unknown)[:40]!r}.", help="Leave it out.")
    if SORT in values:
        values["kind"] = values.pop(SORT)
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise Refusal(
            f"{kind.__name__} does not fit.", str(error)[:400].replace("`$.", "`"), "Put the value right."
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a field stands in it twice")
    return values


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} has a decimal point; amounts are whole minor units")
