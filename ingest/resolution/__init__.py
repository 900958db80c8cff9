"""Which records of a store are one and the same: proposed, reviewed, merged, and parted again."""

from ingest.resolution.decisions import (
    Apart,
    Decision,
    decide,
    decisions,
    enqueue,
    queue,
    remember_apart,
)
from ingest.resolution.find import classes_of, find_duplicates
from ingest.resolution.joining import Applied, apply_duplicates
from ingest.resolution.judging.verdicts import Duplicate, Reason, Verdict

__all__ = [
    "Apart",
    "Applied",
    "Decision",
    "Duplicate",
    "Reason",
    "Verdict",
    "apply_duplicates",
    "classes_of",
    "decide",
    "decisions",
    "enqueue",
    "find_duplicates",
    "queue",
    "remember_apart",
]
