"""Answering what a posting would do, by the same functions that post it (R5)."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import BigInteger, cast, func, select

from frontdesk.commands.folio import PostCharge
from frontdesk.domain.posting import Line
from frontdesk.domain.remedy import ChargeState, Fault, Intent, Operation
from frontdesk.errors import Refusal
from frontdesk.identity import child_id
from frontdesk.queries.charging import Plan, amount_of, plan_charge
from frontdesk.queries.correction import plan_allowance, plan_correction, plan_split, plan_transfer, reduced
from frontdesk.queries.credit import Reason, reasons
from frontdesk.queries.folio import TaxLine
from frontdesk.queries.ledger import Posted, one_posted
from frontdesk.queries.posting_preview import (
    ChargePreview,
    CorrectionPreview,
    CorrectionReasons,
    Effect,
    PlannedLine,
    PostingPreview,
    PreviewAllowance,
    PreviewCharge,
    PreviewCorrection,
    PreviewSplit,
    PreviewTransfer,
    TaxEffect,
    WindowEffect,
)
from frontdesk.queries.remedy import remedy_for
from frontdesk.queries.taxing import tax_names
from frontdesk.queries.window import NameIt, Window, balance_of, windows_of
from frontdesk.store import tables
from frontdesk.store.reader import Reader

NOBODY = "00000000-0000-7000-8000-000000000000"
"""The id that names what is planned and never written."""

_NAME: NameIt = partial(child_id, NOBODY)


def preview_charge(reader: Reader, question: PreviewCharge) -> ChargePreview:
    """The charge with its taxes on the windows it would stand on.

    Raises:
        Refusal: no such stay or code, or nothing to charge.
    """
    command = PostCharge(
        id=NOBODY,
        actor="",
        workstation="",
        made_at=datetime.min.replace(tzinfo=UTC),  # a plan has no moment
        stay=question.stay,
        window=question.window,
        code=question.code,
        quantity=question.quantity,
        unit_price=question.unit_price,
    )
    plan = plan_charge(reader, command, _NAME)
    on_top: dict[str, int] = defaultdict(int)
    names = tax_names(reader)
    for line in plan.lines:
        if line.kind == "tax":
            on_top[names.get(line.code, line.code)] += line.figure.gross
    balance = _balance(reader, question.stay)
    return ChargePreview(
        price=amount_of(question.quantity, question.unit_price),
        on_top=tuple(on_top.items()),
        total=sum(line.figure.gross for line in plan.lines),
        balance=balance,
        balance_after=balance + _change(plan, question.stay),
        currency=reader.house.currency,
        effect=_effect(reader, plan, question.stay),
    )


def preview_correction(reader: Reader, question: PreviewCorrection) -> CorrectionPreview:
    """Which of the two ways fits the line, and what it would take off.

    Raises:
        Refusal: there is no such line, or it was taken back before.
    """
    found = one_posted(reader, question.posting)
    said = (ChargeState.WRONG, Fault.UNKNOWN, Intent.PUT_RIGHT)
    today = remedy_for(reader, found, said).operation is Operation.CORRECTION
    plan, refused = _tried(partial(_take_off, reader, found, 0, today=today))
    row = found.row
    balance = _balance(reader, row.stay_id)
    return CorrectionPreview(
        posting=row.id,
        stay=row.stay_id,
        text=row.text,
        service_date=row.service_date,
        room=row.room,
        kind="correct" if today else "allow",
        most=-sum(line.figure.gross for line in plan.lines),
        balance=balance,
        balance_after=balance + _change(plan, row.stay_id),
        currency=reader.house.currency,
        effect=_effect(reader, plan, row.stay_id),
        credit_note=_corrects(reader, plan, row.stay_id),
        refused=refused,
    )


def _take_off(reader: Reader, found: Posted, amount: int, *, today: bool) -> Plan:
    if today:
        return plan_correction(reader, found.row.id, {}, _NAME)[1]
    charge = reduced(reader, found.row.id)
    return plan_allowance(reader, charge, amount or charge.left.gross, {}, _NAME)


def _tried(plan: Callable[[], Plan]) -> tuple[Plan, str]:
    """The plan, or the sentence that refuses it."""
    try:
        return plan(), ""
    except Refusal as refusal:
        return Plan(()), str(refusal)


def preview_allowance(reader: Reader, question: PreviewAllowance) -> PostingPreview:
    """What an allowance would take off, its taxes following (C2).

    Raises:
        Refusal: there is no such line, or it was taken back before.
    """
    found = one_posted(reader, question.posting)
    return _preview(reader, found, partial(_take_off, reader, found, question.amount, today=False))


def preview_transfer(reader: Reader, question: PreviewTransfer) -> PostingPreview:
    """Where a line would go, taxes included (W1).

    Raises:
        Refusal: there is no such line, or it was taken back before.
    """
    found = one_posted(reader, question.posting)
    target = (question.to_stay, question.to_window)
    return _preview(reader, found, lambda: plan_transfer(reader, found.row.id, target, "", _NAME)[2])


def preview_split(reader: Reader, question: PreviewSplit) -> PostingPreview:
    """The parts of a line with their shares of every tax (X1).

    Raises:
        Refusal: there is no such line, or it was taken back before.
    """
    found = one_posted(reader, question.posting)
    return _preview(reader, found, lambda: plan_split(reader, found.row.id, question.weights, _NAME)[1])


def correction_reasons(_reader: Reader, _question: CorrectionReasons) -> tuple[Reason, ...]:
    """The correction reasons in the order of the house's list."""
    return tuple(Reason(code=code, label=label) for code, label in reasons()["correction"].items())


def _preview(reader: Reader, found: Posted, plan_it: Callable[[], Plan]) -> PostingPreview:
    plan, refused = _tried(plan_it)
    row = found.row
    balance = _balance(reader, row.stay_id)
    taken = sum(line.figure.gross for line in plan.lines if row.id in (line.reduces, line.reverses))
    return PostingPreview(
        posting=row.id,
        text=row.text,
        left=found.left.gross + taken,
        balance=balance,
        balance_after=balance + _change(plan, row.stay_id),
        currency=reader.house.currency,
        effect=_effect(reader, plan, row.stay_id),
        credit_note=_corrects(reader, plan, row.stay_id),
        refused=refused,
    )


def _balance(reader: Reader, stay_id: str) -> int:
    posting = tables.posting
    total = cast(func.coalesce(func.sum(posting.c.amount), 0), BigInteger)
    found = reader.first(select(total).where(posting.c.stay_id == stay_id))
    return int(found[0]) if found else 0


def _change(plan: Plan, stay_id: str) -> int:
    return sum(line.figure.gross for line in plan.lines if line.stay_id == stay_id)


def _corrects(reader: Reader, plan: Plan, stay_id: str) -> str:
    used = {line.window_id for line in plan.lines}
    return next((window.corrects for window in windows_of(reader, stay_id) if window.id in used), "")


def _effect(reader: Reader, plan: Plan, stay_id: str) -> Effect:
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
