"""Learning a fusion from judged pairs: examples, folds, learners, calibration, selection."""

from matcher.learning.examples import Examples, Source, gather
from matcher.learning.selection import Choice, Learned, cross_validate, learn

__all__ = ["Choice", "Examples", "Learned", "Source", "cross_validate", "gather", "learn"]
