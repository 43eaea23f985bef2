"""What every command carries: who, where, when, and what the clerk saw."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

SECRET = {"secret": True}
"""Field metadata: typed by a person and checked, but never written to a journal or a log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One intention of one person at one workstation.

    Attributes:
        id: UUIDv7 made at the workstation; doing the same id twice is refused by a primary key.
        actor: id of the person signed in; empty only before the first person exists.
        workstation: name of the workstation.
        made_at: UTC instant on the workstation's clock; shown, never used for order.
        basis: number of the last journal row the clerk's screen had seen; 0 if unknown.
        supersedes: id of a refused command that this one tries again.
    """

    id: str
    actor: str
    workstation: str
    made_at: datetime
    basis: int = 0
    supersedes: str | None = None


NEW_ID = {"new_id": True}
"""Field metadata: the id of something the command makes, a UUID made at the workstation."""


def fresh() -> Any:
    """A field with the id of something new; it must be a UUID, since further ids are made from it."""
    return field(metadata=NEW_ID)


def secret() -> Any:
    """A field that is checked and then forgotten: left out of the journal."""
    return field(default="", metadata=SECRET, repr=False)
