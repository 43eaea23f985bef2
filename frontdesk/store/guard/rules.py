"""What a workstation cannot do, whatever its program says: SQL of the triggers."""

from typing import Final

NO_SESSION: Final = "FD401"
"""SQLSTATE: the person has to sign in at this workstation (again) before this command is taken."""

NEXT: Final = """
CREATE OR REPLACE FUNCTION guard.next() RETURNS bigint LANGUAGE sql STABLE AS $$
-- The number of the command under way: the one after the newest that has its journal row.
  SELECT coalesce((SELECT max(d.seq) FROM guard.due d WHERE d.head IS NOT NULL), l.seq) + 1 FROM public.lane l
$$
"""

NOTE: Final = """
CREATE OR REPLACE FUNCTION guard.note() RETURNS trigger LANGUAGE plpgsql AS $$
-- Whatever a workstation changes, it owes a journal row when the transaction commits.
BEGIN
  IF guard.workstation() IS NOT NULL THEN
    INSERT INTO guard.due (seq, credit) VALUES (guard.next(), '') ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$
"""

POSTING: Final = """
CREATE OR REPLACE FUNCTION guard.posting() RETURNS trigger LANGUAGE plpgsql AS $$
-- Lines are of the person signed in, take back no more than was charged, and owe a second person above a limit.
DECLARE here text := guard.workstation(); who text; next bigint; most bigint; their int;
BEGIN
  IF here IS NULL THEN RETURN NULL; END IF;
  who := guard.person();
  IF who IS NULL THEN RAISE EXCEPTION 'nobody is signed in' USING ERRCODE = 'FD401'; END IF;
  next := guard.next();
  SELECT a.allowance::numeric * h.typical_night / a.typical, a.rank INTO most, their
    FROM public.staff s JOIN guard.authority a ON a.role = s.role, public.house h WHERE s.id = who;
  IF their IS NULL OR EXISTS (SELECT FROM fresh f WHERE f.seq <> next OR f.actor <> who OR f.workstation <> here
             OR f.source = 'takeover') THEN
    RAISE EXCEPTION 'a line of somebody else' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (SELECT FROM fresh f JOIN public.posting p ON p.id = f.reverses WHERE f.amount <> -p.amount)
     OR EXISTS (SELECT FROM public.posting p JOIN public.posting r ON r.reduces = p.id
                WHERE p.id IN (SELECT f.reduces FROM fresh f WHERE f.reduces IS NOT NULL)
                GROUP BY p.id, p.amount
                HAVING abs(sum(r.amount)) > abs(p.amount) OR sign(sum(r.amount)) = sign(p.amount))
  THEN
    RAISE EXCEPTION 'more is taken back than was charged' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (SELECT FROM fresh f WHERE f.kind = 'charge' AND f.amount < 0 AND coalesce(f.reverses, f.reduces,
             f.split_of, f.pair, f.parent) IS NULL) THEN
    RAISE EXCEPTION 'a charge that is a gift' USING ERRCODE = '42501';
  END IF;
  INSERT INTO guard.due AS d (seq, credit, second_person, ledger)
    SELECT next, '', coalesce(bool_or((abs(f.amount) > most
        AND (f.kind = 'allowance' OR (f.kind = 'correction' AND f.reason = 'C-NOBK')))
      OR (f.kind = 'write_off' AND their < 2)
      OR (f.kind = 'refund' AND NOT EXISTS (SELECT FROM public.posting p WHERE p.id = f.reduces AND p.seq = next))
    ), false), true FROM fresh f HAVING count(*) > 0
    ON CONFLICT (seq, credit) DO UPDATE SET second_person = d.second_person OR excluded.second_person, ledger = true;
  INSERT INTO guard.due AS d (seq, credit, amount)
    SELECT next, coalesce(f.credit_id, '?'), -sum(f.amount) FROM fresh f
    WHERE f.kind = 'goodwill' AND coalesce(f.reverses, f.split_of, f.pair) IS NULL GROUP BY f.credit_id
    ON CONFLICT (seq, credit) DO UPDATE SET amount = d.amount + excluded.amount;
  RETURN NULL;
END $$
"""

