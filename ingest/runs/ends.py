"""Relations: the classes of both ends judged by the ontology, then written, kept or refused."""

from collections.abc import Iterable, Mapping, Sequence

from graph.query import LinkResult, UpsertResult
from graph.records import Relation, RelationKey
from ingest.ports import ImportWriter
from ingest.rows.drafts import Links, Reject, RelationDraft
from ingest.runs.outcome import Context, Outcome
from ingest.statements.moving import state
from ingest.statements.reconcile import Origin, describe, join
from ontology import Violation, validate_relation


def write_links(
    writer: ImportWriter,
    links: Sequence[Links],
    origin: Origin,
    context: Context,
    outcome: Outcome,
    *,
    alone: bool = False,
) -> None:
    """Write those whose ends are there; the others are noted as waiting.

    Args:
        writer: Where to.
        links: Relations of one origin.
        origin: Their origin.
        context: What they are judged by.
        outcome: Takes counts, rejects and waiting relations.
        alone: The store holds nothing but what is known.
    """
    if context.final:
        links = _write_moved(writer, links, origin, context, outcome)
    types = _types_of_ends(writer, links, context, outcome, alone=alone)
    for item in links:
        fitting = _fitting(item, types, origin, context, outcome)
        if fitting.properties:
            _write_described(writer, fitting.drafts(), origin, context, outcome)
            continue
        pairs = list(zip(fitting.sources, fitting.targets, strict=True))
        result = writer.link(item.type, pairs, origin.provenance)
        joined = _join(writer, result.differing, origin, context) if result.differing else None
        outcome.relations += _counts(result, joined)
        if result.dangling:
            missing = set(result.dangling)
            drafts = (d for d in fitting.drafts() if _key(d) in missing)
            outcome.rejects += [_dangling(draft, origin) for draft in drafts]


def write_waiting(
    writer: ImportWriter, drafts: Sequence[RelationDraft], origin: Origin, context: Context
) -> Outcome:
    """Write relations that had to wait; those whose ends are still not there are refused.

    Has no effect but on the writer, so a store may run it again.
    """
    outcome = Outcome()
    write_links(writer, grouped(drafts), origin, context, outcome)
    outcome.rejects += [_dangling(draft, origin) for draft in outcome.waiting]
    outcome.waiting.clear()
    return outcome


def grouped(drafts: Iterable[RelationDraft]) -> list[Links]:
    """Relations one by one as columns, by type and field."""
    groups: dict[tuple[str, str], list[RelationDraft]] = {}
    for draft in drafts:
        groups.setdefault((draft.type, draft.field), []).append(draft)
    return [
        Links(
            type_,
            field,
            outward=True,
            lines=[item.line for item in items],
            sources=[item.source for item in items],
            targets=[item.target for item in items],
            values=[item.value for item in items],
            properties=[i.properties for i in items] if any(i.properties for i in items) else (),
        )
        for (type_, field), items in groups.items()
    ]


def _write_moved(
    writer: ImportWriter,
    links: Sequence[Links],
    origin: Origin,
    context: Context,
    outcome: Outcome,
) -> Sequence[Links]:
    """Write relations of records that were merged; the rest is given back."""
    final, rest = context.final, []
    merged = {*final, *final.values()}
    drafts: list[RelationDraft] = []
    for item in links:
        ends = zip(item.sources, item.targets, strict=True)
        there = [source in merged or target in merged for source, target in ends]
        drafts += item.take([at for at, yes in enumerate(there) if yes]).drafts()
        rest.append(item.take([at for at, yes in enumerate(there) if not yes]))
    keys = [
        RelationKey(d.type, final.get(d.source, d.source), final.get(d.target, d.target))
        for d in drafts
    ]
    types = writer.types_of({end for key in keys for end in (key.source, key.target)})
    stored = dict(writer.get_relations(keys))
    for key, draft in zip(keys, drafts, strict=True):
        case = (types.get(key.source), types.get(key.target))
        violations = _verdict(key.type, case, context)
        outcome.rejects += [_refuse(draft, origin, item) for item in violations]
        if None in case:
            outcome.waiting.append(draft)
        elif not violations:
            by, believed = origin.provenance, context.priorities
            stored[key] = state(stored.get(key), draft, final, by, believed)
    outcome.relations += writer.upsert_relations(list(stored.values()), whole=True)
    return rest


