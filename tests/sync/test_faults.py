"""What the line, the disk and other people do to a desk; nothing is lost, doubled or silently overwritten."""

import random
import shutil
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from frontdesk import commands as do
from frontdesk.clock import utc_now
from frontdesk.commands.credit import CreditKind
from frontdesk.commands.delivery import Halt
from frontdesk.commands.stay import GuestSpec
from frontdesk.desk import Desk, sharing
from frontdesk.domain.case import CaseKind
from frontdesk.errors import Refusal, Unavailable
from frontdesk.identity import new_id
from frontdesk.queries.work_item import SeeWorkItems
from frontdesk.sync import exchange
from frontdesk.sync.deadline import SECONDS
from tests.hotel import DAY, Hotel
from tests.sync.shared import Shared, drained, in_step, joined, until

pytestmark = pytest.mark.postgres


def away(hotel: Hotel) -> bool:
    return hotel.desk.status().state == "out_of_reach"


def test_a_reply_swallowed_after_the_commit_posts_once(shared: Shared):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    shared.line.swallow()
    done = one.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    assert done.outcome in {"applied", "waiting"}
    in_step(shared, one)
    assert shared.line.swallowed == 1
    assert len([line for line in one.lines(stay) if line.code == "3000"]) == 1
    shared.require_invariants()


def test_a_black_hole_is_noticed_and_outlived(shared: Shared):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    shared.line.hole()
    begun = time.monotonic()
    assert one.do(do.PostCharge, stay=stay, code="3000", unit_price=650).outcome == "waiting"
    assert time.monotonic() - begun < SECONDS, "the form does not wait until the line is given up"
    until(lambda: away(one), what="out of reach is noticed")
    shared.line.open()
    in_step(shared, one)
    shared.require_invariants()


def test_a_step_that_cannot_wait_is_not_done_behind_ones_back(shared: Shared):
    one = shared.desk("desk-1")
    shared.line.hole()
    with pytest.raises(Unavailable, match="needs the shared database"):
        one.close_day()
    shared.line.open()
    in_step(shared, one)
    closed = [row for row in shared.journal() if row.kind == "CloseDay"]
    assert not closed
    assert not one.desk.waiting()
    shared.require_invariants()


def test_a_flapping_line(shared: Shared, seed: int):
    dice = random.Random(seed)
    one, two = shared.desk("desk-1"), shared.desk("desk-2")
    stays = [one.arrive(room) for room in ("305", "306")]
    for _ in range(12):
        dice.choice([shared.line.cut, shared.line.open, shared.line.swallow])()
        hotel = dice.choice([one, two])
        hotel.do(do.PostCharge, stay=dice.choice(stays), code="3000", unit_price=dice.randrange(100, 900))
        time.sleep(dice.random() / 5)
    shared.line.swallow(0)
    shared.line.open()
    in_step(shared, one, two)
    assert len([row for row in shared.journal() if row.kind == "PostCharge"]) == 12
    shared.require_invariants()


def test_the_same_command_delivered_twice_and_ten_times(shared: Shared):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    drained(one)
    command = one.command(do.PostCharge, stay=stay, code="3000", unit_price=650)
    first = one.desk.do(command)
    desks = joined(one).desks
    entry = desks.outbox.find(command.id)
    epoch = exchange.look(desks).epoch
    for _ in range(10):
        sent = exchange.push(desks, entry, epoch=epoch, typed=None)
        assert sent.done is not None
        assert (sent.done.seq, sent.done.outcome, sent.done.again) == (first.seq, "applied", True)
    assert one.desk.do(command).again
    shared.require_invariants()


