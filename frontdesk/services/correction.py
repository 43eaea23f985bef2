"""Putting a line right: correction, allowance, transfer, split, refund. Nothing here changes a posting (L1)."""

from dataclasses import replace
from typing import Any

from frontdesk.commands.folio import CorrectPosting, PostAllowance, RefundPayment, SplitPosting, TransferPosting
from frontdesk.domain.authority import allowance_limit
from frontdesk.domain.figure import Figure, grouped, mirror, split, taken, ungrouped, untaxed
from frontdesk.domain.money import plain
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.credit import reasons
from frontdesk.queries.ledger import Posted, added_taxes, one_posted
from frontdesk.services.charging import window_for
from frontdesk.services.folio import balance_of, require_open, touch_folio
from frontdesk.services.ledger import Line, post
from frontdesk.services.staff import person_of, prove_approver
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

CHARGES = frozenset({"charge", "fee"})
"""Kinds that can be allowed, credited or split."""

MOVABLE = CHARGES | {"payment", "deposit", "tax"}
"""Kinds that can be transferred; what takes a line back stays beside it."""

NO_EVIDENCE = "C-NOBK"


def correct_posting(command: CorrectPosting, work: UnitOfWork) -> None:
    """Undo a posting of the open business date, with its taxes, to the minor unit (C1)."""
    found = one_posted(work, command.posting)
    require_open(work, found.row.window_id)
    _require_correctable(work, found)
    reason = require_reason(command.reason)
    targets = [found, *added_taxes(work, found.row.id)]
    if reason == NO_EVIDENCE:
        _authorise(command, work, sum(target.figure.gross for target in targets))
    post(
        work,
        [
            against(
                work,
                f"correct-{n}",
                target,
                mirror(target.figure),
                kind="correction",
                reverses=target.row.id,
                reason=reason,
                remark=command.text,
            )
            for n, target in enumerate(targets)
        ],
    )
    work.facts.update(text=found.row.text, amount=plain(found.figure.gross, work.house.currency), reason=reason)
    touch_folio(work, found.row.stay_id)


def _require_correctable(work: UnitOfWork, found: Posted) -> None:
    """A whole line of today that stands on its own (C1)."""
    if found.row.kind == "goodwill":
        raise Refusal("A gift is never taken back as a mistake.", help="Open a case with what went wrong.")
    if found.row.kind in {"correction", "transfer", "split", "tax"} or found.row.parent:
        raise Refusal("A line like this is not corrected on its own.", help="Correct the charge it belongs to.")
    if found.row.business_date != work.business_date:
        raise Refusal(
            "That line is from an earlier business date.", help="Post an allowance; a correction is for today only."
        )
    if found.left != found.figure:
        raise Refusal("A part of that line was given back already.", help="Allow what is left of it instead.")


def against(work: UnitOfWork, name: str, target: Posted, figure: Figure, **changes: Any) -> Line:
    """A line that takes back (part of) a posting: same code, room, service date and window."""
    row = target.row
    sign = -1 if figure.gross < 0 else 1
    whole = figure.gross == -target.figure.gross
    line = Line(
        id=work.child(name),
        window_id=row.window_id,
        stay_id=row.stay_id,
        kind="correction",
        code=row.code,
        text=row.text,
        figure=figure,
        quantity=row.quantity if whole else 1000,
        unit_price=sign * abs(row.unit_price) if whole else figure.gross,
        service_date=row.service_date,
        room=row.room,
        reference=row.reference,
        method=row.method,
        card=row.card,
    )
    return replace(line, **changes)


def require_reason(reason: str) -> str:
    """A reason of the family for lines that were wrong (GC-2)."""
    if reason not in reasons()["correction"]:
        raise Refusal("The reason does not fit this operation.", help="Choose one of the reasons that begin with C-.")
    return reason


