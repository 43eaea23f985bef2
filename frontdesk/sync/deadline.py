"""A timer that shuts a connection's socket down: the only thing that frees a wait on a half-open line."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

SECONDS = 5.0


class Deadline:
    """One thread that watches at most one connection at a time.

    Every statement starts the time anew (``again``): a long night audit may take its time, a silent line may not.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._condition = threading.Condition()
        self._until = 0.0
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._asleep = False

    @contextmanager
    def watching(self, driver: Any) -> Iterator[None]:
        """Watch a driver's connection while the block runs; one without a socket is not watched."""
        line = _socket_of(driver)
        if line is None:
            yield
            return
        with self._condition:
            self._start()
            self._socket, self._until = line, time.monotonic() + self.seconds
            if self._asleep:  # else it looks by itself before this time is over
                self._condition.notify()
        try:
            yield
        finally:
            with self._condition:
                self._socket = None
            line.close()

    def again(self) -> None:
        """The line gave an answer, or a new statement begins: start the time anew."""
        self._until = time.monotonic() + self.seconds

    def close(self) -> None:
        """End the thread."""
        with self._condition:
            self._closed = True
            self._condition.notify()
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="desk-deadline", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        with self._condition:
            while not self._closed:
                if self._socket is None:
                    self._asleep = True
                    self._condition.wait()
                    self._asleep = False
                    continue
                left = self._until - time.monotonic()
                if left > 0:
                    self._condition.wait(left)
                    continue
                with suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)
                self._socket = None


def _socket_of(driver: Any) -> socket.socket | None:
    """A second handle on the connection's socket, so that a number given to another file cannot be hit."""
    try:
        number = driver.fileno()
    except Exception:  # noqa: BLE001 - SQLite has none, a closed connection has none any more
        return None
    return socket.fromfd(number, socket.AF_INET, socket.SOCK_STREAM)
