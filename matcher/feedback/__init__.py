"""What people said of matches: recorded in the graph, read back as labels to learn from."""

from matcher.feedback.labels import Judgement, judgements, read_judgements
from matcher.feedback.model import Feedback, Verdict
from matcher.feedback.pairs import read_pairs, write_pairs
from matcher.feedback.records import add_feedback, read_feedback, record_feedback

__all__ = [
    "Feedback",
    "Judgement",
    "Verdict",
    "add_feedback",
    "judgements",
    "read_feedback",
    "read_judgements",
    "read_pairs",
    "record_feedback",
    "write_pairs",
]
