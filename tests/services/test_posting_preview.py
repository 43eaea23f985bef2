"""What a form shows is what is posted, to the minor unit, on every window and in every tax."""

from typing import Any

import pytest

from frontdesk import commands as do
from frontdesk.commands.base import Command
from frontdesk.domain.remedy import ChargeState, Fault, Intent, Operation
from frontdesk.domain.routing import LimitKind
from frontdesk.errors import Refusal
from frontdesk.queries.departure import PreviewCancellation
from frontdesk.queries.journal import ReadJournal
from frontdesk.queries.money_preview import PreviewWriteOff
from frontdesk.queries.posting_preview import (
    CorrectionReasons,
    Effect,
    PreviewAllowance,
    PreviewCharge,
    PreviewCorrection,
    PreviewGiftBack,
    PreviewSplit,
    PreviewTransfer,
)
from frontdesk.queries.remedy import Proposal, ProposeRemedy
from frontdesk.queries.settlement import PreviewSettle
from tests.domain.jurisdictions import added
from tests.hotel import Hotel
from tests.ledgers import CITY, balance, nights, pay, settled, taxes, under_rules


def house(hotel: Hotel) -> str:
    """A guest with a company's window, under rules with tax inside and on top."""
    under_rules(hotel, added("SALES", "8.875", '"lodging", "food", "drink", "services", "fee", "other"'), CITY)
    stay = hotel.arrive()
    hotel.do(do.OpenWindow, stay=stay, payee="Acme Ltd")
    return stay


def state(hotel: Hotel, *stays: str) -> dict[Any, int]:
    found = {(stay, view.number): view.balance for stay in stays for view in hotel.folio(stay).windows}
    return {**found, **taxes(hotel, stays[0])}


def agrees(hotel: Hotel, effect: Effect, kind: type[Command], *stays: str, actor: str = "", **fields: Any) -> None:
    """The effect shown is the change that the command makes."""
    before = state(hotel, *stays)
    lines = {line.posting for stay in stays for view in hotel.folio(stay).windows for line in view.lines}
    hotel.do(kind, actor or None, **fields)
    after = state(hotel, *stays)
    changed = {key for key in {*before, *after} if before.get(key, 0) != after.get(key, 0)}
    windows = {(each.stay, each.window): each for each in effect.windows}
    assert {key for key in changed if isinstance(key, tuple)} <= set(windows)
    for key, each in windows.items():
        assert (each.before, each.after) == (before.get(key, 0), after[key])
    for code in {each.code for each in effect.taxes}:
        shown = [each for each in effect.taxes if each.code == code]
        assert sum(each.after - each.before for each in shown) == after.get(code, 0) - before.get(code, 0)
    new = [
        (stay, view.number, line.kind, line.amount)
        for stay in stays
        for view in hotel.folio(stay).windows
        for line in view.lines
        if line.posting not in lines
    ]
    assert sorted(new) == sorted((each.stay, each.window, each.kind, each.amount) for each in effect.lines)


def test_a_charge_with_its_taxes_in_the_shares_of_a_routing(hotel: Hotel) -> None:
    stay = house(hotel)
    hotel.do(do.AddRouting, stay=stay, departments=("minibar",), window=2, limit=LimitKind.DAY, value=1000)
    asked = {"stay": stay, "code": "3000", "quantity": 3000, "unit_price": 777}
    shown = hotel.desk.ask(PreviewCharge(**asked))
    assert (shown.price, shown.on_top, shown.total) == (2331, (("SALES", 207),), 2538)
    assert [(each.window, each.before, each.after) for each in shown.effect.windows] == [(1, 0, 1449), (2, 0, 1089)]
    agrees(hotel, shown.effect, do.PostCharge, stay, **asked)
    assert balance(hotel, stay) == shown.balance_after


def test_a_charge_that_cannot_be_is_refused_in_the_words_of_the_command(small_hotel: Hotel) -> None:
    stay = house(small_hotel)
    for fields, said in (
        ({"code": "1000"}, "not charged by hand"),
        ({"quantity": 0}, "quantity"),
        ({"unit_price": 0}, "more than nothing"),
        ({"window": 9}, "no window 9"),
    ):
        asked = {"stay": stay, "code": "3000", "quantity": 1000, "unit_price": 600, **fields}
        for ask in (
            lambda given: small_hotel.desk.ask(PreviewCharge(**given)),
            lambda given: small_hotel.do(do.PostCharge, **given),
        ):
            with pytest.raises(Refusal, match=said):
                ask(asked)


