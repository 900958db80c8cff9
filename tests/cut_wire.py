"""A wire to a Neo4j server that breaks when a transaction is committed."""

import random
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

_COMMIT = bytes.fromhex("0002b0120000")
"""Bolt's COMMIT, a structure of no fields with signature 0x12, as one chunk."""
_BLOCK = 1 << 16

Break: TypeAlias = Literal["unsent", "unanswered", "abandoned"]
"""COMMIT does not reach the server; its answer does not reach us; nobody waits for its answer."""
BREAKS: tuple[Break, ...] = ("unsent", "unanswered", "abandoned")


class CutWire:
    """Passes bytes on to a server and breaks at some of the commits.

    Args:
        uri: Of the server.
        share: Of the commits that break.
        seed: Of the choice.
    """

    def __init__(self, uri: str, share: float, seed: int) -> None:
        at = urlsplit(uri)
        self._server = (at.hostname or "", at.port or 7687)
        self.share = share
        self._chance = random.Random(seed)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._clients: set[socket.socket] = set()
        self.broken: Counter[Break] = Counter()

    @property
    def uri(self) -> str:
        """How to reach the server by this wire; without routing, which would go around it."""
        return f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self) -> None:
        """Take connections until it is closed."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def cut(self) -> None:
        """Break all that is connected now."""
        for client in tuple(self._clients):
            _shut(client)

    def close(self) -> None:
        """Take no more connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _connect(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._server) as server:
            self._clients.add(client)
            deaf = threading.Event()
            answers = threading.Thread(target=_answer, args=(server, client, deaf), daemon=True)
            answers.start()
            with suppress(OSError):
                while block := client.recv(_BLOCK):
                    if _COMMIT in block and self._chance.random() < self.share:
                        self._break(client, deaf)
                    server.sendall(block)
            self._clients.discard(client)
            _shut(server)
            answers.join()

    def _break(self, client: socket.socket, deaf: threading.Event) -> None:
        """Break the wire now or at the next answer.

        Raises:
            OSError: The message is not to be sent.
        """
        how = self._chance.choice(BREAKS)
        self.broken[how] += 1
        if how == "unanswered":
            deaf.set()
        else:
            _shut(client)
        if how == "unsent":
            raise BrokenPipeError


def _answer(server: socket.socket, client: socket.socket, deaf: threading.Event) -> None:
    with suppress(OSError):
        while (block := server.recv(_BLOCK)) and not deaf.is_set():
            client.sendall(block)
    _shut(client)


def _shut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


@contextmanager
def cut_wire(uri: str, share: float, seed: int) -> Iterator[CutWire]:
    """A wire that serves until the end of the context."""
    wire = CutWire(uri, share, seed)
    thread = threading.Thread(target=wire.serve, daemon=True)
    thread.start()
    yield wire
    wire.close()
    thread.join()
