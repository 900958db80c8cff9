"""Where no standard applies, and where the named ones do not go together."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

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
    """Standards named by one subject that do not go together, by subject and standard.

    A superseded standard is one, and worse where its successor is named as well: then two versions
    are to be met at once. Two that exclude each other can never be met at once.
    """
    newer = _sources_of(store, "supersedes")
    excluded = _sources_of(store, "excludesStandard")
    if not newer and not excluded:
        return []
    named: dict[str, set[str]] = {}
    for relation in sorted(set(_NAMES.values())):
        for relations in store.scan_relations((relation,)):
            for item in relations:
                named.setdefault(item.source, set()).add(item.target)
    found = [
        (subject, kind, old, new)
        for subject, standards in sorted(named.items())
        for kind, old, new in (*_superseded(standards, newer), *_excluding(standards, excluded))
    ]
    entities = store.get(sorted({id_ for one, _, old, new in found for id_ in (one, old, new)}))
    return [
        Conflict(entities[subject], kind, entities[old], entities[new])
        for subject, kind, old, new in found
        if {subject, old, new} <= entities.keys()
    ]


_Pair = tuple[ConflictKind, str, str]


def _superseded(standards: set[str], newer: Mapping[str, list[str]]) -> Iterator[_Pair]:
    for old in sorted(standards & newer.keys()):
        for new in sorted(newer[old]):
            beside = new in standards
            yield (
                ConflictKind.SUPERSEDED_BESIDE_SUCCESSOR if beside else ConflictKind.SUPERSEDED,
                old,
                new,
            )


def _excluding(standards: set[str], excluded: Mapping[str, list[str]]) -> Iterator[_Pair]:
    """Pairs of standards that exclude each other, whichever of them says so, each once."""
    pairs = {
        (min(one, other), max(one, other))
        for other in standards & excluded.keys()
        for one in standards.intersection(excluded[other])
        if one != other
    }
    for one, other in sorted(pairs):
        yield ConflictKind.EXCLUDING, one, other


def _sources_of(store: GraphReader, relation: str) -> Mapping[str, list[str]]:
    """By target the sources of a relation between standards."""
    found: dict[str, list[str]] = {}
    for relations in store.scan_relations((relation,)):
        for item in relations:
            found.setdefault(item.target, []).append(item.source)
    return found


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
