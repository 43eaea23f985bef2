"""Who is signed in at which workstation, told by the database: SQL of the functions that workstations may call."""

from typing import Final

TABLES: Final = """
CREATE SCHEMA IF NOT EXISTS guard;
CREATE TABLE IF NOT EXISTS guard.desk (
  role name PRIMARY KEY, workstation text NOT NULL UNIQUE, revoked timestamptz);
CREATE TABLE IF NOT EXISTS guard.session (
  token_sha text PRIMARY KEY, role name NOT NULL, person text NOT NULL, opened timestamptz NOT NULL);
CREATE TABLE IF NOT EXISTS guard.attempt (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, role name NOT NULL, person text NOT NULL, guess text NOT NULL,
  command_id text NOT NULL, payload_sha text NOT NULL, token_sha text NOT NULL, xid xid8 NOT NULL,
  at timestamptz NOT NULL, state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'right', 'wrong')));
CREATE INDEX IF NOT EXISTS attempt_person ON guard.attempt (person, at);
CREATE INDEX IF NOT EXISTS attempt_command ON guard.attempt (command_id);
CREATE TABLE IF NOT EXISTS guard.authority (
  role text PRIMARY KEY, rank int NOT NULL, typical bigint NOT NULL,
  per_credit bigint, per_stay bigint, per_day bigint, allowance bigint);
CREATE TABLE IF NOT EXISTS guard.due (
  seq bigint, credit text, amount bigint NOT NULL DEFAULT 0, second_person boolean NOT NULL DEFAULT false,
  ledger boolean NOT NULL DEFAULT false, head text, PRIMARY KEY (seq, credit));
"""
"""``desk`` is who may write, one row to revoke. An ``attempt`` is one PIN typed for one command, kept before it is
looked at. ``due`` is what a transaction still owes when it commits, for each command of it; ``head`` is the hash of the
journal row once that is written. Its rows go at the end, so no transaction ever sees another's."""

WORKSTATION: Final = """
CREATE OR REPLACE FUNCTION guard.workstation() RETURNS text LANGUAGE plpgsql STABLE AS $$
-- The name of the workstation that is connected; NULL for a job of the house's owner.
DECLARE d guard.desk;
BEGIN
  SELECT * INTO d FROM guard.desk WHERE role = session_user;
  IF d.revoked IS NOT NULL THEN RAISE EXCEPTION 'this workstation was removed' USING ERRCODE = '42501'; END IF;
  IF d.role IS NOT NULL THEN RETURN d.workstation; END IF;
  IF pg_has_role(session_user, (SELECT nspowner FROM pg_namespace WHERE nspname = 'guard'), 'MEMBER') THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'no workstation of this house' USING ERRCODE = '42501';
END $$
"""

PERSON: Final = """
CREATE OR REPLACE FUNCTION guard.person() RETURNS text LANGUAGE sql STABLE AS $$
-- Who typed the own PIN at this workstation, by the token of this transaction; NULL if nobody did.
  SELECT s.person FROM guard.session s JOIN public.staff t ON t.id = s.person AND t.active
  WHERE s.token_sha = encode(sha256(convert_to(current_setting('frontdesk.token', true), 'UTF8')), 'hex')
    AND s.role = session_user AND s.opened > clock_timestamp() - interval '34 days'
$$
"""

ATTEMPT: Final = """
CREATE OR REPLACE FUNCTION guard.attempt(whom text, guess text, command text, payload text, token text)
RETURNS void LANGUAGE plpgsql AS $$
-- Write down that a PIN was typed. It is looked at in a later transaction, so that rolling back uncounts nothing.
BEGIN
  IF guard.workstation() IS NULL THEN RETURN; END IF;
  INSERT INTO guard.attempt (role, person, guess, command_id, payload_sha, token_sha, xid, at)
  VALUES (session_user, whom, guess, command, payload, token, pg_current_xact_id(), clock_timestamp());
END $$
"""

