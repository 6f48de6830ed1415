"""A TCP proxy in front of a Kafka broker that knows where requests begin and which API they are for.

    proxy = Proxy()
    with LocalKafka(jars, data, advertise=proxy.port) as kafka:   # clients are told the proxy's port
        proxy.forward_to(kafka.port)

https://kafka.apache.org/protocol: each request is a 4-byte length, then the API key as a 2-byte number.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

HOST = "127.0.0.1"
PRODUCE, END_TXN = 0, 26


class Proxy:
    """`swallow(api_key)` decides per request whether it is lost on the way. Threads end with `close`."""

    def __init__(self) -> None:
        self._server = socket.create_server((HOST, 0))
        self._target: int | None = None
        self._refusing = False
        self._swallow: Callable[[int], bool] = lambda _api: False
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._server.getsockname()[1])

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    def forward_to(self, port: int) -> None:
        self._target = port

    def swallow(self, which: Callable[[int], bool]) -> None:
        """From now on lose the requests that `which(api_key)` chooses: they are not forwarded, and never answered."""
        self._swallow = which

    def refuse(self) -> None:
        """Cut all connections and accept new ones only to reset them."""
        self._refusing = True
        self._cut()

    def heal(self) -> None:
        """Be an honest proxy again. Requests that were swallowed stay lost; the client must notice by itself."""
        self._refusing = False
        self._swallow = lambda _api: False

    def close(self) -> None:
        self._server.close()
        self._cut()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _cut(self) -> None:
        with self._lock:
            for each in self._open:
                _reset(each)
            self._open.clear()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._server.accept()
                if self._refusing or self._target is None:
                    _reset(client)
                    continue
                with suppress(OSError):
                    self._connect(client, socket.create_connection((HOST, self._target), 5))

    def _connect(self, client: socket.socket, broker: socket.socket) -> None:
        broker.settimeout(None)
        with self._lock:
            self._open |= {client, broker}
        for work in (self._requests, self._answers):
            threading.Thread(target=work, args=(client, broker), daemon=True).start()

    def _requests(self, client: socket.socket, broker: socket.socket) -> None:
        with suppress(OSError, EOFError):
            while True:
                head = _exactly(client, 6)
                length, api = struct.unpack(">ih", head)
                body = _exactly(client, length - 2)
                if not self._swallow(api):
                    broker.sendall(head + body)
        _reset(broker)

    def _answers(self, client: socket.socket, broker: socket.socket) -> None:
        with suppress(OSError):
            while data := broker.recv(65_536):
                client.sendall(data)
        _reset(client)


def _exactly(source: socket.socket, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        more = source.recv(count - len(data))
        if not more:
            raise EOFError
        data += more
    return bytes(data)


def _reset(which: socket.socket) -> None:
    with suppress(OSError):
        which.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        which.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        which.close()
