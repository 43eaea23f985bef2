"""Five short sentences for every line, and figures that are the ledger's."""

import re
import tomllib
from importlib import resources

import pytest

from frontdesk import commands as do
from frontdesk.domain.folio import PaymentMethod
from frontdesk.errors import Refusal
from frontdesk.queries.explanation import ExplainLine, Explanation, meaning_of
from frontdesk.queries.journal import ReadJournal
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.services.conftest import HouseIn

BLAME = ("your fault", "you should have", "obviously", "you must have")


def every_kind(hotel: Hotel) -> tuple[str, str]:
    """Two stays with a line of every kind."""
    stay, other = hotel.arrive("305", company="Nomos AG", company_pays=("restaurant",)), hotel.arrive("306")
    wrong, shared, moved, fine = (hotel.charge(stay, "1100", price=6000, quantity=1000) for _ in range(4))
    hotel.charge(stay, "2000", price=1800)
    hotel.charge(stay, "3000", items=("2 × Water",), outlet="Housekeeping", taken_at=hotel.desk.now(), reference="88")
    hotel.do(do.CorrectPosting, posting=wrong, reason="C-DUPL")
    hotel.do(do.SplitPosting, posting=shared, weights=(1, 1))
    hotel.do(do.TransferPosting, posting=moved, to_stay=other, to_window=1)
    hotel.give(stay, fine, percent=100_000)
    hotel.close_day()
    hotel.do(do.PostAllowance, posting=fine, amount=1000, reason="C-LATE")
    payment = hotel.pay(stay, 90000, "card", brand="Visa", last_four="4242")
    hotel.do(do.TakePayment, stay=stay, method=PaymentMethod.CASH, amount=1000, deposit=True)
    hotel.do(do.RefundPayment, payment=payment, amount=500, reason="x", approver=hotel.kostas, pin=KOSTAS_PIN)
    return stay, other


def test_what_the_guest_accepted_stands_in_the_story_and_in_the_history(hotel: Hotel) -> None:
    stay = hotel.arrive()
    line, other = hotel.charge(stay), hotel.charge(stay)
    before = hotel.folio(stay).balance
    said = " ".join(hotel.desk.ask(ExplainLine(line)).sentences)
    for who in (hotel.ana, hotel.kostas):
        hotel.do(do.NoteExplained, who, posting=line, said=said, language="en")
    story = hotel.desk.ask(ExplainLine(line))
    assert [accepted.by for accepted in story.accepted] == ["Kostas", "Ana"]
    assert hotel.desk.ask(ExplainLine(other)).accepted == ()
    row = hotel.desk.ask(ReadJournal(stay=stay, limit=1))[0]
    assert (row.kind, row.actor) == ("NoteExplained", "Kostas")
    assert said in row.values
    assert hotel.folio(stay).balance == before


def test_an_answer_without_a_line_or_a_text_is_refused(small_hotel: Hotel) -> None:
    line = small_hotel.charge(small_hotel.arrive())
    with pytest.raises(Refusal, match="no such line"):
        small_hotel.do(do.NoteExplained, posting="nowhere", said="This is the minibar.")
    with pytest.raises(Refusal, match="What was explained is missing"):
        small_hotel.do(do.NoteExplained, posting=line, said=" ")


def explained(hotel: Hotel, *stays: str) -> list[tuple[object, Explanation]]:
    lines = [line for stay in stays for window in hotel.folio(stay).windows for line in window.lines]
    return [(line, hotel.desk.ask(ExplainLine(line.posting))) for line in lines]


def test_every_kind_of_line_has_five_short_sentences(small_hotel: Hotel) -> None:
    told = explained(small_hotel, *every_kind(small_hotel))
    kinds = {line.kind for line, _ in told}
    assert kinds >= {"charge", "tax", "payment", "deposit", "refund", "correction", "allowance", "goodwill"}
    assert kinds >= {"transfer", "split"}
    for line, story in told:
        for sentence in story.sentences:
            assert 1 <= len(sentence.split()) <= 20, sentence
            assert sentence[0].isupper() or sentence[0].isdigit(), sentence
            assert sentence.endswith("."), sentence
            assert line.code not in re.split(r"\W+", sentence) or not line.code.isdigit(), sentence
            assert not any(word in sentence.lower() for word in BLAME)
            assert "Ana" not in sentence, "a person appears by role"


