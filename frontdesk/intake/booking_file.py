"""Reading a bookings file: gzip or plain CSV, every row once, whole or not at all."""

import csv
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from frontdesk.errors import Refusal, Unavailable

COLUMNS = (
    "lead_time",
    "arrival_date_year",
    "arrival_date_month",
    "arrival_date_day_of_month",
    "stays_in_weekend_nights",
    "stays_in_week_nights",
    "adults",
    "children",
    "babies",
    "meal",
    "country",
    "market_segment",
    "distribution_channel",
    "is_repeated_guest",
    "reserved_room_type",
    "assigned_room_type",
    "deposit_type",
    "company",
    "adr",
    "required_car_parking_spaces",
    "total_of_special_requests",
    "reservation_status",
    "reservation_status_date",
)
"""What the import reads; further columns may stand in the file."""

_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number among the rows, its line in the file, its values by column, or why it cannot be read."""

    number: int
    line: int
    values: dict[str, str]
    trouble: str = ""


def sha_of(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal: what the import is known by.

    Raises:
        Refusal: there is no such file.
        Unavailable: it cannot be read.
    """
    digest = hashlib.sha256()
    with _opened(path) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_rows(path: Path) -> Iterator[RawRow]:
    """Every row in the order of the file; a row that is none is given with its trouble.

    Raises:
        Refusal: not a bookings file, or one that is damaged; says what is wrong.
        Unavailable: it cannot be read.
    """
    with _opened(path) as file:
        packed = file.read(2) == _GZIP
        file.seek(0)
        if not packed and path.suffix == ".gz":
            raise Refusal(
                f"{path.name} is not a gzip file, whatever its name says.",
                help="Unpack or fetch it again, or name a .csv file.",
            )
        try:
            yield from _rows(path, gzip.GzipFile(fileobj=file) if packed else file)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise Refusal(
                f"{path.name} is damaged: the packed data ends or breaks too early.",
                str(error),
                "Fetch the file again.",
            ) from None
        except UnicodeDecodeError as error:
            raise Refusal(
                f"{path.name} is not written in UTF-8.", str(error), "Save it as CSV in UTF-8 and import that."
            ) from None


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except IsADirectoryError:
        raise Refusal(f"{path} is a folder.", help="Name the file in it.") from None
    except FileNotFoundError:
        raise Refusal(f"There is no file {path}.", help="Check the name and the folder.") from None
    except OSError as error:
        raise Unavailable(
            f"{path.name} cannot be read.", error.strerror or str(error), "Check who may read it, then try again."
        ) from None


def _rows(path: Path, stream: Any) -> Iterator[RawRow]:
    lines = (line.decode("utf-8") for line in stream)
    reader = csv.reader(lines)
    header = _header(path, reader)
    number = 0
    while True:
        number += 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield RawRow(number, reader.line_num, {}, f"The line is not CSV: {error}.")
            continue
        yield _row(number, reader.line_num, header, fields)


def _header(path: Path, reader: Any) -> list[str]:
    try:
        header: list[str] = next(reader)
    except StopIteration:
        raise Refusal(f"{path.name} is empty.", help="Choose the bookings file of the other system.") from None
    except csv.Error as error:
        raise Refusal(f"{path.name} is not a CSV file.", str(error), "Choose the bookings file.") from None
    header = [name.removeprefix("\ufeff").strip() for name in header]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise Refusal(
            f"{path.name} lacks {len(missing)} of the columns the import needs.",
            "Missing: " + ", ".join(missing[:6]) + (" …" if missing[6:] else "") + ".",
            "Export the bookings again with all columns.",
        )
    return header


def _row(number: int, line: int, header: list[str], fields: list[str]) -> RawRow:
    if not fields:
        return RawRow(number, line, {}, "The line is empty.")
    if len(fields) != len(header):
        return RawRow(number, line, {}, f"The line has {len(fields)} values; the header has {len(header)}.")
    return RawRow(number, line, dict(zip(header, fields, strict=True)))
