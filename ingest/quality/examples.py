"""Counts with their first examples: what is found is counted whole and kept in part."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from ingest.quality.report import EXAMPLES

K = TypeVar("K", bound=tuple[str, ...])
T = TypeVar("T")


class Findings(Generic[K, T]):
    """How often each kind of finding was met, and the first examples."""

    def __init__(self) -> None:
        self._found: dict[K, tuple[int, tuple[T, ...]]] = {}

    def add(self, kind: K, example: T) -> None:
        """One more."""
        count, examples = self._found.get(kind, (0, ()))
        kept = (*examples, example) if count < EXAMPLES else examples
        self._found[kind] = (count + 1, kept)

    def get(self, kind: K) -> tuple[int, tuple[T, ...]]:
        """Count and examples of a kind."""
        return self._found.get(kind, (0, ()))

    def __iter__(self) -> Iterator[tuple[K, int, tuple[T, ...]]]:
        """Kinds in order, with their counts and examples."""
        for kind, (count, examples) in sorted(self._found.items(), key=lambda item: item[0]):
            yield kind, count, examples
