"""A guest is erased while a desk is out of reach with that guest in its copy and its outbox (F16)."""

from pathlib import Path

import pytest

from frontdesk import commands as do
from frontdesk.clock import utc_now
from frontdesk.desk import erasures, sharing
from frontdesk.errors import Refusal
from frontdesk.queries.finding import Find
from frontdesk.queries.work_item import SeeWorkItems
from frontdesk.store import sharing as shared_tables
from frontdesk.store import tables
from tests.hotel import Hotel
from tests.services.test_erasure import REASON, WORDS, erase, lived
from tests.sync.shared import Shared, in_step, joined, until
from tests.sync.test_crash import killed
from tests.sync.test_faults import _backup, _restore, away

pytestmark = pytest.mark.postgres
EVERY = (*tables.metadata.sorted_tables, *shared_tables.metadata.sorted_tables)


def named_in(folder: Path) -> set[str]:
    """The files in a folder with a byte of the guest in them."""
    return {
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(word.lower().encode() in path.read_bytes().lower() for word in WORDS)
    }


def named_at(shared: Shared) -> set[str]:
    """The tables of the shared database that name the guest."""
    return {
        t.name for t in EVERY for row in shared.rows(t.select()) if any(w.lower() in str(row).lower() for w in WORDS)
    }


def case_of(hotel: Hotel, shared: Shared) -> str:
    return str(shared.rows(tables.guest_case.select())[0].id)


def gone(shared: Shared, *hotels: Hotel) -> None:
    """Wait until no desk's files hold the guest; a reader may keep an old page for a moment."""
    for hotel in hotels:
        folder = shared.folder / hotel.desk.workstation
        until(lambda folder=folder: not named_in(folder), what=f"{named_in(folder)} of {folder.name}")


def test_a_desk_that_was_away_forgets_the_guest_as_well(shared: Shared):
    line = shared.line_of_its_own()
    one, two = shared.desk("desk-1"), shared.desk("desk-2", line)
    guest = lived(two, settle=False)
    in_step(shared, one, two)
    assert named_at(shared) >= {"guest", "journal", "change", "case_said"}
    for hotel in (one, two):
        assert named_in(shared.folder / hotel.desk.workstation), "there is something to forget"
    line.cut()
    until(lambda: away(two))
    late = two.do(do.AddNote, case=case_of(two, shared), to_guest="Dear Qaplaquin Xylander, we found your umbrella")
    assert late.outcome == "waiting"
    erase(shared.office(), guest)
    in_step(shared, one)
    gone(shared, one)
    assert named_in(shared.folder / "desk-2"), "the desk out of reach has not heard of it"
    line.open()
    in_step(shared, one, two)
    gone(shared, one, two)
    assert named_at(shared) == set()
    (item,) = one.desk.ask(SeeWorkItems())
    assert item.wanted.workstation == "desk-2"
    assert not any(hotel.desk.ask(Find("Qaplaquin")) for hotel in (one, two))
    assert not any(joined(hotel).desks.outbox.incidents() for hotel in (one, two)), "no copy had to be made anew"
    three = shared.desk("desk-3")
    in_step(shared, three)
    gone(shared, three)
    shared.require_invariants()


def test_a_desk_that_missed_the_stay_and_the_erasure_catches_up(shared: Shared):
    line = shared.line_of_its_own()
    one, two = shared.desk("desk-1"), shared.desk("desk-2", line)
    in_step(shared, one, two)
    line.cut()
    until(lambda: away(two))
    guest = lived(one)
    erase(shared.office(), guest)
    line.open()
    in_step(shared, one, two)
    assert not joined(two).desks.outbox.incidents(), "what is left of the erased rows follows on what was here"
    assert named_at(shared) == {"folio_window", "change"}, "whom the invoice was made out to"
    shared.require_invariants()


def test_what_waited_goes_only_after_the_news(shared: Shared, monkeypatch: pytest.MonkeyPatch):
    """The erasure and the waiting note cross on the line: the house takes nothing from a desk that has not heard."""
    one = shared.desk("desk-1")
    guest = lived(one, settle=False)
    in_step(shared, one)
    shared.line.cut()
    until(lambda: away(one))
    one.do(do.AddNote, case=case_of(one, shared), to_guest="Dear Qaplaquin Xylander, we found your umbrella")
    erase(shared.office(), guest)
    worker, held = joined(one).worker, []
    monkeypatch.setattr(worker, "_pull", lambda: held.append(one.desk.waiting()))
    shared.line.open()
    until(lambda: len(held) > 3, what="it has tried to send, and is told to look first")
    assert all(held), "nothing went"
    assert named_at(shared) == set()
    monkeypatch.undo()
    in_step(shared, one)
    gone(shared, one)
    assert [row.outcome for row in shared.journal()].count("needs_decision") == 1
    assert named_at(shared) == set()
    shared.require_invariants()


@pytest.mark.parametrize("at", ["build.before_commit", "build.before_swap", "build.after_swap", "forget.after_commit"])
def test_killed_while_the_copy_is_made_anew(shared: Shared, at: str):
    """Whenever power goes, the outbox names nobody whom the copy says is erased."""
    two, other = shared.desk("desk-2"), shared.desk("desk-1")
    guest = lived(two, settle=False)
    in_step(shared, other, two)
    shared.leave(two)
    erase(shared.office(), guest)
    outbox = shared.folder / "desk-2" / "outbox.db"
    assert "outbox.db" in named_in(outbox.parent)
    killed(shared, "desk-2", at, "anew", "")
    again = shared.desk("desk-2")
    in_step(shared, again, other)
    gone(shared, again)
    shared.require_invariants()


def test_a_copy_made_anew_by_hand_forgets_as_well(shared: Shared, monkeypatch: pytest.MonkeyPatch):
    """The news comes with the new copy, and no page of changes tells of it any more."""
    one = shared.desk("desk-1")
    guest = lived(one, settle=False)
    in_step(shared, one)
    monkeypatch.setattr(joined(one).worker, "_pull", lambda: None)
    erase(shared.office(), guest)
    joined(one).rebuild()
    gone(shared, one)


def test_no_workstation_may_erase(shared: Shared):
    one = shared.desk("desk-1")
    guest = lived(one)
    with pytest.raises(Refusal, match="No workstation may take words out of the journal"):
        erase(one, guest)


def test_a_restored_backup_does_not_bring_the_guest_back(shared: Shared, postgres_server: str, tmp_path: Path):
    one, two = shared.desk("desk-1"), shared.desk("desk-2")
    guest = lived(one, settle=False)
    in_step(shared, one, two)
    backup = _backup(shared, postgres_server)
    shared.line.open()
    office = shared.office()
    listed = tmp_path / "erased.jsonl"
    command = office.command(do.EraseGuest, office.maria, guest_id=guest, reason=REASON)
    office.desk.do(command)
    erasures.note(listed, command)
    in_step(shared, one, two)
    gone(shared, one, two)
    _restore(shared, postgres_server, backup)
    assert "guest" in named_at(shared), "the backup has the guest"
    sharing.restored(shared.address, clock=utc_now, listed=listed)
    shared.line.open()
    for hotel in (one, two):
        until(joined(hotel).desks.outbox.incidents)
    in_step(shared, one, two)
    gone(shared, one, two)
    assert named_at(shared) == set()
    shared.require_invariants()
