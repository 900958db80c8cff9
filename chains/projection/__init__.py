"""Projection: which vertices are linked, and by what."""

from chains.projection.building import project, project_table
from chains.projection.findings import Finding, FindingKind
from chains.projection.model import (
    Link,
    LinkRule,
    Links,
    Projection,
    RuleKind,
)

__all__ = [
    "Finding",
    "FindingKind",
    "Link",
    "LinkRule",
    "Links",
    "Projection",
    "RuleKind",
    "project",
    "project_table",
]
