"""Batches of folios as a screen sees them, and the choice before one is started."""

from dataclasses import dataclass, field
from datetime import datetime

from frontdesk.domain.batch import Candidate, Choice
from frontdesk.queries.base import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """One folio of a batch. ``copy`` is the copy number that its paper carries, or would carry if made now."""

    n: int
    stay: str
    window: int
    room: str
    name: str
    style: str
    language: str
    copies: int
    state: str
    reason: str
    copy: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """One batch. ``form`` is files, merged or printer; ``target`` a folder, a file or a printer of ``workstation``."""

    batch: str
    title: str
    form: str
    target: str
    made_at: datetime
    made_by: str
    workstation: str
    closed: bool
    total: int
    done: int
    failed: int
    items: tuple[BatchItem, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class PreviewBatch(Question[tuple[Candidate, ...]]):
    """The folios a choice means now, in their order."""

    choice: Choice


@dataclass(frozen=True, slots=True)
class SeeBatches(Question[tuple[BatchView, ...]]):
    """The newest batches first, without their folios; ``open_only`` leaves out what is finished."""

    open_only: bool = False


@dataclass(frozen=True, slots=True)
class ReadBatch(Question[BatchView]):
    """One batch with its folios. The beginning of its id is enough."""

    batch: str
