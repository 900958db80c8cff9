"""The replicability map: scenarios by industries or regions, and where each could go next."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chains.progress import Watch, counted, unwatched
from chains.replication.model import Axis, Check, Standing
from chains.replication.practice import Practice
from chains.replication.standing import Estimates, standings


@dataclass(frozen=True, slots=True)
class ReplicationMap:
    """Where scenarios are, and how likely they are where they are not.

    Attributes:
        axis: Industries or regions.
        places: Those shown, most use cases first, then by id: the rows.
        scenarios: Those shown, in the most places first, then by id: the columns.
        cells: Every scenario in every place, row by row.
        all_places: How many places have a use case.
        all_scenarios: How many scenarios have one.
        unseen: Places without any, about which nothing can be said; sorted.
        left_out: Use cases that name no place of this kind, or one too wide.
        check: How good the chances are on this store; None where there are none.
    """

    axis: Axis
    places: tuple[str, ...]
    scenarios: tuple[str, ...]
    cells: tuple[Standing, ...]
    all_places: int
    all_scenarios: int
    unseen: tuple[str, ...]
    left_out: int
    check: Check | None

    def row(self, place: str) -> tuple[Standing, ...]:
        """The cells of a place, in the order of the scenarios."""
        width = len(self.scenarios)
        start = self.places.index(place) * width
        return self.cells[start : start + width]


def replication_map(
    practice: Practice,
    estimates: Estimates,
    *,
    places: int,
    scenarios: int,
    watch: Watch = unwatched,
) -> ReplicationMap:
    """The map of one kind of places.

    Args:
        practice: What is on record.
        estimates: Of the same.
        places: How many rows at most.
        scenarios: How many columns at most.
        watch: Is told how far it is.
    """
    adoptions = estimates.adoptions
    reached = np.asarray(adoptions.present.sum(axis=0)).tolist()
    rows = _most(adoptions.places, adoptions.sizes, places)
    columns = _most(adoptions.scenarios, reached, scenarios)
    standing = {
        scenario: {item.place: item for item in standings(estimates, scenario)}
        for scenario in counted(columns, watch)
    }
    return ReplicationMap(
        axis=adoptions.axis,
        places=tuple(rows),
        scenarios=tuple(columns),
        cells=tuple(standing[scenario][place] for place in rows for scenario in columns),
        all_places=len(adoptions.places),
        all_scenarios=len(adoptions.scenarios),
        unseen=tuple(sorted(practice.trees[adoptions.axis].places() - set(adoptions.places))),
        left_out=adoptions.left_out,
        check=estimates.check,
    )


def _most(ids: Sequence[str], amounts: Sequence[float], first: int) -> list[str]:
    ranked = sorted(zip(amounts, ids, strict=True), key=lambda item: (-item[0], item[1]))
    return [id_ for _, id_ in ranked[:first]]
