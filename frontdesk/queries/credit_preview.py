"""The right side of the credit form, and the queue of what waits for a manager."""

from sqlalchemy import and_, func, select

from frontdesk.commands.credit import CreditKind
from frontdesk.domain.authority import Check, approves, is_manager
from frontdesk.domain.credit import Part
from frontdesk.domain.figure import Figure
from frontdesk.domain.money import PPM, plain, plain_percent
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.credit import (
    CreditEffect,
    CreditLine,
    CreditPreview,
    CreditReasons,
    LimitRow,
    PreviewCredit,
    Reason,
    WaitingCredit,
    WaitingCredits,
    reason_words,
    reasons,
)
from frontdesk.queries.credit_request import still_waiting
from frontdesk.queries.creditable import (
    Chosen,
    Worked,
    creditable_lines,
    given,
    limits_for,
    live_of_case,
    treatment_of,
    work_out,
)
from frontdesk.queries.room_night import current_room
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


def preview_credit(reader: Reader, question: PreviewCredit) -> CreditPreview:
    """Lines, effect per line, limits, balance after; an amount that cannot be given says why."""
    every = creditable_lines(reader, question.stay, settled_too=_is_manager(reader, question.actor))
    chosen = tuple(line for line in every if line.posted.row.id in question.chosen)
    worked, refused = _try_out(reader, question, chosen)
    checks = limits_for(reader, question.actor, question.stay, worked, question.reason) if worked else ()
    if worked:
        more, waits = _more_for_the_case(reader, question)
        checks, refused = (*checks, *more), refused or waits
    balance = _balance(reader, question.stay)
    windows = _window_numbers(reader, question.stay)
    return CreditPreview(
        lines=tuple(_line_row(line, windows, chosen) for line in every),
        effects=tuple(_effect(line, part) for line, part in _pairs(worked)) if worked else (),
        base=sum(line.left.gross for line in chosen),
        total=worked.total if worked else 0,
        rounding=_rounding(question, worked, reader.house.currency) if worked else "",
        limits=tuple(
            LimitRow(
                name=check.name,
                asked=check.asked,
                limit=check.limit,
                percent=check.percent,
                within=check.within,
                times=check.times,
            )
            for check in checks
        ),
        needs_approver=any(not check.within for check in checks),
        approvers=_approvers(reader, question.actor),
        balance=balance,
        balance_after=balance - (worked.total if worked else 0),
        given_before=given(reader, tables.credit.c.stay_id == question.stay),
        currency=reader.house.currency,
        refused=refused,
    )


def _more_for_the_case(reader: Reader, question: PreviewCredit) -> tuple[tuple[Check, ...], str]:
    """A case that was given something of the kind already is for a second person; one that waits is refused (GC-15)."""
    live = live_of_case(reader, question.case, question.kind) if question.case else []
    still = next((row.number for row in live if row.state == "pending"), None)
    if still is not None:
        return (), f"Credit {still} of this case is waiting already. Take that request back first."
    given_of_it = (Check(name="Same case, same kind", asked=len(live) + 1, limit=1, times=True),)
    return given_of_it if live else (), ""


def _is_manager(reader: Reader, actor: str) -> bool:
    person = reader.first(select(tables.staff.c.role).where(tables.staff.c.id == actor))
    return person is not None and is_manager(Role(person.role))


def _try_out(reader: Reader, question: PreviewCredit, chosen: tuple[Chosen, ...]) -> tuple[Worked | None, str]:
    if not chosen or not (question.amount or question.percent):
        return None, ""
    try:
        return work_out(chosen, question.kind, question.amount, question.percent, treatment_of(reader)), ""
    except Refusal as refusal:
        return None, " ".join(part for part in (refusal.title, refusal.help) if part)


def _pairs(worked: Worked) -> list[tuple[Chosen, Part]]:
    by_key = {part.key: part for part in worked.parts}
    return [(line, by_key[line.posted.row.id]) for line in worked.chosen if line.posted.row.id in by_key]


def rates_of(figure: Figure) -> str:
    """The rates on a line in words, such as ``13 %``."""
    rates = [f"{plain_percent(part.rate_ppm)} %" for part in figure.taxes if part.rate_ppm is not None]
    return ", ".join(rates) or "no tax"


def _window_numbers(reader: Reader, stay_id: str) -> dict[str, int]:
    window, folio = tables.folio_window, tables.folio
    joined = select(window.c.id, window.c.number).join(folio, folio.c.id == window.c.folio_id)
    return {row.id: row.number for row in reader.all(joined.where(folio.c.stay_id == stay_id))}


