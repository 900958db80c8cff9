"""Which places have adopted which scenarios: the matrix that all figures are computed from."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from chains.complexity import FloatArray
from chains.replication.model import Axis
from chains.replication.practice import Practice


@dataclass(frozen=True)
class Adoptions:
    """Use cases by place and scenario.

    A use case weighs 1, shared out evenly over its places and scenarios, so that none counts twice.

    Attributes:
        axis: What kind of places.
        places: Ids of places with at least one use case, sorted: the rows.
        scenarios: Ids of scenarios with at least one, sorted: the columns.
        weights: Shape (places, scenarios).
        cases: For each cell (row, column) that is not empty its use cases, sorted.
        sizes: Number of use cases of each place.
        left_out: Number of use cases that name no place of this kind, or one too wide.
    """

    axis: Axis
    places: tuple[str, ...]
    scenarios: tuple[str, ...]
    weights: FloatArray
    cases: Mapping[tuple[int, int], tuple[str, ...]]
    sizes: tuple[int, ...]
    left_out: int

    @property
    def present(self) -> FloatArray:
        """1 where there is a use case."""
        return (self.weights > 0).astype(np.float64)

    def without(self, hidden: Collection[str]) -> FloatArray:
        """The weights as if those use cases were not on record; the same rows and columns."""
        weights = self.weights.copy()
        shares = self._shares()
        for cell, cases in self.cases.items():
            for case in cases:
                if case in hidden:
                    weights[cell] -= shares[case]
            if hidden and set(cases) <= set(hidden):
                weights[cell] = 0.0
        return weights

    def _shares(self) -> Mapping[str, float]:
        cells: dict[str, int] = defaultdict(int)
        for cases in self.cases.values():
            for case in cases:
                cells[case] += 1
        return {case: 1 / count for case, count in cells.items()}


def count_adoptions(practice: Practice, axis: Axis) -> Adoptions:
    """The matrix of one kind of places."""
    tree = practice.trees[axis]
    found = {
        case: sorted(filter(None, {tree.place(node) for node in practice.places(axis, case)}))
        for case in practice.cases()
    }
    placed = {case: places for case, places in found.items() if places}
    places = sorted({place for named in placed.values() for place in named})
    scenarios = sorted({item for case in placed for item in practice.to("realises", case)})
    sizes = Counter(place for named in placed.values() for place in named)
    rows = {place: row for row, place in enumerate(places)}
    columns = {scenario: column for column, scenario in enumerate(scenarios)}
    weights = np.zeros((len(places), len(scenarios)))
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    for case, named in placed.items():
        realised = practice.to("realises", case)
        for place in named:
            for scenario in realised:
                cell = rows[place], columns[scenario]
                cells[cell].append(case)
                weights[cell] += 1 / (len(named) * len(realised))
    return Adoptions(
        axis=axis,
        places=tuple(places),
        scenarios=tuple(scenarios),
        weights=weights,
        cases={cell: tuple(cases) for cell, cases in cells.items()},
        sizes=tuple(sizes[place] for place in places),
        left_out=len(found) - len(placed),
    )
