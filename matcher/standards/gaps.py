"""Where no standard applies, and where the named ones do not go together."""

from collections import Counter
from collections.abc import Mapping, Sequence

from graph.port import GraphReader
from graph.query import Query
from matcher.standards.model import Conflict, ConflictKind, Gap

_NAMES = {
    "Demand": "requires",
    "Supply": "compliesWith",
    "UseCase": "conformsTo",
    "Scenario": "conformsTo",
}
_BATCH = 2_000


def gaps(store: GraphReader, class_name: str = "Scenario") -> Sequence[Gap]:
    """Scenarios, or technologies, to which no standard applies; those with most cases first.

    A scenario has a standard by itself, by a technology that it uses, or by a broader scenario; a
    technology by itself, by a broader one, or by one that it depends on.

    Args:
        store: The store.
        class_name: ``Scenario`` or ``Technology``.
    """
    covered = _with_standard(store, "governedBy", "broaderTechnology", "dependsOn")
    if class_name == "Scenario":
        uses = _targets(store, "usesTechnology", "Scenario")
        own = _with_standard(store, "conformsTo")
        through = {id_ for id_, technologies in uses.items() if technologies & covered}
        covered = _below(store, own | through, "broaderScenario")
        reached = _sources(store, "realises")
    else:
        reached = _sources(store, "usesTechnology")
    found = [
        Gap(entity, reached[entity.id])
        for batch in store.scan(Query(type=class_name), _BATCH)
        for entity in batch
        if entity.id not in covered
    ]
    return sorted(found, key=lambda gap: (-gap.use_cases, gap.subject.id))


def conflicts(store: GraphReader) -> Sequence[Conflict]:
    """Superseded standards that are still named, by subject and standard.

    It is worse where the successor is named as well: then two versions are to be met at once.
    """
    newer: dict[str, list[str]] = {}
    for relations in store.scan_relations(("supersedes",)):
        for item in relations:
            newer.setdefault(item.target, []).append(item.source)
    if not newer:
        return []
    named: dict[str, set[str]] = {}
    for relation in sorted(set(_NAMES.values())):
        for relations in store.scan_relations((relation,)):
            for item in relations:
                named.setdefault(item.source, set()).add(item.target)
    pairs = [
        (subject, old, new)
        for subject, standards in sorted(named.items())
        for old in sorted(standards & newer.keys())
        for new in sorted(newer[old])
    ]
    entities = store.get(sorted({id_ for pair in pairs for id_ in pair}))
    return [
        Conflict(entities[subject], _kind(new in named[subject]), entities[old], entities[new])
        for subject, old, new in pairs
        if {subject, old, new} <= entities.keys()
    ]


def _kind(both: bool) -> ConflictKind:
    return ConflictKind.SUPERSEDED_BESIDE_SUCCESSOR if both else ConflictKind.SUPERSEDED


def _with_standard(store: GraphReader, relation: str, *through: str) -> set[str]:
    own = {item.source for batch in store.scan_relations((relation,)) for item in batch}
    return _below(store, own, *through)


def _below(store: GraphReader, covered: set[str], *relations: str) -> set[str]:
    """Those covered, and everything that leads to them by the relations."""
    narrower: dict[str, list[str]] = {}
    for batch in store.scan_relations(relations) if relations else ():
        for item in batch:
            narrower.setdefault(item.target, []).append(item.source)
    found, front = set(covered), list(covered)
    while front:
        for id_ in narrower.get(front.pop(), ()):
            if id_ not in found:
                found.add(id_)
                front.append(id_)
    return found


def _targets(store: GraphReader, relation: str, class_name: str) -> Mapping[str, set[str]]:
    ids = {entity.id for batch in store.scan(Query(type=class_name), _BATCH) for entity in batch}
    found: dict[str, set[str]] = {}
    for batch in store.scan_relations((relation,)):
        for item in batch:
            if item.source in ids:
                found.setdefault(item.source, set()).add(item.target)
    return found


def _sources(store: GraphReader, relation: str) -> Counter[str]:
    """How many use cases lead to each target."""
    cases = {entity.id for batch in store.scan(Query(type="UseCase"), _BATCH) for entity in batch}
    return Counter(
        item.target
        for batch in store.scan_relations((relation,))
        for item in batch
        if item.source in cases
    )