def test_the_same_id_with_another_content_stops_the_queue(shared: Shared):
    one, two = shared.desk("desk-1"), shared.desk("desk-2")
    stay = one.arrive("305")
    command = one.command(do.PostCharge, stay=stay, code="3000", unit_price=650)
    one.desk.do(command)
    other = two.command(do.PostCharge, stay=stay, code="3000", unit_price=100)
    object.__setattr__(other, "id", command.id)
    two.desk.do(other)
    until(lambda: two.desk.status().state == "stopped")
    assert "same id" in two.desk.status().words
    with pytest.raises(Refusal, match="same id"):
        two.do(do.PostCharge, stay=stay, code="3000", unit_price=100)
    assert len([row for row in shared.journal() if row.kind == "PostCharge"]) == 1


@pytest.mark.parametrize(
    ("many", "each"), [(3, 13), pytest.param(8, 300, marks=[pytest.mark.long, pytest.mark.timeout(900)])]
)
def test_desks_come_back_at_once(shared: Shared, seed: int, many: int, each: int):
    """F11: the same rooms and the same lines at every desk; all return in the same moment."""
    dice = random.Random(seed)
    desks = [shared.desk(f"desk-{n}") for n in range(many)]
    stays = [desks[0].reserve("", name=f"Guest {n}, Ada") for n in range(8)]
    posted = [desks[0].charge(stay) for stay in stays[:4]]
    in_step(shared, *desks)
    shared.line.cut()
    until(lambda: all(away(desk) for desk in desks))
    for hotel in desks * each:
        kind = dice.choice(["room", "charge", "correct"])
        if kind == "room":
            hotel.do(do.AssignRoom, stay=dice.choice(stays), room=dice.choice(["305", "306", "404"]))
        elif kind == "charge":
            hotel.do(do.PostCharge, stay=dice.choice(stays), code="3000", unit_price=dice.randrange(100, 900))
        else:
            hotel.do(do.CorrectPosting, posting=dice.choice(posted), reason="C-DUPL", text="Twice.")
    shared.line.open()
    begun = time.monotonic()
    drained(*desks, seconds=300)
    print(f"{many} desks, {many * each} commands: home in {time.monotonic() - begun:.1f} s")  # noqa: T201 - the figure
    in_step(shared, *desks)
    outcomes = [
        row.outcome for row in shared.journal() if row.workstation in {hotel.desk.workstation for hotel in desks}
    ]
    assert set(outcomes) <= {"applied", "recorded", "needs_decision"}, "nobody was at a form to be refused"
    assert len(shared.items()) == outcomes.count("needs_decision") > 0
    shared.require_invariants()


def _compare(desk: Hotel) -> None:
    """The comparison that is made every ten minutes, in the next round."""
    worker = joined(desk).worker
    worker._compare_at = worker._clock()
    worker.wake()


def test_a_lost_copy_and_a_flipped_bit_are_made_good(shared: Shared):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    one.charge(stay)
    in_step(shared, one)
    copy = joined(one).desks.copy
    with sqlite3.connect(next(copy.folder.glob("copy-*.db"))) as file:
        file.execute("UPDATE guest SET name='Nobody, At All'")
    file.close()
    _compare(one)
    until(joined(one).desks.outbox.incidents, what="the difference is found")
    in_step(shared, one)
    assert "guest" in joined(one).desks.outbox.incidents()[0][1]
    shared.require_invariants()
    shared.leave(one)
    for file_ in copy.folder.glob("copy-*"):
        file_.unlink()
    again = shared.desk("desk-1")
    assert again.lines(stay)
    shared.require_invariants()


