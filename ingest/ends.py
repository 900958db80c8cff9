"""Relations: the classes of both ends judged by the ontology, then written, kept or refused."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet

from graph.port import GraphWriter
from graph.query import UpsertResult
from graph.records import Relation, RelationKey
from ingest.drafts import Reject, RelationDraft
from ingest.outcome import Context, Outcome
from ingest.reconcile import Origin
from ontology import Violation, validate_relation


def write_relations(
    writer: GraphWriter,
    drafts: Sequence[RelationDraft],
    origin: Origin,
    context: Context,
    outcome: Outcome,
    *,
    fresh: AbstractSet[str] = frozenset(),
    alone: bool = False,
) -> None:
    """Write those whose ends are there; the others are noted as waiting.

    Args:
        writer: Where to.
        drafts: Relations of one origin.
        origin: Their origin.
        context: What they are judged by.
        outcome: Takes counts, rejects and waiting relations.
        fresh: Entities that this transaction created, so that no relation of theirs is stored.
        alone: The store holds nothing but what this run wrote.
    """
    types = _end_types(drafts, context, outcome)
    if not alone:
        types |= _look_up_ends(writer, drafts, types, outcome)
    verdicts: dict[tuple[str, str, str], tuple[Violation, ...]] = {}
    accepted: dict[RelationKey, RelationDraft] = {}
    for draft in drafts:
        ends = types.get(draft.source), types.get(draft.target)
        if ends[0] is None or ends[1] is None:
            outcome.waiting.append(draft)
            continue
        case = (draft.type, ends[0], ends[1])
        if case not in verdicts:
            verdicts[case] = validate_relation(context.ontology, *case)
        if verdicts[case]:
            outcome.rejects += [_refuse(draft, origin, item) for item in verdicts[case]]
        else:
            accepted.setdefault(RelationKey(draft.type, draft.source, draft.target), draft)
    shared: Collection[RelationKey] = ()
    if not alone or context.sources > 1:
        keys = [key for key in accepted if key.source not in fresh and key.target not in fresh]
        shared = _told_by_others(writer, keys, origin, context)
    _upsert(writer, accepted, shared, origin, outcome)


def write_waiting(
    writer: GraphWriter, drafts: Sequence[RelationDraft], origin: Origin, context: Context
) -> Outcome:
    """Write relations that had to wait; those whose ends are still not there are refused.

    Has no effect but on the writer, so a store may run it again.
    """
    outcome = Outcome()
    write_relations(writer, drafts, origin, context, outcome)
    outcome.rejects += [_dangling(draft, origin) for draft in outcome.waiting]
    outcome.waiting.clear()
    return outcome


def _end_types(
    drafts: Sequence[RelationDraft], context: Context, outcome: Outcome
) -> dict[str, str]:
    types: dict[str, str] = {}
    for draft in drafts:
        for end in (draft.source, draft.target):
            found = outcome.stated.get(end) or context.stated.get(end) or context.met.get(end)
            if found is not None:
                types[end] = found
    return types


def _look_up_ends(
    writer: GraphWriter,
    drafts: Sequence[RelationDraft],
    types: Mapping[str, str],
    outcome: Outcome,
) -> Mapping[str, str]:
    ends = {end for draft in drafts for end in (draft.source, draft.target)}
    found = writer.get(sorted(ends.difference(types))).values()
    outcome.met = {item.id: item.type for item in found}
    return outcome.met


def _upsert(
    writer: GraphWriter,
    accepted: Mapping[RelationKey, RelationDraft],
    shared: Collection[RelationKey],
    origin: Origin,
    outcome: Outcome,
) -> None:
    result = writer.upsert_relations(
        [
            Relation(key.type, key.source, key.target, {}, origin.provenance)
            for key in accepted
            if key not in shared
        ]
    )
    outcome.relations += result + UpsertResult(unchanged=len(shared))
    for refusal in result.refused:
        if isinstance(refusal.key, RelationKey):
            outcome.rejects.append(_dangling(accepted[refusal.key], origin))


def _told_by_others(
    writer: GraphWriter, keys: Sequence[RelationKey], origin: Origin, context: Context
) -> Collection[RelationKey]:
    """Stored relations that another source stated and this one does not displace."""
    return {
        key
        for key, stored in writer.get_relations(keys).items()
        if not (stored.provenance and stored.provenance.source == origin.provenance.source)
        and not context.priorities.displaces(origin, stored.provenance)
    }


def _refuse(draft: RelationDraft, origin: Origin, violation: Violation) -> Reject:
    return Reject(
        origin.file,
        draft.line,
        draft.field,
        draft.value,
        str(violation.code),
        f"{draft.source} {draft.type} {draft.target}: {violation.message}",
        violation.suggestion or "",
        whole_row=False,
    )


def _dangling(draft: RelationDraft, origin: Origin) -> Reject:
    return Reject(
        origin.file,
        draft.line,
        draft.field,
        draft.value,
        "DANGLING",
        f"{draft.source} {draft.type} {draft.target}: one of the two does not exist",
        "import it first or in the same run, or correct its id; its own row may be a reject",
        whole_row=False,
    )
