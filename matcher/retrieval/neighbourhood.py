"""What query and candidate share in the graph, weighted by information content.

A node tells by its information content -ln p, p being the share of candidates that are linked to
it or to one that it includes (Resnik, IJCAI 1995), so that what every candidate has tells
nothing. Two different nodes share the most telling one that includes both, and less of it the
further they are below it: by 2 IC(shared) / (IC(one) + IC(other)) (Lin, ICML 1998), which is 1
for a node and itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.retrieval.bags import Bags, Ints
from matcher.retrieval.hierarchy import Hierarchy, closed

LEAST = 0.05
"""Likeness from which nodes count as alike; what includes nearly all says nothing."""


@dataclass(frozen=True, slots=True)
class Contents:
    """How much each node of a hierarchy tells.

    Attributes:
        hierarchy: The nodes.
        holders: How many candidates are linked to each or to one that it includes; shape (n,).
        size: How many candidates there are.
    """

    hierarchy: Hierarchy
    holders: Ints
    size: int

    @property
    def most(self) -> float:
        """Information content of a node that one candidate alone has."""
        return float(np.log(self.size)) if self.size > 1 else 1.0

    def of(self, places: Ints) -> NDArray[np.float64]:
        """Information content of nodes, at least 0; the most for those that no one has."""
        shares = np.maximum(self.holders[places], 1) / max(self.size, 1)
        return np.maximum(-np.log(np.minimum(shares, 1)), 0.0)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like each node is to what a query reaches.

    Attributes:
        contents: The nodes.
        values: Strength times IC(shared)/most times Lin's measure: 0 to 1, shape (n,).
        reached: For each node the one of the query that it is most like, -1 for none.
        through: The node that includes both, -1 for none.
    """

    contents: Contents
    values: NDArray[np.float64]
    reached: Ints
    through: Ints


def counted_holders(hierarchy: Hierarchy, bags: Bags) -> Ints:
    """How many bags have each node or one that it includes, shape (n,)."""
    owners = np.repeat(np.arange(len(bags)), np.diff(bags.starts))
    places = hierarchy.located(bags.terms)
    known = places >= 0
    _, linked = closed(hierarchy, owners[known], places[known])
    return np.bincount(linked, minlength=len(hierarchy.entities))


def likeness(contents: Contents, strengths: Mapping[str, float]) -> Likeness:
    """How like every node is to those of a query.

    Args:
        contents: The nodes.
        strengths: By id the query's nodes with their strengths, at most 1; others are passed
            over.
    """
    hierarchy = contents.hierarchy
    size = len(hierarchy.entities)
    found = Likeness(contents, np.zeros(size), np.full(size, -1), np.full(size, -1))
    for node, strength in sorted(strengths.items()):
        place = hierarchy.places.get(node)
        if place is not None:
            _spread(found, place, strength)
    return found


def _spread(found: Likeness, place: int, strength: float) -> None:
    """Raise the likeness of all nodes that have something in common with one of the query's."""
    contents, hierarchy = found.contents, found.contents.hierarchy
    above = hierarchy.above[place]
    own = float(contents.of(np.array([place]))[0])
    for wider, shared in zip(above.tolist(), contents.of(above).tolist(), strict=True):
        if shared * strength < LEAST * contents.most:
            continue
        below = hierarchy.below[wider]
        lin = 2 * shared / np.maximum(own + contents.of(below), 1e-12)
        values = strength * shared / contents.most * np.minimum(lin, 1)
        better = (values > found.values[below]) & (values >= LEAST)
        found.values[below[better]] = values[better]
        found.reached[below[better]] = place
        found.through[below[better]] = wider


def linked_scores(
    like: Likeness, bags: Bags, rows: Ints, classes: Sequence[str]
) -> NDArray[np.float32]:
    """What some rows share with the query.

    Args:
        like: Of all nodes with the query.
        bags: The nodes of all rows.
        rows: Which.
        classes: Of nodes.

    Returns:
        The most alike of a row's nodes, then for each class the sum over its nodes of that class;
        shape (len(rows), 1 + len(classes)).
    """
    found = np.zeros((len(rows), 1 + len(classes)))
    owners, terms, _ = bags.of(rows)
    hierarchy = like.contents.hierarchy
    places = hierarchy.located(terms)
    alike = np.flatnonzero(places >= 0)
    alike = alike[like.values[places[alike]] > 0]
    owners, places = owners[alike], places[alike]
    values, kinds = like.values[places], hierarchy.classes[places]
    np.maximum.at(found[:, 0], owners, values)
    for column, name in enumerate(classes, start=1):
        of_class = kinds == name
        found[:, column] = np.bincount(owners[of_class], values[of_class], len(rows))
    return found.astype(np.float32)
