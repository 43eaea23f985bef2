"""The shipped codes, departments and reasons have words in every language of the paper."""

import tomllib
from pathlib import Path

import pytest

from frontdesk.domain.room_move import MoveReason
from frontdesk.queries.charging import IN_YOUR_RATE

RESOURCES = Path(__file__).parents[2] / "resources"
CODES = {each["code"]: each for each in tomllib.loads((RESOURCES / "codes.toml").read_text(encoding="utf-8"))["code"]}


@pytest.mark.parametrize("language", ["de", "fr", "es", "el", "ja", "ar"])
def test_language_is_complete(language: str):
    known = tomllib.loads((RESOURCES / "codes" / f"{language}.toml").read_text(encoding="utf-8"))
    german = tomllib.loads((RESOURCES / "codes" / "de.toml").read_text(encoding="utf-8"))
    assert known["code"].keys() == CODES.keys()
    assert known["meaning"].keys() == {*CODES, "tax", "part"}
    assert set(IN_YOUR_RATE.values()) < known["phrase"].keys()
    departments = {each["department"] for each in CODES.values()} | {"tax"}
    assert departments < known["department"].keys() == german["department"].keys(), "and those that get tasks"
    assert known["reason"].keys() == {reason.value for reason in MoveReason}
    assert known["phrase"].keys() == german["phrase"].keys()
    for phrase, said in known["phrase"].items():
        assert phrase.count("#") == said.count("#"), phrase
