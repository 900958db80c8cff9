"""Probable duplicates: what entity resolution proposes, counted by class."""

from collections import Counter
from collections.abc import Iterable
from heapq import nsmallest

from ingest.quality.report import EXAMPLES, Probable
from ingest.resolution import Duplicate, Verdict


def probable_of(found: Iterable[Duplicate]) -> tuple[Probable, ...]:
    """Counts by class, ordered by its name, with the likeliest pairs of each."""
    counts: Counter[tuple[str, Verdict]] = Counter()
    likeliest: dict[str, list[Duplicate]] = {}
    for item in found:
        counts[item.type, item.verdict] += 1
        kept = [*likeliest.get(item.type, ()), item]
        likeliest[item.type] = nsmallest(EXAMPLES, kept, key=_likeliest_first)
    return tuple(
        Probable(
            type_,
            counts[type_, Verdict.MERGE],
            counts[type_, Verdict.REVIEW],
            tuple(item.pair for item in likeliest[type_]),
        )
        for type_ in sorted(likeliest)
    )


def _likeliest_first(item: Duplicate) -> tuple[float, str, str]:
    return -item.probability, item.first, item.second
