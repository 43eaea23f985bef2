"""A workstation whose program lies: its role and its password, and whatever SQL it likes."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import dict_row

from frontdesk.identity import new_id
from frontdesk.store import pins
from frontdesk.sync import enrolment
from tests.sync.shared import Shared


class Rogue:
    """A raw connection with a workstation's own role, and the house as the tests find it."""

    def __init__(self, shared: Shared, name: str, facts: dict[str, Any]) -> None:
        self.shared = shared
        self.name = name
        self.facts = facts
        folder = shared.folder / name
        settings = enrolment.settings_of(folder)
        _me, self.keys, way = enrolment.identity(folder, settings)
        self.way = {key: value for key, value in way.items() if key != "target_session_attrs"}
        self.ana, self.kostas, self.maria = shared.people
        self.line = psycopg.connect(**self.way, row_factory=dict_row, autocommit=True)

    def close(self) -> None:
        self.line.close()

    def run(self, sql: str, *values: object) -> Any:
        return self.line.execute(sql, values or None)

    def one(self, sql: str, *values: object) -> Any:
        return self.run(sql, *values).fetchone()

    @contextmanager
    def working(self, actor: str | None = None, token: str | None = None) -> Iterator["Rogue"]:
        """One transaction with the lane, in somebody's name."""
        with self.line.transaction():
            self.run("UPDATE lane SET seq = seq")
            given = self.keys.session(actor or self.ana) if token is None else token
            self.run("SELECT set_config('frontdesk.token', %s, true)", given)
            yield self

    def post(self, **changes: Any) -> str:
        """A line like the one that is there, with changes."""
        made = {"id": new_id(), "seq": self.next(), "n": 1, "workstation": self.name, "actor": self.ana, **changes}
        self._copied("posting", "id = %s", self.facts["line"], made)
        return str(made["id"])

    def credit(self, **changes: Any) -> str:
        made = {"id": new_id(), "number": f"GW-X-{new_id()[-6:]}", **changes}
        self._copied("credit", "id = %s", self.facts["credit"], made)
        return str(made["id"])

    def _copied(self, table: str, where: str, value: str, changes: dict[str, Any]) -> None:
        copied = f"INSERT INTO {table} SELECT (jsonb_populate_record(t, %s)).* FROM {table} t WHERE {where}"
        self.run(copied, json.dumps(changes), value)

    def next(self) -> int:
        return int(self.one("SELECT seq + 1 AS next FROM lane")["next"])

    def record(self, *, move: bool = True, payload: dict[str, Any] | None = None, **changes: Any) -> str:
        """A journal row as an honest program writes it, with changes; and the lane moved on."""
        lane = self.one("SELECT seq, head FROM lane")
        command = changes.get("id", new_id())
        words = json.dumps({"id": command, "actor": self.ana, "workstation": self.name, **(payload or {})})
        row = {
            "id": command, "seq": lane["seq"] + 1, "kind": "PostCharge", "actor": self.ana,
            "workstation": self.name, "applied_at": str(self.one("SELECT clock_timestamp() AS t")["t"]),
            "payload": words, "payload_sha": sha(words), "outcome": "applied", "prev": lane["head"],
            "hash": hashlib.sha256(command.encode()).hexdigest(), **changes,
        }  # fmt: skip
        self.run(
            "INSERT INTO journal SELECT (jsonb_populate_record(t, %s)).* FROM journal t ORDER BY seq DESC LIMIT 1",
            json.dumps(row),
        )
        if move:
            self.run("UPDATE lane SET seq = %s, head = %s", row["seq"], row["hash"])
        return command

    def announce(
        self, person: str, pin: str, command: str = "", payload_sha: str = "", token: str = ""
    ) -> tuple[str, str]:
        """Type a PIN, as the program does before it brings the command."""
        guess = pins.guess(pin, salt_of=person)
        command = command or new_id()
        self.run("SELECT guard.attempt(%s, %s, %s, %s, %s)", person, guess, command, payload_sha, token)
        return guess, command

    def prove(self, person: str, guess: str, command: str) -> str:
        return str(self.one("SELECT state FROM guard.prove(%s, %s, %s)", person, guess, command)["state"])

    def guess(self, person: str, pin: str) -> str:
        guess, command = self.announce(person, pin)
        return self.prove(person, guess, command)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
