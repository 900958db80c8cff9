"""Retrieval measures against judged pairs."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Means over queries, each between 0 and 1.

    Attributes:
        queries: How many queries had a judged answer.
        recall_at_1: Share of queries whose first candidate is a judged answer (success at 1).
        recall_at_10: Share of the judged answers among the first ten, averaged over queries.
        reciprocal_rank: Mean of 1/rank of the first judged answer, 0 where there is none.
    """

    queries: int
    recall_at_1: float
    recall_at_10: float
    reciprocal_rank: float


def evaluate(
    rankings: Mapping[str, Sequence[str]], answers: Mapping[str, AbstractSet[str]]
) -> Retrieval:
    """Score rankings of candidate ids, best first, against judged answers.

    Args:
        rankings: For each query its ranked candidates.
        answers: For each query what answers it; queries without any are left out.

    Raises:
        ValueError: No query has a judged answer.
    """
    judged = sorted(query for query, found in answers.items() if found)
    if not judged:
        raise ValueError("no query has a judged answer")
    ranked = [(rankings.get(query, ()), answers[query]) for query in judged]
    return Retrieval(
        queries=len(judged),
        recall_at_1=_mean([bool(order) and order[0] in right for order, right in ranked]),
        recall_at_10=_mean([len(right & set(order[:10])) / len(right) for order, right in ranked]),
        reciprocal_rank=_mean([_reciprocal(order, right) for order, right in ranked]),
    )


def _reciprocal(order: Sequence[str], right: AbstractSet[str]) -> float:
    return next((1 / rank for rank, item in enumerate(order, start=1) if item in right), 0.0)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
