"""A store that goes away and comes back: what it did not take is tried again, for a time."""
# ruff: noqa: D102 - the port of the store documents these methods

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

from graph.errors import StoreUnavailable
from graph.records import Entity, Relation, RelationKey
from ingest.ports import ImportStore, ImportWriter

T = TypeVar("T")

_FIRST, _LONGEST = 0.5, 10.0
"""Seconds between two attempts: doubled from the first to the longest."""


@dataclass(frozen=True, slots=True)
class Wait:
    """An import waits for its store.

    Attributes:
        reason: What is wrong with the store.
        seconds: How long it has waited.
        most: After so many seconds it gives up.
    """

    reason: str
    seconds: float
    most: float


@dataclass(frozen=True, slots=True)
class Patience:
    """How to wait for a store that cannot be reached.

    Attributes:
        seconds: How long at most, each time.
        report: Called before each pause.
        stop: Asked before each pause whether to give up.
        pause: Waits so many seconds.
    """

    seconds: float
    report: Callable[[Wait], None] | None = None
    stop: Callable[[], bool] | None = None
    pause: Callable[[float], object] = threading.Event().wait


class PatientStore:
    """An ``ImportStore`` that waits for the one it stands for.

    A write may come to its ``work`` again though the store took it before, for the answer to a
    commit can be lost: the ``work`` must see that for itself.

    Args:
        store: The store.
        patience: How long; once that was in vain, or the import was interrupted, it waits no more.
    """

    def __init__(self, store: ImportStore, patience: Patience) -> None:
        self._store = store
        self._patience = patience
        self._given_up = False

    def get(self, ids: Sequence[str]) -> Mapping[str, Entity]:
        return self._patiently(lambda: self._store.get(ids))

    def get_relations(self, keys: Sequence[RelationKey]) -> Mapping[RelationKey, Relation]:
        return self._patiently(lambda: self._store.get_relations(keys))

    def types_of(self, ids: Collection[str]) -> Mapping[str, str]:
        return self._patiently(lambda: self._store.types_of(ids))

    def notes(self, prefix: str = "") -> Mapping[str, str]:
        return self._patiently(lambda: self._store.notes(prefix))

    def revision(self) -> int:
        return self._patiently(self._store.revision)

    def write(self, work: Callable[[ImportWriter], T]) -> T:
        return self._patiently(lambda: self._store.write(work))

    def _patiently(self, attempt: Callable[[], T]) -> T:
        began: float | None = None
        pause = _FIRST
        while True:
            try:
                return attempt()
            except StoreUnavailable as fault:
                now = monotonic()
                began = now if began is None else began
                if not self._waits(str(fault), now - began):
                    raise
            except KeyboardInterrupt:
                self._given_up = True
                raise
            self._rest(pause)
            pause = min(2 * pause, _LONGEST)

    def _waits(self, reason: str, seconds: float) -> bool:
        """Tell that it waits, unless it gives up."""
        patience = self._patience
        if self._given_up or seconds >= patience.seconds or (patience.stop and patience.stop()):
            self._given_up = True
            return False
        if patience.report is not None:
            patience.report(Wait(reason, seconds, patience.seconds))
        return True

    def _rest(self, seconds: float) -> None:
        try:
            self._patience.pause(seconds)
        except KeyboardInterrupt:
            self._given_up = True
            raise
