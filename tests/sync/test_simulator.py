"""Seeded runs of the whole protocol in one thread, and proof that they would notice if it were wrong."""

import logging
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sync.played import Template, Violation
from tests.sync.simulator import play
from tests.sync.variants import BROKEN, OF_A_RESTORE, SELDOM, broken

SHORT, LONG = 20, 20_000
FOUND = (511_329, 511_485, 511_625, 511_735)
"""Seeds that ended in a violation once, with a house that is restored often."""

ENOUGH = 80
"""Seeds within which every broken variant is noticed."""


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Template(Path(folder))


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Faults that are played on purpose are logged as faults; here they are the subject."""
    logger = logging.getLogger("frontdesk.sync")
    logger.disabled = True
    yield
    logger.disabled = False


def play_many(seeds: range, template: Template) -> Counter[str]:
    hits: Counter[str] = Counter()
    for seed in seeds:
        try:
            hits += play(seed, template.house.parent, template).hits
        except Violation as violation:
            raise AssertionError(f"seed {seed}: {violation}") from violation
    return hits


def test_a_few_seeds(template: Template, seed: int):
    hits = play_many(range(seed, seed + SHORT), template)
    assert {"erased", "arrived", "decided", "copy lost", "reply lost"} <= hits.keys()


@pytest.mark.parametrize("number", FOUND)
def test_what_seeds_have_found_does_not_come_back(template: Template, number: int):
    play(number, template.house.parent, template, eager=True)


@pytest.mark.long
@pytest.mark.timeout(6 * 3600)
def test_very_many_seeds(template: Template, seed: int):
    hits = play_many(range(seed, seed + LONG), template)
    assert len(hits) >= 10, "every named moment was hit"


def test_the_same_seed_is_the_same_run(template: Template):
    one, two = (play(4242, template.house.parent, template) for _ in range(2))
    assert (one.hits, one.acknowledged) == (two.hits, two.acknowledged)


@pytest.mark.parametrize("variant", BROKEN, ids=lambda variant: variant.__name__)
def test_a_broken_protocol_is_noticed(template: Template, variant: Callable[[Any], None]):
    with broken(variant):
        first = SELDOM.get(variant, 0)
        for number in range(first, first + ENOUGH):
            try:
                play(number, template.house.parent, template, eager=variant in OF_A_RESTORE)
            except Violation:
                return
    raise AssertionError("the simulator did not notice")