def post_allowance(command: PostAllowance, work: UnitOfWork) -> None:
    """Take back all or part of a wrong charge of an earlier business date; its taxes follow (C2)."""
    found = one_posted(work, command.posting)
    require_open(work, found.row.window_id)
    if found.row.kind not in CHARGES:
        raise Refusal("Only a charge can be allowed.", help="Choose the charge itself.")
    if found.row.business_date == work.business_date and found.left == found.figure:
        raise Refusal("That line is from today.", help="Correct it; an allowance is for an earlier day.")
    reason = require_reason(command.reason)
    taxes = [tax for tax in added_taxes(work, found.row.id) if tax.left.taxes and tax.left.taxes[0].follows_price]
    left = grouped(found.left, [tax.left.taxes[0] for tax in taxes])
    amount = command.amount or left.gross
    _authorise(command, work, amount)
    post_reduction(
        work, found, taxes, taken(left, amount), {"kind": "allowance", "reason": reason, "remark": command.text}
    )
    work.facts.update(text=found.row.text, amount=plain(amount, work.house.currency), reason=reason)
    touch_folio(work, found.row.stay_id)


def _authorise(command: CorrectPosting | PostAllowance, work: UnitOfWork, amount: int) -> None:
    """Up to the own limit alone, above it with a person whose limit covers it (goodwill-credits 4.3)."""
    if _over(command, work, person_of(work, command.actor), amount) is None:
        return
    if not command.approver:
        raise Refusal(
            f"{plain(amount, work.house.currency)} is above your limit for allowances.",
            help="Ask a manager to approve it here.",
        )
    approver = prove_approver(work, command.approver, command.pin, asked_by=command.actor)
    limit = _over(command, work, approver, amount)
    if limit is not None:
        raise Refusal(
            f"{approver.name} may allow up to {plain(limit, work.house.currency)}.", help="Ask somebody higher up."
        )
    work.facts["approved_by"] = approver.name


def _over(command: CorrectPosting | PostAllowance, work: UnitOfWork, person: Fetched, amount: int) -> int | None:
    """The limit of a person if the amount passes it, else None."""
    evidence = command.reason != NO_EVIDENCE
    limit = allowance_limit(Role(person.role), work.house.typical_night, evidence=evidence)
    return limit if limit is not None and amount > limit else None


def post_reduction(
    work: UnitOfWork, found: Posted, taxes: list[Posted], credit: Figure, common: dict[str, Any], name: str = "reduce"
) -> None:
    """Post a negative figure against a charge and against the taxes that stand on top of it (C5)."""
    on_charge, on_top = ungrouped(credit)
    lines = [against(work, f"{name}-0", found, on_charge, reduces=found.row.id, **common)]
    by_code = {tax.row.code: tax for tax in taxes}
    for n, part in enumerate(on_top, start=1):
        target = by_code[part.code]
        figure = Figure(part.amount, 0, (part,))
        parent = lines[0].id if on_charge.gross else None  # a gift of one cent may be tax alone
        lines.append(against(work, f"{name}-{n}", target, figure, reduces=target.row.id, parent=parent, **common))
    post(work, lines)


def transfer_posting(command: TransferPosting, work: UnitOfWork) -> None:
    """Move a line with its taxes to another window or stay: − here and + there, together zero (W1)."""
    found = one_posted(work, command.posting)
    require_open(work, found.row.window_id)
    if found.row.kind not in MOVABLE:
        raise Refusal("Only a charge or a payment can be moved.", help="Move the line it belongs to before it.")
    if found.row.kind == "tax" and found.row.parent:
        raise Refusal("A tax moves with its charge.", help="Transfer the charge.")
    target_stay = command.to_stay or found.row.stay_id
    window = window_for(work, target_stay, "transfer", command.to_window)
    if window.id == found.row.window_id:
        raise Refusal("The line is on that window already.")
    if found.left != found.figure:
        raise Refusal("A part of that line was given back already.", help="Transfer is for whole lines.")
    _move_over(work, found, window, target_stay, command.reason)
    work.facts.update(text=found.row.text, window=window.number, payee=window.payee)
    touch_folio(work, found.row.stay_id)
    touch_folio(work, target_stay)