CREDIT: Final = """
CREATE OR REPLACE FUNCTION guard.credit() RETURNS trigger LANGUAGE plpgsql AS $$
-- A credit becomes posted once, and never changes what it is about.
BEGIN
  IF guard.workstation() IS NULL THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' AND (OLD.state <> 'pending' OR (NEW.id, NEW.stay_id, NEW.total, NEW.asked_by, NEW.business_date)
      IS DISTINCT FROM (OLD.id, OLD.stay_id, OLD.total, OLD.asked_by, OLD.business_date)) THEN
    RAISE EXCEPTION 'a credit that was decided' USING ERRCODE = '42501';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.asked_by IS DISTINCT FROM guard.person() THEN
    RAISE EXCEPTION 'a credit of somebody else' USING ERRCODE = '42501';
  END IF;
  IF NEW.state = 'posted' THEN
    INSERT INTO guard.due (seq, credit) VALUES (guard.next(), NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$
"""

APPROVED: Final = """
CREATE OR REPLACE FUNCTION guard.approved(command text, payload text, by_whom text, not_by text)
RETURNS boolean LANGUAGE sql STABLE AS $$
-- Somebody else with the authority typed the own PIN for exactly these words, here and just now.
  SELECT EXISTS (SELECT FROM guard.attempt a JOIN public.staff s ON s.id = a.person AND s.active
    JOIN guard.authority r ON r.role = s.role AND r.rank >= 1
    WHERE a.command_id = command AND a.payload_sha = payload AND a.role = session_user AND a.state = 'right'
      AND a.person <> not_by AND (by_whom = '' OR a.person = by_whom)
      AND a.at > clock_timestamp() - interval '5 minutes')
$$
"""

SETTLE: Final = """
CREATE OR REPLACE FUNCTION guard.settle() RETURNS trigger LANGUAGE plpgsql AS $$
-- At commit: each command has its own journal row, and what needed somebody else has somebody else.
DECLARE d guard.due; j record;
BEGIN
  SELECT * INTO d FROM guard.due o WHERE o.seq = NEW.seq AND o.credit = '';
  IF d.seq IS NULL AND NOT EXISTS (SELECT FROM guard.due o WHERE o.seq = NEW.seq) THEN RETURN NULL; END IF;
  SELECT id, actor, outcome, payload, payload_sha INTO j FROM public.journal WHERE seq = d.seq;
  IF d.head IS NULL OR j.id IS NULL OR (SELECT seq FROM public.lane) < d.seq THEN
    RAISE EXCEPTION 'a change without a journal row of its own' USING ERRCODE = '42501';
  END IF;
  IF d.ledger AND j.outcome NOT IN ('applied', 'recorded') THEN
    RAISE EXCEPTION 'lines of a command that was not done' USING ERRCODE = '42501';
  END IF;
  IF d.second_person AND NOT guard.approved(j.id, j.payload_sha, '', j.actor) THEN
    RAISE EXCEPTION 'this needs a second person' USING ERRCODE = '42501';
  END IF;
  PERFORM guard.gift(o.credit, o.amount, j.id, j.actor, j.payload, j.payload_sha)
    FROM guard.due o WHERE o.seq = NEW.seq AND o.credit <> '';
  DELETE FROM guard.due o WHERE o.seq = NEW.seq;
  RETURN NULL;
END $$
"""

GIFT: Final = """
CREATE OR REPLACE FUNCTION guard.gift(credit text, given bigint, command text, actor text, payload text, sha text)
RETURNS void LANGUAGE plpgsql AS $$
-- A credit gives what it says, within the limit of whoever decided it, who was here and is not the one who asked.
DECLARE c public.credit; r guard.authority; h public.house; on_day bigint; on_stay bigint; scale numeric;
BEGIN
  SELECT * INTO c FROM public.credit o WHERE o.id = gift.credit AND o.state = 'posted';
  IF c.id IS NULL OR c.total <> given THEN
    RAISE EXCEPTION 'a gift that is no credit of this house' USING ERRCODE = '42501';
  END IF;
  IF c.decided_how = 'own limit' AND (c.decided_by <> actor OR c.asked_by <> actor) THEN
    RAISE EXCEPTION 'a limit of somebody else' USING ERRCODE = '42501';
  END IF;
  IF c.decided_how <> 'own limit' AND (guard.approved(command, sha, c.decided_by, c.asked_by)
      AND (payload::jsonb ->> 'credit' = c.id OR (payload::jsonb ->> 'total' = c.total::text
           AND payload::jsonb ->> 'stay' = c.stay_id))) IS NOT TRUE THEN
    RAISE EXCEPTION 'this credit needs a second person' USING ERRCODE = '42501';
  END IF;
  SELECT * INTO h FROM public.house;
  SELECT a.* INTO r FROM public.staff s JOIN guard.authority a ON a.role = s.role WHERE s.id = c.decided_by;
  scale := h.typical_night::numeric / r.typical;
  SELECT coalesce(sum(o.total) FILTER (WHERE o.business_date = h.business_date AND (o.decided_by = c.decided_by
           OR (o.decided_by = '' AND o.asked_by = c.decided_by))), 0),
         coalesce(sum(o.total) FILTER (WHERE o.stay_id = c.stay_id), 0) INTO on_day, on_stay
    FROM public.credit o WHERE o.id <> c.id AND o.state IN ('posted', 'pending')
     AND (o.business_date = h.business_date OR o.stay_id = c.stay_id);
  IF r.role IS NULL OR c.total > r.per_credit * scale OR on_stay + c.total > r.per_stay * scale
     OR on_day + c.total > r.per_day * scale THEN
    RAISE EXCEPTION 'this credit is above the limit' USING ERRCODE = '42501';
  END IF;
END $$
"""

