"""FD-3 on any paper: what is printed adds up to the tax blocks and to the ledger, in each style."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.documents.folio import folio_pdf
from frontdesk.documents.styles import STYLES, charges, entries, gifts
from frontdesk.queries.folio import MONEY_IN, FolioPaper, PaperLine
from frontdesk.words import plain_amount
from tests.documents.papers import ARRIVAL, VAT7, VAT19, line, paper
from tests.documents.reading import shown, text

TEXTS = st.sampled_from(
    ["Room", "Ψητό ψάρι", "ラーメン", "Minibar", "قهوة", "Late check-out fee as agreed at the desk on arrival"]
)
KINDS = st.sampled_from(
    [
        "charge",
        "charge",
        "charge",
        "fee",
        "correction",
        "allowance",
        "goodwill",
        "payment",
        "deposit",
        "refund",
        "cash_rounding",
    ]
)
LANGUAGES = ("en", "de", "fr", "es", "el", "ja", "ar")
AMOUNTS = st.integers(min_value=-(10**9), max_value=10**9)


@st.composite
def lines(draw: st.DrawFn) -> list[PaperLine]:
    made: list[PaperLine] = []
    for number in range(draw(st.integers(min_value=1, max_value=25))):
        kind = draw(KINDS)
        facts: dict[str, object] = {
            "kind": kind,
            "on": ARRIVAL + timedelta(days=draw(st.integers(min_value=0, max_value=6))),
        }
        facts["department"] = draw(st.sampled_from(["Rooms", "Restaurant", "Spa"]))
        if kind not in MONEY_IN:
            facts["tax"] = draw(st.sampled_from([None, VAT7, VAT19]))
        if made and kind in {"correction", "allowance", "goodwill"}:
            facts["names"] = draw(st.sampled_from(made)).posting
        made.append(line(number, draw(TEXTS), draw(AMOUNTS), **facts))
    return draw(st.permutations(made))


papers = st.builds(
    paper,
    lines(),
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
    rooms=st.sampled_from(
        [
            (("305", ARRIVAL, date(2025, 11, 23)),),
            (("305", ARRIVAL, date(2025, 11, 20)), ("412", date(2025, 11, 20), date(2025, 11, 23))),
        ]
    ),
)


@settings(max_examples=300, deadline=None)
@given(papers, st.sampled_from(sorted(STYLES)))
def test_entries_hold_every_line_once(given_paper: FolioPaper, style: str):
    told = entries(given_paper, STYLES[style])
    printed = sum(entry.amount or 0 for entry in told if entry.kind == "line")
    assert printed == sum(each.amount for each in charges(given_paper))
    assert printed + sum(each.amount for each in gifts(given_paper)) == given_paper.total
    subtotals = [entry.amount or 0 for entry in told if entry.kind == "subtotal"]
    assert not STYLES[style].group or sum(subtotals) == printed


def _minor(printed: str) -> int:
    return int(re.sub(r"[,.]", "", printed).replace("−", "-"))


@settings(max_examples=60, deadline=None)
@given(papers, st.sampled_from(["itemised", "by_day", "by_department", "explained", "one_line_per_stay"]))
def test_amounts_on_the_paper_add_up(given_paper: FolioPaper, style: str):
    said = text(folio_pdf(given_paper, style))
    total = [_minor(found) for found in re.findall(r"^Total\n?\s*(−?[\d,.]+)$", said, re.MULTILINE)]
    assert given_paper.total in total


def _holds_the_ledger(given_paper: FolioPaper, style: str) -> None:
    """Each amount of the ledger stands on the paper as often as it was posted, and so do the totals."""
    language, currency = given_paper.language, given_paper.currency
    told = entries(given_paper, STYLES[style])
    minor = [entry.amount for entry in told if entry.amount is not None and entry.cells.get("amount")]
    minor += [each.amount for each in given_paper.lines if each.kind == "goodwill" or each.money_in]
    minor += [given_paper.total, *(tax.gross for tax in given_paper.taxes)]
    wanted = Counter(plain_amount(each, currency, language).replace("\u202f", "\xa0") for each in minor)
    found = Counter(shown(folio_pdf(given_paper, style)))
    assert not wanted - found
    assert sum(each.amount for each in given_paper.lines) == given_paper.balance


whole = st.builds(
    lambda given_paper, language: replace(given_paper, language=language), papers, st.sampled_from(LANGUAGES)
)


@settings(max_examples=200, deadline=None)
@given(whole, st.sampled_from(sorted(STYLES)))
def test_text_of_the_paper_is_the_ledger(given_paper: FolioPaper, style: str):
    _holds_the_ledger(given_paper, style)


@pytest.mark.long
@settings(max_examples=1_000, deadline=None)
@given(whole, st.sampled_from(sorted(STYLES)))
def test_text_of_a_thousand_papers_is_the_ledger(given_paper: FolioPaper, style: str):
    _holds_the_ledger(given_paper, style)
