"""The default run is the same run every time; who explores says so."""

import re
from pathlib import Path

import pytest
from hypothesis import settings

from tests import seeds

TESTS = Path(__file__).parents[1]
OWN_CHANCE = re.compile(r"SystemRandom|Random\(\)|Random\(time|seed = time")


def test_examples_follow_from_the_tests(pytestconfig: pytest.Config):
    if seeds.exploring() or pytestconfig.getoption("--hypothesis-profile"):
        pytest.skip("this run was asked to explore")
    assert settings().derandomize
    assert settings().database is None


def test_a_seed_is_fixed_unless_somebody_explores(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("FRONTDESK_SEED", raising=False)
    monkeypatch.delenv(seeds.EXPLORE, raising=False)
    assert seeds.seed() == seeds.seed() == seeds.FIXED
    monkeypatch.setenv(seeds.EXPLORE, "1")
    assert seeds.seed() != seeds.seed()
    monkeypatch.setenv("FRONTDESK_SEED", "7")
    assert seeds.seed() == 7


def test_no_test_draws_a_seed_of_its_own():
    files = [file for file in TESTS.rglob("*.py") if file not in {TESTS / "seeds.py", Path(__file__)}]
    assert [file.name for file in files if OWN_CHANCE.search(file.read_text(encoding="utf-8"))] == []
