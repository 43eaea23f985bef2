"""One paper from the command line: a folio or a slip as PDF."""

import os
from dataclasses import dataclass
from pathlib import Path

from frontdesk.cli.opening import open_desk
from frontdesk.desk import Desk
from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.folio import STYLES, ReadFolioPaper
from frontdesk.queries.search import Find
from frontdesk.queries.slip import ReadSlip
from frontdesk.queries.stay import SeeStay
from frontdesk.words import LANGUAGES


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose folio, and how it should look."""

    room: str
    confirmation: str
    window: int
    style: str
    language: str


def folio(out: Path, wanted: Wanted, database: str) -> int:
    """Write the PDF in one step: a file that is there is whole."""
    require_style(wanted.style)
    require_language(wanted.language)
    with open_desk(database) as desk:
        stay = stay_of(desk, wanted)
        pdf = desk.print(ReadFolioPaper(stay, wanted.window, wanted.language, wanted.style))
    write_whole(out, pdf)
    print(f"{out}: {len(pdf):,} bytes")
    return 0


def slip(out: Path, of: str, language: str, database: str) -> int:
    """Write the PDF of a slip in one step."""
    require_language(language)
    with open_desk(database) as desk:
        pdf = desk.print(ReadSlip(of, language))
    write_whole(out, pdf)
    print(f"{out}: {len(pdf):,} bytes")
    return 0


def require_style(style: str) -> None:
    """Only styles that there are.

    Raises:
        Refusal: there is no such style.
    """
    if style not in STYLES:
        raise Refusal(f"There is no folio style {style!r}.", help="Styles: " + ", ".join(STYLES) + ".")


def require_language(language: str) -> None:
    """Only languages that papers are written in, with or without a country; "" is the guest's own.

    Raises:
        Refusal: there is no such language.
    """
    if language and language.replace("_", "-").partition("-")[0] not in LANGUAGES:
        raise Refusal(f"No paper is written in {language!r}.", help="Languages: " + ", ".join(LANGUAGES) + ".")


def stay_of(desk: Desk, wanted: Wanted) -> str:
    """The stay that a room or a confirmation number names.

    Raises:
        Refusal: neither is given, or there is no such stay.
    """
    if wanted.room:
        return desk.ask(SeeStay(room=wanted.room)).stay
    if not wanted.confirmation:
        raise Refusal("Say whose folio.", help="Use --room 412 or --confirmation R-2025-000042.")
    found = [row for row in desk.ask(Find(wanted.confirmation)) if row.stay]
    for row in found:
        if desk.ask(SeeStay(row.stay)).confirmation == wanted.confirmation:
            return row.stay
    raise Refusal(f"No stay has the confirmation number {wanted.confirmation}.", help="Look it up in the booking.")


def write_whole(out: Path, pdf: bytes) -> None:
    """Write a file in one step: one that is there is whole.

    Raises:
        Unavailable: the place cannot be written.
    """
    part = out.with_name(out.name + ".part")
    try:
        part.write_bytes(pdf)
        os.replace(part, out)  # noqa: PTH105 - the one call that replaces on every system
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Unavailable(f"{out} cannot be written.", error.strerror or "", "Choose another folder.") from None
