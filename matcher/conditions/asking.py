"""The conditions that demands state, with all that meets each."""

from collections.abc import Iterable, Mapping, Sequence

from graph.port import GraphReader
from graph.query import Neighbour
from graph.records import Entity
from matcher.conditions.model import Asked, ConditionKind, Named, Terms, UnknownCondition
from matcher.retrieval.hierarchy import Hierarchy
from ontology.model import LANGUAGES, Ontology, Text

LEVELS, FORMS, STATUSES = "securityLevel", "supplyForm", "supplyStatus"
OPEN = "open"
_REQUIRES, _LOCATED = "requires", "locatedIn"
_DEEPEST = 8
_CAPACITY = Named("available", Text({"zh": "有承接余量", "en": "capacity left"}))
AVAILABLE, EXHAUSTED = "available", "none"


class _Asking:
    """Makes the conditions of several demands in a few store calls."""

    def __init__(
        self, store: GraphReader, ontology: Ontology, hierarchy: Hierarchy, terms: Terms
    ) -> None:
        self._store = store
        self._ontology = ontology
        self._hierarchy = hierarchy
        self._terms = terms

    def conditions(
        self,
        stated: frozenset[str],
        required: Iterable[Entity],
        regions: Sequence[Entity],
        forms: Sequence[str],
        level: str | None,
        succession: Mapping[str, Sequence[Entity]],
        around: Mapping[str, frozenset[str]],
    ) -> tuple[Asked, ...]:
        found = [
            *(self._standard(item, succession) for item in required if item.type == "Standard"),
            *(self._technology(item) for item in required if item.type == "Technology"),
            *(self._level(level) if level is not None else ()),
            *(self._region(item, around) for item in regions),
            *(self._forms(forms) if forms else ()),
            *self._always(),
        ]
        return tuple(
            Asked(item.kind, self._is_hard(item.kind, stated), item.wanted, item.meets, item.newer)
            for item in found
            if item.kind not in self._terms.ignored
        )

    def _is_hard(self, kind: ConditionKind, stated: frozenset[str]) -> bool:
        if kind in self._terms.soft:
            return False
        return kind in self._terms.hard or kind.value in stated

    def _standard(self, item: Entity, succession: Mapping[str, Sequence[Entity]]) -> Asked:
        newer = succession.get(item.id, ())
        return Asked(
            ConditionKind.STANDARD,
            hard=False,
            wanted=named(item),
            meets={item.id, *(one.id for one in newer)},
            newer=tuple(named(one) for one in newer),
        )

    def _technology(self, item: Entity) -> Asked:
        hierarchy, place = self._hierarchy, self._hierarchy.places.get(item.id)
        narrower = [] if place is None else hierarchy.below[place].tolist()
        meets = {item.id, *(hierarchy.entities[one].id for one in narrower)}
        return Asked(ConditionKind.TECHNOLOGY, hard=False, wanted=named(item), meets=meets)

    def _level(self, level: str) -> Sequence[Asked]:
        if LEVELS not in self._ontology.vocabularies:
            return ()
        terms = self._ontology.vocabulary(LEVELS).terms
        if level not in terms:
            known = ", ".join(terms)
            raise UnknownCondition(f"{level!r} is no level of security; use one of {known}")
        enough = {item.id for item in terms.values() if item.order >= terms[level].order}
        wanted = Named(level, terms[level].label)
        return (Asked(ConditionKind.SECURITY_LEVEL, hard=False, wanted=wanted, meets=enough),)

    def _region(self, item: Entity, around: Mapping[str, frozenset[str]]) -> Asked:
        meets = around.get(item.id, frozenset({item.id}))
        return Asked(ConditionKind.REGION, hard=False, wanted=named(item), meets=meets)

    def _forms(self, forms: Sequence[str]) -> Sequence[Asked]:
        terms = self._ontology.vocabulary(FORMS).terms
        unknown = [form for form in forms if form not in terms]
        if unknown:
            known = ", ".join(terms)
            raise UnknownCondition(f"{unknown[0]!r} is no form of supply; use one of {known}")
        labels = [terms[form].label for form in forms]
        text = Text({code: " / ".join(one.get(code) for one in labels) for code in LANGUAGES})
        wanted = Named("|".join(forms), text)
        return (Asked(ConditionKind.FORM, hard=False, wanted=wanted, meets=set(forms)),)

    def _always(self) -> Sequence[Asked]:
        """That the supply is open, and has capacity left."""
        found = [
            Asked(ConditionKind.CAPACITY, hard=False, wanted=_CAPACITY, meets={AVAILABLE}),
        ]
        if STATUSES in self._ontology.vocabularies:
            label = self._ontology.vocabulary(STATUSES).terms[OPEN].label
            wanted = Named(OPEN, label)
            found.append(Asked(ConditionKind.STATUS, hard=False, wanted=wanted, meets={OPEN}))
        return found


