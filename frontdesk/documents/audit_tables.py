"""The audit pack as tables for a spreadsheet: one CSV each, the same bytes for the same day."""

import csv
import io
from collections.abc import Callable, Sequence

from frontdesk.domain.money import plain
from frontdesk.domain.night_audit import Thing
from frontdesk.domain.spreadsheet import harmless
from frontdesk.errors import Refusal
from frontdesk.queries.audit_pack import TABLES, AuditPack

COUNTED = ("rooms", "out_of_order", "sold", "free", "guests", "arrived", "left", "no_shows")
EARNED = ("charged", "taken_back", "net")


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
    csv.writer(out, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _figures(pack: AuditPack) -> list[list[str]]:
    """Every figure of the manager's part, one a row: a spreadsheet adds days up from these."""
    day, currency = pack.figures, pack.trial.currency
    house = day.rooms
    counts = {name: getattr(house, name) for name in COUNTED} if house else {}
    rows = [["house", name, "", str(count), ""] for name, count in counts.items()]
    money = [("house", "room_revenue", "", day.room_revenue)]
    money += [("house", name, "", amount) for name, amount in (("adr", day.rate), ("revpar", day.yield_)) if house]
    money += [("revenue", row.department, part, getattr(row, part)) for row in day.earned for part in EARNED]
    for tax in day.taxes:
        rate = "fixed" if tax.rate is None else f"{tax.rate / 10_000:g} %"
        money += [("tax", tax.code, rate, tax.amount)]
    money += [("money", row.method, part, getattr(row, part)) for row in day.taken for part in ("came_in", "went_back")]
    money += [("other", "rounding and write-offs", "", day.other)]
    money += [("given back", row.person, row.kind, row.amount) for row in day.given_back]
    rows += [[block, name, part, plain(amount, currency), currency] for block, name, part, amount in money]
    return [["block", "name", "part", "value", "currency"], *rows]


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
        ["heading", "number", "at", "by", "workstation", "room and guest", "what"],
        *(
            [heading, str(row.seq), row.at.isoformat(), row.by, row.workstation, row.guest, row.words]
            for heading, rows in pack.done
            for row in rows
        ),
    ]


MAKERS: dict[str, Callable[[AuditPack], list[list[str]]]] = dict(
    zip(TABLES, (_figures, _ledgers, _codes, _checks, _done), strict=True)
)
"""What makes each table: its column names first, amounts in major units."""
