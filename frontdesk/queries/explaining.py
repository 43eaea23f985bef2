"""Telling the story of one line from what was stored with it; nothing is worked out again (BE-3, BE-6)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from frontdesk.commands.explanation import NoteExplained
from frontdesk.domain.authority import limits_of
from frontdesk.domain.money import percent_of, plain, plain_percent
from frontdesk.domain.posting import CHARGES
from frontdesk.domain.remedy import ChargeState, Fault, Intent, Operation, Remedy
from frontdesk.domain.staff import Role
from frontdesk.queries.explanation import (
    Accepted,
    Evidence,
    ExplainLine,
    Explanation,
    Option,
    Step,
    kind_text,
    line_topic,
    meaning_of,
    policy_of,
)
from frontdesk.queries.folio import FolioLine, FolioView, SeeFolio, TaxLine
from frontdesk.queries.folio_view import see_folio
from frontdesk.queries.ledger import added_taxes, one_or_reversed, read_posted
from frontdesk.queries.making import made_of, meant_by
from frontdesk.queries.remedy import remedy_for
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

_THOUSAND = 1000
_INCLUDED = {"2000": "breakfast", "2300": "half board", "3300": "parking", "3210": "internet"}
"""Codes that a rate may include, by the word that stands in it."""


@dataclass(frozen=True, slots=True)
class _Story:
    """Everything about one line that the sentences are made of.

    ``on_top`` and ``flat`` are what is left of its taxes posted beside it: those that follow the price, and the others.
    """

    row: Fetched
    line: FolioLine
    folio: FolioView
    stay: Fetched
    language: str
    currency: str
    zone: ZoneInfo
    recorder: str
    on_top: int
    flat: int

    def money(self, minor: int) -> str:
        return plain(minor, self.currency)

    def clock(self, instant: datetime) -> str:
        local = instant.astimezone(self.zone)
        return f"{local:%A} at {local:%H:%M}"


def explain(reader: Reader, question: ExplainLine) -> Explanation:
    """The five sentences, the ladder, the six checks and the options of one line.

    Raises:
        Refusal: there is no such line.
    """
    story = _story(reader, question)
    options = _options(reader, story)
    return Explanation(
        posting=story.row.id,
        title=story.row.text + (f", {story.row.reference}" if story.row.reference else ""),
        amount=story.row.amount,
        currency=story.currency,
        business_date=story.row.business_date,
        sentences=(_what(story), _when(story), _why(story), _how(story), _now(options)),
        steps=_steps(story),
        evidence=_evidence(reader, story),
        options=options,
        accepted=_accepted(reader, story.row.id),
    )


def _accepted(reader: Reader, posting: str) -> tuple[Accepted, ...]:
    journal, topic, staff = tables.journal, tables.journal_topic, tables.staff
    rows = reader.all(
        select(journal.c.made_at, journal.c.actor, staff.c.name)
        .join(topic, topic.c.seq == journal.c.seq)
        .outerjoin(staff, staff.c.id == journal.c.actor)
        .where(topic.c.topic == line_topic(posting), journal.c.kind == NoteExplained.__name__)
        .order_by(journal.c.seq.desc())
    )
    return tuple(Accepted(at=row.made_at, by=row.name or row.actor) for row in rows)


def _story(reader: Reader, question: ExplainLine) -> _Story:
    row = one_or_reversed(reader, question.posting)
    folio = see_folio(reader, SeeFolio(row.stay_id))
    line = next(found for window in folio.windows for found in window.lines if found.posting == row.id)
    stay = reader.row(tables.stay, row.stay_id)
    assert stay is not None, "a posting stands on a stay"
    house = reader.house
    taxes = added_taxes(reader, row.id)
    return _Story(
        row=row,
        line=line,
        folio=folio,
        stay=stay,
        language=question.language or house.language,
        currency=house.currency,
        zone=ZoneInfo(house.timezone),
        recorder=_recorder(reader, row),
        on_top=sum(tax.left.gross for tax in taxes if tax.left.taxes and tax.left.taxes[0].follows_price),
        flat=sum(tax.left.gross for tax in taxes if not (tax.left.taxes and tax.left.taxes[0].follows_price)),
    )


def _recorder(reader: Reader, row: Fetched) -> str:
    """Who recorded a line, by role and never by name (BE-4)."""
    if row.source == "night_audit":
        return "the night audit"
    if row.source == "takeover":
        return "our earlier system"
    found = reader.first(select(tables.staff.c.role).where(tables.staff.c.id == row.actor))
    return f"our {found.role.replace('_', ' ')}" if found else ""


def _what(story: _Story) -> str:
    said = kind_text(story.row.kind, story.language)
    return said or f"This is {meaning_of(meant_by(story.row), story.language)}."


def _when(story: _Story) -> str:
    row = story.row
    if row.source == "night_audit":
        return f"It is for the night of {row.service_date:%A %d %B}; {story.recorder} posted it."
    taken = row.making.get("taken_at")
    outlet = f" in {row.making['outlet']}" if row.making.get("outlet") else ""
    by = f"{story.recorder} recorded it" if story.recorder else "we do not know who recorded it"
    if taken:
        return f"It was taken{outlet} on {story.clock(datetime.fromisoformat(taken))}; {by}."
    return f"It belongs to {row.service_date:%A %d %B}{outlet}; {by} on {story.clock(row.made_at)}."


def _why(story: _Story) -> str:
    window = next(found for found in story.folio.windows if found.number == story.line.window)
    if story.row.making.get("transferred_from"):
        return f"It was moved to this window, which {window.payee} pays."
    if window.number > 1:
        return f"{window.payee} pays this kind of line, so it stands on window {window.number}."
    if story.row.kind in {"payment", "deposit", "refund"}:
        return "It was received for this stay and lowers what there is to pay."
    if story.row.room:
        return f"It was taken for room {story.row.room}, where you were staying that day."
    return "Nothing but your name shows why it is on your bill."


def _how(story: _Story) -> str:
    """How the amount was made, from what was stored with the line."""
    row = story.row
    made = made_of(row, story.money)
    if made:
        return made
    included = sum(tax.amount for tax in story.line.taxes)
    total = story.money(row.amount)
    if row.kind == "tax" and row.making:
        return f"{_quantity(row.quantity)} × {story.money(row.unit_price)} make {total}."
    if row.kind in {"payment", "deposit", "refund"}:
        return f"The amount is {total}; a payment carries no tax."
    times = "" if row.quantity == _THOUSAND else f"{_quantity(row.quantity)} × {story.money(row.unit_price)} make "
    said = f"{times}{total}" if times else f"The price is {total}"
    return f"{said}, with {story.money(included)} of tax inside." if included else f"{said}, without tax inside."


def _now(options: tuple[Option, ...]) -> str:
    offered = [option.text for option in options if not option.refused and option.action != "keep"]
    if not offered:
        return "I can check this with the department and tell you today."
    return f"I can {offered[0][0].lower()}{offered[0][1:]}, or check it and tell you today."


def _quantity(thousandths: int) -> str:
    whole, rest = divmod(abs(thousandths), _THOUSAND)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def _steps(story: _Story) -> tuple[Step, ...]:
    """Quantity × price, the total, then what is inside it in quiet type; the parts sum to the line."""
    row = story.row
    steps = [Step(how="", what=str(item), amount=0) for item in row.making.get("items", ())]
    price = f"{_quantity(row.quantity)} × {story.money(row.unit_price)}"
    steps.append(Step(how=price, what=row.text, amount=row.amount))
    steps.append(Step(how="", what="Total on the bill", amount=row.amount, total=True))
    if story.line.taxes and row.kind != "tax":
        steps.append(Step(how="", what="of it before tax", amount=row.net, quiet=True))
        steps += [_tax_step(story, tax) for tax in story.line.taxes]
    return tuple(steps)


def _tax_step(story: _Story, tax: TaxLine) -> Step:
    how = f"{plain_percent(tax.rate)} %" if tax.rate is not None else "fixed"
    return Step(how=how, what=f"{tax.name} in {story.money(story.row.amount)}", amount=tax.amount, quiet=True)


def _evidence(reader: Reader, story: _Story) -> tuple[Evidence, ...]:
    """The six checks, always all of them, in the order to look (BE-5)."""
    return (
        _on_the_line(story),
        _room_then(story),
        _other_windows(story),
        _in_the_rate(story),
        _same_elsewhere(reader, story),
        _policy(story),
    )


def _check(name: str, found: str, missing: str) -> Evidence:
    return Evidence(check=name, result="found" if found else "not_found", detail=found or missing)


def _on_the_line(story: _Story) -> Evidence:
    row = story.row
    told = row.reference or ", ".join(row.making.get("items", ()))
    if row.source == "night_audit":
        told = f"rate {row.making.get('rate_plan', '')}".strip()
    return _check("Evidence on the line", told, "no check or count on file")


def _room_then(story: _Story) -> Evidence:
    return _check("Room then", f"room {story.row.room}" if story.row.room else "", "no room on the line")


def _other_windows(story: _Story) -> Evidence:
    others = [window for window in story.folio.windows if window.number != story.line.window]
    if not others:
        return Evidence(check="Other windows", result="not_applicable", detail="one window only")
    same = [line for window in others for line in window.lines if _alike(line, story.line)]
    return _check("Other windows", f"also on window {same[0].window}" if same else "", "not there")


def _in_the_rate(story: _Story) -> Evidence:
    word = _INCLUDED.get(story.row.code)
    if word is None:
        return Evidence(check="In the rate", result="not_applicable", detail="no rate includes this")
    included = word in {item.casefold() for item in story.stay.includes}
    return _check("In the rate", f"{word} is included" if included else "", f"{word} is not included")


def _alike(one: FolioLine, other: FolioLine) -> bool:
    same = (one.code, one.amount, one.business_date) == (other.code, other.amount, other.business_date)
    return same and one.posting != other.posting and one.kind == other.kind


def _same_elsewhere(reader: Reader, story: _Story) -> Evidence:
    """The same line twice on this bill, or its check on another one (row 10 of the catalogue)."""
    twins = [line for window in story.folio.windows for line in window.lines if _alike(line, story.line)]
    if twins and story.row.kind == "charge":
        same = twins[0].reference == story.row.reference
        detail = (
            f"twice, both {story.row.reference or 'without a check'}" if same else f"other check {twins[0].reference}"
        )
        return Evidence(check="Same line elsewhere", result="found", detail=detail)
    posting = tables.posting
    other = None
    if story.row.reference:
        other = reader.first(
            select(posting.c.room).where(
                posting.c.reference == story.row.reference,
                posting.c.code == story.row.code,
                posting.c.business_date == story.row.business_date,
                posting.c.stay_id != story.row.stay_id,
            )
        )
    return _check("Same line elsewhere", f"also on room {other.room}" if other else "", "not there")


def _policy(story: _Story) -> Evidence:
    return _check("House policy", policy_of(story.row.code, story.language), "no rule for this code")


def _options(reader: Reader, story: _Story) -> tuple[Option, ...]:
    """What the record allows now, each with what it changes; one that is not offered says why (BE-10, GC-7)."""
    balance = story.folio.balance
    keep = Option(action="keep", text="Keep the line and show the evidence", change=0, balance=balance)
    posted = read_posted(reader, [story.row.id])[story.row.id]
    if story.row.kind not in CHARGES or posted.reversed:
        return (keep,)
    gone = "" if story.line.left > 0 else "nothing is left of the line"
    wrong = remedy_for(reader, posted, (ChargeState.WRONG, Fault.UNKNOWN, Intent.PUT_RIGHT))
    gift = remedy_for(reader, posted, (ChargeState.RIGHT, Fault.UNKNOWN, Intent.GIFT_OF_MONEY))
    moved = remedy_for(reader, posted, (ChargeState.WRONG_PAYEE, Fault.UNKNOWN, Intent.PUT_RIGHT))
    return (
        keep,
        *_take_off(story, wrong, gone),
        _give(story, gift, gone),
        Option(
            action="transfer",
            text="Move it to another window or guest",
            change=0,
            balance=balance,
            refused=gone or ("" if moved.operation is Operation.TRANSFER else moved.reason),
        ),
    )


def _give(story: _Story, gift: Remedy, gone: str) -> Option:
    associate = limits_of(Role.ASSOCIATE, 0).of_base or 0
    part = percent_of(story.line.left + story.on_top, associate)
    after = " on a credit note" if gift.operation is Operation.GOODWILL_AFTER_DEPARTURE else ""
    return Option(
        action="credit",
        text=f"Give {plain_percent(associate)} % of it{after} with our apologies",
        change=-part,
        balance=story.folio.balance - part,
        refused=gone,
    )


def _take_off(story: _Story, wrong: Remedy, gone: str) -> tuple[Option, Option]:
    """Correction for today's lines, allowance for earlier ones: one is offered, the other says why not."""
    price = story.line.left + story.on_top
    whole = price + story.flat
    corrects = wrong.operation is Operation.CORRECTION
    noted = wrong.operation is Operation.ALLOWANCE_ON_CREDIT_NOTE
    correct = Option(
        action="correct",
        text="Take it off: a correction of today",
        change=-whole,
        balance=story.folio.balance - whole,
        refused=gone or ("" if corrects else wrong.reason),
    )
    allow = Option(
        action="allow",
        text="Take it off: an allowance on a credit note" if noted else "Take it off: an allowance for an earlier day",
        change=-price,
        balance=story.folio.balance - price,
        refused=gone or (wrong.reason if corrects else ""),
    )
    return (correct, allow) if corrects else (allow, correct)
