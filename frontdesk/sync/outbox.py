"""What was saved on this workstation: a small file of its own that code never deletes."""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from frontdesk.commands.base import Command
from frontdesk.commands.codec import digest, payload_of, restore
from frontdesk.commands.delivery import Done, Kind, Told
from frontdesk.errors import Unavailable
from frontdesk.sync import points

_TABLES = """
CREATE TABLE IF NOT EXISTS outbox (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  reach TEXT NOT NULL,
  waits INTEGER NOT NULL,
  payload TEXT NOT NULL,
  sha TEXT NOT NULL,
  seal TEXT NOT NULL,
  made_at TEXT NOT NULL,
  actor TEXT NOT NULL,
  basis INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('new','done','stuck')),
  outcome TEXT NOT NULL DEFAULT '',
  seq INTEGER NOT NULL DEFAULT 0,
  facts TEXT NOT NULL DEFAULT '{}',
  seen INTEGER NOT NULL DEFAULT 0,
  was TEXT NOT NULL DEFAULT '',
  tries INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS outbox_state ON outbox (state);
CREATE TABLE IF NOT EXISTS incident (at TEXT NOT NULL, what TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


NOTHING = "{}"
"""The payload of a row that could not be read when its guest was erased; it is never sent."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the outbox. ``was`` is what the desk had been told before a restore."""

    n: int
    id: str
    kind: str
    reach: Kind
    waits: bool
    payload: str
    sha: str
    seal: str
    made_at: str
    actor: str
    basis: int
    state: str
    outcome: str
    seq: int
    facts: Mapping[str, Any]
    seen: bool
    was: Told | None
    tries: int
    error: str

    def whole(self) -> bool:
        """False if anything that was saved has been altered since."""
        mine = (self.id, self.kind, self.reach.value, int(self.waits), self.sha, self.made_at, self.actor, self.basis)
        return digest(self.payload) == self.sha and _seal(*mine) == self.seal

    def command(self) -> Command:
        """The command as it was saved, without what was typed in secret."""
        return restore(self.kind, self.payload)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of a row after its guest was erased."""

    payload: str
    facts: Mapping[str, Any]
    was: Told | None
    error: str


_NUMBERS = frozenset({"n", "waits", "basis", "seq", "seen", "tries"})
_DAMAGE = (sqlite3.Error, UnicodeDecodeError, KeyError, TypeError)
"""How a damaged file shows: by SQLite's own words, which may not be readable either, or by columns of other names."""


def _readable(stored: bytes) -> str:
    return stored.decode(errors="replace")


