"""Retrieval measures against judged pairs."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from matcher.evaluation.ranking import by_query


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
    if not any(answers.values()):
        raise ValueError("no query has a judged answer")
    values = by_query(rankings, answers)
    return Retrieval(
        queries=len(values["MRR"]),
        recall_at_1=_mean(values["success@1"]),
        recall_at_10=_mean(values["R@10"]),
        reciprocal_rank=_mean(values["MRR"]),
    )


def _mean(values: Mapping[str, float]) -> float:
    return sum(values.values()) / len(values)
