"""A server that speaks TLS: what a hotel's PostgreSQL does with a certificate, in front of one that cannot."""

import contextlib
import socket
import ssl
import struct
import subprocess
import threading
from pathlib import Path

_ASKS_TLS, _ASKS_GSS = 80877103, 80877104


class Authority:
    """A house's own authority for certificates, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "ca.crt"
        folder.mkdir()
        _openssl(
            "req", "-new", "-x509", "-days", "30", *_KEY, "ca.key", "-subj", "/CN=Own", "-out", "ca.crt", at=folder
        )

    def serving(self, name: str) -> ssl.SSLContext:
        """What a server of that name shows."""
        (self.folder / "names").write_text(f"subjectAltName=DNS:{name}\n")
        _openssl("req", "-new", *_KEY, "s.key", "-subj", f"/CN={name}", "-out", "s.csr", at=self.folder)
        _openssl("x509", "-req", "-in", "s.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
                 "-extfile", "names", "-out", "s.crt", at=self.folder)  # fmt: skip
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.folder / "s.crt", self.folder / "s.key")
        return context


_KEY = ("-newkey", "rsa:2048", "-nodes", "-keyout")


def _openssl(*arguments: str, at: Path) -> None:
    subprocess.run(["openssl", *arguments], cwd=at, check=True, capture_output=True)


class TlsLine:
    """Forwards to a server on a port of this computer; ``shown`` is the certificate, None for no encryption at all."""

    def __init__(self, port: int, shown: ssl.SSLContext | None) -> None:
        self._server = port
        self.shown = shown
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client, socket.create_connection(("127.0.0.1", self._server)) as server:
            first = client.recv(8, socket.MSG_WAITALL)
            while first[4:] in {struct.pack("!i", asked) for asked in (_ASKS_TLS, _ASKS_GSS)}:
                if first[4:] == struct.pack("!i", _ASKS_TLS) and self.shown is not None:
                    client.sendall(b"S")
                    with self.shown.wrap_socket(client, server_side=True) as safe:
                        _both_ways(safe, server)
                    return
                client.sendall(b"N")
                first = client.recv(8, socket.MSG_WAITALL)
            server.sendall(first)
            _both_ways(client, server)


def _both_ways(client: socket.socket, server: socket.socket) -> None:
    back = threading.Thread(target=_pump, args=(server, client), daemon=True)
    back.start()
    _pump(client, server)
    back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