JOURNAL: Final = """
CREATE OR REPLACE FUNCTION guard.journal() RETURNS trigger LANGUAGE plpgsql AS $$
-- Who, where and when are the session's; the words are those whose hash is kept; the place is the next one.
DECLARE here text := guard.workstation(); p jsonb; before text;
BEGIN
  IF here IS NULL THEN RETURN NEW; END IF;
  SELECT coalesce((SELECT d.head FROM guard.due d WHERE d.head IS NOT NULL ORDER BY d.seq DESC LIMIT 1), l.head)
    INTO before FROM public.lane l;
  p := NEW.payload::jsonb;
  IF NEW.workstation <> here OR NEW.seq <> guard.next() OR NEW.prev <> before
     OR abs(extract(epoch FROM NEW.applied_at - clock_timestamp())) > 300
     OR NEW.payload_sha <> encode(sha256(convert_to(NEW.payload, 'UTF8')), 'hex')
     OR (p ->> 'id', p ->> 'actor', p ->> 'workstation') IS DISTINCT FROM (NEW.id::text, NEW.actor, here) THEN
    RAISE EXCEPTION 'a journal row that is not so' USING ERRCODE = '42501';
  END IF;
  IF guard.person() IS DISTINCT FROM NEW.actor AND NOT (NEW.kind = 'SignIn' AND NEW.outcome = 'refused' AND EXISTS (
      SELECT FROM guard.attempt a WHERE a.command_id = NEW.id AND a.role = session_user AND a.person = NEW.actor)) THEN
    RAISE EXCEPTION 'this person is not signed in' USING ERRCODE = 'FD401';
  END IF;
  INSERT INTO guard.due (seq, credit, head) VALUES (NEW.seq, '', NEW.hash)
    ON CONFLICT (seq, credit) DO UPDATE SET head = excluded.head;
  RETURN NEW;
END $$
"""

LANE: Final = """
CREATE OR REPLACE FUNCTION guard.lane() RETURNS trigger LANGUAGE plpgsql AS $$
-- The lane moves on to the newest journal row of this transaction, and nowhere else.
BEGIN
  IF (NEW.id, NEW.seq, NEW.head, NEW.epoch) = (OLD.id, OLD.seq, OLD.head, OLD.epoch) OR guard.workstation() IS NULL
  THEN RETURN NEW; END IF;
  IF (NEW.id, NEW.epoch) IS DISTINCT FROM (OLD.id, OLD.epoch) OR NOT EXISTS (
      SELECT FROM guard.due d WHERE d.seq = NEW.seq AND d.head = NEW.head AND d.seq = guard.next() - 1) THEN
    RAISE EXCEPTION 'the order of the house is not for a workstation to change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$
"""

FEED: Final = """
CREATE OR REPLACE FUNCTION guard.feed() RETURNS trigger LANGUAGE plpgsql AS $$
-- What other workstations are told, and under which topics, belongs to a command of this transaction.
BEGIN
  IF guard.workstation() IS NOT NULL AND EXISTS (SELECT FROM fresh f WHERE NOT EXISTS (
      SELECT FROM guard.due d WHERE d.seq = f.seq AND d.head IS NOT NULL)) THEN
    RAISE EXCEPTION 'news of another command' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$
"""

DELIVERY: Final = """
CREATE OR REPLACE FUNCTION guard.delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.workstation <> coalesce(guard.workstation(), NEW.workstation) THEN
    RAISE EXCEPTION 'a delivery of another workstation' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$
"""