def asked_by(
    store: GraphReader,
    ontology: Ontology,
    hierarchy: Hierarchy,
    demands: Sequence[tuple[Entity, Sequence[Neighbour]]],
    terms: Terms,
) -> Sequence[tuple[Asked, ...]]:
    """The conditions of recorded demands.

    What a demand requires, the security level, forms and region that it states; hard are those
    kinds that its ``hardConditions`` names. That a supply is open and has capacity left is asked
    for always.

    Args:
        store: The store.
        ontology: The ontology.
        hierarchy: Which technologies include which.
        demands: Each with its relations to what can be shared.
        terms: What the caller changes.

    Raises:
        UnknownCondition: The caller names what is not on record.
    """
    asking = _Asking(store, ontology, hierarchy, terms)
    places = store.neighbours([item.id for item, _ in demands], relations=(_LOCATED,))
    located = {start: [link.entity for link in links] for start, links in places.items()}
    further = _named_ones(store, terms)
    required = {
        demand.id: [
            *(link.entity for link in links if link.relation.type == _REQUIRES),
            *(item for item in further if item.type == "Standard"),
        ]
        for demand, links in demands
    }
    regions = [item for item in further if item.type == "Region"]
    succession = _succession(store, required.values())
    wanted = {item.id for found in located.values() for item in found} | {x.id for x in regions}
    around = _wider(store, wanted)
    return [
        asking.conditions(
            frozenset(_terms(demand, "hardConditions")),
            _once(required[demand.id]),
            _once([*(regions or located[demand.id])]),
            terms.forms or _terms(demand, "form"),
            terms.security_level or next(iter(_terms(demand, "securityLevel")), None),
            succession,
            around,
        )
        for demand, _ in demands
    ]


def asked_of_text(
    store: GraphReader,
    ontology: Ontology,
    hierarchy: Hierarchy,
    needs: Sequence[Entity],
    terms: Terms,
) -> tuple[Asked, ...]:
    """The conditions of a free text: the standards that it names, and what the caller states.

    A technology that is named is weighed as meaning and as shared, and is no condition: who
    mentions one does not always want it.
    """
    asking = _Asking(store, ontology, hierarchy, terms)
    further = _named_ones(store, terms)
    required = _once([item for item in (*needs, *further) if item.type == "Standard"])
    regions = [item for item in further if item.type == "Region"]
    return asking.conditions(
        frozenset(),
        required,
        regions,
        terms.forms,
        terms.security_level,
        _succession(store, [required]),
        _wider(store, {item.id for item in regions}),
    )


def named(entity: Entity) -> Named:
    """The entity's names by language; its id where it has none."""
    names = {
        code: name
        for code in LANGUAGES
        if isinstance(name := entity.properties.get(f"name_{code}"), str)
    }
    code = entity.properties.get("code")
    if isinstance(code, str) and entity.type == "Standard":
        names = {language: f"{code} {name}" for language, name in names.items()} or {"en": code}
    return Named(entity.id, Text(names or {"en": entity.id}))


def _named_ones(store: GraphReader, terms: Terms) -> Sequence[Entity]:
    wanted = {
        **dict.fromkeys(terms.standards, "Standard"),
        **dict.fromkeys(terms.regions, "Region"),
    }
    found = store.get(sorted(wanted)) if wanted else {}
    for id_, kind in wanted.items():
        if id_ not in found or found[id_].type != kind:
            raise UnknownCondition(f"{id_!r} is not the id of a {kind}; `pearlnet search` finds it")
    return [found[id_] for id_ in wanted]


def _succession(
    store: GraphReader, required: Iterable[Sequence[Entity]]
) -> Mapping[str, Sequence[Entity]]:
    """For each required standard all that came in its place since, nearest first."""
    start = {item.id for found in required for item in found if item.type == "Standard"}
    after: dict[str, list[Entity]] = {}
    front = sorted(start)
    for _ in range(_DEEPEST):
        if not front:
            break
        near = store.neighbours(front, relations=("supersedes",), direction="in")
        after |= {item: [link.entity for link in near[item]] for item in front}
        front = sorted({one.id for item in front for one in after[item]} - after.keys())
    return {item: _reached(item, after) for item in start}


def _reached(start: str, after: Mapping[str, Sequence[Entity]]) -> Sequence[Entity]:
    found: dict[str, Entity] = {}
    front = [start]
    while front:
        front = [
            one.id
            for item in front
            for one in after.get(item, ())
            if one.id != start and found.setdefault(one.id, one) is one
        ]
    return list(found.values())


def _wider(store: GraphReader, regions: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """For each region it and all that hold it: who serves those serves it."""
    start = sorted(set(regions))
    above: dict[str, list[str]] = {}
    front = start
    for _ in range(_DEEPEST):
        if not front:
            break
        near = store.neighbours(front, relations=("withinRegion",))
        above |= {item: [link.entity.id for link in near[item]] for item in front}
        front = sorted({one for item in front for one in above[item]} - above.keys())
    found = {}
    for item in start:
        reached, level = {item}, [item]
        while level:
            level = [one for each in level for one in above.get(each, ()) if one not in reached]
            reached.update(level)
        found[item] = frozenset(reached)
    return found


def _once(entities: Sequence[Entity]) -> list[Entity]:
    return list({item.id: item for item in entities}.values())


def _terms(entity: Entity, name: str) -> tuple[str, ...]:
    value = entity.properties.get(name, ())
    return tuple(map(str, value if isinstance(value, tuple) else (value,)))
