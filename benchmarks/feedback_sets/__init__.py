"""Judged demands to learn from and be judged by: made up by a seed, the starter's, and MELO."""

from benchmarks.feedback_sets.ecosystem import ecosystem
from benchmarks.feedback_sets.judged import JudgedSet
from benchmarks.feedback_sets.melo import melo
from benchmarks.feedback_sets.starter_gold import starter_gold

__all__ = ["JudgedSet", "ecosystem", "melo", "starter_gold"]