def test_a_copy_of_noise_is_made_anew(shared: Shared, seed: int):
    dice = random.Random(seed)
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    folder = joined(one).desks.copy.folder
    shared.leave(one)
    file = next(folder.glob("copy-*.db"))
    stored = bytearray(file.read_bytes())
    for _ in range(400):
        stored[dice.randrange(len(stored))] ^= 1 << dice.randrange(8)
    file.write_bytes(stored)
    again = shared.desk("desk-1")
    _compare(again)
    until(lambda: again.desk.status().state == "in_step" and not away(again))
    until(lambda: joined(again).desks.copy.place() is not None)
    _compare(again)
    in_step(shared, again)
    assert again.folio(stay)
    shared.require_invariants()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("payload", "replace(payload, '650', '65')"),
        ("kind", "'TakePayment'"),
        ("actor", "'somebody'"),
        ("reach", "'nonsense'"),
    ],
)
def test_an_altered_outbox_row_is_put_aside_and_never_sent(shared: Shared, column: str, value: str):
    one = shared.desk("desk-1")
    stay, other = one.arrive("305"), one.arrive("306")
    shared.line.cut()
    until(lambda: away(one))
    one.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    one.do(do.PostCharge, stay=other, code="3000", unit_price=650)
    path = joined(one).desks.outbox.path
    shared.leave(one)
    with sqlite3.connect(path) as file:
        file.execute(f"UPDATE outbox SET {column}={value} WHERE n=5")
    file.close()
    shared.line.open()
    again = shared.desk("desk-1")
    until(lambda: again.desk.status().stuck == 1)
    assert "altered on the disk" in joined(again).desks.outbox.stuck()[0].error, "not for another fault of it"
    in_step(shared, again)
    assert len([row for row in shared.journal() if row.kind in {"PostCharge", "TakePayment"}]) == 1
    assert again.lines(other)
    assert not again.lines(stay)
    shared.require_invariants()


def test_two_computers_from_one_disk_stop_and_say_so(shared: Shared):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    folder = joined(one).desks.outbox.path.parent
    shared.leave(one)
    shutil.copytree(folder, shared.folder / "clone")
    first = shared.desk("desk-1")
    first.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    clone = shared.desk("clone")
    clone.do(do.PostCharge, stay=stay, code="3000", unit_price=700)
    until(lambda: clone.desk.status().state == "stopped")
    assert "Two computers are working as desk-1" in clone.desk.status().words
    joined(clone).worker._pull()
    assert clone.desk.status().state == "stopped", "reading does not end a stop"
    first.do(do.PostCharge, stay=stay, code="3000", unit_price=750)
    until(lambda: first.desk.status().state == "stopped")
    assert len([row for row in shared.journal() if row.kind == "PostCharge"]) == 1


def test_an_older_outbox_put_back_stops_and_says_so(shared: Shared):
    """F6: its next numbers are those of commands that the house has already."""
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    path = joined(one).desks.outbox.path
    shared.leave(one)
    older = path.read_bytes()
    first = shared.desk("desk-1")
    first.charge(stay, price=650)
    in_step(shared, first)
    shared.leave(first)
    path.write_bytes(older)
    again = shared.desk("desk-1")
    again.do(do.PostCharge, stay=stay, code="3000", unit_price=700)
    until(lambda: again.desk.status().state == "stopped")
    assert "Two computers are working as desk-1" in again.desk.status().words
    assert len([row for row in shared.journal() if row.kind == "PostCharge"]) == 1


def test_two_programs_on_one_outbox_post_each_command_once(shared: Shared):
    """F6: the window is open, and somebody asks for the status on the command line: both send what waits."""
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    shared.line.cut()
    until(lambda: away(one))
    for _ in range(20):
        one.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    two = shared.desk("desk-1")
    shared.line.open()
    for hotel in (one, two):
        joined(hotel).worker._line_back.set()
    in_step(shared, one, two)
    shared.leave(two)
    assert len([row for row in shared.journal() if row.kind == "PostCharge"]) == 20
    shared.require_invariants()