def _types_of_ends(
    writer: ImportWriter,
    links: Sequence[Links],
    context: Context,
    outcome: Outcome,
    *,
    alone: bool,
) -> Mapping[str, str | None]:
    """The class of each end, None if there is no such entity."""
    ends: set[str] = set()
    for item in links:
        ends.update(item.sources, item.targets)
    missing = ends.difference(outcome.known, context.known)
    found = {} if alone or not missing else writer.types_of(missing)
    written = outcome.known
    outcome.known = {**written, **found}
    here, before = outcome.known, context.known
    if ends <= here.keys():
        return here
    return {**dict(zip(ends, map(before.get, ends), strict=True)), **here}


def _fitting(
    links: Links,
    types: Mapping[str, str | None],
    origin: Origin,
    context: Context,
    outcome: Outcome,
) -> Links:
    """Those whose ends are there and may be joined."""
    of_sources = list(map(types.__getitem__, links.sources))
    of_targets = list(map(types.__getitem__, links.targets))
    cases = set(zip(of_sources, of_targets, strict=True))
    verdicts = {case: _verdict(links.type, case, context) for case in cases}
    if not any(verdicts.values()) and not any(None in case for case in cases):
        return links
    drafts = links.drafts()
    fitting: list[int] = []
    for place, case in enumerate(zip(of_sources, of_targets, strict=True)):
        if None in case:
            outcome.waiting.append(drafts[place])
        elif verdicts[case]:
            outcome.rejects += [_refuse(drafts[place], origin, item) for item in verdicts[case]]
        else:
            fitting.append(place)
    return links.take(fitting)


def _verdict(
    type: str, case: tuple[str | None, str | None], context: Context
) -> tuple[Violation, ...]:
    source, target = case
    if source is None or target is None:
        return ()
    return validate_relation(context.ontology, type, source, target)


def _write_described(
    writer: ImportWriter,
    drafts: Sequence[RelationDraft],
    origin: Origin,
    context: Context,
    outcome: Outcome,
) -> None:
    """Write relations that have properties; of those with one key, one after the other."""
    stored = dict(writer.get_relations([_key(draft) for draft in drafts]))
    for draft in drafts:
        key = _key(draft)
        known = stored.get(key)
        if known is None:
            by = origin.provenance
            stored[key] = Relation(key.type, key.source, key.target, draft.properties, by)
            continue
        said = draft.properties
        stored[key], found = describe(known, said, draft.line, origin, context.priorities)
        outcome.conflicts += found
    result = writer.upsert_relations(list(stored.values()), whole=True)
    outcome.relations += result
    missing = {refusal.key for refusal in result.refused}
    outcome.rejects += [_dangling(draft, origin) for draft in drafts if _key(draft) in missing]


def _join(
    writer: ImportWriter, keys: Sequence[RelationKey], origin: Origin, context: Context
) -> UpsertResult:
    """Enter the source among those who state relations that stand by another's word."""
    stored = writer.get_relations(keys)
    whole = [join(item, origin, context.priorities) for item in stored.values()]
    return writer.upsert_relations(whole, whole=True)


def _counts(result: LinkResult, joined: UpsertResult | None) -> UpsertResult:
    counts = UpsertResult(result.created, 0, result.unchanged)
    return counts if joined is None else counts + joined


def _key(draft: RelationDraft) -> RelationKey:
    return RelationKey(draft.type, draft.source, draft.target)


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
