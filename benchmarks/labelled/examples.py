"""Worlds in a store, and their pairs with what they are: the sides share no family."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.labelled.fitting import matrix_of
from benchmarks.labelled.starter_data import cities, real_organizations, regions
from benchmarks.labelled.world import World, make_world
from graph.memory import MemoryStore
from graph.port import GraphWriter
from ingest.resolution.naming.places import read_places
from ingest.resolution.pairs import Compared, compared_pairs, read_population
from ontology import Ontology

TRAIN, HELD_OUT = 0, 1
"""Sides; no brand of one is in the other."""
CLASS = "Enterprise"


@dataclass(frozen=True, slots=True)
class Examples:
    """Candidate pairs of a world.

    Attributes:
        pairs: The pairs.
        matrix: Their features, shape (n, d).
        same: Whether they are one organization, shape (n,).
    """

    pairs: list[Compared]
    matrix: NDArray[np.float64]
    same: NDArray[np.bool_]


def world(side: int, size: int, seed: int = 5) -> World:
    """Records of the starter's real organizations of that side, and of made-up ones."""
    return make_world(seed + side, side, size, cities(), real_organizations())


def store_of(made: World, ontology: Ontology) -> MemoryStore:
    """The world in memory, with the starter's regions."""
    store = MemoryStore()
    store.apply_schema(ontology.graph_schema())
    places, within = regions()

    def put(writer: GraphWriter) -> None:
        for entities in (places, made.entities):
            assert not writer.upsert_entities(entities).refused
        for relations in (within, made.relations):
            assert not writer.upsert_relations(relations).refused

    store.write(put)
    return store


def examples_of(made: World, ontology: Ontology) -> Examples:
    """The pairs that blocking finds in a world, with the truth about each."""
    store = store_of(made, ontology)
    population = read_population(store, CLASS, read_places(store, ontology))
    pairs = list(compared_pairs(store, ontology, population, lambda _: True))
    same = np.array([made.truth[item.first.id] == made.truth[item.second.id] for item in pairs])
    return Examples(pairs, matrix_of([item.features for item in pairs]), same)
