"""Batches of what a reader converts one subject at a time."""

from collections.abc import Callable, Iterable, Iterator

from graph.records import Entity, Provenance
from ingest.rows.drafts import Batch, Converted, EntityDraft, Reject, RelationDraft
from ingest.runs.ends import grouped
from ontology import Ontology, Violation, validate_entity

RECORDS = 10_000
"""Entities and relations of one batch, about."""


def batched(
    read: Callable[[], Iterable[Converted]], ontology: Ontology
) -> Callable[[Provenance], Iterator[Batch]]:
    """The function that reads subjects and puts them into batches, all of one provenance."""

    def batches(provenance: Provenance) -> Iterator[Batch]:
        gathered: list[Converted] = []
        records = 0
        for item in read():
            gathered.append(item)
            records += 1 + sum(1 + len(draft.relations) for draft in item.entities)
            if records >= RECORDS:
                yield _batch(gathered, provenance, ontology)
                gathered, records = [], 0
        if gathered:
            yield _batch(gathered, provenance, ontology)

    return batches


def _batch(gathered: list[Converted], provenance: Provenance, ontology: Ontology) -> Batch:
    rejects: list[Reject] = []
    relations: list[RelationDraft] = []
    drafts: list[EntityDraft] = []
    for item in gathered:
        rejects += item.rejects
        for draft in item.entities:
            relations += draft.relations
            if draft.type:
                drafts.append(draft)
    entities = [
        Entity(d.id, d.type, d.properties, dict.fromkeys(d.properties, provenance)) for d in drafts
    ]
    faults: dict[int, tuple[Violation, ...]] = {}
    for place, entity in enumerate(entities):
        violations = validate_entity(ontology, entity)
        if violations:
            faults[place] = violations
    return Batch(
        lines=[draft.line for draft in drafts],
        entities=entities,
        faults=faults,
        links=grouped(relations),
        rejects=rejects,
        rows=len(gathered),
        position=gathered[-1].bytes_read,
        cells=lambda _: {},
    )
