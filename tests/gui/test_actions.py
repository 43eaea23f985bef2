from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui import actions, icons
from ui.actions import ActionDeck


@pytest.fixture
def deck(host: QWidget) -> ActionDeck:
    return ActionDeck(host, icons.icon)


def test_ids_and_keys_are_given_once():
    ids = [action.id for action in actions.ACTIONS]
    keys = [key for action in actions.ACTIONS for key in action.keys]
    assert len(ids) == len(set(ids))
    assert len(keys) == len(set(keys))
    assert all(not QKeySequence(key).isEmpty() for key in keys)


def test_every_action_has_an_icon_that_exists():
    assert {action.icon for action in actions.ACTIONS} <= set(icons.names())


def test_without_a_person_only_what_needs_nobody_can_be_started(deck: ActionDeck):
    assert {action.id for action in deck.ready()} == {"find", "keys", "back", "person", "theme"}


@pytest.mark.parametrize(
    ("context", "explain", "move"),
    [(set(), False, False), ({"stay"}, False, True), ({"stay", "line"}, True, True)],
)
def test_what_is_chosen_decides_what_can_be_done(deck: ActionDeck, context: set[str], explain: bool, move: bool):
    deck.allow("associate")
    deck.choose(context)
    assert (deck["explain"].isEnabled(), deck["move"].isEnabled()) == (explain, move)


def test_only_who_may_approve_gets_to_the_queue(deck: ActionDeck):
    for role, may in (
        ("associate", False),
        ("supervisor", True),
        ("duty_manager", True),
        ("", False),
        ("unknown", False),
    ):
        deck.allow(role)
        assert deck["approvals"].isEnabled() is may


def test_starting_tells_the_id_and_a_closed_action_tells_nothing(qtbot: QtBot, deck: ActionDeck):
    with qtbot.waitSignal(deck.triggered) as told:
        deck.start("keys")
    assert told.args == ["keys"]
    with qtbot.assertNotEmitted(deck.triggered):
        deck.start("payment")
