"""One import at a time on one store, and a dead one's place is free."""

import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import orjson

from ingest.errors import ImportRunning
from ingest.ports import ImportStore, ImportWriter

_KEY = "lock:import"
_PATIENCE = 300.0
"""Seconds after which an import on another machine that wrote nothing counts as dead."""
_held: set[str] = set()
"""Tokens of this process: a dead one before it may have had the same id, as in a container."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The right to import, held by one process.

    Attributes:
        token: Nobody else has it.
        batch: What is imported.
        host: Where.
        pid: By which process.
        beat: When it last wrote, seconds since 1970.
    """

    token: str
    batch: str
    host: str
    pid: int
    beat: float

    def keep(self, writer: ImportWriter) -> None:
        """Make sure within a write that nobody took the lock, and show a sign of life.

        Raises:
            ImportRunning: Somebody took this import for dead and took its place.
        """
        holder = _holder(writer.notes(_KEY).get(_KEY))
        if holder is None or holder.token != self.token:
            raise ImportRunning("another import took over; this one stops and changes nothing more")
        _put(writer, Lock(self.token, self.batch, self.host, self.pid, time.time()))


@contextmanager
def locked(store: ImportStore, batch: str) -> Iterator[Lock]:
    """Hold the store's import lock.

    Raises:
        ImportRunning: A living import holds it.
    """
    lock = Lock(secrets.token_hex(8), batch, socket.gethostname(), os.getpid(), time.time())
    _held.add(lock.token)
    try:
        store.write(lambda writer: _take(writer, lock))
        try:
            yield lock
        finally:
            store.write(lambda writer: _release(writer, lock))
    finally:
        _held.discard(lock.token)


def _take(writer: ImportWriter, lock: Lock) -> None:
    holder = _holder(writer.notes(_KEY).get(_KEY))
    if holder is not None and holder.token != lock.token and _lives(holder):
        raise ImportRunning(
            f"import {holder.batch} is running on {holder.host} (process {holder.pid}); "
            "wait for its end, or stop it"
        )
    _put(writer, lock)


def _release(writer: ImportWriter, lock: Lock) -> None:
    holder = _holder(writer.notes(_KEY).get(_KEY))
    if holder is not None and holder.token == lock.token:
        writer.put_notes({_KEY: None})


def _lives(holder: Lock) -> bool:
    if holder.host != socket.gethostname():
        return time.time() - holder.beat < _PATIENCE
    if holder.pid == os.getpid():
        return holder.token in _held
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _put(writer: ImportWriter, lock: Lock) -> None:
    writer.put_notes({_KEY: orjson.dumps(lock).decode()})


def _holder(text: str | None) -> Lock | None:
    return None if text is None else Lock(**orjson.loads(text))
