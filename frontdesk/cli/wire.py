"""Commands and questions as text: what the window sends and sees, for scripts and for tests."""

import json
import sys
from dataclasses import MISSING, fields, replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from frontdesk.cli.exits import REFUSED
from frontdesk.cli.opening import open_desk
from frontdesk.commands.codec import MAX_BYTES, decode
from frontdesk.desk import Desk
from frontdesk.errors import Refusal, Unavailable
from frontdesk.identity import moment_of, new_id
from frontdesk.queries import ANSWERS, question_named

NOT_SAID = datetime.min.replace(tzinfo=UTC)


def do_lines(database: str, workstation: str, actor: str) -> int:
    """Do each line of standard input as it comes, in its own transaction; 2 if any line was refused."""
    refused = False
    with open_desk(database, workstation, must_exist=False) as desk:
        try:
            for line in sys.stdin:
                refused |= bool(line.strip()) and not _done(desk, line, actor)
        except UnicodeDecodeError as error:
            raise Refusal("The input is not UTF-8 text.", str(error), "Save the file as UTF-8.") from None
    return REFUSED if refused else 0


def _done(desk: Desk, line: str, actor: str) -> bool:
    """One result line for one command line, written at once so that a reader can follow."""
    try:
        said_at = NOT_SAID.isoformat()
        command = decode(line, id=new_id(), actor=actor, workstation=desk.workstation, made_at=said_at)
        if command.made_at == NOT_SAID:  # the id tells it, so that the same line is the same command in a later run
            command = replace(command, made_at=moment_of(command.id) or desk.now())
        done = desk.do(command)
    except Refusal as refusal:
        said = refusal.parts()
        _print({"ok": False, "refused": said.pop("title"), **said})
        return False
    except Unavailable as error:
        _print({"ok": False, "refused": error.title, "detail": error.detail, "help": error.help})
        return False
    _print(
        {"ok": True, "id": done.id, "seq": done.seq, "outcome": done.outcome, "again": done.again, "facts": done.facts}
    )
    return True


def _print(values: dict[str, Any]) -> None:
    print(json.dumps(msgspec.to_builtins(values), ensure_ascii=False), flush=True)


def ask(name: str, values: list[str], database: str) -> int:
    """Print the answer of a question as JSON.

    Raises:
        Refusal: there is no such question, its fields do not fit, or what it asks about does not exist.
    """
    if name == "list":
        for known in sorted(ANSWERS.places):
            print(known, *(field.name for field in fields(question_named(known))))
        return 0
    if name not in ANSWERS.places:
        raise Refusal(f"There is no question {name!r}.", help="See them all with: frontdesk ask list")
    question = _question(question_named(name), values)
    with open_desk(database) as desk:
        answer = desk.ask(question)
    print(json.dumps(msgspec.to_builtins(answer), ensure_ascii=False, indent=1))
    return 0


def _question(kind: type[Any], values: list[str]) -> Any:
    given: dict[str, Any] = {}
    for value in values:
        if len(value) > MAX_BYTES or "=" not in value:
            raise Refusal(f"{value[:40]!r} is not field=value.", help=f"Write it as {fields(kind)[0].name}=…")
        field, _, said = value.partition("=")
        given[field] = said
    missing = [
        field.name
        for field in fields(kind)
        if field.name not in given and field.default is MISSING and field.default_factory is MISSING
    ]
    if missing:
        raise Refusal(f"{kind.__name__} needs {', '.join(missing)}.", help=f"Write {missing[0]}=…")
    unknown = set(given) - {field.name for field in fields(kind)}
    if unknown:
        raise Refusal(f"{kind.__name__} has no field {min(unknown)!r}.", help="See the fields with: frontdesk ask list")
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Refusal(f"{kind.__name__} does not fit.", str(error)) from None