COUNTER: Final = """
CREATE OR REPLACE FUNCTION guard.counter() RETURNS trigger LANGUAGE plpgsql AS $$
-- Numbers are given out one after the other (N2).
BEGIN
  IF guard.workstation() IS NOT NULL AND ((TG_OP = 'INSERT' AND NEW.value <> 1) OR (TG_OP = 'UPDATE' AND
      (NEW.series, NEW.year, NEW.value) IS DISTINCT FROM (OLD.series, OLD.year, OLD.value + 1))) THEN
    RAISE EXCEPTION 'a number out of its order' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$
"""

HOUSE: Final = """
CREATE OR REPLACE FUNCTION guard.house() RETURNS trigger LANGUAGE plpgsql AS $$
-- Anybody's night audit opens the next day; everything else about the house is a manager's.
BEGIN
  IF guard.workstation() IS NULL OR (NEW.business_date = OLD.business_date + 1
      AND to_jsonb(NEW) - 'business_date' = to_jsonb(OLD) - 'business_date') THEN RETURN NEW; END IF;
  IF NEW.business_date <> OLD.business_date OR guard.rank() < 2 THEN
    RAISE EXCEPTION 'the house is for a manager to change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$
"""

CONFIG: Final = """
CREATE OR REPLACE FUNCTION guard.config() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF guard.workstation() IS NOT NULL AND guard.rank() < 2 THEN
    RAISE EXCEPTION '% is for a manager to change', TG_TABLE_NAME USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$
"""

STAFF: Final = """
CREATE OR REPLACE FUNCTION guard.staff() RETURNS trigger LANGUAGE plpgsql AS $$
-- A manager adds and changes people, nobody above the own authority, and nobody the own role.
DECLARE mine int;
BEGIN
  IF guard.workstation() IS NULL THEN RETURN NEW; END IF;
  mine := guard.rank();
  IF mine < 2 OR coalesce((SELECT a.rank FROM guard.authority a WHERE a.role = NEW.role), 99) > mine
     OR (TG_OP = 'UPDATE' AND (SELECT a.rank FROM guard.authority a WHERE a.role = OLD.role) > mine)
     OR (TG_OP = 'UPDATE' AND NEW.id = guard.person() AND NEW.role <> OLD.role) THEN
    RAISE EXCEPTION 'people are for a manager to change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$
"""

RANK: Final = """
CREATE OR REPLACE FUNCTION guard.rank() RETURNS int LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT a.rank FROM public.staff s JOIN guard.authority a ON a.role = s.role
                   WHERE s.id = guard.person()), -1)
$$
"""

FUNCTIONS: Final = (
    RANK,
    NEXT,
    NOTE,
    POSTING,
    CREDIT,
    APPROVED,
    GIFT,
    SETTLE,
    JOURNAL,
    LANE,
    FEED,
    DELIVERY,
    COUNTER,
    HOUSE,
    CONFIG,
    STAFF,
)

_BEFORE = "FOR EACH ROW EXECUTE FUNCTION"
_AFTER = "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION"

TRIGGERS: Final = {
    ("posting", "ledger"): f"AFTER INSERT ON public.posting {_AFTER} guard.posting()",
    ("credit", "decided"): f"AFTER INSERT OR UPDATE ON public.credit {_BEFORE} guard.credit()",
    ("journal", "session"): f"BEFORE INSERT ON public.journal {_BEFORE} guard.journal()",
    ("lane", "order"): f"BEFORE UPDATE ON public.lane {_BEFORE} guard.lane()",
    ("change", "feed"): f"AFTER INSERT ON public.change {_AFTER} guard.feed()",
    ("journal_topic", "feed"): f"AFTER INSERT ON public.journal_topic {_AFTER} guard.feed()",
    ("delivery", "own"): f"BEFORE INSERT ON public.delivery {_BEFORE} guard.delivery()",
    ("counter", "next"): f"BEFORE INSERT OR UPDATE ON public.counter {_BEFORE} guard.counter()",
    ("house", "manager"): f"BEFORE UPDATE ON public.house {_BEFORE} guard.house()",
    ("staff", "manager"): f"BEFORE INSERT OR UPDATE ON public.staff {_BEFORE} guard.staff()",
}
"""Triggers of single tables, by table and name."""

CONFIG_TABLES: Final = ("room_type", "transaction_code", "tax_file")
"""Tables that are a manager's as a whole."""
