"""Which standards apply, by which path; which fit a question; where there are none; conflicts."""

from matcher.standards.applicable import applicable_standards
from matcher.standards.finding import find_standards
from matcher.standards.gaps import conflicts, gaps
from matcher.standards.kinds import VOCABULARY as KINDS
from matcher.standards.kinds import kind_by_number, kind_of
from matcher.standards.model import (
    Applicable,
    Conflict,
    ConflictKind,
    FoundStandard,
    Gap,
    Level,
    Reason,
    StandardProposal,
    UnknownStandardKind,
    UnknownStandardSubject,
    Why,
)
from matcher.standards.proposing import propose_standards

__all__ = [
    "KINDS",
    "Applicable",
    "Conflict",
    "ConflictKind",
    "FoundStandard",
    "Gap",
    "Level",
    "Reason",
    "StandardProposal",
    "UnknownStandardKind",
    "UnknownStandardSubject",
    "Why",
    "applicable_standards",
    "conflicts",
    "find_standards",
    "gaps",
    "kind_by_number",
    "kind_of",
    "propose_standards",
]