def _seal(*parts: object) -> str:
    """A hash over what was saved beside the payload, so that altering it is noticed."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


class Outbox:
    """The file of commands saved here. Each method is one transaction, on the disk when it returns but for ``done``."""

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self._durable = durable
        self._lock = threading.RLock()
        try:
            self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
            self._file.row_factory = sqlite3.Row
            self._file.text_factory = _readable
            self._file.execute("PRAGMA journal_mode=WAL" if durable else "PRAGMA journal_mode=MEMORY")
            self._file.execute("PRAGMA synchronous=FULL" if durable else "PRAGMA synchronous=OFF")
            self._file.execute("PRAGMA secure_delete=ON")
            self._file.executescript(_TABLES)
        except _DAMAGE as error:
            raise _damaged(path, error) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()

    @contextmanager
    def _writing(self, *, hurried: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction. A hurried one is on the disk with the next that is not: it may be lost with the power."""
        with self._lock:
            try:
                if hurried and self._durable:
                    self._file.execute("PRAGMA synchronous=NORMAL")
                self._file.execute("BEGIN IMMEDIATE")
                yield self._file
                self._file.execute("COMMIT")
            except sqlite3.Error as error:
                self._undo()
                raise _damaged(self.path, error) from error
            except BaseException:
                self._undo()
                raise
            finally:
                if hurried and self._durable:
                    self._file.execute("PRAGMA synchronous=FULL")

    def _undo(self) -> None:
        if self._file.in_transaction:
            self._file.execute("ROLLBACK")

    def _read(self, sql: str, *values: object) -> list[Entry]:
        with self._lock:
            try:
                return [_entry(row) for row in self._file.execute(sql, values)]
            except _DAMAGE as error:
                raise _damaged(self.path, error) from error

    def save(self, command: Command, *, reach: Kind, waits: bool, basis: int) -> Entry:
        """Write a command down; when this returns it survives a power cut. A PIN is left out."""
        payload = payload_of(command)
        made = command.made_at.isoformat()
        kind = type(command).__name__
        sha = digest(payload)
        seal = _seal(command.id, kind, reach.value, int(waits), sha, made, command.actor, basis)
        with self._writing() as file:
            cursor = file.execute(
                "INSERT INTO outbox (id, kind, reach, waits, payload, sha, seal, made_at, actor, basis, state) "
                "VALUES (?,?,?,?,?,?,?,?,?,?,'new')",
                (command.id, kind, reach.value, int(waits), payload, sha, seal, made, command.actor, basis),
            )
            n = int(cursor.lastrowid or 0)
            points.reached("save.before_commit")
        points.reached("save.after_commit")
        return self._read("SELECT * FROM outbox WHERE n=?", n)[0]

    def find(self, command_id: str) -> Entry | None:
        """The row of a command, if it was saved here."""
        return next(iter(self._read("SELECT * FROM outbox WHERE id=?", command_id)), None)

    def new(self, limit: int = 1000) -> list[Entry]:
        """What is still to be sent, in order."""
        return self._read("SELECT * FROM outbox WHERE state='new' ORDER BY n LIMIT ?", limit)

    def stuck(self) -> list[Entry]:
        """What could not be sent and needs somebody to look."""
        return self._read("SELECT * FROM outbox WHERE state='stuck' ORDER BY n")

    def unseen(self) -> list[Entry]:
        """Commands the house refused after their clerk had been told they were waiting."""
        return self._read("SELECT * FROM outbox WHERE state='done' AND outcome='refused' AND seen=0 ORDER BY n")

    def all(self, after: int = 0, limit: int = 1000) -> list[Entry]:
        """Every row, in order."""
        return self._read("SELECT * FROM outbox WHERE n>? ORDER BY n LIMIT ?", after, limit)

    def count(self, state: str = "new") -> int:
        """How many rows are in a state."""
        with self._lock:
            found = self._file.execute("SELECT count(*) FROM outbox WHERE state=?", (state,)).fetchone()
        return int(found[0])

    def done(self, *outcomes: tuple[int, Done]) -> None:
        """Note the outcomes the house stored, by place; whether a person has read them is noted by ``seen``.

        Nothing waits for the disk: what is forgotten with the power is sent again, and the house gives what it stored.
        """
        rows = [
            (done.outcome, done.seq, json.dumps(dict(done.facts), ensure_ascii=False, default=str), n)
            for n, done in outcomes
        ]
        with self._writing(hurried=True) as file:
            file.executemany("UPDATE outbox SET state='done', outcome=?, seq=?, facts=?, error='' WHERE n=?", rows)

    def seen(self, command_id: str) -> None:
        """Somebody has read the outcome."""
        with self._writing() as file:
            file.execute("UPDATE outbox SET seen=1 WHERE id=?", (command_id,))

    def failed(self, n: int, error: str, *, most: int) -> None:
        """Count a try that ended in a fault of the program; after ``most`` of them the row is put aside."""
        with self._writing() as file:
            file.execute(
                "UPDATE outbox SET tries=tries+1, error=?, state=CASE WHEN tries+1>=? THEN 'stuck' ELSE state END "
                "WHERE n=?",
                (error, most, n),
            )

    def park(self, n: int, error: str) -> None:
        """Put a row aside: it is shown, and never sent as it is."""
        with self._writing() as file:
            file.execute("UPDATE outbox SET state='stuck', error=? WHERE n=?", (error, n))

    def reopen(self, n: int) -> None:
        """Try a step again that never reached the shared database: its clerk is back at the form."""
        with self._writing() as file:
            file.execute("UPDATE outbox SET state='new', outcome='', tries=0, error='' WHERE n=?", (n,))

    def drop(self, n: int) -> None:
        """Give up a row that was put aside; it stays here as a record, and is never sent."""
        with self._writing() as file:
            file.execute("UPDATE outbox SET state='done', outcome='dropped', seen=1 WHERE n=? AND state='stuck'", (n,))

    def renew(self, ids: Sequence[str]) -> None:
        """Send these again: the shared database does not know them any more. What was told stays beside them."""
        with self._writing() as file:
            file.executemany(
                "UPDATE outbox SET was=json_object('outcome', outcome, 'seq', seq, 'facts', json(facts)), "
                "state='new', tries=0, error='' WHERE id=? AND state='done'",
                [(command_id,) for command_id in ids],
            )

    def purge(self, before: datetime) -> int:
        """Forget done rows made before an instant (90 days back): until then they are a second record of the house."""
        with self._writing() as file:
            return file.execute("DELETE FROM outbox WHERE state='done' AND made_at<?", (before.isoformat(),)).rowcount

    def empty(self, rows: Sequence[tuple[Entry, Left]]) -> None:
        """Overwrite what rows say about somebody who was erased; what was whole stays whole."""
        if not rows:
            return
        with self._writing() as file:
            for entry, left in rows:
                whole = entry.whole() and left.payload != NOTHING
                sha = digest(left.payload) if whole else entry.sha
                own = (entry.id, entry.kind, entry.reach.value, int(entry.waits))
                seal = _seal(*own, sha, entry.made_at, entry.actor, entry.basis) if whole else entry.seal
                said = (json.dumps(dict(left.facts), ensure_ascii=False), _told(left.was), left.error)
                file.execute(
                    "UPDATE outbox SET payload=?, facts=?, was=?, error=?, sha=?, seal=? WHERE n=?",
                    (left.payload, *said, sha, seal, entry.n),
                )
        with self._lock:
            self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        points.reached("forget.after_commit")

    def read(self, name: str) -> str:
        """A word this desk remembers beside its commands; empty if there is none."""
        with self._lock:
            row = self._file.execute("SELECT value FROM meta WHERE name=?", (name,)).fetchone()
        return str(row["value"]) if row else ""

    def report(self, at: datetime, what: str) -> None:
        """Write down that something went wrong and was put right, for whoever looks after the house."""
        with self._writing() as file:
            file.execute("INSERT INTO incident VALUES (?,?)", (at.isoformat(), what))

    def incidents(self, limit: int = 20) -> list[tuple[str, str]]:
        """What went wrong and was put right, newest first, as (when, what)."""
        with self._lock:
            rows = self._file.execute("SELECT at, what FROM incident ORDER BY rowid DESC LIMIT ?", (limit,)).fetchall()
        return [(row["at"], row["what"]) for row in rows]

    def write(self, name: str, value: str) -> None:
        """Remember a word."""
        with self._writing() as file:
            file.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (name, value))


def _told(was: Told | None) -> str:
    if was is None:
        return ""
    return json.dumps({"outcome": was.outcome, "seq": was.seq, "facts": dict(was.facts)}, ensure_ascii=False)


def _entry(row: sqlite3.Row) -> Entry:
    values: dict[str, Any] = {n: value if n in _NUMBERS else str(value) for n, value in dict(row).items()}
    values.update(waits=bool(values["waits"]), seen=bool(values["seen"]))
    try:
        was = Told(**json.loads(values["was"])) if values["was"] else None
        values.update(reach=Kind(values["reach"]), facts=json.loads(values["facts"]), was=was)
    except (ValueError, TypeError):  # altered on the disk: without its seal the row is put aside, never sent
        values.update(reach=Kind.FACT, facts={}, was=None, seal="")
    return Entry(**values)


def _damaged(path: Path, error: Exception) -> Unavailable:
    return Unavailable(
        "This workstation cannot write down what you do.",
        f"{path}: {error}",
        "Make room on the disk, or have somebody look at the file; it holds what has not been sent, so keep it.",
    )
