"""From a paper that was handed out to the question that draws it, with its copy number (FD-6)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from frontdesk.commands.delivery import Done
from frontdesk.commands.folio import PrintFolio
from frontdesk.commands.slip import PrintSlip
from frontdesk.queries.base import Question
from frontdesk.queries.folio import ReadFolioPaper
from frontdesk.queries.slip import ReadSlip


def _copy(command: PrintFolio | PrintSlip, done: Done) -> tuple[int, datetime | None]:
    copy = int(done.facts.get("copy", 0))
    return copy, command.made_at if copy else None


def _folio(command: PrintFolio, done: Done) -> ReadFolioPaper:
    copy = _copy(command, done)
    return ReadFolioPaper(command.stay, command.window, command.language, command.style, *copy)


def _slip(command: PrintSlip, done: Done) -> ReadSlip:
    return ReadSlip(command.of, command.language, command.guest_present, *_copy(command, done))


HANDED_OUT: dict[type[Any], Callable[[Any, Done], Question[Any]]] = {PrintFolio: _folio, PrintSlip: _slip}
"""The question behind each command that hands out a paper."""
