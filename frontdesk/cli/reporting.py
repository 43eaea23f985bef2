"""Reports on the terminal and as files."""

import csv
import io
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import msgspec

from frontdesk.cli.opening import open_desk, parsed_date
from frontdesk.cli.papers import write_whole
from frontdesk.domain.money import plain
from frontdesk.domain.spreadsheet import harmless
from frontdesk.errors import Refusal
from frontdesk.queries.move_report import MoveReport, ReportMoves

PARTS = tuple(field.name for field in fields(MoveReport) if str(field.type).startswith("tuple"))
"""The lists of the report, by the names of its fields."""


def moves(span: tuple[str, str], part: str, out: Path | None, database: str) -> int:
    """Write one list as CSV, or all of it as JSON; without a file a few lines say what there is.

    Raises:
        Refusal: there is no such list, or a date is none.
    """
    if part and part not in PARTS:
        raise Refusal(f"The report has no list {part!r}.", help="Lists: " + ", ".join(PARTS) + ".")
    first, last = (parsed_date(text) if text else None for text in span)
    with open_desk(database) as desk:
        report = desk.ask(ReportMoves(first, last))
    if out is None and not part:
        _print(report)
        return 0
    text = _as_csv(getattr(report, part)) if part else json.dumps(msgspec.to_builtins(report), ensure_ascii=False)
    if out is None:
        print(text, end="")
    else:
        write_whole(out, text.encode())
        print(f"{out}: {len(text.encode()):,} bytes")
    return 0


def _print(report: MoveReport) -> None:
    print(f"{report.first} to {report.last}: {report.moves} moves")
    for name in ("given", "taken", "house_value"):
        print(f"{name.replace('_', ' ')}: {plain(getattr(report, name), report.currency)} {report.currency}")
    for name in PARTS:
        print(f"{name}: {len(getattr(report, name))}")


def _as_csv(rows: tuple[Any, ...]) -> str:
    """A header and a line for each row; an empty list has no header."""
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, [field.name for field in fields(rows[0])], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: harmless(str("" if cell is None else cell)) for name, cell in asdict(row).items()})
    return text.getvalue()