def _move_over(work: UnitOfWork, found: Posted, window: Fetched, stay_id: str, remark: str) -> None:
    pair = work.child("pair")
    lines: list[Line] = []
    moved: dict[str, str] = {}
    for n, target in enumerate([found, *added_taxes(work, found.row.id)]):
        here = against(
            work,
            f"out-{n}",
            target,
            mirror(target.figure),
            kind="transfer",
            reverses=target.row.id,
            pair=pair,
            remark=remark,
        )
        there = replace(
            here,
            id=work.child(f"in-{n}"),
            window_id=window.id,
            stay_id=stay_id,
            kind=target.row.kind,
            figure=target.figure,
            unit_price=target.row.unit_price,
            reverses=None,
            parent=moved.get(target.row.parent or ""),
            making={**target.row.making, "transferred_from": target.row.id},
        )
        moved[target.row.id] = there.id
        lines += [here, there]
    post(work, lines)


def split_posting(command: SplitPosting, work: UnitOfWork) -> None:
    """Split a line into parts; each part has its share of every tax, together the same (X1, X2)."""
    found = one_posted(work, command.posting)
    require_open(work, found.row.window_id)
    if found.row.kind not in CHARGES:
        raise Refusal("Only a charge can be split.")
    if found.left != found.figure:
        raise Refusal("A part of that line was given back already.", help="Split what is left by allowances instead.")
    if not 2 <= len(command.weights) <= 31 or any(weight < 0 for weight in command.weights):  # noqa: PLR2004
        raise Refusal("A split needs 2 to 31 parts with weights of zero or more.")
    parts = split(found.figure, command.weights)
    if any(weight and not part.gross for weight, part in zip(command.weights, parts, strict=True)):
        raise Refusal("A part would come to nothing.", help="Split into fewer or more even parts.")
    common = {"kind": "split", "split_of": found.row.id}
    targets = [found, *added_taxes(work, found.row.id)]
    lines = [
        against(work, f"undo-{n}", target, mirror(target.figure), reverses=target.row.id, **common)
        for n, target in enumerate(targets)
    ]
    for n, target in enumerate(targets):
        for k, figure in enumerate(split(target.figure, command.weights)):
            part = against(work, f"part-{n}-{k}", target, figure, split_of=target.row.id, kind=target.row.kind)
            lines.append(replace(part, parent=work.child(f"part-0-{k}") if n else None, making=target.row.making))
    post(work, lines)
    work.facts.update(text=found.row.text, parts=len(command.weights))
    touch_folio(work, found.row.stay_id)


def refund_payment(command: RefundPayment, work: UnitOfWork) -> None:
    """Money back to a payment of this folio, at most what is left of it and what the window is in credit (P3)."""
    found = one_posted(work, command.payment)
    window = require_open(work, found.row.window_id)
    if found.row.kind not in {"payment", "deposit"}:
        raise Refusal("A refund goes back to a payment.", help="Choose the payment it came from.")
    credit_balance = max(0, -balance_of(work, window.id))
    most = min(-found.left.gross, credit_balance)
    if not 0 < command.amount <= most:
        raise Refusal(
            f"At most {plain(most, work.house.currency)} can go back to this payment.",
            f"The window is {plain(credit_balance, work.house.currency)} in credit.",
        )
    approver = prove_approver(work, command.approver, command.pin, asked_by=command.actor)
    line = against(
        work, "refund", found, untaxed(command.amount), kind="refund", reduces=found.row.id, remark=command.reason
    )
    post(work, [replace(line, text=found.row.text.replace("Payment", "Refund").replace("Deposit", "Refund"))])
    work.facts.update(amount=plain(command.amount, work.house.currency), approved_by=approver.name)
    touch_folio(work, found.row.stay_id)
