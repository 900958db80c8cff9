"""A store of demands and supplies, and what was said of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.port import GraphReader
from matcher.feedback import Judgement


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """What a model may learn from.

    Attributes:
        name: Of the set.
        store: Demands, supplies and what they share.
        judgements: What was said; None asks the store, which holds feedback.
        complete: Whether a pair that is not listed was judged not to answer.
    """

    name: str
    store: GraphReader
    judgements: Sequence[Judgement] | None
    complete: bool
