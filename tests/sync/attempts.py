"""What a rogue workstation tries: each attempt is refused, and says why."""

import json
from collections.abc import Callable
from typing import Any

from frontdesk.identity import new_id
from tests.hotel import ANA_PIN, KOSTAS_PIN
from tests.sync.rogue import Rogue, sha

Attempt = Callable[[Rogue], Any]
ATTEMPTS: dict[str, tuple[Attempt, str]] = {}
"""Each attempt by name, with the words of its refusal."""

OTHERS = "permission denied|must be owner|denied to"


def attempt(said: str) -> Callable[[Attempt], Attempt]:
    def kept(function: Attempt) -> Attempt:
        ATTEMPTS[function.__name__] = (function, said)
        return function

    return kept


PLAIN: dict[str, tuple[str, str]] = {
    "change a line": ("UPDATE posting SET amount = 1", OTHERS),
    "delete a line": ("DELETE FROM posting", OTHERS),
    "empty the ledger": ("TRUNCATE posting CASCADE", OTHERS),
    "change the journal": ("UPDATE journal SET actor = 'x'", OTHERS),
    "delete from the journal": ("DELETE FROM journal", OTHERS),
    "empty the journal": ("TRUNCATE journal", OTHERS),
    "change the feed": ("UPDATE change SET row = ''", OTHERS),
    "delete the feed": ("DELETE FROM change", OTHERS),
    "forget a delivery": ("DELETE FROM delivery", OTHERS),
    "change a tax": ("UPDATE tax_part SET amount = 0", OTHERS),
    "delete a guest": ("DELETE FROM guest", OTHERS),
    "delete a stay": ("DELETE FROM stay", OTHERS),
    "delete a window": ("DELETE FROM folio_window", OTHERS),
    "delete a credit": ("DELETE FROM credit", OTHERS),
    "delete a person": ("DELETE FROM staff", OTHERS),
    "delete the lane": ("DELETE FROM lane", OTHERS),
    "a second lane": ("INSERT INTO lane VALUES (2, 0, '', '')", OTHERS),
    "another house": ("INSERT INTO house SELECT * FROM house", OTHERS),
    "read a verifier": ("SELECT verifier FROM staff", OTHERS),
    "read all of staff": ("SELECT * FROM staff", OTHERS),
    "read the codes": ("SELECT * FROM enrolment", OTHERS),
    "make a code": ("INSERT INTO enrolment VALUES ('x', now(), now() + interval '1 day', NULL, session_user)", OTHERS),
    "make a workstation": ("INSERT INTO workstation VALUES ('x', 'x', now(), '', false)", OTHERS),
    "start a stopped one again": ("UPDATE workstation SET stopped = ''", OTHERS),
    "read the sessions": ("SELECT * FROM guard.session", OTHERS),
    "make a session": ("INSERT INTO guard.session VALUES ('x', session_user, 'x', now())", OTHERS),
    "read the attempts": ("SELECT * FROM guard.attempt", OTHERS),
    "make an approval": ("INSERT INTO guard.attempt (role) VALUES (session_user)", OTHERS),
    "raise a limit": ("UPDATE guard.authority SET per_credit = NULL", OTHERS),
    "undo a revocation": ("UPDATE guard.desk SET revoked = NULL", OTHERS),
    "owe nothing": ("DELETE FROM guard.due", OTHERS),
    "switch the triggers off": ("ALTER TABLE posting DISABLE TRIGGER ALL", OTHERS),
    "switch the guard off": ("ALTER TABLE journal DISABLE TRIGGER USER", OTHERS),
    "drop a trigger": ("DROP TRIGGER desk_ledger ON posting", OTHERS),
    "act as a replica": ("SET session_replication_role = replica", OTHERS),
    "become the owner": ("SET ROLE postgres", OTHERS),
    "pose as the owner": ("SET SESSION AUTHORIZATION postgres", OTHERS),
    "join the owner": ("DO $$ BEGIN EXECUTE format('GRANT postgres TO %I', session_user); END $$", OTHERS),
    "become mighty": ("DO $$ BEGIN EXECUTE format('ALTER ROLE %I SUPERUSER', session_user); END $$", OTHERS),
    "a temporary table in front": ("CREATE TEMP TABLE staff (id text, role text)", OTHERS),
    "a function in front": ("CREATE FUNCTION public.abs(numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 0'", OTHERS),
    "a schema of its own": ("CREATE SCHEMA mine", OTHERS),
    "another guard": (
        "CREATE OR REPLACE FUNCTION guard.workstation() RETURNS text LANGUAGE sql AS 'SELECT NULL'", OTHERS,
    ),
    "a rule around": ("CREATE RULE r AS ON INSERT TO posting DO INSTEAD NOTHING", OTHERS),
    "ask who is signed in": ("SELECT guard.person()", OTHERS),
    "call what commits call": ("SELECT guard.gift('x', 1, 'x', 'x', '{}', 'x')", OTHERS),
    "approve by calling": ("SELECT guard.approved('x', 'x', 'x', 'x')", OTHERS),
    "read the server's files": ("SELECT pg_read_file('/etc/passwd')", OTHERS),
    "run a program": ("COPY posting TO PROGRAM 'cat'", OTHERS),
    "change the schema": ("ALTER TABLE posting ADD COLUMN x int", OTHERS),
    "say another schema": ("UPDATE alembic_version SET version_num = '0001'", OTHERS),
}  # fmt: skip


