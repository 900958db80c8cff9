"""One batch of drafts in one transaction: entities first, then what relates them."""

from collections.abc import Sequence

from graph.port import GraphWriter
from graph.records import Entity
from ingest.drafts import EntityDraft, Reject, RelationDraft
from ingest.ends import write_relations
from ingest.outcome import Context, Outcome
from ingest.reconcile import Origin, reconcile
from ontology import validate_entity


def write_batch(
    writer: GraphWriter, drafts: Sequence[EntityDraft], origin: Origin, context: Context
) -> Outcome:
    """Write drafts with their relations; relations of a refused entity are left out with it.

    Has no effect but on the writer, so a store may run it again.
    """
    outcome = Outcome()
    stored = writer.get(sorted({draft.id for draft in drafts if draft.type}))
    current = dict(stored)
    patches: list[Entity] = []
    relations: list[RelationDraft] = []
    for draft in drafts:
        if draft.type:
            patch = _accept(draft, current, origin, context, outcome)
            if patch is None:
                continue
            patches.append(patch)
        relations += draft.relations
    outcome.entities = writer.upsert_entities(patches)
    fresh = outcome.stated.keys() - stored.keys()
    write_relations(writer, relations, origin, context, outcome, fresh)
    return outcome


def _accept(
    draft: EntityDraft,
    current: dict[str, Entity],
    origin: Origin,
    context: Context,
    outcome: Outcome,
) -> Entity | None:
    """The patch that the draft comes to, or None with its rejects noted."""
    known = current.get(draft.id) or Entity(draft.id, draft.type)
    if known.type != draft.type:
        outcome.rejects.append(_type_conflict(draft, known.type, origin.file))
        return None
    repeated = draft.id in outcome.stated or draft.id in context.stated
    values, conflicts = reconcile(known, draft, origin, context.priorities, repeated=repeated)
    patch = Entity(draft.id, draft.type, values, dict.fromkeys(values, origin.provenance))
    merged = _merge(known, patch)
    rejects = _violations(merged, draft.line, origin.file, context)
    if rejects:
        outcome.rejects += rejects
        return None
    current[draft.id] = merged
    outcome.stated[draft.id] = draft.type
    outcome.conflicts += conflicts
    return patch


def _merge(known: Entity, patch: Entity) -> Entity:
    if not known.properties:
        return patch
    return Entity(
        known.id,
        known.type,
        {**known.properties, **patch.properties},
        {**known.provenance, **patch.provenance},
    )


def _violations(entity: Entity, line: int, file: str, context: Context) -> Sequence[Reject]:
    return [
        Reject(
            file,
            line,
            found.field,
            "" if found.value is None else str(found.value),
            str(found.code),
            found.message,
            found.suggestion or "",
        )
        for found in validate_entity(context.ontology, entity)
    ]


def _type_conflict(draft: EntityDraft, stored_type: str, file: str) -> Reject:
    return Reject(
        file,
        draft.line,
        "id",
        draft.id,
        "TYPE_CONFLICT",
        f"the id belongs to a {stored_type}, and this row makes it a {draft.type}",
        "give the row another id, or correct its class",
    )
