"""How good a ranking is, how true its probabilities are, and what it should not answer."""

from matcher.evaluation.abstention import pick_threshold, risk_coverage
from matcher.evaluation.model import Bin, Coverage, Evaluation, Interval, Report
from matcher.evaluation.probabilities import reliability
from matcher.evaluation.ranking import by_query
from matcher.evaluation.retrieval import Retrieval, evaluate

__all__ = [
    "Bin",
    "Coverage",
    "Evaluation",
    "Interval",
    "Report",
    "Retrieval",
    "by_query",
    "evaluate",
    "pick_threshold",
    "reliability",
    "risk_coverage",
]