def outside(words: str, sql: str, said: str = "without a journal row") -> None:
    """Something that a command may do, done by no command."""

    def tried(rogue: Rogue) -> None:
        with rogue.working():
            rogue.run(sql)

    ATTEMPTS[words] = (tried, said)


outside("rename a guest by no command", "UPDATE guest SET name = 'Somebody Else'")
outside(
    "move a guest by no command", "UPDATE room_night SET room = '401' WHERE night = (SELECT max(night) FROM room_night)"
)
outside("close the day by no command", "UPDATE house SET business_date = business_date + 1")
outside("settle by no command", "UPDATE folio_window SET settled = 'F-X'")
outside("change the house", "UPDATE house SET typical_night = 99999999", "for a manager")
outside("turn the day back", "UPDATE house SET business_date = business_date - 1", "for a manager")
outside("skip a day", "UPDATE house SET business_date = business_date + 2", "for a manager")
outside("raise the own role", "UPDATE staff SET role = 'general_manager' WHERE name = 'Ana'", "for a manager")
outside("change the price list", "UPDATE transaction_code SET price = 1", "for a manager")
outside("jump in the order", "UPDATE lane SET seq = seq + 5", "not for a workstation")
outside("another head", "UPDATE lane SET head = repeat('0', 64)", "not for a workstation")
outside("another life", "UPDATE lane SET epoch = 'x'", "not for a workstation")
outside("a number backwards", "UPDATE counter SET value = value - 1", "out of its order")
outside("a number skipped", "UPDATE counter SET value = value + 2", "out of its order")
outside("a series at will", "INSERT INTO counter VALUES ('F', 1999, 500)", "out of its order")
outside(
    "decide a credit by itself",
    "UPDATE credit SET state = 'posted', decided_by = 'x', decided_how = 'pin'",
    "journal row",
)
outside(
    "news of an old command",
    "INSERT INTO change SELECT seq, 999, op, tbl, key, row FROM change LIMIT 1",
    "news of another",
)
outside("a topic of an old command", "INSERT INTO journal_topic VALUES ('stay:x', 1)", "news of another")
outside("deliver for another desk", "INSERT INTO delivery VALUES ('desk-2', 900, 'x')", "of another workstation")
outside(
    "a person by an associate",
    "INSERT INTO staff SELECT 'x', 'Eve', 'associate', 'x', true, 0, NULL, 1",
    "for a manager",
)


@attempt("for a manager")
def a_manager_above_the_own_role(rogue: Rogue):
    with rogue.working(rogue.kostas):
        rogue.run("INSERT INTO staff SELECT 'x', 'Eve', 'general_manager', 'x', true, 0, NULL, 1")


@attempt("for a manager")
def a_manager_who_promotes_himself(rogue: Rogue):
    with rogue.working(rogue.kostas):
        rogue.run("UPDATE staff SET role = 'general_manager' WHERE id = %s", rogue.kostas)


@attempt("nobody is signed in")
def a_line_before_anybody_signed_in(rogue: Rogue):
    with rogue.working(token=""):
        rogue.post()


@attempt("nobody is signed in")
def a_token_of_another_desk(rogue: Rogue):
    with rogue.working(token=rogue.facts["token of desk-2"]):
        rogue.post()
        rogue.record()


@attempt("nobody is signed in")
def a_token_that_was_made_up(rogue: Rogue):
    with rogue.working(token="guess"):
        rogue.post()


@attempt("without a journal row")
def a_line_without_a_journal_row(rogue: Rogue):
    with rogue.working():
        rogue.post()


@attempt("of somebody else")
def a_line_of_an_old_command(rogue: Rogue):
    with rogue.working():
        rogue.post(seq=rogue.next() - 1)
        rogue.record()


@attempt("without a journal row")
def a_line_after_the_journal_row(rogue: Rogue):
    with rogue.working():
        rogue.post()
        rogue.record()
        rogue.post(seq=rogue.next())


@attempt("without a journal row")
def checked_too_early(rogue: Rogue):
    with rogue.working():
        rogue.run("SET CONSTRAINTS ALL IMMEDIATE")
        rogue.post()