def test_no_clock_puts_anything_in_order(shared: Shared):
    behind = shared.desk("desk-1", clock=lambda: datetime.now(UTC) - timedelta(days=3650))
    ahead = shared.desk("desk-2", clock=lambda: datetime.now(UTC) + timedelta(days=3650))
    stay = ahead.arrive("305")
    in_step(shared, ahead, behind)
    for hotel in (ahead, behind, ahead, behind):
        hotel.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    in_step(shared, ahead, behind)
    charges = [row for row in shared.journal() if row.kind == "PostCharge"]
    assert [row.workstation for row in charges] == ["desk-2", "desk-1", "desk-2", "desk-1"]
    assert all(abs(row.applied_at - utc_now()) < timedelta(minutes=5) for row in charges)
    assert {row.business_date for row in charges} == {DAY}
    shared.require_invariants()


def test_two_desks_answer_one_complaint(shared: Shared):
    line = shared.line_of_its_own()
    one, two = shared.desk("desk-1"), shared.desk("desk-2", line)
    stay = one.arrive("305")
    posting = one.charge(stay, price=5000)
    case = new_id()
    one.desk.do(
        do.OpenCase(
            id=new_id(), actor=one.ana, workstation="desk-1", made_at=one.desk.now(), case=case, stay=stay,
            kind=CaseKind.COMPLAINT, words="Cold soup.",
        )
    )  # fmt: skip
    in_step(shared, one, two)
    line.cut()
    until(lambda: away(two))
    given = {
        "stay": stay, "case": case, "lines": (posting,), "kind": CreditKind.AMOUNT,
        "amount": 500, "total": 500, "reason": "G-AC", "to_guest": "We are sorry.",
    }  # fmt: skip
    for hotel in (one, two):
        command = do.GiveCredit(
            id=new_id(), actor=hotel.ana, workstation=hotel.desk.workstation, made_at=hotel.desk.now(), **given
        )
        hotel.desk.do(command)
    line.open()
    in_step(shared, one, two)
    (item,) = one.desk.ask(SeeWorkItems())
    assert "same cause" in item.title
    assert item.wanted.workstation == "desk-2"
    shared.require_invariants()


@pytest.mark.parametrize(("here", "what_helps"), [("0001", "Update the program"), ("9999", "Upgrade the shared")])
def test_a_program_of_another_version_only_reads(
    shared: Shared, monkeypatch: pytest.MonkeyPatch, here: str, what_helps: str
):
    """F14, with a command in the outbox: it stays, and goes when both are of one version again."""
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    shared.line.cut()
    until(lambda: away(one))
    one.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    monkeypatch.setattr(exchange, "HEAD", here)
    shared.line.open()
    joined(one).worker._line_back.set()
    until(lambda: one.desk.status().state == "stopped", what="it says so before anybody saves anything more")
    assert "different versions" in one.desk.status().words
    assert what_helps in one.desk.status().words
    desks = joined(one).desks
    with pytest.raises(Halt, match="different versions"):
        exchange.pull(desks)
    with pytest.raises(Halt, match="different versions"):
        exchange.push(desks, desks.outbox.new()[0], epoch=exchange.look(desks).epoch)
    office = shared.office()
    office.charge(stay, price=700)
    time.sleep(0.3)
    assert one.desk.status().state == "stopped", "what others do there changes nothing about it"
    assert one.folio(stay)
    assert one.desk.status().waiting == 1
    with pytest.raises(Refusal, match="different versions"):
        one.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    monkeypatch.undo()
    shared.leave(one)
    again = shared.desk("desk-1")
    in_step(shared, again)
    assert len([row for row in shared.journal() if row.kind == "PostCharge"]) == 2
    assert len(again.lines(stay)) == 2
    shared.require_invariants()


