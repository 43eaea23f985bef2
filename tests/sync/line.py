"""A line to the database that can be made to fail: a proxy on the loopback in front of PostgreSQL's socket."""

import contextlib
import select
import socket
import struct
import threading
import time
from pathlib import Path


class Line:
    """Forwards to the server until told otherwise.

    ``cut`` resets and refuses; ``hole`` keeps connections open and says nothing; ``swallow`` forwards the next COMMIT
    and loses its answer; ``slow`` adds seconds to every answer.
    """

    def __init__(self, server: Path) -> None:
        self._server = str(server)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.mode = "open"
        self.delay = 0.0
        self.swallowed = 0
        self._swallow = 0
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._lock = threading.Lock()
        self._closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._closed = True
        self.cut()
        self._listener.close()

    def open(self) -> None:
        self.mode = "open"
        if not self._closed:
            self._drop()  # what hung in the hole does not come back to life

    def cut(self) -> None:
        self.mode = "cut"
        self._drop()

    def hole(self) -> None:
        self.mode = "hole"

    def swallow(self, count: int = 1) -> None:
        self._swallow = count

    def _drop(self) -> None:
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    end.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.mode == "cut":
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.close()
                continue
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self._server)
            except OSError:
                client.close()
                server.close()
                continue
            with self._lock:
                self._pairs.add((client, server))
            threading.Thread(target=self._forward, args=(client, server), daemon=True).start()

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        committing = False
        try:
            while True:
                ready, _, _ = select.select([client, server], [], [], 0.5)
                if self.mode == "hole":
                    time.sleep(0.05)
                    with self._lock:
                        if (client, server) not in self._pairs:
                            return
                    continue
                for end in ready:
                    data = end.recv(65536)
                    if not data:
                        return
                    if end is client:
                        committing = self._swallow > 0 and b"COMMIT" in data
                        server.sendall(data)
                    elif committing:
                        self._swallow -= 1
                        self.swallowed += 1
                        return
                    else:
                        if self.delay:
                            time.sleep(self.delay)
                        client.sendall(data)
        except OSError:
            pass
        finally:
            with self._lock:
                self._pairs.discard((client, server))
            client.close()
            server.close()