def _line_row(line: Chosen, windows: dict[str, int], chosen: tuple[Chosen, ...]) -> CreditLine:
    """A line; once one is chosen, those of other windows are locked, as one credit goes to one payee."""
    row = line.posted.row
    elsewhere = bool(chosen) and row.window_id != chosen[0].posted.row.window_id
    return CreditLine(
        posting=row.id,
        window=windows[row.window_id],
        service_date=row.service_date,
        room=row.room,
        text=row.text,
        rates=rates_of(line.left),
        left=line.left.gross,
        locked=line.locked or (f"on window {windows[row.window_id]}, another payee" if elsewhere else ""),
    )


def _effect(line: Chosen, part: Part) -> CreditEffect:
    row = line.posted.row
    return CreditEffect(
        posting=row.id,
        text=row.text,
        service_date=row.service_date,
        rates=rates_of(line.left),
        was=line.left.gross,
        net=part.figure.net,
        tax=part.figure.tax,
        credit=part.figure.gross,
        left=line.left.gross + part.figure.gross,
    )


def _rounding(question: PreviewCredit, worked: Worked, currency: str) -> str:
    if question.kind is CreditKind.AMOUNT:
        return "The amount is shared out by what is left of each line."
    said = f"{plain_percent(question.percent)} % of {plain(worked.base, currency)}"
    if worked.base * question.percent % PPM == 0:
        return f"{said} is {plain(worked.total, currency)}, shared out by what is left of each line."
    return f"{said} is rounded once to {plain(worked.total, currency)}, then shared out."


def _approvers(reader: Reader, actor: str) -> tuple[tuple[str, str], ...]:
    staff = tables.staff
    rows = reader.all(select(staff).where(staff.c.active, staff.c.id != actor).order_by(staff.c.name))
    return tuple((row.id, f"{row.name}, {row.role.replace('_', ' ')}") for row in rows if approves(Role(row.role)))


def _balance(reader: Reader, stay_id: str) -> int:
    posting = tables.posting
    found = reader.first(select(func.coalesce(func.sum(posting.c.amount), 0)).where(posting.c.stay_id == stay_id))
    return int(found[0]) if found else 0


def waiting_credits(reader: Reader, question: WaitingCredits) -> tuple[WaitingCredit, ...]:
    """What waits for a manager: earliest departure first, then oldest."""
    credit, stay, guest, staff = tables.credit, tables.stay, tables.guest, tables.staff
    case = tables.guest_case
    rows = reader.all(
        select(credit, stay.c.departure, guest.c.name, staff.c.name.label("asker"), case.c.words, case.c.room)
        .join(stay, stay.c.id == credit.c.stay_id)
        .join(guest, guest.c.id == stay.c.guest_id)
        .join(case, case.c.id == credit.c.case_id)
        .outerjoin(staff, staff.c.id == credit.c.asked_by)
        .where(still_waiting(reader, question.now))
        .order_by(stay.c.departure, credit.c.asked_at)
    )
    return tuple(_waiting(reader, row) for row in rows)


def _waiting(reader: Reader, row: Fetched) -> WaitingCredit:
    line, posting, credit = tables.credit_line, tables.posting, tables.credit
    lines = reader.all(
        select(posting.c.text, line.c.share)
        .join(posting, posting.c.id == line.c.posting_id)
        .where(line.c.credit_id == row.id)
        .order_by(line.c.n)
    )
    return WaitingCredit(
        credit=row.id,
        number=row.number,
        stay=row.stay_id,
        room=current_room(reader, row.stay_id, reader.business_date) or row.room,
        name=row.name,
        amount=row.total,
        currency=reader.house.currency,
        percent=row.percent,
        base=row.base,
        reason=reason_words(row.reason),
        to_guest=row.to_guest,
        words=row.words,
        asked_by=row.asker or "",
        asked_by_id=row.asked_by,
        asked_at=row.asked_at,
        departure=row.departure,
        given_before=given(reader, and_(credit.c.stay_id == row.stay_id, credit.c.id != row.id)),
        lines=tuple((found.text, found.share) for found in lines),
    )


def credit_reasons(_reader: Reader, _question: CreditReasons) -> tuple[Reason, ...]:
    """The goodwill reasons in the order of the house list."""
    return tuple(Reason(code=code, label=label) for code, label in reasons()["goodwill"].items())
