"""Ranking measures by query, by ir-measures."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

MEASURES = {
    "nDCG@10": "nDCG@10",
    "MRR": "RR",
    "MAP": "AP",
    "R@1": "R@1",
    "R@10": "R@10",
    "success@1": "Success@1",
}
"""Measures by their names there. R is the share of a query's answers that is found; success,
whether any is."""


def by_query(
    rankings: Mapping[str, Sequence[str]], answers: Mapping[str, AbstractSet[str]]
) -> Mapping[str, Mapping[str, float]]:
    """For each measure its value for each query that has an answer; queries in order.

    Args:
        rankings: For each query its ranked candidates, best first.
        answers: For each query what answers it.
    """
    import ir_measures

    judged = sorted(query for query, found in answers.items() if found)
    truth = [
        ir_measures.Qrel(query, item, 1) for query in judged for item in sorted(answers[query])
    ]
    run = [
        ir_measures.ScoredDoc(query, item, 1 / rank)
        for query in judged
        for rank, item in enumerate(rankings.get(query, ()), start=1)
    ]
    values = {name: dict.fromkeys(judged, 0.0) for name in MEASURES}
    names = {ir_measures.parse_measure(said): name for name, said in MEASURES.items()}
    if run:
        for found in ir_measures.iter_calc(list(names), truth, run):
            values[names[found.measure]][found.query_id] = float(found.value)
    return values
