"""What a desk says about a command it brings to the shared database, and what the house answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from frontdesk.commands.base import Command
from frontdesk.errors import Refusal

UNSPOKEN = "unspoken"
"""The fact by which a desk is told that the house kept no word of what it sent: the guest was erased before."""


class Kind(StrEnum):
    """How far a command may go without the shared database."""

    FACT = "fact"
    PROPOSAL = "proposal"
    APPROVAL = "approval"
    FISCAL = "fiscal"
    CONFIG = "config"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a command. ``topics`` say what changed; ``facts`` are the words of the moment.

    ``outcome`` is applied, recorded, needs_decision or refused, as the house decided, or waiting: it is safe on this
    workstation's disk and on its way (then ``seq`` is 0). ``again`` is True if the same command had been done before:
    nothing was done twice.
    """

    id: str
    seq: int
    outcome: str
    topics: frozenset[str]
    facts: Mapping[str, Any]
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a desk had told its clerk about a command before the shared database was restored to an earlier state."""

    outcome: str
    seq: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A command as it comes out of a workstation's outbox.

    Attributes:
        workstation: name of the workstation, as it was enrolled.
        device: fingerprint of the workstation's secret; a renamed or copied desk has another or the same twice.
        n: place in the workstation's outbox; two commands with the same one betray a copied disk.
        epoch: the life of the shared database that the desk knows.
        schema: revision the desk's program was made for.
        payload: the command as it was saved, byte for byte.
        sha: SHA-256 of ``payload``.
        kind: how far the command may go on its own.
        basis: number of the newest change the desk had seen when the command was saved.
        late: nobody stands at the form any more; a refusal is kept for a person to decide.
        only_ask: find out what came of it, but do not do it any more.
        secret_lost: a PIN was typed for it, and is not kept anywhere.
        told: what the desk had said before a restore; a different outcome now is shown to a person.
        token: the session at this workstation of the person whose command it is; the database asks for it.
        seen: number of the newest change in the desk's copy; a house that stands below it was put back.
    """

    workstation: str
    device: str
    n: int
    epoch: str
    schema: str
    payload: str
    sha: str
    kind: Kind
    basis: int = 0
    late: bool = False
    only_ask: bool = False
    secret_lost: bool = False
    told: Told | None = None
    token: str = field(default="", repr=False)
    seen: int = 0


Parcel = tuple[Command, Delivery]
"""A command with what its desk says about it."""


class Halt(Refusal):
    """The house refuses the whole desk, not the one command: the queue stops and says why.

    Attributes:
        reason: epoch, schema, clone, alarm, enrolment, or behind: the desk has to fetch what is new first.
    """

    def __init__(self, reason: str, title: str, detail: str = "", help: str = "") -> None:  # noqa: A002 - see Refusal
        super().__init__(title, detail, help)
        self.reason = reason


def other_version(there: str, here: str) -> Halt:
    """What a workstation is told whose program was made for another schema than the shared database has."""
    help_ = "Update the program on this workstation; what is saved here stays and is sent afterwards."
    if here > there:
        help_ = "Upgrade the shared database first, at the office: frontdesk check -d postgresql://…"
    return Halt(
        "schema",
        "The shared database and this program are of different versions.",
        f"The database has schema {there}, the program {here}. Until they are the same, this workstation only reads.",
        help_,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A command that is safe on this workstation and on its way: shown over the confirmed answers, never mixed in."""

    n: int
    id: str
    kind: str
    made_at: str
    actor: str
    values: Mapping[str, Any] = field(default_factory=dict)
    state: str = "new"
    outcome: str = ""
    error: str = ""
    tries: int = 0
