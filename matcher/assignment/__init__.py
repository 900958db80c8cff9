"""Which supplies should serve which demands, all taken together."""

from matcher.assignment.flow import assign
from matcher.assignment.model import (
    Assigned,
    Assignment,
    Caps,
    Idle,
    InvalidProblem,
    Problem,
    Unserved,
    UnservedReason,
)
from matcher.assignment.reading import read_problem
from matcher.assignment.whatif import Difference, WhatIf, changed, compare

__all__ = [
    "Assigned",
    "Assignment",
    "Caps",
    "Difference",
    "Idle",
    "InvalidProblem",
    "Problem",
    "Unserved",
    "UnservedReason",
    "WhatIf",
    "assign",
    "changed",
    "compare",
    "read_problem",
]
