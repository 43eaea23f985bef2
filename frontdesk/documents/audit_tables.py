"""The audit pack as tables for a spreadsheet: one CSV each, the same bytes for the same day."""

import csv
import io
from collections.abc import Callable, Sequence

from frontdesk.domain.money import plain
from frontdesk.domain.night_audit import Thing
from frontdesk.errors import Refusal
from frontdesk.queries.audit_pack import TABLES, AuditPack

NOT_A_FORMULA = ("=", "+", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a text that somebody typed."""


def audit_table(pack: AuditPack, name: str) -> bytes:
    """One table of a pack: UTF-8 with a mark, so that a spreadsheet reads names of every script.

    Raises:
        Refusal: there is no such table.
    """
    if name not in MAKERS:
        raise Refusal(f"There is no table {name!r}.", help="Tables: " + ", ".join(MAKERS) + ".")
    return _csv(MAKERS[name](pack))


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(NOT_A_FORMULA) else cell


def _ledgers(pack: AuditPack) -> list[list[str]]:
    currency = pack.trial.currency
    return [
        ["ledger", "opening", "change", "closing", "currency"],
        *(
            [row.name, *(plain(each, currency) for each in (row.opening, row.change, row.closing)), currency]
            for row in pack.trial.ledgers
        ),
    ]


def _codes(pack: AuditPack) -> list[list[str]]:
    currency = pack.trial.currency
    return [
        ["code", "name", "department", "postings", "net", "tax", "amount", "currency"],
        *(
            [row.code, row.name, row.department, str(row.count)]
            + [plain(each, currency) for each in (row.net, row.tax, row.amount)]
            + [currency]
            for row in pack.trial.codes
        ),
    ]


def _checks(pack: AuditPack) -> list[list[str]]:
    return [
        ["check", "state", "sentence", "room", "guest", "what"],
        *(
            [check.name, check.state.value, check.sentence, thing.room, thing.name, thing.words]
            for check in pack.checks
            for thing in (check.things or (Thing(name="", words=""),))
        ),
    ]


def _done(pack: AuditPack) -> list[list[str]]:
    return [
        ["heading", "number", "at", "by", "workstation", "what"],
        *(
            [heading, str(row.seq), row.at.isoformat(), row.by, row.workstation, row.words]
            for heading, rows in pack.done
            for row in rows
        ),
    ]


MAKERS: dict[str, Callable[[AuditPack], list[list[str]]]] = dict(
    zip(TABLES, (_ledgers, _codes, _checks, _done), strict=True)
)
"""What makes each table: its column names first, amounts in major units."""
