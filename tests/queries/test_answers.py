"""Every question has an answer that takes it, found by the name of its kind."""

import pkgutil
from importlib import import_module
from typing import get_args, get_type_hints

from frontdesk import queries
from frontdesk.queries import ANSWERS, question_named
from frontdesk.queries.base import Question


def test_every_question_is_answered_by_what_takes_it() -> None:
    for module in pkgutil.iter_modules(queries.__path__):
        import_module(f"frontdesk.queries.{module.name}")
    kinds = {kind.__name__: kind for kind in Question.__subclasses__() if kind.__module__.startswith("frontdesk.")}
    assert {name: question_named(name) for name in ANSWERS.places} == kinds
    for kind in kinds.values():
        _reader, taken, _answer = get_type_hints(ANSWERS[kind]).values()
        assert kind in (get_args(taken) or (taken,)), kind
