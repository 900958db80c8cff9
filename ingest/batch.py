"""One batch of drafts in one transaction: entities first, then what relates them."""

from collections.abc import Sequence

from graph.port import GraphWriter
from graph.records import Entity, Patch
from ingest.drafts import EntityDraft, Reject, RelationDraft
from ingest.ends import write_relations
from ingest.outcome import Context, Outcome
from ingest.reconcile import Origin, reconcile
from ingest.summary import Conflict
from ontology import Violation, validate_entity


def write_batch(
    writer: GraphWriter, drafts: Sequence[EntityDraft], origin: Origin, context: Context
) -> Outcome:
    """Write drafts with their relations; relations of a refused entity are left out with it.

    Has no effect but on the writer, so a store may run it again.
    """
    outcome = Outcome()
    revision = writer.revision()
    alone = context.is_alone(revision)
    described = {draft.id for draft in drafts if draft.type}
    stored = writer.get(sorted(described.intersection(context.stated) if alone else described))
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
    write_relations(writer, relations, origin, context, outcome, fresh=fresh, alone=alone)
    outcome.own_revision = revision + outcome.has_changed if alone else None
    return outcome


def _accept(
    draft: EntityDraft,
    current: dict[str, Entity],
    origin: Origin,
    context: Context,
    outcome: Outcome,
) -> Entity | None:
    """The patch that the draft comes to, or None with its rejects noted."""
    known = current.get(draft.id)
    if known is not None and known.type != draft.type:
        outcome.rejects.append(_type_conflict(draft, known.type, origin.file))
        return None
    values: Patch = draft.properties
    conflicts: Sequence[Conflict] = ()
    if known is not None:
        repeated = draft.id in outcome.stated or draft.id in context.stated
        values, conflicts = reconcile(known, draft, origin, context.priorities, repeated=repeated)
    patch = Entity(draft.id, draft.type, values, dict.fromkeys(values, origin.provenance))
    merged = patch if known is None else _merge(known, patch)
    violations = validate_entity(context.ontology, merged)
    if violations:
        outcome.rejects += [_refuse(item, draft.line, origin.file) for item in violations]
        return None
    current[draft.id] = merged
    outcome.stated[draft.id] = draft.type
    outcome.conflicts += conflicts
    return patch


def _merge(known: Entity, patch: Entity) -> Entity:
    return Entity(
        known.id,
        known.type,
        {**known.properties, **patch.properties},
        {**known.provenance, **patch.provenance},
    )


def _refuse(violation: Violation, line: int, file: str) -> Reject:
    return Reject(
        file,
        line,
        violation.field,
        "" if violation.value is None else str(violation.value),
        str(violation.code),
        violation.message,
        violation.suggestion or "",
    )


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
