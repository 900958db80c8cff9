"""Batches put together until they are worth a transaction."""

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ingest.rows.drafts import Batch, Links
from ingest.tables.chunks import Cell
from ontology import Violation


def gathered(batches: Iterable[Batch], records: int) -> Iterator[tuple[Batch, int]]:
    """Batches of about so many entities and relations, each with the number of those in it."""
    waiting: list[Batch] = []
    size = 0
    for batch in batches:
        waiting.append(batch)
        size += len(batch.entities) + sum(map(len, batch.links))
        if size >= records:
            yield _together(waiting), len(waiting)
            waiting, size = [], 0
    if waiting:
        yield _together(waiting), len(waiting)


def _together(batches: Sequence[Batch]) -> Batch:
    if len(batches) == 1:
        return batches[0]
    faults: dict[int, tuple[Violation, ...]] = {}
    before = 0
    for batch in batches:
        faults |= {before + place: found for place, found in batch.faults.items()}
        before += len(batch.entities)

    def cells(lines: Collection[int]) -> Mapping[int, Sequence[Cell]]:
        return ChainMap(*(dict(batch.cells(lines)) for batch in batches))

    return Batch(
        lines=[line for batch in batches for line in batch.lines],
        entities=[entity for batch in batches for entity in batch.entities],
        faults=faults,
        links=_links([item for batch in batches for item in batch.links]),
        rejects=[reject for batch in batches for reject in batch.rejects],
        rows=sum(batch.rows for batch in batches),
        position=batches[-1].position,
        cells=cells,
    )


def _links(links: Sequence[Links]) -> list[Links]:
    """Relations of one type and column in one piece; those with properties stay as they are."""
    groups: dict[tuple[str, str, bool], list[Links]] = {}
    apart: list[Links] = []
    for item in links:
        if item.properties:
            apart.append(item)
        else:
            groups.setdefault((item.type, item.field, item.outward), []).append(item)
    return [*(_joined(items) for items in groups.values()), *apart]


def _joined(items: Sequence[Links]) -> Links:
    first = items[0]
    return Links(
        first.type,
        first.field,
        first.outward,
        [line for item in items for line in item.lines],
        [end for item in items for end in item.sources],
        [end for item in items for end in item.targets],
        [value for item in items for value in item.values],
    )
