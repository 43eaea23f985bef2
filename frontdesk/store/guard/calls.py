"""What a workstation says to the guard: who typed a PIN, whose command this is, and that it joins or stops."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from frontdesk.store.guard.rules import NO_SESSION

TOKEN = "frontdesk.token"  # noqa: S105 - the name of a setting
"""The transaction's setting that says which session the command is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """What the guard says of a PIN: right, wrong (for the n-th time), or locked until an instant."""

    state: str
    wrong: int
    until: datetime | None


def is_guarded(connection: Connection) -> bool:
    """True if this connection is a workstation's, which never sees a verifier."""
    return (
        connection.dialect.name == "postgresql"
        and not connection.execute(text("SELECT has_column_privilege('staff', 'verifier', 'SELECT')")).scalar()
    )


def announce(
    connection: Connection, *, person: str, guess: str, command: str, payload_sha: str, token_sha: str
) -> None:
    """Write down that a PIN was typed for a command; it is looked at in a later transaction."""
    connection.execute(
        text("SELECT guard.attempt(:person, :guess, :command, :payload_sha, :token_sha)"),
        {"person": person, "guess": guess, "command": command, "payload_sha": payload_sha, "token_sha": token_sha},
    )


def prove(connection: Connection, *, person: str, guess: str, command: str) -> Proved:
    """Let the guard look at a PIN that was announced."""
    row = connection.execute(
        text("SELECT state, wrong, until FROM guard.prove(:person, :guess, :command)"),
        {"person": person, "guess": guess, "command": command},
    ).one()
    return Proved(state=row.state, wrong=row.wrong, until=row.until)


def enrol(connection: Connection, workstation: str, device: str, code: str) -> str:
    """Use a code; gives what is wrong with it: ``code``, ``name`` or nothing."""
    return str(
        connection.execute(
            text("SELECT guard.enrol(:name, :device, :code)"), {"name": workstation, "device": device, "code": code}
        ).scalar()
    )


def stop(connection: Connection, why: str) -> None:
    """Let nobody deliver under this workstation's name any more."""
    connection.execute(text("SELECT guard.stop(:why)"), {"why": why})


def wants_sign_in(error: BaseException) -> bool:
    """True if the guard refused because the person is not signed in at this workstation."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) == NO_SESSION


def is_shut_out(error: BaseException) -> bool:
    """True if this workstation may not even take the lane: its role was removed, or is not back with a backup yet."""
    return _denied(error).startswith("permission denied for") or is_unknown(error)


def is_unknown(error: BaseException) -> bool:
    """True if the guard says in so many words that this is no workstation of the house (any more)."""
    return _denied(error).startswith(("this workstation was removed", "no workstation of this house"))


def _denied(error: BaseException) -> str:
    origin = getattr(error, "orig", None)
    return str(origin) if getattr(origin, "sqlstate", None) == "42501" else ""
