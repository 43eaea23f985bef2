"""The audit pack as tables for a spreadsheet: one CSV each, the same bytes for the same day."""

import csv
import io
from collections.abc import Iterator, Sequence

from frontdesk.domain.money import plain
from frontdesk.domain.night_audit import Thing
from frontdesk.queries.audit_pack import AuditPack

NOT_A_FORMULA = ("=", "+", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a text that somebody typed."""


def audit_tables(pack: AuditPack) -> dict[str, bytes]:
    """The tables of a pack by file name: UTF-8 with a mark, so that a spreadsheet reads names of every script."""
    day = pack.closed.business_date.isoformat()
    return {f"{day}-{name}.csv": _csv(rows) for name, rows in _tables(pack)}


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(NOT_A_FORMULA) else cell


def _tables(pack: AuditPack) -> Iterator[tuple[str, list[list[str]]]]:
    """Each table with its column names first; amounts in major units."""
    yield "trial-balance", _ledgers(pack)
    yield "postings-by-code", _codes(pack)
    yield "checks", _checks(pack)
    yield "done", _done(pack)


def _ledgers(pack: AuditPack) -> list[list[str]]:
    currency = pack.trial.currency
    rows = [[row.name, row.opening, row.change, row.closing] for row in pack.trial.ledgers]
    return [
        ["ledger", "opening", "change", "closing", "currency"],
        *([str(name), *(plain(int(each), currency) for each in sums), currency] for name, *sums in rows),
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