PROVE: Final = """
CREATE OR REPLACE FUNCTION guard.prove(whom text, guess text, command text, OUT state text, OUT wrong int,
                                       OUT until timestamptz) LANGUAGE plpgsql AS $$
-- Look at an attempt: right, wrong (for the n-th time) or locked. A right one signs in, or approves one command.
DECLARE a guard.attempt;
BEGIN
  SELECT * INTO a FROM guard.attempt t WHERE t.role = session_user AND t.person = whom AND t.command_id = command
    AND t.guess = prove.guess AND t.state = 'open' AND t.xid <> pg_current_xact_id()
    AND t.at > clock_timestamp() - interval '2 minutes' ORDER BY t.id DESC LIMIT 1 FOR UPDATE;
  IF a.id IS NULL THEN RAISE EXCEPTION 'this PIN was not announced' USING ERRCODE = '42501'; END IF;
  SELECT count(*), max(t.at) + interval '15 minutes' INTO wrong, until FROM guard.attempt t
    WHERE t.person = whom AND t.id <> a.id AND t.state <> 'right' AND t.at > clock_timestamp() - interval '15 minutes'
    AND t.id > coalesce((SELECT max(r.id) FROM guard.attempt r WHERE r.person = whom AND r.state = 'right'), 0);
  IF wrong >= 5 THEN
    state := 'locked';
    UPDATE guard.attempt t SET state = 'wrong' WHERE t.id = a.id;
  ELSIF EXISTS (SELECT FROM public.staff s WHERE s.id = whom AND s.active
                AND encode(sha256(convert_to(s.verifier, 'UTF8')), 'hex') = a.guess) THEN
    state := 'right';
    UPDATE guard.attempt t SET state = 'right' WHERE t.id = a.id;
    IF a.token_sha <> '' THEN
      INSERT INTO guard.session VALUES (a.token_sha, session_user, whom, clock_timestamp());
    END IF;
  ELSE
    state := 'wrong';
    wrong := wrong + 1;
    UPDATE guard.attempt t SET state = 'wrong' WHERE t.id = a.id;
  END IF;
END $$
"""

ENROL: Final = """
CREATE OR REPLACE FUNCTION guard.enrol(name text, device text, code text) RETURNS text LANGUAGE plpgsql AS $$
-- Use a code: the role it was made with becomes this workstation's own. Gives what is wrong, or nothing.
BEGIN
  PERFORM 1 FROM public.lane FOR UPDATE;
  IF EXISTS (SELECT FROM guard.desk WHERE role = session_user) THEN RETURN 'code'; END IF;
  UPDATE public.enrolment e SET used_by = enrol.name WHERE e.code_sha = encode(sha256(convert_to(code, 'UTF8')), 'hex')
    AND e.used_by IS NULL AND e.expires > clock_timestamp() AND e.role = session_user;
  IF NOT FOUND THEN RETURN 'code'; END IF;
  IF EXISTS (SELECT FROM public.workstation w WHERE w.name = enrol.name) THEN
    UPDATE public.enrolment e SET used_by = NULL WHERE e.role = session_user;
    RETURN 'name';
  END IF;
  INSERT INTO public.workstation (name, device, enrolled_at, stopped, retired)
    VALUES (enrol.name, enrol.device, clock_timestamp(), '', false);
  INSERT INTO guard.desk VALUES (session_user, enrol.name, NULL);
  EXECUTE format('GRANT %I TO %I', (SELECT roles || '_desk' FROM public.sharing), session_user);
  EXECUTE format('ALTER ROLE %I VALID UNTIL ''infinity''', session_user);
  RETURN '';
END $$
"""

STOP: Final = """
CREATE OR REPLACE FUNCTION guard.stop(why text) RETURNS void LANGUAGE sql AS $$
-- Let nobody deliver under the own name any more: this computer found another one with the same disk.
  UPDATE public.workstation SET stopped = why WHERE name = guard.workstation() AND stopped = '' AND why <> ''
$$
"""

FOR_EVERYBODY: Final = ("enrol(text, text, text)",)
FOR_DESKS: Final = (
    "attempt(text, text, text, text, text)",
    "prove(text, text, text)",
    "stop(text)",
    "workstation()",
)
FUNCTIONS: Final = (WORKSTATION, PERSON, ATTEMPT, PROVE, ENROL, STOP)
