"""Relations that wait for an end that has not been read yet; on disk once they are many."""

from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

import orjson

from ingest.drafts import RelationDraft
from ingest.reconcile import Origin

_IN_MEMORY = 16 << 20


class Deferred:
    """Relations with their origins, read back in the order in which they were added."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile[bytes](max_size=_IN_MEMORY, mode="w+b")
        self._origins: dict[Origin, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, relations: Sequence[RelationDraft], origin: Origin) -> None:
        """Keep relations for later."""
        place = self._origins.setdefault(origin, len(self._origins))
        for item in relations:
            record = [item.type, item.source, item.target, item.line, item.field, item.value, place]
            self._file.write(orjson.dumps(record) + b"\n")

    def batches(self, size: int) -> Iterator[tuple[Origin, Sequence[RelationDraft]]]:
        """All relations, in batches of one origin each."""
        self._file.seek(0)
        origins = list(self._origins)
        batch: list[RelationDraft] = []
        current = 0
        for line in self._file:
            *fields, place = orjson.loads(line)
            if batch and (place != current or len(batch) >= size):
                yield origins[current], batch
                batch = []
            current = place
            batch.append(RelationDraft(*fields))
        if batch:
            yield origins[current], batch
