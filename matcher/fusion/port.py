"""The fusion port."""

from typing import Protocol

from matcher.fusion.reciprocal import Fused
from matcher.retrieval.retrieved import Retrieved


class Fusion(Protocol):
    """Ranks what was retrieved."""

    @property
    def threshold(self) -> float | None:
        """Probability below which the best is no confident match; None if nothing is calibrated."""
        ...

    def rank(self, retrieved: Retrieved, first: int) -> tuple[Fused, ...]:
        """The first candidates, best first; ties by id."""
        ...
