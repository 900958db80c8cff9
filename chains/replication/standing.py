"""Where each scenario stands in each place, with what may be said of it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from chains.complexity import Complexity, FloatArray, complexity, rca
from chains.replication.adoptions import Adoptions
from chains.replication.heldout import check_adoptions
from chains.replication.model import Check, Standing, Verdict
from chains.replication.prediction import Chances, density_elsewhere, is_enough, predict
from chains.replication.shrinkage import Shrunk, shrink

ENOUGH_CASES = 3
"""A place or a scenario with fewer use cases on record is told nothing but that."""
_BLIND = 0.5


@dataclass(frozen=True)
class Estimates:
    """All figures of a matrix of adoptions that do not depend on what is asked.

    Attributes:
        adoptions: What was estimated from.
        advantage: RCA, shape (places, scenarios).
        density: Shape (places, scenarios).
        chances: None where too little is on record.
        indices: ECI and PCI.
        check: How good the chances are here; None where there are none.
    """

    adoptions: Adoptions
    advantage: FloatArray
    density: FloatArray
    chances: Chances | None
    indices: Complexity
    check: Check | None

    def complexities(self) -> Mapping[str, float]:
        """PCI of the scenarios that have one."""
        return {
            scenario: float(value)
            for scenario, value in zip(self.adoptions.scenarios, self.indices.pci, strict=True)
            if not np.isnan(value)
        }


def estimate(adoptions: Adoptions) -> Estimates:
    """Compute them."""
    present = adoptions.present
    return Estimates(
        adoptions=adoptions,
        advantage=rca(adoptions.weights),
        density=density_elsewhere(present),
        chances=predict(present) if is_enough(present) else None,
        indices=complexity(present),
        check=check_adoptions(adoptions),
    )


def standings(estimates: Estimates, scenario: str) -> tuple[Standing, ...]:
    """The scenario in each place, ordered by place id; none if no use case realises it there."""
    adoptions = estimates.adoptions
    if scenario not in adoptions.scenarios:
        return ()
    column = adoptions.scenarios.index(scenario)
    shrunk = shrink(adoptions.weights, column)
    rows = range(len(adoptions.places))
    realised = len({case for row in rows for case in _cases(adoptions, row, column)})
    return tuple(_standing(estimates, shrunk, row, column, realised) for row in rows)


def _standing(
    estimates: Estimates, shrunk: Shrunk, row: int, column: int, realised: int
) -> Standing:
    adoptions, chances = estimates.adoptions, estimates.chances
    present = adoptions.weights[:, column] > 0
    usual = float(present.sum() - present[row]) / max(len(present) - 1, 1)
    low = high = None
    if chances is not None:
        low, high = float(chances.low[row, column]), float(chances.high[row, column])
    index = float(estimates.indices.eci[row])
    scarce = min(adoptions.sizes[row], realised) < ENOUGH_CASES
    return Standing(
        place=adoptions.places[row],
        scenario=adoptions.scenarios[column],
        cases=_cases(adoptions, row, column),
        on_record=adoptions.sizes[row],
        advantage=float(estimates.advantage[row, column]),
        shrunk=float(shrunk.advantage[row]),
        shrunk_low=float(shrunk.low[row]),
        shrunk_high=float(shrunk.high[row]),
        density=float(estimates.density[row, column]),
        chance=None if chances is None else float(chances.chance[row, column]),
        low=low,
        high=high,
        usual=usual,
        complexity=None if np.isnan(index) else index,
        verdict=Verdict.INSUFFICIENT if scarce else _verdict(estimates, low, high, usual),
    )


def _verdict(estimates: Estimates, low: float | None, high: float | None, usual: float) -> Verdict:
    """Nothing is said for or against by chances that do not find what was hidden."""
    if estimates.check is None or low is None or high is None:
        return Verdict.INSUFFICIENT
    found = estimates.check.found["chance"]
    blind = found.auc - found.auc_spread <= _BLIND
    return Verdict.OPEN if blind else verdict_of(low, high, usual)


def verdict_of(low: float, high: float, usual: float) -> Verdict:
    """What an interval says beside what is usual."""
    if low > usual:
        return Verdict.LIKELY
    return Verdict.UNLIKELY if high < usual else Verdict.OPEN


def _cases(adoptions: Adoptions, row: int, column: int) -> tuple[str, ...]:
    return adoptions.cases.get((row, column), ())