def test_its_figures_are_the_ledgers(small_hotel: Hotel) -> None:
    for line, story in explained(small_hotel, *every_kind(small_hotel)):
        assert (story.amount, story.posting) == (line.amount, line.posting)
        assert [step.amount for step in story.steps if step.total] == [line.amount]
        quiet = [step.amount for step in story.steps if step.quiet]
        assert not quiet or sum(quiet) == line.amount
        assert f"{line.amount / 100:.2f}" in story.sentences[3], story.sentences[3]


def test_the_same_line_gives_the_same_text(small_hotel: Hotel) -> None:
    stays = every_kind(small_hotel)
    assert explained(small_hotel, *stays) == explained(small_hotel, *stays)


def test_the_six_checks_are_always_all_there(small_hotel: Hotel) -> None:
    for _, story in explained(small_hotel, *every_kind(small_hotel)):
        assert len(story.evidence) == 6
        assert {check.result for check in story.evidence} <= {"found", "not_found", "not_applicable"}


def test_each_option_says_what_it_changes_and_does_just_that(hotel: Hotel) -> None:
    stay = hotel.arrive()
    line = hotel.charge(stay, "3000", price=600, quantity=2000)
    story = hotel.desk.ask(ExplainLine(line))
    offered = {option.action: option for option in story.options if not option.refused}
    assert set(offered) == {"keep", "correct", "credit", "transfer"}
    assert all(option.balance == 1200 + option.change for option in story.options)
    assert next(option for option in story.options if option.action == "allow").refused
    hotel.give(stay, line, amount=-offered["credit"].change)
    assert hotel.folio(stay).balance == offered["credit"].balance
    stay = hotel.arrive("306")
    line = hotel.charge(stay, "1100", price=6000, quantity=1000)
    correct = next(option for option in hotel.desk.ask(ExplainLine(line)).options if option.action == "correct")
    hotel.do(do.CorrectPosting, posting=line, reason="C-DUPL")
    assert hotel.folio(stay).balance == correct.balance == 0


def test_an_allowance_option_says_what_it_leaves(house_in: HouseIn) -> None:
    hotel = house_in("CA-QC", DAY, currency="CAD")
    stay = hotel.arrive()
    hotel.close_day()
    line = hotel.lines(stay)[0].posting
    allow = next(option for option in hotel.desk.ask(ExplainLine(line)).options if option.action == "allow")
    assert not allow.refused
    hotel.do(do.PostAllowance, posting=line, reason="C-RATE", approver=hotel.kostas, pin=KOSTAS_PIN)
    assert hotel.folio(stay).balance == allow.balance


def test_a_settled_line_is_put_right_by_a_credit_note_and_an_emptied_one_kept(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    line = small_hotel.charge(stay)
    small_hotel.pay(stay, 1200)
    small_hotel.settle(stay)
    options = small_hotel.desk.ask(ExplainLine(line)).options
    offered = {option.action: option.text for option in options if not option.refused}
    assert list(offered) == ["keep", "allow", "credit"]
    assert "credit note" in offered["allow"]
    assert "credit note" in offered["credit"]
    small_hotel.do(do.PostAllowance, posting=line, reason="C-QTY")
    options = small_hotel.desk.ask(ExplainLine(line)).options
    assert [option.action for option in options if not option.refused] == ["keep"]


def test_a_line_that_is_not_there_is_refused(small_hotel: Hotel) -> None:
    with pytest.raises(Refusal, match="There is no such line"):
        small_hotel.desk.ask(ExplainLine("nowhere"))


def listed_codes() -> list[str]:
    text = (resources.files("resources") / "codes.toml").read_text(encoding="utf-8")
    return [entry["code"] for entry in tomllib.loads(text)["code"]]


def languages() -> list[str]:
    folder = resources.files("resources") / "explanations"
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


@pytest.mark.parametrize("language", languages())
def test_every_code_has_a_meaning_of_its_own(language: str) -> None:
    taxes = meaning_of("CITY", language)
    meanings = {code: meaning_of(code, language) for code in listed_codes()}
    assert all(meanings.values())
    assert [code for code, meaning in meanings.items() if meaning == taxes] == []
    assert len(set(meanings.values())) == len(meanings)


def test_every_tax_code_has_the_shared_meaning() -> None:
    folder = resources.files("resources") / "tax"
    codes = {
        rule["code"]
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
        for rule in tomllib.loads(entry.read_text(encoding="utf-8"))["tax"]
    }
    assert len(codes) > 10
    assert {meaning_of(code, "en") for code in codes} == {meaning_of("CITY", "en")}


def test_a_language_without_texts_is_told_in_english() -> None:
    assert meaning_of("3000", "tlh") == meaning_of("3000", "en")