@attempt("without a journal row|not for a workstation")
def a_journal_row_that_leaves_the_order_behind(rogue: Rogue):
    with rogue.working():
        rogue.record(move=False)


@attempt("of somebody else")
def a_line_in_another_name(rogue: Rogue):
    with rogue.working():
        rogue.post(actor=rogue.kostas)


@attempt("of somebody else")
def a_line_at_another_desk(rogue: Rogue):
    with rogue.working():
        rogue.post(workstation="desk-2")


@attempt("of somebody else")
def a_line_taken_over_from_elsewhere(rogue: Rogue):
    with rogue.working():
        rogue.post(source="takeover", business_date="2020-01-01")


@attempt("business date is closed")
def a_line_on_a_closed_day(rogue: Rogue):
    with rogue.working():
        rogue.post(business_date="2020-01-01")


@attempt("was not done")
def a_line_of_a_refused_command(rogue: Rogue):
    with rogue.working():
        rogue.post()
        rogue.record(outcome="refused")


@attempt("not signed in")
def a_journal_row_in_another_name(rogue: Rogue):
    with rogue.working():
        rogue.record(actor=rogue.kostas, payload={"actor": rogue.kostas})


@attempt("not so")
def a_journal_row_of_another_desk(rogue: Rogue):
    with rogue.working():
        rogue.record(workstation="desk-2", payload={"workstation": "desk-2"})


@attempt("not so")
def a_journal_row_of_another_time(rogue: Rogue):
    with rogue.working():
        rogue.record(applied_at="2020-01-01T00:00:00Z")


@attempt("not so")
def a_journal_row_out_of_order(rogue: Rogue):
    with rogue.working():
        rogue.record(seq=rogue.next() + 1)


@attempt("not so")
def a_journal_row_that_follows_nothing(rogue: Rogue):
    with rogue.working():
        rogue.record(prev="0" * 64)


@attempt("not so")
def a_journal_row_with_other_words(rogue: Rogue):
    with rogue.working():
        rogue.record(payload_sha=sha("other words"))


@attempt("not so")
def words_of_somebody_else(rogue: Rogue):
    with rogue.working():
        rogue.record(payload={"actor": rogue.kostas})


@attempt("needs a second person")
def take_back_above_the_limit(rogue: Rogue):
    with rogue.working():
        rogue.post(kind="allowance", amount=-rogue.facts["amount"], reduces=rogue.facts["line"])
        rogue.record()


@attempt("needs a second person")
def undo_without_evidence_above_the_limit(rogue: Rogue):
    with rogue.working():
        changes = {"kind": "correction", "reason": "C-NOBK", "amount": -rogue.facts["amount"]}
        rogue.post(reverses=rogue.facts["line"], **changes)
        rogue.record()


@attempt("more is taken back")
def take_back_more_than_was_charged(rogue: Rogue):
    with rogue.working():
        rogue.post(kind="allowance", amount=-rogue.facts["amount"] - 1, reduces=rogue.facts["line"])


