"""The peers of a vertex, and how common an asset or a relation is among them."""

from dataclasses import dataclass

import numpy as np

from chains.projection.holdings import Holdings, row
from chains.projection.table import IntArray

_KINDS = ("realises", "inIndustry", "operatesIn")


@dataclass(frozen=True)
class Peers:
    """The peers of a vertex: those of the same scenario or industry.

    A vertex of no scenario and no industry has for peers those that share an explicit neighbour
    with it, such as two products with one supplier; where there are none, all others are peers.

    Attributes:
        holdings: What they hold.
        numbers: Their numbers, ascending; shape (k,).
    """

    holdings: Holdings
    numbers: IntArray

    def likelihood(self, held: IntArray) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """(held + 1/2) / (peers + 1): how many of them, kept off 0 and 1 (Jeffreys)."""
        return (held + 0.5) / (len(self.numbers) + 1)

    def hold(self) -> IntArray:
        """How many of them hold each asset; shape (assets,)."""
        held = self.holdings.held
        found: IntArray = _indicator(self.numbers, held.shape[0]) @ held
        return found

    def related(self) -> IntArray:
        """With how many of them each vertex has an explicit relation; shape (n,)."""
        graph = self.holdings.relations.graph
        found: IntArray = _indicator(self.numbers, graph.shape[0]) @ graph
        return found


def peers_of(holdings: Holdings, vertex: int) -> Peers:
    """The peers of the vertex of that number."""
    found = np.zeros(len(holdings.ids), dtype=bool)
    placed = False
    for kind in _KINDS:
        matrix = holdings.belongs[kind].matrix
        own = _indicator(row(matrix, vertex), matrix.shape[1])
        if own.any():
            placed = True
            found |= (matrix @ own) > 0
    if not placed:
        graph = holdings.relations.graph
        found = (graph @ _indicator(row(graph, vertex), graph.shape[0])) > 0
    found[vertex] = False
    if not found.any():
        found[:] = True
        found[vertex] = False
    return Peers(holdings, np.flatnonzero(found))


def _indicator(numbers: IntArray, size: int) -> IntArray:
    made = np.zeros(size, dtype=np.int64)
    made[numbers] = 1
    return made
