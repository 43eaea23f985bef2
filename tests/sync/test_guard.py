"""A rogue workstation at the shared database: every attempt is refused, and the honest program gets through."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import create_engine

from frontdesk import commands as do
from frontdesk.cli import run
from frontdesk.clock import utc_now
from frontdesk.desk import Desk, sharing
from frontdesk.domain.room import Housekeeping
from frontdesk.errors import Refusal, Unavailable
from frontdesk.identity import new_id
from frontdesk.store import pins, tables
from frontdesk.store.guard import layer, roles
from frontdesk.sync import enrolment, known
from tests.hotel import ANA_PIN, DAY, KOSTAS_PIN, Hotel
from tests.sync.attempts import ATTEMPTS, PLAIN, approved, gift
from tests.sync.rogue import Rogue
from tests.sync.shared import Shared, drained, in_step, joined, until

pytestmark = pytest.mark.postgres
REFUSED = {"42501", "FD401", "23505", "23514"}


@pytest.fixture
def rogue(shared: Shared) -> Iterator[Rogue]:
    """desk-1 has gone over to the other side, in a house with a guest, a line, a payment and a credit that waits."""
    office = shared.office()
    shared.enrol("desk-1")
    shared.enrol("desk-2")
    stay = office.arrive("305")
    line = office.charge(stay, price=200_000, quantity=1000)
    payment = office.pay(stay, 900)
    office.give(stay, line, amount=6_000)
    (credit,) = office.rows(tables.credit)
    amount = next(row.amount for row in office.rows(tables.posting) if row.id == line)
    assert credit.state == "pending"
    engine = create_engine(shared.address.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        layer.install(connection)  # a copied database does not take the rights of the first one along
    engine.dispose()
    facts = {
        "stay": stay, "line": line, "payment": payment, "credit": credit.id, "amount": amount,
        "too much": 20_000, "token of desk-2": f"desk-2-{shared.people[0]}",
    }  # fmt: skip
    found = Rogue(shared, "desk-1", facts)
    yield found
    found.close()


def state(shared: Shared) -> list[str]:
    with psycopg.connect(shared.address) as connection:
        names = (*tables.metadata.tables, "change", "delivery", "workstation")
        hashed = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
        return [f"{name} {connection.execute(hashed.format(name)).fetchone()[0]}" for name in sorted(names)]


def test_every_plain_attempt_is_refused(rogue: Rogue):
    before = state(rogue.shared)
    through = []
    for words, (sql, said) in PLAIN.items():
        try:
            rogue.run(sql)
        except psycopg.Error as error:
            if error.sqlstate != "42501" or not any(part in str(error) for part in said.split("|")):
                through.append(f"{words}: {error}")
        else:
            through.append(words)
    assert not through, "\n".join(through)
    assert state(rogue.shared) == before


def test_every_attempt_with_a_session_is_refused(rogue: Rogue):
    before = state(rogue.shared)
    through = []
    for words, (function, said) in ATTEMPTS.items():
        try:
            function(rogue)
        except psycopg.Error as error:
            if error.sqlstate not in REFUSED or not any(part in str(error) for part in said.split("|")):
                through.append(f"{words}: {error}")
        else:
            through.append(words)
    assert not through, "\n".join(through)
    assert state(rogue.shared) == before
    assert len(ATTEMPTS) + len(PLAIN) >= 100


def test_an_honest_line_by_hand_gets_through(rogue: Rogue):
    """What the attempts leave out is the only thing that is wrong with them."""
    with rogue.working():
        rogue.post()
        rogue.record()
    with rogue.working():
        rogue.run("UPDATE guest SET name = 'Somebody Else'")
        rogue.record(kind="AddNote")
    gift(rogue, 200, decided_by=rogue.ana, decided_how="own limit")
    command, words = new_id(), {"total": rogue.facts["too much"], "stay": rogue.facts["stay"]}
    approved(rogue, rogue.kostas, KOSTAS_PIN, command, words)
    gift(rogue, rogue.facts["too much"], command, words, decided_by=rogue.kostas, decided_how="pin")


def test_without_the_guard_the_attempts_get_through(rogue: Rogue):
    """The guard taken away once: then the tests above would have noticed."""
    with psycopg.connect(rogue.shared.address, autocommit=True) as owner:
        for table in ("posting", "journal", "guest", "room_night", "house", "lane", "credit"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute("ALTER TABLE guard.due DISABLE TRIGGER USER")
    through = 0
    for name in ("rename a guest by no command", "a_line_before_anybody_signed_in", "a_line_without_a_journal_row",
                 "a_line_in_another_name", "take_back_above_the_limit", "a_refund_alone", "change the house"):  # fmt: skip
        rogue.line.execute("SELECT 1")
        try:
            ATTEMPTS[name][0](rogue)
        except psycopg.Error:
            continue
        through += 1
    assert through >= 5


def test_the_sixth_guess_is_not_even_looked_at(rogue: Rogue):
    assert [rogue.guess(rogue.kostas, f"00000{n}") for n in range(1, 6)] == ["wrong"] * 5
    assert rogue.guess(rogue.kostas, KOSTAS_PIN) == "locked"
    assert rogue.guess(rogue.ana, ANA_PIN) == "right", "somebody else is not locked"


def test_an_approval_is_good_for_five_minutes(rogue: Rogue):
    command, words = new_id(), {"total": rogue.facts["too much"], "stay": rogue.facts["stay"]}
    approved(rogue, rogue.kostas, KOSTAS_PIN, command, words)
    with psycopg.connect(rogue.shared.address, autocommit=True) as owner:
        owner.execute("UPDATE guard.attempt SET at = at - interval '6 minutes' WHERE command_id = %s", (command,))
    with pytest.raises(psycopg.Error, match="needs a second person"):
        gift(rogue, rogue.facts["too much"], command, words, decided_by=rogue.kostas, decided_how="pin")


def test_rolling_back_uncounts_no_guess(rogue: Rogue):
    for number in range(1, 6):
        guess, command = rogue.announce(rogue.kostas, f"00000{number}")
        rogue.line.execute("BEGIN")
        assert rogue.prove(rogue.kostas, guess, command) == "wrong"
        rogue.line.execute("ROLLBACK")
    assert rogue.guess(rogue.kostas, KOSTAS_PIN) == "locked"


def test_guesses_side_by_side_are_all_counted(rogue: Rogue):
    lines = [psycopg.connect(**rogue.way, autocommit=True) for _ in range(12)]
    announced = []
    for number, line in enumerate(lines):
        guess, command = pins.guess(f"1000{number:02d}", salt_of=rogue.kostas), new_id()
        line.execute("BEGIN")
        line.execute("SELECT guard.attempt(%s, %s, %s, '', '')", (rogue.kostas, guess, command))
        announced.append((guess, command))
    answers = []
    for line, (guess, command) in zip(reversed(lines), reversed(announced), strict=True):
        line.execute("COMMIT")
        answers.append(
            line.execute("SELECT state FROM guard.prove(%s, %s, %s)", (rogue.kostas, guess, command)).fetchone()[0]
        )
        line.close()
    assert answers.count("wrong") <= 5
    assert answers[-1] == "locked"


def test_signing_in_by_the_real_program(shared: Shared):
    shared.enrol("desk-1")
    with psycopg.connect(shared.address, autocommit=True) as owner:
        owner.execute("DELETE FROM guard.session")
    one = shared.desk("desk-1")
    assert one.do(do.SetHousekeeping, room="305", state=Housekeeping.DIRTY).outcome == "waiting"
    assert one.desk.status().stuck == 1
    assert "signs in" in one.desk.waiting()[0].error
    with pytest.raises(Refusal, match="Sign in at this workstation first"):
        one.do(do.CloseDay, business_date=DAY)
    with pytest.raises(Refusal, match=r"not the PIN of Ana.* 4 more"):
        one.do(do.SignIn, one.ana, pin="999999")
    assert one.do(do.SignIn, one.ana, pin=ANA_PIN).facts["name"] == "Ana"
    in_step(shared, one)
    until(lambda: one.desk.status().stuck == 0, what="what waited for the sign-in goes on")
    in_step(shared, one)
    kinds = [(row.kind, row.outcome) for row in shared.journal()][-3:]
    assert sorted(kinds) == sorted([("SignIn", "refused"), ("SignIn", "applied"), ("SetHousekeeping", "recorded")])
    assert not [row for row in shared.journal() if row.kind == "CloseDay"], "what cannot wait is not done later"
    one.arrive("305")
    one.do(do.SetHousekeeping, one.kostas, room="306", state=Housekeeping.DIRTY)
    assert one.desk.status().stuck == 1, "Kostas has not signed in here"


def test_approvals_by_the_real_program(shared: Shared):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    line = one.charge(stay, price=200_000, quantity=1000)
    given = one.give(stay, line, amount=30_000, approver=one.kostas, pin=KOSTAS_PIN)
    assert given.facts["state"] == "posted"
    pending = one.give(stay, line, amount=5_000)
    assert pending.facts["state"] == "pending"
    in_step(shared, one)
    waiting = next(row for row in shared.rows(tables.credit.select()) if row.state == "pending")
    with pytest.raises(Refusal, match="not the PIN of Kostas"):
        one.do(do.DecideCredit, credit=waiting.id, approve=True, approver=one.kostas, pin="999999")
    one.do(do.DecideCredit, credit=waiting.id, approve=True, approver=one.kostas, pin=KOSTAS_PIN)
    in_step(shared, one)
    assert {row.state for row in shared.rows(tables.credit.select())} == {"posted"}
    shared.require_invariants()


def test_a_removed_workstation_is_let_in_no_more(shared: Shared, capsys: pytest.CaptureFixture[str]):
    one, two = shared.desk("desk-1"), shared.desk("desk-2")
    stay = two.arrive("305")
    in_step(shared, one, two)
    raw = Rogue(shared, "desk-1", {})
    assert run(["share", "remove", shared.address, "desk-1"]) == 0
    with pytest.raises(psycopg.OperationalError):
        raw.run("SELECT name FROM guest")
    until(lambda: one.desk.status().state == "stopped", what="the desk says that it was removed")
    assert "removed" in one.desk.status().words
    capsys.readouterr()
    assert run(["share", "stations", shared.address]) == 0
    assert "desk-1: desk-1 was removed" in capsys.readouterr().out
    assert run(["share", "remove", shared.address, "desk-1"]) == 2
    assert two.do(do.PostCharge, stay=stay, code="3000", unit_price=100).outcome == "applied"
    code = sharing.code(shared.address, clock=utc_now)
    with pytest.raises(Refusal, match="a workstation desk-1 already"):
        enrolment.join(shared.folder / "again", shared.over_the_line, "desk-1", code, warn=lambda _: None)
    shared.leave(one)


def test_one_row_revokes(rogue: Rogue):
    with psycopg.connect(rogue.shared.address, autocommit=True) as owner:
        owner.execute("UPDATE guard.desk SET revoked = now() WHERE workstation = 'desk-1'")
    with pytest.raises(psycopg.Error, match="was removed"), rogue.working():
        rogue.post()


def test_a_role_that_never_joined_does_nothing(shared: Shared):
    code = sharing.code(shared.address, clock=utc_now)
    role = roles.name_of(layer.prefix_for(shared.name), code)
    with psycopg.connect(shared.over_the_line.replace("postgres@", f"{role}@"), autocommit=True) as line:
        for sql in ("SELECT * FROM guest", "SELECT * FROM journal", "UPDATE lane SET seq = seq"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                line.execute(sql)
        assert line.execute("SELECT guard.enrol('desk-9', 'x', 'WRONG')").fetchone() == ("code",)


def test_a_report_reads_and_a_backup_is_whole(shared: Shared):
    with psycopg.connect(shared.address, autocommit=True) as owner:
        (prefix,) = owner.execute("SELECT roles FROM sharing").fetchone()
        owner.execute(f"SET ROLE {prefix}_report")
        assert owner.execute("SELECT count(*) FROM journal").fetchone()[0]
        for sql in ("SELECT verifier FROM staff", "UPDATE stay SET note = ''", "SELECT * FROM guard.session"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                owner.execute(sql)
        owner.execute("RESET ROLE")
        owner.execute(f"SET ROLE {prefix}_backup")
        for name in (*tables.metadata.tables, "guard.attempt", "guard.session", "guard.desk"):
            owner.execute(f"SELECT * FROM {name}")


def test_installing_again_changes_nothing(shared: Shared):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    engine = create_engine(shared.address.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        layer.install(connection)
        assert layer.is_wanted(connection)
    engine.dispose()
    assert one.do(do.PostCharge, stay=stay, code="3000", unit_price=100).outcome == "applied"
    shared.require_invariants()


def test_even_the_owner_does_not_change_what_is_written(shared: Shared):
    office: Hotel = shared.office()
    office.arrive("305")
    with psycopg.connect(shared.address, autocommit=True) as owner:
        for table in ("posting", "journal", "change", "delivery"):
            for sql in (f"TRUNCATE {table} CASCADE", f"DELETE FROM {table}"):
                with pytest.raises(psycopg.Error, match="append-only"):
                    owner.execute(sql)


def test_going_on_with_the_own_pin_while_out_of_reach(shared: Shared):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    one.do(do.SignIn, one.ana, pin=ANA_PIN)
    in_step(shared, one)
    shared.line.cut()
    until(lambda: one.desk.status().state == "out_of_reach")
    assert one.do(do.SignIn, one.ana, pin=ANA_PIN).facts["here"]
    with pytest.raises(Unavailable, match="does not know you"):
        one.do(do.SignIn, one.kostas, pin=KOSTAS_PIN)
    for left in ("4 more", "3 more", "2 more", "1 more", "locked"):
        with pytest.raises(Refusal, match=left):
            one.do(do.SignIn, one.ana, pin="999999")
    with pytest.raises(Refusal, match="locked at this computer"):
        one.do(do.SignIn, one.ana, pin=ANA_PIN)
    assert one.do(do.PostCharge, stay=stay, code="3000", unit_price=100).outcome == "waiting"
    folder = joined(one).desks.outbox.path.parent
    shared.line.open()
    in_step(shared, one)
    shared.require_invariants()
    shared.leave(one)
    for file in folder.iterdir():
        assert ANA_PIN.encode() not in file.read_bytes(), file.name
    drained()


def test_a_house_shared_before_there_was_a_guard_gets_it_with_the_upgrade(shared: Shared):
    """The schema one back, without the guard: opening it brings both, and who had joined goes on."""
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    shared.leave(one)
    with psycopg.connect(shared.address, autocommit=True) as owner:
        owner.execute("ALTER TABLE enrolment DROP COLUMN role")
        owner.execute("DROP FUNCTION guard.next() CASCADE")
        owner.execute("DROP TABLE erased, erasure, move_reason")
        owner.execute("UPDATE alembic_version SET version_num = '0008'")
    Desk.open(shared.address).close()
    shared.enrol("desk-2")
    again = shared.desk("desk-1")
    assert again.do(do.PostCharge, stay=stay, code="3000", unit_price=100).outcome == "applied"
    shared.require_invariants()


def test_a_clock_that_is_off_is_said(shared: Shared):
    right = shared.desk("desk-1")
    wrong = shared.desk("desk-2", clock=lambda: utc_now() + timedelta(minutes=5))
    in_step(shared, right, wrong)
    until(lambda: joined(wrong).worker.skew, what="the clocks are compared")
    assert right.desk.status().skew == timedelta(0)
    assert timedelta(minutes=4) < wrong.desk.status().skew < timedelta(minutes=6)


def test_commands_of_several_people_that_waited_go_each_in_its_own_session(shared: Shared):
    one, line = shared.desk("desk-1"), shared.line
    stay = one.arrive("305")
    in_step(shared, one)
    line.cut()
    until(lambda: one.desk.status().state == "out_of_reach")
    for number, actor in enumerate([one.ana, one.kostas, one.ana, one.maria, one.kostas]):
        one.do(do.PostCharge, actor, stay=stay, code="3000", unit_price=100 + number)
        one.do(do.AddNote, actor, case=new_id(), to_guest="To a case that nobody knows: kept for a person.")
    line.open()
    in_step(shared, one)
    charges = [row for row in shared.journal() if row.kind == "PostCharge"]
    assert [row.actor for row in charges] == [one.ana, one.kostas, one.ana, one.maria, one.kostas]
    assert len(shared.items()) == 5
    shared.require_invariants()


def test_a_disk_without_its_keyring_knows_no_pin(shared: Shared):
    """What a copy of the outbox holds is of no use without the pepper, and another pepper does not fit."""
    one = shared.desk("desk-1")
    one.do(do.SignIn, one.ana, pin=ANA_PIN)
    drained(one)
    desks = joined(one).desks
    now = one.desk.now()
    right = known.Signing(person=one.ana, pin=ANA_PIN, now=now, pepper=desks.keys.pepper)
    assert known.prove(desks.outbox, right).name == "Ana"
    with pytest.raises(Refusal, match="not the PIN"):
        known.prove(desks.outbox, replace(right, pepper=b"another"))
    with pytest.raises(Unavailable, match="does not know you"):
        known.prove(desks.outbox, replace(right, now=now + timedelta(days=31)))
    with pytest.raises(Unavailable, match="does not know you"):
        known.prove(desks.outbox, replace(right, now=now - timedelta(days=1)))


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("DROP TRIGGER desk_session ON journal", "desk_session of public.journal"),
        ("ALTER TABLE posting DISABLE TRIGGER desk_ledger", "desk_ledger of public.posting"),
        ("DROP TRIGGER desk_settle ON guard.due", "desk_settle of guard.due"),
        ("DROP TRIGGER change_no_change ON change", "change_no_change of public.change"),
        ("ALTER TABLE journal DISABLE TRIGGER journal_no_change", "journal_no_change is missing"),
    ],
)
def test_the_check_finds_a_guard_that_is_gone_or_switched_off(shared: Shared, done: str, said: str):
    office = shared.office()
    assert not office.faults()
    with psycopg.connect(shared.address) as connection:
        connection.execute(done)
    faults = [str(fault) for fault in office.faults()]
    assert len(faults) == 1
    assert said in faults[0]
