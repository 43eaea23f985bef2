"""A command survives its way through JSON; whatever else comes in is refused in one sentence."""

import json
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.commands import COMMANDS, CheckIn, Command, SignIn, TakePayment
from frontdesk.commands.checks import check
from frontdesk.commands.codec import MAX_BYTES, VERSION, decode, digest, encode, payload_of
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.services import HANDLERS
from frontdesk.services.apply import Handler
from tests.commands.values import any_command, commands

GOOD: dict[str, Any] = {
    "kind": "TakePayment",
    "v": VERSION,
    "id": new_id(),
    "actor": "",
    "workstation": "desk-1",
    "made_at": "2025-11-19T12:00:00Z",
    "stay": "a",
    "method": "cash",
    "amount": 1000,
}


def line(**changes: Any) -> str:
    return json.dumps({name: value for name, value in {**GOOD, **changes}.items() if value is not ...})


@pytest.mark.parametrize("kind", COMMANDS)
def test_decoding_gives_back_what_was_encoded(kind: str) -> None:
    @settings(max_examples=25, deadline=None)
    @given(commands(COMMANDS[kind]))
    def holds(command: Command) -> None:
        text = encode(command)
        assert "\n" not in text
        assert decode(text) == command
        assert payload_of(decode(text)) == payload_of(command)

    holds()


@settings(max_examples=100, deadline=None)
@given(any_command)
def test_a_payload_has_no_secret_and_one_form(command: Command) -> None:
    secrets = [field.name for field in fields(command) if field.metadata.get("secret")]
    kept = json.loads(payload_of(command))
    assert set(kept) == {field.name for field in fields(command)} - set(secrets)
    assert digest(payload_of(command)) == digest(payload_of(decode(encode(command))))


@settings(max_examples=200, deadline=None)
@given(any_command)
def test_a_check_says_yes_or_refuses(command: Command) -> None:
    with suppress(Refusal):
        check(command)


def accepts(handler: Handler) -> object:
    """What kind of command a handler says it takes."""
    return get_type_hints(handler)["command"]


def test_every_kind_has_a_handler_and_a_name_of_its_own() -> None:
    assert {name: accepts(HANDLERS[kind]) for name, kind in COMMANDS.items()} == COMMANDS
    assert HANDLERS.places.keys() == COMMANDS.keys()
    assert all(kind.__name__ == name for name, kind in COMMANDS.items())


def test_a_good_line_is_a_command() -> None:
    command = decode(line())
    assert isinstance(command, TakePayment)
    assert (command.amount, command.made_at) == (1000, datetime(2025, 11, 19, 12, tzinfo=UTC))


def test_what_a_line_leaves_out_is_filled_in() -> None:
    defaults = {"id": new_id(), "actor": "me", "workstation": "here", "made_at": "2025-11-19T12:00:00Z"}
    command = decode('{"kind": "CheckIn", "stay": "a"}', **defaults)
    assert isinstance(command, CheckIn)
    assert (command.actor, command.workstation) == ("me", "here")


REFUSED = {
    "nothing": "",
    "no JSON": "{",
    "two objects": "{}{}",
    "a list": "[]",
    "a text": '"CheckIn"',
    "a number": "1",
    "null": "null",
    "no kind": line(kind=...),
    "an unknown kind": line(kind="StealMoney"),
    "a kind that is no text": line(kind={"a": 1}),
    "an unknown version": line(v=2),
    "a version that is no number": line(v="1"),
    "a version that is true": line(v=True),
    "an unknown field": line(tip=100),
    "a missing field": line(stay=...),
    "a missing method": line(method=...),
    "an amount with decimals": line(amount=10.5),
    "a whole amount written with decimals": line(amount=10.0),
    "an amount as text": line(amount="1000"),
    "an amount of true": line(amount=True),
    "an amount of null": line(amount=None),
    "NaN": line().replace("1000", "NaN"),
    "Infinity": line().replace("1000", "-Infinity"),
    "an exponent": line().replace("1000", "1e3"),
    "a number of ten thousand digits": line().replace("1000", "9" * 10_000),
    "an unknown method": line(method="cheque"),
    "a text that is a number": line(stay=7),
    "a list for a text": line(stay=["a"]),
    "a time without a date": line(made_at="12:00"),
    "a time that is no time": line(made_at="yesterday"),
    "a date that is no date": line(kind="CloseDay", stay=..., method=..., amount=..., business_date="2025-02-30"),
    "a deep nesting": '{"kind": "CheckIn", "stay": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "a deep nesting within the limit": '{"a":' * 40_000 + "1" + "}" * 40_000,
    "a huge line": line(stay="x" * MAX_BYTES),
    "the same field twice": line().replace('"amount": 1000', '"amount": 1000, "amount": 1'),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_command_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        decode(REFUSED[name])
    said = refused.value
    assert said.title.endswith(".")
    assert len(str(said)) < 1500
    assert "Traceback" not in str(said)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"kind": "StealMoney"}, "Known kinds"),
        ({"v": 2}, "reads version 1"),
        ({"tip": 1}, "'tip'"),
        ({"stay": ...}, "`stay`"),
        ({"amount": "x"}, "amount"),
        ({"method": "cheque"}, "cheque"),
    ],
)
def test_a_refusal_names_what_is_wrong(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(Refusal) as refused:
        decode(line(**changes))
    assert word in str(refused.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.datetimes().map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200) | JSON.map(json.dumps))
def test_whatever_comes_in_is_refused_and_nothing_worse(text: str) -> None:
    with pytest.raises(Refusal):
        decode(text)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(COMMANDS)), st.data())
def test_a_command_with_odd_values_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    names = [field.name for field in fields(COMMANDS[kind])]
    values = data.draw(st.dictionaries(st.sampled_from(names), JSON))
    defaults = {"id": new_id(), "actor": "", "workstation": "w", "made_at": "2025-11-19T12:00:00Z"}
    with suppress(Refusal):
        check(decode(json.dumps({**values, "kind": kind}), **defaults))


def test_a_secret_is_not_in_what_a_command_says_of_itself() -> None:
    command = SignIn(id=new_id(), actor="a", workstation="w", made_at=datetime.now(UTC), pin="135790")
    assert "135790" not in repr(command) + payload_of(command)
    assert "135790" in encode(command)
    assert payload_of(replace(command, pin="000000")) == payload_of(command)
