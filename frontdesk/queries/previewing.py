"""Answering what a posting would do, by the same functions that post it (R5)."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial

from frontdesk.commands.folio import PostCharge
from frontdesk.domain.remedy import ChargeState, Fault, Intent, Operation
from frontdesk.errors import Refusal
from frontdesk.queries.charging import Plan, amount_of, plan_charge
from frontdesk.queries.correction import plan_allowance, plan_correction, plan_split, plan_transfer, reduced
from frontdesk.queries.credit import Reason, reasons
from frontdesk.queries.effect import balance as balance_of_stay
from frontdesk.queries.effect import change_of, effect_of
from frontdesk.queries.gift_back import plan_gift_back
from frontdesk.queries.ledger import Posted, one_or_reversed, one_posted
from frontdesk.queries.planned import PLANNED, name_it
from frontdesk.queries.posting_preview import (
    ChargePreview,
    CorrectionPreview,
    CorrectionReasons,
    PostingPreview,
    PreviewAllowance,
    PreviewCharge,
    PreviewCorrection,
    PreviewGiftBack,
    PreviewSplit,
    PreviewTransfer,
)
from frontdesk.queries.remedy import remedy_for
from frontdesk.queries.taxing import tax_names
from frontdesk.queries.window import windows_of
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


def preview_charge(reader: Reader, question: PreviewCharge) -> ChargePreview:
    """The charge with its taxes on the windows it would stand on.

    Raises:
        Refusal: no such stay or code, or nothing to charge.
    """
    command = PostCharge(
        **PLANNED,
        stay=question.stay,
        window=question.window,
        code=question.code,
        quantity=question.quantity,
        unit_price=question.unit_price,
    )
    plan = plan_charge(reader, command, name_it)
    on_top: dict[str, int] = defaultdict(int)
    names = tax_names(reader)
    for line in plan.lines:
        if line.kind == "tax":
            on_top[names.get(line.code, line.code)] += line.figure.gross
    balance = balance_of_stay(reader, question.stay)
    return ChargePreview(
        price=amount_of(question.quantity, question.unit_price),
        on_top=tuple(on_top.items()),
        total=sum(line.figure.gross for line in plan.lines),
        balance=balance,
        balance_after=balance + change_of(plan, question.stay),
        currency=reader.house.currency,
        effect=effect_of(reader, plan, question.stay),
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
    balance = balance_of_stay(reader, row.stay_id)
    return CorrectionPreview(
        posting=row.id,
        stay=row.stay_id,
        text=row.text,
        service_date=row.service_date,
        room=row.room,
        kind="correct" if today else "allow",
        most=-sum(line.figure.gross for line in plan.lines),
        balance=balance,
        balance_after=balance + change_of(plan, row.stay_id),
        currency=reader.house.currency,
        effect=effect_of(reader, plan, row.stay_id),
        credit_note=_corrects(reader, plan, row.stay_id),
        refused=refused,
    )


def _take_off(reader: Reader, found: Posted, amount: int, *, today: bool) -> Plan:
    if today:
        return plan_correction(reader, found.row.id, {}, name_it)[1]
    charge = reduced(reader, found.row.id)
    return plan_allowance(reader, charge, amount or charge.left.gross, {}, name_it)


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
    return _preview(reader, found, lambda: plan_transfer(reader, found.row.id, target, "", name_it)[2])


def preview_split(reader: Reader, question: PreviewSplit) -> PostingPreview:
    """The parts of a line with their shares of every tax (X1).

    Raises:
        Refusal: there is no such line, or it was taken back before.
    """
    found = one_posted(reader, question.posting)
    return _preview(reader, found, lambda: plan_split(reader, found.row.id, question.weights, name_it)[1])


def preview_gift_back(reader: Reader, question: PreviewGiftBack) -> PostingPreview:
    """Every line of the gift reversed with its tax (GC-15).

    Raises:
        Refusal: there is no such line.
    """
    row = one_or_reversed(reader, question.posting)
    plan, refused = _tried(lambda: plan_gift_back(reader, row.id, "", name_it)[1])
    return _shown(reader, row, (plan, refused), left=0)


def correction_reasons(_reader: Reader, _question: CorrectionReasons) -> tuple[Reason, ...]:
    """The correction reasons in the order of the house's list."""
    return tuple(Reason(code=code, label=label) for code, label in reasons()["correction"].items())


def _preview(reader: Reader, found: Posted, plan_it: Callable[[], Plan]) -> PostingPreview:
    plan, refused = _tried(plan_it)
    row = found.row
    taken = sum(line.figure.gross for line in plan.lines if row.id in (line.reduces, line.reverses))
    return _shown(reader, row, (plan, refused), left=found.left.gross + taken)


def _shown(reader: Reader, row: Fetched, planned: tuple[Plan, str], *, left: int) -> PostingPreview:
    plan, refused = planned
    balance = balance_of_stay(reader, row.stay_id)
    return PostingPreview(
        posting=row.id,
        text=row.text,
        left=left,
        balance=balance,
        balance_after=balance + change_of(plan, row.stay_id),
        currency=reader.house.currency,
        effect=effect_of(reader, plan, row.stay_id),
        credit_note=_corrects(reader, plan, row.stay_id),
        refused=refused,
    )


def _corrects(reader: Reader, plan: Plan, stay_id: str) -> str:
    used = {line.window_id for line in plan.lines}
    return next((window.corrects for window in windows_of(reader, stay_id) if window.id in used), "")
