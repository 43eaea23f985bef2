"""Each invariant and each fault that sharing is built for, with the tests that hold it; a name that is gone is found."""

import ast
from pathlib import Path

import pytest

from tests.sync.attempts import ATTEMPTS, PLAIN
from tests.sync.variants import BROKEN

ROOT = Path(__file__).parents[1]
HELD: dict[str, tuple[str, ...]] = {
    # what is true after whatever happened
    "I1 acknowledged is in the books once": ("sync/shared.py::require_invariants", "sync/simulator.py::_judge_journal"),
    "I2 no command without an outbox row": ("sync/shared.py::require_invariants",),
    "I3 money has its postings, and only those": (
        "sync/simulator.py::_judge_state",
        "store/test_check.py::test_it_finds",
    ),
    "I3b taken back once, never more than charged": (
        "sync/attempts.py::reverse_twice",
        "store/test_check.py::test_it_finds",
    ),
    "I4 no room-night twice, a room each night": (
        "sync/shared.py::require_invariants",
        "faults/test_race.py::test_no_room_is_ever_given_twice",
    ),
    "I5 no gap, one chain": ("sync/shared.py::require_invariants", "store/test_check.py::test_it_finds"),
    "I6 every copy is the authority": ("sync/shared.py::require_invariants",),
    "I7 every outcome reaches its desk or a person": (
        "sync/simulator.py::_judge_told",
        "sync/shared.py::require_invariants",
    ),
    "I8 a separate model agrees": ("sync/simulator.py::_judge_state",),
    "I9 a desk's order is kept": ("sync/shared.py::_require_desk",),
    "I10 an approval is used once, by another, in time, for its own words": (
        "sync/attempts.py::an_approval_used_twice",
        "sync/attempts.py::a_credit_approved_by_who_asked",
        "sync/attempts.py::an_approval_for_another_stay",
        "sync/attempts.py::an_approval_of_a_smaller_amount",
        "sync/test_guard.py::test_an_approval_is_good_for_five_minutes",
    ),
    "I11 a closed day is not posted to": ("store/test_check.py::test_it_finds",),
    "I12 no card number anywhere": ("store/test_check.py::test_it_finds",),
    # what is done to it
    "F1 killed at each moment": (
        "sync/test_crash.py::test_killed_while_saving_or_sending",
        "sync/test_crash.py::test_killed_while_fetching",
        "sync/test_crash.py::test_killed_while_recovering",
        "sync/test_crash.py::test_killed_twenty_times_at_each_moment",
        "faults/test_kill.py::test_what_was_acknowledged_is_there_exactly_once",
    ),
    "F2 chaos": ("faults/test_chaos.py::test_a_minute_of_chaos",),
    "F3 the server dies under load": ("faults/test_server.py::test_the_server_is_stopped_and_killed_under_load",),
    "F4 the line": (
        "sync/test_faults.py::test_a_reply_swallowed_after_the_commit_posts_once",
        "sync/test_faults.py::test_a_black_hole_is_noticed_and_outlived",
        "sync/test_faults.py::test_a_flapping_line",
        "gui/test_sharing.py::test_out_of_reach_is_said_and_the_window_never_waits",
    ),
    "F5 delivered twice and ten times": (
        "sync/test_faults.py::test_the_same_command_delivered_twice_and_ten_times",
        "sync/test_faults.py::test_the_same_id_with_another_content_stops_the_queue",
    ),
    "F6 out of order": (
        "sync/test_faults.py::test_two_programs_on_one_outbox_post_each_command_once",
        "sync/test_faults.py::test_an_older_outbox_put_back_stops_and_says_so",
        "sync/test_faults.py::test_two_computers_from_one_disk_stop_and_say_so",
    ),
    "F7 clocks": (
        "sync/test_faults.py::test_no_clock_puts_anything_in_order",
        "sync/test_guard.py::test_a_clock_that_is_off_is_said",
    ),
    "F8 full disks": (
        "faults/test_disk_full.py::test_a_full_disk_at_the_desk",
        "faults/test_disk_full.py::test_a_copy_without_room_does_not_hold_the_outbox_back",
        "faults/test_disk_full.py::test_a_full_disk_at_the_server",
    ),
    "F9 bits that flip": (
        "sync/test_outbox.py::test_bits_that_flip_are_found_before_anything_is_sent",
        "sync/test_faults.py::test_an_altered_outbox_row_is_put_aside_and_never_sent",
        "sync/test_faults.py::test_a_copy_of_noise_is_made_anew",
        "sync/test_faults.py::test_a_lost_copy_and_a_flipped_bit_are_made_good",
    ),
    "F10 restored from a backup": (
        "sync/test_faults.py::test_restored_from_a_backup",
        "sync/test_faults.py::test_restored_without_a_word",
        "faults/test_operating.py::test_from_an_empty_server_to_a_removed_workstation",
    ),
    "F11 all return at once": ("sync/test_faults.py::test_desks_come_back_at_once",),
    "F12 the tests are tested": ("sync/test_simulator.py::test_a_broken_protocol_is_noticed",),
    "F13 a rogue workstation": (
        "sync/test_guard.py::test_every_plain_attempt_is_refused",
        "sync/test_guard.py::test_every_attempt_with_a_session_is_refused",
        "sync/test_guard.py::test_without_the_guard_the_attempts_get_through",
    ),
    "F14 other versions": ("sync/test_faults.py::test_a_program_of_another_version_only_reads",),
    "F15 seeded runs": (
        "sync/test_simulator.py::test_a_few_seeds",
        "sync/test_simulator.py::test_very_many_seeds",
    ),
    "F16 erased while a desk is away": (
        "sync/test_erasure.py::test_a_desk_that_was_away_forgets_the_guest_as_well",
        "sync/test_erasure.py::test_a_restored_backup_does_not_bring_the_guest_back",
        "sync/simulator.py::_judge_erased",
    ),
}


def functions(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("promise", HELD)
def test_what_holds_a_promise_is_there(promise: str) -> None:
    for place in HELD[promise]:
        file, name = place.split("::")
        assert name in functions(file), place


def test_every_promise_is_in_the_list() -> None:
    wanted = {*(f"I{n}" for n in range(1, 13)), "I3b", *(f"F{n}" for n in range(1, 17))}
    assert {promise.split()[0] for promise in HELD} == wanted


def test_the_tests_are_tested_and_the_rogue_tries_hard() -> None:
    assert len(BROKEN) >= 12
    assert len(ATTEMPTS) + len(PLAIN) >= 33