def test_a_correction_of_today_takes_the_whole_line_with_its_taxes(hotel: Hotel) -> None:
    stay = house(hotel)
    line = hotel.charge(stay)
    shown = hotel.desk.ask(PreviewCorrection(line))
    assert (shown.kind, shown.most, shown.balance, shown.balance_after, shown.refused) == ("correct", 1307, 1307, 0, "")
    agrees(hotel, shown.effect, do.CorrectPosting, stay, posting=line, reason="C-QTY")


def test_an_earlier_line_is_allowed_as_far_as_its_price_goes(hotel: Hotel) -> None:
    stay = house(hotel)
    nights(hotel, 1)
    room = hotel.lines(stay)[0].posting
    shown = hotel.desk.ask(PreviewCorrection(room))
    assert (shown.kind, shown.most) == ("allow", 18900 + 1677)
    part = hotel.desk.ask(PreviewAllowance(room, 3333))
    assert part.balance - part.balance_after == 3333
    agrees(hotel, part.effect, do.PostAllowance, stay, posting=room, amount=3333, reason="C-RATE")
    assert hotel.desk.ask(PreviewAllowance(room, 999_999)).refused.startswith("This is more than is left")


def test_a_transfer_to_another_guest_and_a_split(hotel: Hotel) -> None:
    stay, other = house(hotel), hotel.arrive("306")
    line = hotel.charge(stay)
    there = hotel.desk.ask(PreviewTransfer(line, 1, other))
    agrees(hotel, there.effect, do.TransferPosting, stay, other, posting=line, to_stay=other, to_window=1)
    moved = hotel.lines(other)[0].posting
    parts = hotel.desk.ask(PreviewSplit(moved, (1, 2, 4)))
    assert parts.balance == parts.balance_after
    assert [each.amount for each in parts.effect.lines if each.kind == "charge"] == [171, 343, 686]
    agrees(hotel, parts.effect, do.SplitPosting, other, posting=moved, weights=(1, 2, 4))
    assert hotel.desk.ask(PreviewTransfer(hotel.charge(stay), 1)).refused.startswith("The line is on that window")


def test_a_settled_line_previews_its_credit_note(hotel: Hotel) -> None:
    stay = house(hotel)
    line = hotel.charge(stay)
    pay(hotel, stay, balance(hotel, stay))
    number = settled(hotel, stay)
    shown = hotel.desk.ask(PreviewCorrection(line))
    assert (shown.kind, shown.credit_note) == ("allow", number)
    assert [(each.window, each.opens, each.after) for each in shown.effect.windows] == [(3, True, -1307)]
    agrees(hotel, shown.effect, do.PostAllowance, stay, posting=line, reason="C-INCL")
    assert hotel.faults() == ()


def test_the_reasons_are_those_the_command_takes(small_hotel: Hotel) -> None:
    codes = [reason.code for reason in small_hotel.desk.ask(CorrectionReasons())]
    assert codes[0] == "C-DUPL"
    stay = house(small_hotel)
    for code in codes:
        small_hotel.do(
            do.CorrectPosting,
            small_hotel.kostas,
            posting=small_hotel.charge(stay),
            reason=code,
        )


def proposed(hotel: Hotel, line: str, charge: ChargeState, intent: Intent, fault: Fault = Fault.HOTEL) -> Proposal:
    return hotel.desk.ask(ProposeRemedy(posting=line, charge_is=charge, intent=intent, fault=fault))


def test_gc7_the_record_says_day_and_window_and_the_table_proposes(hotel: Hotel) -> None:
    stay = house(hotel)
    old = hotel.charge(stay)
    nights(hotel, 1)
    line = hotel.charge(stay)
    wrong = (ChargeState.WRONG, Intent.PUT_RIGHT)
    assert [proposed(hotel, each, *wrong).row for each in (line, old)] == [3, 4]
    assert proposed(hotel, line, ChargeState.WRONG_PAYEE, Intent.PUT_RIGHT).operation is Operation.TRANSFER
    gift = (ChargeState.RIGHT, Intent.GIFT_OF_MONEY)
    rows = [proposed(hotel, line, *gift, fault=fault).row for fault in (Fault.HOTEL, Fault.OUTSIDE, Fault.GUEST)]
    assert rows == [6, 7, 8]
    assert proposed(hotel, line, ChargeState.RIGHT, Intent.MONEY_BACK).row == 13
    pay(hotel, stay, balance(hotel, stay) + 100)
    assert proposed(hotel, line, ChargeState.RIGHT, Intent.MONEY_BACK).row == 10
    assert proposed(hotel, line, ChargeState.HOLD_ONLY, Intent.PUT_RIGHT).row == 1


