"""What a workstation cannot do, whatever its program says: SQL of the triggers."""

from typing import Final

NO_SESSION: Final = "FD401"
"""SQLSTATE: the person has to sign in at this workstation (again) before this command is taken."""

NOTE: Final = """
CREATE OR REPLACE FUNCTION guard.note() RETURNS trigger LANGUAGE plpgsql AS $$
-- Whatever a workstation changes, it owes a journal row when the transaction commits.
BEGIN
  IF guard.workstation() IS NOT NULL THEN
    INSERT INTO guard.due (seq, credit) SELECT seq + 1, '' FROM public.lane ON CONFLICT DO NOTHING;
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
  SELECT seq + 1 INTO next FROM public.lane;
  SELECT a.allowance::numeric * h.typical_night / a.typical, a.rank INTO most, their
    FROM public.staff s JOIN guard.authority a ON a.role = s.role, public.house h WHERE s.id = who;
  IF EXISTS (SELECT FROM fresh f WHERE f.seq <> next OR f.actor <> who OR f.workstation <> here
             OR f.source = 'takeover') THEN
    RAISE EXCEPTION 'a line of somebody else' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (SELECT FROM fresh f JOIN public.posting p ON p.id = f.reverses WHERE f.amount <> -p.amount)
     OR EXISTS (SELECT FROM public.posting p JOIN public.posting r ON r.reduces = p.id
                WHERE p.id IN (SELECT f.reduces FROM fresh f WHERE f.reduces IS NOT NULL)
                GROUP BY p.id, p.amount HAVING abs(sum(r.amount)) > abs(p.amount) OR sign(sum(r.amount)) = sign(p.amount))
  THEN
    RAISE EXCEPTION 'more is taken back than was charged' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (SELECT FROM fresh f WHERE f.kind = 'charge' AND f.amount < 0 AND coalesce(f.reverses, f.reduces,
             f.split_of, f.pair, f.parent) IS NULL) THEN
    RAISE EXCEPTION 'a charge that is a gift' USING ERRCODE = '42501';
  END IF;
  INSERT INTO guard.due AS d (seq, credit, second_person, ledger)
    SELECT next, '', bool_or((f.kind IN ('correction', 'allowance') AND abs(f.amount) > most)
      OR (f.kind = 'write_off' AND their < 2)
      OR (f.kind = 'refund' AND NOT EXISTS (SELECT FROM public.posting p WHERE p.id = f.reduces AND p.seq = next))
    ), true FROM fresh f HAVING count(*) > 0
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
    INSERT INTO guard.due (seq, credit) SELECT seq + 1, NEW.id FROM public.lane ON CONFLICT DO NOTHING;
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
      AND a.person <> not_by AND (by_whom = '' OR a.person = by_whom) AND a.at > clock_timestamp() - interval '5 minutes')
$$
"""

SETTLE: Final = """
CREATE OR REPLACE FUNCTION guard.settle() RETURNS trigger LANGUAGE plpgsql AS $$
-- At commit: the command's own journal row is there, and what needed somebody else has somebody else.
DECLARE d guard.due; j record; c record; r guard.authority; h record; before_day bigint; before_stay bigint;
BEGIN
  DELETE FROM guard.due o WHERE o.seq = NEW.seq AND o.credit = NEW.credit RETURNING * INTO d;
  IF d.seq IS NULL THEN RETURN NULL; END IF;
  SELECT * INTO j FROM public.journal WHERE seq = d.seq AND xmin = pg_current_xact_id()::xid;
  IF j.id IS NULL OR (SELECT seq FROM public.lane) <> d.seq THEN
    RAISE EXCEPTION 'a change without a journal row of its own' USING ERRCODE = '42501';
  END IF;
  IF d.ledger AND j.outcome NOT IN ('applied', 'recorded') THEN
    RAISE EXCEPTION 'lines of a command that was not done' USING ERRCODE = '42501';
  END IF;
  IF d.second_person AND NOT guard.approved(j.id, j.payload_sha, '', j.actor) THEN
    RAISE EXCEPTION 'this needs a second person' USING ERRCODE = '42501';
  END IF;
  IF d.credit = '' THEN RETURN NULL; END IF;
  SELECT * INTO c FROM public.credit WHERE id = d.credit AND state = 'posted';
  IF c.id IS NULL OR c.total <> d.amount THEN
    RAISE EXCEPTION 'a gift that is no credit of this house' USING ERRCODE = '42501';
  END IF;
  IF c.decided_how = 'own limit' AND (c.decided_by <> j.actor OR c.asked_by <> j.actor) THEN
    RAISE EXCEPTION 'a limit of somebody else' USING ERRCODE = '42501';
  END IF;
  IF c.decided_how <> 'own limit' AND NOT (guard.approved(j.id, j.payload_sha, c.decided_by, c.asked_by)
      AND (j.payload::jsonb ->> 'credit' = c.id OR (j.payload::jsonb ->> 'total' = c.total::text
           AND j.payload::jsonb ->> 'stay' = c.stay_id))) THEN
    RAISE EXCEPTION 'this credit needs a second person' USING ERRCODE = '42501';
  END IF;
  SELECT * INTO h FROM public.house;
  SELECT a.* INTO r FROM public.staff s JOIN guard.authority a ON a.role = s.role WHERE s.id = c.decided_by;
  SELECT coalesce(sum(o.total) FILTER (WHERE o.business_date = h.business_date AND (o.decided_by = c.decided_by
           OR (o.decided_by = '' AND o.asked_by = c.decided_by))), 0),
         coalesce(sum(o.total) FILTER (WHERE o.stay_id = c.stay_id), 0) INTO before_day, before_stay
    FROM public.credit o WHERE o.id <> c.id AND o.state IN ('posted', 'pending')
     AND (o.business_date = h.business_date OR o.stay_id = c.stay_id);
  IF c.total > r.per_credit::numeric * h.typical_night / r.typical
     OR before_stay + c.total > r.per_stay::numeric * h.typical_night / r.typical
     OR before_day + c.total > r.per_day::numeric * h.typical_night / r.typical THEN
    RAISE EXCEPTION 'this credit is above the limit' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$
"""

