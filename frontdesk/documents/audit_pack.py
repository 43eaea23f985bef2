"""The papers of a closed day: the audit pack and the hand-over sheet. House papers: English, staff only."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

from frontdesk.documents import letter
from frontdesk.documents.audit_figures import figures
from frontdesk.documents.book import Facts
from frontdesk.documents.layout import Frame, Placed, Row, gap, paginate, paragraph, put
from frontdesk.documents.letter import grid, rule
from frontdesk.documents.page import BODY, LEFT, MM, NOTE, RIGHT, open_sheets
from frontdesk.documents.sheet import LANGUAGE, SPACE, columns, fact, head, heading, line
from frontdesk.domain.night_audit import Check, State
from frontdesk.errors import Refusal
from frontdesk.queries.audit_pack import AuditPack, Done, HandOver
from frontdesk.queries.folio import PaperHouse
from frontdesk.words import full_day, moment, plain_amount

TOP = 46 * MM
STATES = {State.OK: "In order", State.WARNING: "Noted", State.BLOCKER: "Blocked"}
MOST = 400
"""Lines of one heading on paper; the tables beside the pack hold all of them."""


def audit_pack_pdf(pack: AuditPack) -> bytes:
    """Return the audit pack as a PDF; the same day gives the same bytes.

    Raises:
        Refusal: the ledgers and the codes of the day do not tie.
    """
    if not pack.trial.ties or pack.figures.total != pack.trial.total:
        raise Refusal(
            f"The audit pack of {pack.closed.business_date} is not made: its sums differ.",
            help="Report it as a fault; nothing was changed.",
        )
    day = full_day(pack.closed.business_date, LANGUAGE)
    closed = pack.closed
    at = moment(closed.closed_at, LANGUAGE)
    who = f"Closed by {closed.by} at {closed.workstation}, {at} · journal number {closed.seq:,}"
    rows = [
        fact("Journal head", closed.head),
        fact("Nights posted", f"{closed.stays} stays, {closed.postings} postings"),
        *figures(pack.figures, pack.trial),
        *_checks(pack.checks),
        *_ledgers(pack),
        *_codes(pack),
        *(row for title, done in pack.done for row in _done(title, done)),
    ]
    return _printed(pack.house, (f"Audit pack, {day}", who), rows, closed.closed_at)


def hand_over_pdf(paper: HandOver) -> bytes:
    """Return the hand-over sheet as a PDF: what the next shift finds open."""
    day = full_day(paper.business_date, LANGUAGE)
    as_of = f"As the house stood at journal number {paper.seq:,}, {moment(paper.made_at, LANGUAGE)}"
    rows = [row for title, told in paper.sections for row in _told(title, told)]
    return _printed(paper.house, (f"Hand-over, {day}", as_of), rows, paper.made_at)


def _printed(house: PaperHouse, titles: tuple[str, str], body: Sequence[Row], made_at: datetime) -> bytes:
    name, under = titles
    target = BytesIO()
    sheets = open_sheets(target)
    top = [letter.title(name, "", LANGUAGE), Row(24, tuple(paragraph(under, grid(LANGUAGE).whole, 8, NOTE)))]
    bottom = letter.FOOT - letter.foot_height(house, LANGUAGE)
    pages = paginate([*top, *body], Frame(TOP, letter.NEXT_TOP, bottom - 4), None)
    first_head = letter.head(sheets, house, LANGUAGE)
    again = Placed(14 * MM, letter.next_head(house, name, "", LANGUAGE))
    for number, placed in enumerate(pages, start=1):
        foot = Placed(bottom, letter.foot(house, f"{name} · staff only", (number, len(pages)), LANGUAGE))
        first = number == 1
        sheets.page([first_head] if first else [], [*placed, foot] if first else [again, *placed, foot], name)
    sheets.finish(Facts(name, house.name, "For the house, not for guests", LANGUAGE, made_at))
    return target.getvalue()


def _checks(checks: Sequence[Check]) -> Iterator[Row]:
    yield heading("Checks")
    places = columns((52.0, None), 0)
    for check in checks:
        yield line(places, (STATES[check.state], check.sentence))
        inner = grid(LANGUAGE).column(LEFT + 52 + SPACE + 10, RIGHT)
        for thing in check.things[:MOST]:
            said = paragraph(thing.line, inner, 9, NOTE)
            yield Row(said[-1].y + 4, tuple(said))


def _ledgers(pack: AuditPack) -> Iterator[Row]:
    trial = pack.trial
    yield heading("Trial balance by ledger")
    places = columns((None, 80.0, 80.0, 80.0), 3)
    yield head(places, ("Ledger", "Opening", "Change", f"Closing {trial.currency}"))
    for row in trial.ledgers:
        sums = [plain_amount(each, trial.currency, LANGUAGE) for each in (row.opening, row.change, row.closing)]
        yield line(places, (row.name, *sums))
    totals = [
        sum(each) for each in zip(*((row.opening, row.change, row.closing) for row in trial.ledgers), strict=True)
    ]
    yield line(places, ("All ledgers", *(plain_amount(each, trial.currency, LANGUAGE) for each in totals)), total=True)


def _codes(pack: AuditPack) -> Iterator[Row]:
    trial = pack.trial
    yield heading("Postings by code")
    tied = "The sum of the codes is the change of the ledgers, to the minor unit."
    yield Row(14, (put(tied, grid(LANGUAGE).whole, 9, NOTE),), keep=True)
    places = columns((62.0, None, 46.0, 72.0, 64.0, 72.0), 4)
    yield head(places, ("Code", "Name", "Postings", "Net", "Tax inside", f"Amount {trial.currency}"))
    for row in trial.codes:
        sums = [plain_amount(each, trial.currency, LANGUAGE) for each in (row.net, row.tax, row.amount)]
        yield line(places, (row.code, row.name, str(row.count), *sums))
    totals = [sum(each) for each in ([row.net for row in trial.codes], [row.tax for row in trial.codes])]
    count = str(sum(row.count for row in trial.codes))
    sums = [plain_amount(each, trial.currency, LANGUAGE) for each in (*totals, trial.total)]
    yield line(places, ("", "All postings of the day", count, *sums), total=True)


def _done(title: str, rows: Sequence[Done]) -> Iterator[Row]:
    if not rows:
        yield heading(f"{title}: none")._replace(opens=False)
        return
    yield heading(f"{title}: {len(rows)}")
    places = columns((34.0, 26.0, 74.0, 116.0, None), 0)
    yield head(places, ("Journal", "At", "By", "Room and guest", "What"))
    for row in rows[:MOST]:
        at = moment(row.at, LANGUAGE).rsplit(" ", 1)[-1]
        yield line(places, (str(row.seq), at, f"{row.by}, {row.workstation}", row.guest, row.words))
    if len(rows) > MOST:
        yield line(places, ("", "", "", "", f"{len(rows) - MOST} more: see the tables beside this pack."))


def _told(title: str, told: Sequence[str]) -> Iterator[Row]:
    yield heading(title)
    column = grid(LANGUAGE).column(LEFT + 18, RIGHT)
    for words in told[:MOST]:
        said = paragraph(words, column, 10, BODY)
        height = said[-1].y + 6.5
        box = letter.frame(LEFT, 3, 8, 8)
        yield Row(height, tuple(said), (*box, rule(height - 0.4, height=0.4)))
    if not told:
        yield Row(14, (put("Nothing.", grid(LANGUAGE).whole, 9, NOTE),))
    if len(told) > MOST:
        yield gap(2)
        yield Row(14, (put(f"{len(told) - MOST} more.", grid(LANGUAGE).whole, 9, NOTE),))