def test_gc7_proposal_and_choice_stand_in_the_journal(small_hotel: Hotel) -> None:
    stay = house(small_hotel)
    line = small_hotel.charge(stay)
    found = proposed(small_hotel, line, ChargeState.WRONG_PAYEE, Intent.PUT_RIGHT)
    done = small_hotel.do(do.CorrectPosting, posting=line, reason="C-ROOM", proposed=found.operation)
    assert (done.facts["proposed"], done.facts["chosen"]) == ("transfer", "correction")
    row = small_hotel.desk.ask(ReadJournal(stay=stay, limit=1))[0]
    assert '"proposed":"transfer"' in row.values
    plain = small_hotel.do(do.CorrectPosting, posting=small_hotel.charge(stay), reason="C-ROOM")
    assert "proposed" not in plain.facts


def test_a_gift_taken_back_gives_the_charge_its_tax_again(hotel: Hotel) -> None:
    stay = house(hotel)
    line = hotel.charge(stay)
    hotel.give(stay, line, percent=100_000)
    gift = next(each.posting for each in hotel.lines(stay) if each.kind == "goodwill")
    shown = hotel.desk.ask(PreviewGiftBack(gift))
    assert (shown.balance_after, shown.refused) == (1307, "")
    assert [each.after - each.before for each in shown.effect.taxes if each.code == "SALES"] == [11]
    agrees(hotel, shown.effect, do.ReverseCredit, stay, actor=hotel.kostas, posting=gift, to_guest="Another room.")
    again = hotel.desk.ask(PreviewGiftBack(gift))
    assert (again.effect, again.balance) == (Effect(), 1307)
    assert again.refused.startswith("That gift has been taken back before.")
    assert hotel.desk.ask(PreviewGiftBack(line)).refused.startswith("Only a gift is taken back here.")


def test_a_write_off_changes_no_tax(hotel: Hotel) -> None:
    stay = house(hotel)
    hotel.charge(stay)
    shown = hotel.desk.ask(PreviewWriteOff(stay, 1, 307))
    assert (shown.amount, shown.before, shown.after, shown.effect.taxes) == (307, 1307, 1000, ())
    agrees(hotel, shown.effect, do.WriteOff, stay, actor=hotel.kostas, stay=stay, amount=307, text="Gone")
    assert hotel.desk.ask(PreviewWriteOff(stay, 1, 1001)).refused.startswith("The window stands at 10.00.")


def test_what_is_settled_is_shown_with_its_taxes(hotel: Hotel) -> None:
    stay = house(hotel)
    assert hotel.desk.ask(PreviewSettle(stay, 2)).refused.startswith("There is nothing on this window to settle.")
    hotel.charge(stay)
    assert hotel.desk.ask(PreviewSettle(stay, 1)).refused.startswith("Window 1 stands at 13.07.")
    pay(hotel, stay, 1307)
    shown = hotel.desk.ask(PreviewSettle(stay, 1))
    assert (shown.balance, shown.refused) == (0, "")
    before = taxes(hotel, stay)
    assert {each.code: each.after for each in shown.taxes} == before
    settled(hotel, stay)
    assert taxes(hotel, stay) == before
    assert hotel.desk.ask(PreviewSettle(stay, 1)).refused.startswith("Window 1 is settled as F")


def test_a_cancellation_gives_up_every_night_and_posts_nothing(hotel: Hotel) -> None:
    stay = hotel.reserve("306", 3)
    shown = hotel.desk.ask(PreviewCancellation(stay))
    assert [each.price for each in shown.nights] == [-18900] * 3
    assert (shown.balance, shown.balance_after, shown.effect) == (0, 0, Effect())
    hotel.do(do.CancelReservation, stay=stay, reason="Flight cancelled")
    assert balance(hotel, stay) == 0
    again = hotel.desk.ask(PreviewCancellation(stay))
    assert again.nights == ()
    assert again.refused != ""