JOURNAL: Final = """
CREATE OR REPLACE FUNCTION guard.journal() RETURNS trigger LANGUAGE plpgsql AS $$
-- Who, where and when are the session's; the words are those whose hash is kept; the place is the next one.
DECLARE here text := guard.workstation(); p jsonb; l record;
BEGIN
  IF here IS NULL THEN RETURN NEW; END IF;
  SELECT seq, head INTO l FROM public.lane;
  p := NEW.payload::jsonb;
  IF NEW.workstation <> here OR NEW.seq <> l.seq + 1 OR NEW.prev <> l.head
     OR abs(extract(epoch FROM NEW.applied_at - clock_timestamp())) > 300
     OR NEW.payload_sha <> encode(sha256(convert_to(NEW.payload, 'UTF8')), 'hex')
     OR (p ->> 'id', p ->> 'actor', p ->> 'workstation') IS DISTINCT FROM (NEW.id::text, NEW.actor, here) THEN
    RAISE EXCEPTION 'a journal row that is not so' USING ERRCODE = '42501';
  END IF;
  IF guard.person() IS DISTINCT FROM NEW.actor AND NOT (NEW.kind = 'SignIn' AND NEW.outcome = 'refused' AND EXISTS (
      SELECT FROM guard.attempt a WHERE a.command_id = NEW.id AND a.role = session_user AND a.person = NEW.actor)) THEN
    RAISE EXCEPTION 'this person is not signed in' USING ERRCODE = 'FD401';
  END IF;
  RETURN NEW;
END $$
"""

LANE: Final = """
CREATE OR REPLACE FUNCTION guard.lane() RETURNS trigger LANGUAGE plpgsql AS $$
-- The lane moves on by one, to the head of the journal row that was just written.
BEGIN
  IF (NEW.id, NEW.seq, NEW.head, NEW.epoch) = (OLD.id, OLD.seq, OLD.head, OLD.epoch) OR guard.workstation() IS NULL
  THEN RETURN NEW; END IF;
  IF (NEW.id, NEW.seq, NEW.epoch) IS DISTINCT FROM (OLD.id, OLD.seq + 1, OLD.epoch) OR NOT EXISTS (
      SELECT FROM public.journal j
      WHERE j.seq = NEW.seq AND j.hash = NEW.head AND j.xmin = pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION 'the order of the house is not for a workstation to change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$
"""

FEED: Final = """
CREATE OR REPLACE FUNCTION guard.feed() RETURNS trigger LANGUAGE plpgsql AS $$
-- What other workstations are told belongs to the command of this transaction.
BEGIN
  IF guard.workstation() IS NOT NULL AND EXISTS (SELECT FROM fresh f, public.lane l WHERE f.seq <> l.seq OR NOT EXISTS (
      SELECT FROM public.journal j WHERE j.seq = l.seq AND j.xmin = pg_current_xact_id()::xid)) THEN
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
  IF mine < 2 OR (SELECT max(rank) FROM guard.authority WHERE role = NEW.role OR (TG_OP = 'UPDATE' AND role = OLD.role)) > mine
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
    NOTE,
    POSTING,
    CREDIT,
    APPROVED,
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
    ("delivery", "own"): f"BEFORE INSERT ON public.delivery {_BEFORE} guard.delivery()",
    ("counter", "next"): f"BEFORE INSERT OR UPDATE ON public.counter {_BEFORE} guard.counter()",
    ("house", "manager"): f"BEFORE UPDATE ON public.house {_BEFORE} guard.house()",
    ("staff", "manager"): f"BEFORE INSERT OR UPDATE ON public.staff {_BEFORE} guard.staff()",
}
"""Triggers of single tables, by table and name."""

CONFIG_TABLES: Final = ("room_type", "transaction_code", "tax_file")
"""Tables that are a manager's as a whole."""

ONLY_ADDED: Final = ("change", "delivery", "journal")
"""Tables of sharing that are only ever added to; those of the ledger have their guard from the first revision."""
