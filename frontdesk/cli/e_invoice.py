"""An e-invoice from the command line."""

from pathlib import Path

from frontdesk.cli.opening import open_desk
from frontdesk.cli.papers import Wanted, stay_of, write_whole
from frontdesk.queries.e_invoice import FindSettled, ReadEInvoice


def e_invoice(out: Path, number: str, wanted: Wanted, database: str) -> int:
    """Write the e-invoice of a settled window: as XML if the file's name says so, else as PDF with the data inside."""
    form = "xml" if out.suffix.lower() == ".xml" else "pdf"
    with open_desk(database) as desk:
        stay, window = desk.ask(FindSettled(number)) if number else (stay_of(desk, wanted), wanted.window)
        made = desk.print(ReadEInvoice(stay, window, wanted.language, wanted.style, form))
    write_whole(out, made)
    print(f"{out}: {len(made):,} bytes")
    return 0
