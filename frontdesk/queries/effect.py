"""What planned lines do to windows and taxes: before and after, from what is stored (R5)."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import BigInteger, cast, func, select

from frontdesk.domain.posting import Line
from frontdesk.queries.charging import Plan
from frontdesk.queries.folio import TaxLine
from frontdesk.queries.posting_preview import Effect, PlannedLine, TaxEffect, WindowEffect
from frontdesk.queries.taxing import tax_names
from frontdesk.queries.window import Window, balance_of, windows_of
from frontdesk.store import tables
from frontdesk.store.reader import Reader


def balance(reader: Reader, stay_id: str) -> int:
    """The sum of a stay's postings (L4)."""
    posting = tables.posting
    total = cast(func.coalesce(func.sum(posting.c.amount), 0), BigInteger)
    found = reader.first(select(total).where(posting.c.stay_id == stay_id))
    return int(found[0]) if found else 0


def change_of(plan: Plan, stay_id: str) -> int:
    """What a plan adds to the balance of a stay."""
    return sum(line.figure.gross for line in plan.lines if line.stay_id == stay_id)


def effect_of(reader: Reader, plan: Plan, stay_id: str) -> Effect:
    """Every line of a plan, and the windows and taxes it changes."""
    windows = {
        window.id: window
        for stay in dict.fromkeys(line.stay_id for line in plan.lines)
        for window in windows_of(reader, stay)
    }
    names = tax_names(reader)
    lines = [line for line in plan.lines if line.figure.gross]
    return Effect(
        lines=tuple(_line(reader, line, windows[line.window_id], names) for line in lines),
        windows=_windows(reader, lines, windows),
        taxes=_taxes(reader, [line for line in lines if line.stay_id == stay_id], stay_id, names),
    )


def _line(reader: Reader, line: Line, window: Window, names: Mapping[str, str]) -> PlannedLine:
    return PlannedLine(
        stay=line.stay_id,
        window=window.number,
        payee=window.payee,
        kind=line.kind,
        text=line.text,
        service_date=line.service_date or reader.business_date,
        amount=line.figure.gross,
        net=line.figure.net,
        taxes=tuple(
            TaxLine(
                code=part.code,
                name=names.get(part.code, part.code),
                rate=part.rate_ppm,
                base=part.base,
                amount=part.amount,
            )
            for part in line.figure.taxes
        ),
    )


def _windows(reader: Reader, lines: list[Line], windows: Mapping[str, Window]) -> tuple[WindowEffect, ...]:
    changes: dict[str, int] = defaultdict(int)
    for line in lines:
        changes[line.window_id] += line.figure.gross
    effects = []
    for window_id, change in changes.items():
        window, before = windows[window_id], balance_of(reader, window_id)
        effects.append(
            WindowEffect(
                stay=window.stay,
                window=window.number,
                payee=window.payee,
                before=before,
                after=before + change,
                opens=window.fresh,
            )
        )
    return tuple(sorted(effects, key=lambda effect: (effect.stay, effect.window)))


def _taxes(reader: Reader, lines: list[Line], stay_id: str, names: Mapping[str, str]) -> tuple[TaxEffect, ...]:
    changes: dict[tuple[str, int | None], int] = defaultdict(int)
    for tax in (tax for line in lines for tax in line.figure.taxes):
        changes[tax.code, tax.rate_ppm] += tax.amount
    part, posting = tables.tax_part, tables.posting
    rows = reader.all(
        select(part.c.code, part.c.rate, cast(func.sum(part.c.amount), BigInteger).label("amount"))
        .join(posting, posting.c.id == part.c.posting_id)
        .where(posting.c.stay_id == stay_id, part.c.code.in_({code for code, _ in changes}))
        .group_by(part.c.code, part.c.rate)
    )
    before = {(row.code, row.rate): int(row.amount) for row in rows}
    return tuple(
        TaxEffect(
            code=code,
            name=names.get(code, code),
            rate=rate,
            before=before.get((code, rate), 0),
            after=before.get((code, rate), 0) + change,
        )
        for (code, rate), change in changes.items()
    )
