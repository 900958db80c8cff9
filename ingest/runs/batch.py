"""One batch in one transaction: entities first, then what relates them."""

from collections.abc import Collection, Mapping
from itertools import compress

from graph.query import UpsertResult
from graph.records import Entity
from ingest.ports import ImportWriter
from ingest.rows.drafts import Batch, Links, Reject
from ingest.runs.ends import write_links
from ingest.runs.outcome import Context, Outcome
from ingest.statements.reconcile import Origin, reconcile
from ontology import Violation, validate_entity


def write_batch(writer: ImportWriter, batch: Batch, origin: Origin, context: Context) -> Outcome:
    """Write entities with their relations; relations of a refused entity are left out with it.

    Has no effect but on the writer, so a store may run it again.
    """
    outcome = Outcome()
    revision = writer.revision()
    alone = context.is_alone(revision)
    ids = [entity.id for entity in batch.entities]
    if context.final:
        ids = [context.final.get(id_, id_) for id_ in ids]
    wanted = [id_ for id_ in ids if id_ in context.known] if alone else ids
    stored = writer.get(wanted) if wanted else {}
    refused: set[tuple[int, str]] = set()
    entities = batch.entities
    if stored or batch.faults or len(set(ids)) < len(ids):
        entities = _judge(batch, stored, origin, context, outcome, refused)
    result = writer.upsert_entities(entities, whole=True, stored=stored)
    outcome.entities += result
    outcome.known = {entity.id: entity.type for entity in entities}
    outcome.known |= {id_: entity.type for id_, entity in stored.items()}
    links = [_without(item, refused) for item in batch.links] if refused else batch.links
    write_links(writer, links, origin, context, outcome, alone=alone)
    outcome.own_revision = revision + outcome.has_changed if alone else None
    return outcome


def _judge(
    batch: Batch,
    stored: Mapping[str, Entity],
    origin: Origin,
    context: Context,
    outcome: Outcome,
    refused: set[tuple[int, str]],
) -> list[Entity]:
    """The entities as they shall stand; what cannot is refused."""
    current = dict(stored)
    accepted: list[Entity] = []
    unchanged = 0
    for place, (line, said) in enumerate(zip(batch.lines, batch.entities, strict=True)):
        stands_as = context.final.get(said.id, said.id)
        known = current.get(stands_as)
        rejects: list[Reject] = []
        whole = said
        if known is None:
            rejects = [_refuse(item, line, origin.file) for item in batch.faults.get(place, ())]
        elif known.type != said.type:
            rejects = [_type_conflict(said, line, known.type, origin.file)]
        else:
            about = "" if stands_as == said.id else said.id
            whole, conflicts = reconcile(known, said, line, origin, context.priorities, about)
            if whole is not known:
                violations = validate_entity(context.ontology, whole)
                rejects = [_refuse(item, line, origin.file) for item in violations]
            if not rejects:
                outcome.conflicts += conflicts
        if rejects:
            outcome.rejects += rejects
            refused.add((line, said.id))
        elif whole is known:
            unchanged += 1
        else:
            current[whole.id] = whole
            accepted.append(whole)
    outcome.entities += UpsertResult(unchanged=unchanged)
    return accepted


def _without(links: Links, refused: Collection[tuple[int, str]]) -> Links:
    """The links but those that a refused row states of its own entity."""
    own = links.sources if links.outward else links.targets
    kept = [item not in refused for item in zip(links.lines, own, strict=True)]
    return links if all(kept) else links.take(list(compress(range(len(links)), kept)))


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


def _type_conflict(said: Entity, line: int, stored_type: str, file: str) -> Reject:
    return Reject(
        file,
        line,
        "id",
        said.id,
        "TYPE_CONFLICT",
        f"the id belongs to a {stored_type}, and this row makes it a {said.type}",
        "give the row another id, or correct its class",
    )
