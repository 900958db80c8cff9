"""Is a version worse than the one in use? Told by the demands on which both were judged."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matcher.evaluation.intervals import mean_interval
from matcher.evaluation.model import Interval, Report


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions on the same demands.

    Attributes:
        demands: How many demands both were judged on, by the same answers.
        difference: Mean of nDCG@10 of the first less that of the second, with the interval of
            the paired bootstrap; None without a common demand.
    """

    demands: int
    difference: Interval | None

    @property
    def worse(self) -> bool:
        """Whether the first is worse beyond the interval."""
        return self.difference is not None and self.difference.high < 0


def compare(first: Report | None, second: Report | None) -> Comparison:
    """How the first version's held-out rankings differ from the second's, demand by demand."""
    ours, theirs = _values(first), _values(second)
    common = sorted(demand for demand in ours if demand in theirs)
    if not common:
        return Comparison(0, None)
    differences = np.array([ours[demand] - theirs[demand] for demand in common])
    return Comparison(len(common), mean_interval(differences))


def _values(report: Report | None) -> Mapping[str, float]:
    """nDCG@10 by demand and its answers: a demand that was judged anew is another demand."""
    if report is None:
        return {}
    return {
        f"{demand}\n{report.answered[demand]}": value
        for demand, value in report.model.by_demand.items()
    }
