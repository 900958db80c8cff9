"""What a solution needs of matching."""

from typing import Protocol

from graph.query import Filter
from matcher.conditions import AS_STATED, Terms
from matcher.model import MatchResult


class Matching(Protocol):
    """Says how well supplies answer."""

    def match_demand(
        self, id: str, first: int = 10, where: Filter | None = None, terms: Terms = AS_STATED
    ) -> MatchResult:
        """The supplies that answer a recorded demand, best first."""
        ...

    def match_text(
        self, text: str, first: int = 10, where: Filter | None = None, terms: Terms = AS_STATED
    ) -> MatchResult:
        """The supplies that answer a demand in one's own words, best first."""
        ...
