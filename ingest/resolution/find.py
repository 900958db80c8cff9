"""Records of a store that may be one and the same, with how likely that is, and why."""

from collections.abc import Iterator, Sequence
from functools import partial

from graph.port import GraphReader
from graph.query import Query
from ingest.resolution.decisions import decided_apart
from ingest.resolution.evidence.likeness import Features, nearness
from ingest.resolution.judging.model import Model, may_reach, shipped_model
from ingest.resolution.judging.verdicts import Duplicate, Verdict, judge
from ingest.resolution.naming.places import read_places
from ingest.resolution.pairs import compared_pairs, read_population
from ontology import Ontology

_ORGANIZATION = "Organization"


def find_duplicates(
    store: GraphReader, ontology: Ontology, class_name: str | None = None
) -> Iterator[Duplicate]:
    """Pairs to be merged or reviewed, by class and then by their ids.

    Pairs of which a person decided that they are two are left out.

    Args:
        store: Read only.
        ontology: Its ontology.
        class_name: A class, subclasses included; None means all.

    Raises:
        UnknownClass: The ontology has no such class.
    """
    model, decided = shipped_model(), decided_apart(store)
    places = read_places(store, ontology)
    for name in classes_of(store, ontology, class_name):
        population = read_population(store, name, places)
        organizations = is_organization(ontology, name)
        worth = partial(_worth, model) if organizations else _same_name
        for pair in compared_pairs(store, ontology, population, worth):
            found = judge(pair, model, organizations=organizations)
            if found.verdict is not Verdict.APART and found.pair not in decided:
                yield found


def classes_of(
    store: GraphReader, ontology: Ontology, class_name: str | None = None
) -> Sequence[str]:
    """The classes of which the store has entities, those of the ontology and below the given.

    Raises:
        UnknownClass: The ontology has no such class.
    """
    above = None if class_name is None else ontology.class_(class_name).name
    stored = sorted(store.group_count(Query(), "type").keys() & ontology.classes.keys())
    return [name for name in stored if above is None or ontology.is_a(name, above)]


def is_organization(ontology: Ontology, name: str) -> bool:
    """Whether the model, which was fitted on organizations, is for this class."""
    return ontology.is_a(name, _ORGANIZATION)


def _same_name(features: Features) -> bool:
    return "name_same" in features


def _worth(model: Model, features: Features) -> bool:
    """Whether a pair can still come to a review, by what the graph may say for it at best."""
    if _same_name(features):
        return True
    region = max(0.0, model.weights["region_same"], model.weights["region_within"])
    return may_reach(model, features, region + model.weights["shared"] * nearness(features))
