"""Many folios at once: start, what became of each, and that a batch is not gone on with."""

from dataclasses import dataclass

from frontdesk.commands.base import Command, fresh
from frontdesk.domain.batch import Form, ItemState, Order, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class StartBatch(Command):
    """Make the list of folios to hand out (FD-20). ``target`` is a folder, a file or a printer of this workstation.

    ``language`` empty means each guest's own; ``company`` is a part of its name; ``rooms`` are numbers.
    """

    batch: str = fresh()
    who: Who
    company: str = ""
    rooms: tuple[str, ...] = ()
    skip_zero: bool = True
    order: Order = Order.ROOM
    style: str = "itemised"
    language: str = ""
    copies: int = 1
    form: Form
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDone:
    """One folio of a batch by its number, and the copy number that its first paper carries."""

    n: int
    copy: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteBatch(Command):
    """Say what became of folios of a batch: made, sending, sent or failed with a reason. Papers go into the log."""

    batch: str
    items: tuple[ItemDone, ...]
    state: ItemState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseBatch(Command):
    """Say that a batch is not gone on with."""

    batch: str
