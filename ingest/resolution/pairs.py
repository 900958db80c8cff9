"""All pairs of a class that are worth a judgement, with what speaks for and against each."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.port import GraphReader
from graph.query import Compare, Op, Query
from ingest.resolution.evidence.features import name_features
from ingest.resolution.evidence.likeness import Features, nearness
from ingest.resolution.evidence.surroundings import (
    Contents,
    Surroundings,
    context_features,
    read_surroundings,
)
from ingest.resolution.naming.parts import Name
from ingest.resolution.naming.places import Places
from ingest.resolution.naming.profiles import Profile, profile_of, reader
from ingest.resolution.pairing.blocking import candidate_pairs
from ontology import Ontology

_READ = 1000
"""So many entities are looked up in the graph at a time."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two entities beside each other.

    Attributes:
        first: The one with the lesser id.
        second: The other.
        names: The names of theirs that are most alike.
        features: What speaks for and against their being one.
        related: A relation joins them.
    """

    first: Profile
    second: Profile
    names: tuple[Name, Name]
    features: Features
    related: bool = False


@dataclass(frozen=True, slots=True)
class Population:
    """The entities of one class, as resolution sees them.

    Attributes:
        profiles: Those with a name, ordered by id.
        places: The store's regions.
        crowds: For each brand how many of them have it.
    """

    profiles: Sequence[Profile]
    places: Places
    crowds: Mapping[str, int]


def read_population(store: GraphReader, class_name: str, places: Places) -> Population:
    """Read the entities of a class, those of its subclasses left out."""
    query = Query(where=Compare("type", Op.EQ, class_name))
    read = reader(places)
    found = (profile_of(item, read) for batch in store.scan(query) for item in batch)
    profiles = [item for item in found if item.every_name]
    crowds = Counter(
        brand for item in profiles for brand in {name.brand for name in item.every_name}
    )
    return Population(profiles, places, crowds)


def compared_pairs(
    store: GraphReader,
    ontology: Ontology,
    population: Population,
    worth: Callable[[Features], bool],
) -> Iterator[Compared]:
    """Pairs that may be one, each once, ordered by their ids.

    Args:
        store: Where the entities are.
        ontology: Its ontology.
        population: The entities.
        worth: Whether names, years and domains leave a pair worth a look at the graph; pairs of
            one code are looked at in any case.
    """
    profiles = population.profiles
    contents = Contents(store, len(profiles))
    for pairs in candidate_pairs(profiles):
        known = [
            compared
            for one, two in pairs
            for compared in (_compared(profiles[one], profiles[two], population),)
            if worth(compared.features) or _same_code(compared)
        ]
        around = _around(store, ontology, known)
        contents.learn(around.values())
        for item in known:
            near, far = around[item.first.id], around[item.second.id]
            context = context_features(
                near, far, population.places, contents, nearness(item.features)
            )
            yield replace(
                item,
                features=item.features | context,
                related=near.touches(item.second.id) or far.touches(item.first.id),
            )


def _compared(first: Profile, second: Profile, population: Population) -> Compared:
    names, features = name_features(first, second, population.places, population.crowds)
    return Compared(first, second, names, features)


def _same_code(item: Compared) -> bool:
    one, two = item.first, item.second
    return one.credit_code == two.credit_code != "" or one.code == two.code != ""


def _around(
    store: GraphReader, ontology: Ontology, known: Sequence[Compared]
) -> Mapping[str, Surroundings]:
    ids = sorted({id_ for item in known for id_ in (item.first.id, item.second.id)})
    found: dict[str, Surroundings] = {}
    for start in range(0, len(ids), _READ):
        found |= read_surroundings(store, ontology, ids[start : start + _READ])
    return found