@attempt("more is taken back")
def take_back_in_slices_more_than_was_charged(rogue: Rogue):
    with rogue.working():
        for _ in range(3):
            rogue.post(kind="allowance", amount=-rogue.facts["amount"] // 2, reduces=rogue.facts["line"])


@attempt("more is taken back")
def reverse_another_amount(rogue: Rogue):
    with rogue.working():
        rogue.post(kind="correction", amount=-1, reverses=rogue.facts["line"])


@attempt("ix_posting_reverses")
def reverse_twice(rogue: Rogue):
    with rogue.working():
        for _ in range(2):
            rogue.post(kind="correction", amount=-rogue.facts["amount"], reverses=rogue.facts["line"])


@attempt("a gift")
def a_charge_below_nothing(rogue: Rogue):
    with rogue.working():
        rogue.post(amount=-5000)


@attempt("needs a second person")
def a_refund_alone(rogue: Rogue):
    with rogue.working():
        rogue.post(kind="refund", amount=500, reduces=rogue.facts["payment"])
        rogue.record()


@attempt("needs a second person")
def a_write_off_by_an_associate(rogue: Rogue):
    with rogue.working():
        rogue.post(kind="write_off", amount=-500)
        rogue.record()


@attempt("no credit of this house")
def a_gift_without_a_credit(rogue: Rogue):
    with rogue.working():
        rogue.post(kind="goodwill", amount=-100, reduces=rogue.facts["line"], credit_id=None)
        rogue.record()


@attempt("no credit of this house")
def a_gift_larger_than_its_credit(rogue: Rogue):
    with rogue.working():
        given = {"state": "posted", "decided_by": rogue.ana, "decided_how": "own limit", "total": 100}
        credit = rogue.credit(asked_by=rogue.ana, **given)
        rogue.post(kind="goodwill", amount=-900, reduces=rogue.facts["line"], credit_id=credit)
        rogue.record()


def gift(rogue: Rogue, total: int, command: str | None = None, words: dict[str, Any] | None = None, **how: Any) -> None:
    with rogue.working():
        credit = rogue.credit(asked_by=rogue.ana, state="posted", total=total, **how)
        rogue.post(kind="goodwill", amount=-total, reduces=rogue.facts["line"], credit_id=credit)
        rogue.record(id=command or new_id(), payload=words, kind="GiveCredit")


@attempt("above the limit")
def a_credit_above_the_own_limit(rogue: Rogue):
    gift(rogue, rogue.facts["too much"], decided_by=rogue.ana, decided_how="own limit")


@attempt("limit of somebody else")
def a_credit_by_the_limit_of_somebody_else(rogue: Rogue):
    gift(rogue, rogue.facts["too much"], decided_by=rogue.kostas, decided_how="own limit")


@attempt("needs a second person")
def a_credit_that_nobodyapproved(rogue: Rogue):
    gift(rogue, rogue.facts["too much"], decided_by=rogue.kostas, decided_how="pin")


@attempt("second_person")
def a_credit_approved_by_who_asked(rogue: Rogue):
    command, words = new_id(), {"total": rogue.facts["too much"], "stay": rogue.facts["stay"]}
    approved(rogue, rogue.ana, ANA_PIN, command, words)
    gift(rogue, rogue.facts["too much"], command, words, decided_by=rogue.ana, decided_how="pin")


def approved(rogue: Rogue, person: str, pin: str, command: str, words: dict[str, Any]) -> None:
    text = json.dumps({"id": command, "actor": rogue.ana, "workstation": rogue.name, **words})
    guess, _ = rogue.announce(person, pin, command, sha(text))
    assert rogue.prove(person, guess, command) == "right"


@attempt("needs a second person")
def an_approval_of_a_smaller_amount(rogue: Rogue):
    command, words = new_id(), {"total": 100, "stay": rogue.facts["stay"]}
    approved(rogue, rogue.kostas, KOSTAS_PIN, command, words)
    gift(rogue, rogue.facts["too much"], command, words, decided_by=rogue.kostas, decided_how="pin")


@attempt("needs a second person")
def an_approval_of_other_words(rogue: Rogue):
    command, amount = new_id(), rogue.facts["too much"]
    approved(rogue, rogue.kostas, KOSTAS_PIN, command, {"total": 100, "stay": rogue.facts["stay"]})
    words = {"total": amount, "stay": rogue.facts["stay"]}
    gift(rogue, amount, command, words, decided_by=rogue.kostas, decided_how="pin")


@attempt("needs a second person")
def an_approval_for_another_stay(rogue: Rogue):
    command, amount = new_id(), rogue.facts["too much"]
    words = {"total": amount, "stay": new_id()}
    approved(rogue, rogue.kostas, KOSTAS_PIN, command, words)
    gift(rogue, amount, command, words, decided_by=rogue.kostas, decided_how="pin")


@attempt("needs a second person")
def an_approval_of_another_command(rogue: Rogue):
    command, words = new_id(), {"total": rogue.facts["too much"], "stay": rogue.facts["stay"]}
    approved(rogue, rogue.kostas, KOSTAS_PIN, command, words)
    gift(rogue, rogue.facts["too much"], new_id(), words, decided_by=rogue.kostas, decided_how="pin")


@attempt("pk_journal")
def an_approval_used_twice(rogue: Rogue):
    command, words = new_id(), {"total": rogue.facts["too much"], "stay": rogue.facts["stay"]}
    approved(rogue, rogue.kostas, KOSTAS_PIN, command, words)
    with rogue.line.transaction():
        for _ in range(2):
            gift(rogue, rogue.facts["too much"], command, words, decided_by=rogue.kostas, decided_how="pin")


@attempt("of somebody else")
def a_credit_asked_for_in_another_name(rogue: Rogue):
    with rogue.working():
        rogue.credit(asked_by=rogue.kostas, state="pending")


@attempt("that was decided")
def a_credit_that_grows_afterwards(rogue: Rogue):
    with rogue.working():
        rogue.run("UPDATE credit SET total = total * 2")


@attempt("not announced")
def a_pin_that_was_not_announced(rogue: Rogue):
    rogue.prove(rogue.kostas, "x", new_id())


@attempt("not announced")
def a_pin_announced_and_looked_at_at_once(rogue: Rogue):
    with rogue.line.transaction():
        guess, command = rogue.announce(rogue.kostas, KOSTAS_PIN)
        rogue.prove(rogue.kostas, guess, command)


@attempt("not announced")
def a_pin_looked_at_twice(rogue: Rogue):
    guess, command = rogue.announce(rogue.kostas, "000001")
    assert rogue.prove(rogue.kostas, guess, command) == "wrong"
    rogue.prove(rogue.kostas, guess, command)