def test_restored_from_a_backup(shared: Shared, postgres_server: str):
    one, two = shared.desk("desk-1"), shared.desk("desk-2")
    stay = one.arrive("305")
    in_step(shared, one, two)
    backup = _backup(shared, postgres_server)
    before = one.do(do.TakeReservation, stay=new_id(), guest_id=new_id(), guest=GuestSpec(name="Late, Lu"),
                    arrival=DAY, departure=DAY + timedelta(1), room_type="DLX", prices=(18900,))  # fmt: skip
    one.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    two.do(do.AssignRoom, stay=two.reserve("", name="Roe, Ann"), room="306")
    with pytest.raises(Refusal):
        one.reserve("305")
    in_step(shared, one, two)
    lines = len(one.lines(stay))
    _restore(shared, postgres_server, backup)
    office = shared.office()
    office.reserve("306", name="First, Fay")  # somebody works on the restored house before the desks are back
    sharing.restored(shared.address, clock=utc_now)
    shared.line.open()
    for hotel in (one, two):  # a desk that was not at work meanwhile finds out with its next look
        until(joined(hotel).desks.outbox.incidents)
    in_step(shared, one, two)
    assert len(one.lines(stay)) == lines
    kinds = {item.kind for item in shared.items()}
    assert kinds == {"conflict", "difference"}, "room 306 is a conflict, the confirmation number is a difference"
    told = [item for item in one.desk.ask(SeeWorkItems()) if item.kind == "difference"]
    assert any(item.told.get("confirmation") == before.facts["confirmation"] for item in told)
    refused = [row for row in shared.journal() if row.outcome == "refused"]
    assert len(refused) == 1, "what was refused stays refused"
    shared.require_invariants()


def _backup(shared: Shared, server: str) -> str:
    from tests.conftest import _create

    name = f"{shared.name}_backup"
    joined_now = list(shared.hotels)
    shared.line.cut()
    until(lambda: all(away(hotel) for hotel in joined_now))
    _create(server, name, shared.name)
    shared.line.open()
    drained(*joined_now)
    return name


def _restore(shared: Shared, server: str, backup: str) -> None:
    from tests.conftest import _create, _drop

    shared.line.cut()
    _drop(server, shared.name)
    _create(server, shared.name, backup)
    _drop(server, backup)


def test_restored_without_a_word(shared: Shared, postgres_server: str):
    """Somebody put an older backup back and told nobody: the number gives it away."""
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    backup = _backup(shared, postgres_server)
    for price in (650, 700):
        one.do(do.PostCharge, stay=stay, code="3000", unit_price=price)
    in_step(shared, one)
    lines = len(one.lines(stay))
    _restore(shared, postgres_server, backup)
    shared.line.open()
    until(joined(one).desks.outbox.incidents)
    in_step(shared, one)
    assert len(one.lines(stay)) == lines
    shared.require_invariants()


def test_an_edited_feed_is_not_believed(shared: Shared):
    from sqlalchemy import create_engine

    from frontdesk.store.sharing import change

    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    shared.line.cut()
    until(lambda: away(one))
    office = shared.office()
    office.charge(stay, price=5000)
    engine = create_engine(shared.address.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "ALTER TABLE change DISABLE TRIGGER USER"
        )  # nobody but the server's administrator can
        row = connection.execute(change.select().where(change.c.tbl == "posting")).first()
        connection.execute(
            update(change).where(change.c.seq == row.seq, change.c.n == row.n).values(row=row.row.replace("5000", "1"))
        )
    engine.dispose()
    shared.line.open()
    until(joined(one).desks.outbox.incidents)
    assert "does not verify" in joined(one).desks.outbox.incidents()[0][1]
    in_step(shared, one)
    assert one.lines(stay)[0].amount == office.lines(stay)[0].amount


def test_a_desk_without_a_line_from_the_start_reads_its_copy(shared: Shared):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    shared.leave(one)
    shared.line.cut()
    again = shared.desk("desk-1")
    assert again.folio(stay)
    assert again.do(do.PostCharge, stay=stay, code="3000", unit_price=650).outcome == "waiting"
    until(lambda: away(again))
    status = again.desk.status()
    assert status.since is not None
    shared.line.open()
    in_step(shared, again)
    shared.require_invariants()


def test_a_folder_that_never_joined(tmp_path: Path):
    with pytest.raises(Refusal, match="has not joined"):
        Desk.join(tmp_path)
