"""Which standards apply, by which path; where there are none; which contradict each other."""

from matcher.standards.applicable import applicable_standards
from matcher.standards.gaps import conflicts, gaps
from matcher.standards.model import (
    Applicable,
    Conflict,
    ConflictKind,
    Gap,
    Level,
    StandardProposal,
    UnknownStandardSubject,
)
from matcher.standards.proposing import propose_standards

__all__ = [
    "Applicable",
    "Conflict",
    "ConflictKind",
    "Gap",
    "Level",
    "StandardProposal",
    "UnknownStandardSubject",
    "applicable_standards",
    "conflicts",
    "gaps",
    "propose_standards",
]
