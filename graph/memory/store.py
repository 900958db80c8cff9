"""The memory store: a committed state that a write replaces as a whole."""
# ruff: noqa: D102 - the port documents these methods

from collections.abc import Callable
from threading import Lock
from typing import Self, TypeVar

from graph.errors import SchemaMissing
from graph.memory.reader import MemoryReader
from graph.memory.state import State
from graph.memory.writer import MemoryWriter
from graph.schema import GraphSchema
from graph.validation import check_schema

T = TypeVar("T")


class MemoryStore(MemoryReader):
    """A ``GraphStore`` that lives as long as the object; closing it forgets nothing.

    A write works on a copy of the state's dictionaries, so it costs time in proportion to the
    whole store: for tests and small graphs.
    """

    def __init__(self) -> None:
        super().__init__(State())
        self._writing = Lock()

    def apply_schema(self, schema: GraphSchema) -> None:
        check_schema(schema)
        with self._writing:
            changed = self._state.copy()
            changed.schema = schema
            self._state = changed

    def schema(self) -> GraphSchema:
        if self._state.schema is None:
            raise SchemaMissing("no schema has been applied to this store: run `pearlnet init`")
        return self._state.schema

    def write(self, work: Callable[[MemoryWriter], T]) -> T:
        with self._writing:
            changed = self._state.copy()
            result = work(MemoryWriter(changed))
            self._state = changed
        return result

    def close(self) -> None:
        """Nothing to release."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
