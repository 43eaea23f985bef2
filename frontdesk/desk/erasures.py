"""The list of erasures beside the house: restoring a backup must not bring a guest back."""

import os
from collections.abc import Callable
from pathlib import Path

from frontdesk.commands.base import Command
from frontdesk.commands.codec import decode, encode
from frontdesk.errors import Refusal


def list_beside(database: Path) -> Path:
    """Where the erasures of a house in one file are listed: beside it, so that a backup put in its place meets them."""
    return database.with_name(f"{database.name}.erased")


def note(listed: Path, command: Command) -> None:
    """Add an erasure to a list; it holds ids and the reason, nothing about the guest."""
    with listed.open("a", encoding="utf-8") as out:
        out.write(encode(command) + "\n")
        out.flush()
        os.fsync(out.fileno())


def read(listed: Path) -> list[Command]:
    """Every erasure of a list; a line cut off by a power cut is left out."""
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    return [decode(line) for line in lines if line.endswith("}")]


def erase_again(listed: Path, do: Callable[[Command], bool]) -> int:
    """Do every erasure of a list that the house has not (any more); gives how many were done.

    ``do`` does one and says whether it was new. A guest the house does not know is left out: so old was the backup.
    """
    count = 0
    for command in read(listed):
        try:
            count += do(command)
        except Refusal:
            continue
    return count
