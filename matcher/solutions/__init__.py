"""Solutions (方案设计): the smallest set of supplies that covers what a demand requires."""

from matcher.solutions.composing import compose
from matcher.solutions.cover import Aim, Limits, Method, NoCover, SetCover, cover
from matcher.solutions.fit import PairFit
from matcher.solutions.model import (
    Bundle,
    Member,
    NothingRequired,
    Origin,
    Requirement,
    RequirementKind,
    SimilarCase,
    Skilled,
    Solution,
    Uncovered,
    Unmet,
)

__all__ = [
    "Aim",
    "Bundle",
    "Limits",
    "Member",
    "Method",
    "NoCover",
    "NothingRequired",
    "Origin",
    "PairFit",
    "Requirement",
    "RequirementKind",
    "SetCover",
    "SimilarCase",
    "Skilled",
    "Solution",
    "Uncovered",
    "Unmet",
    "compose",
    "cover",
]
