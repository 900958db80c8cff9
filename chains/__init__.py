"""Point, line, network: how isolated use cases link, and what would link them better."""

from chains.analysis import ChainAnalysis
from chains.errors import ChainError, NothingToProject, UnknownVertex
from chains.projection import (
    Finding,
    FindingKind,
    Link,
    LinkRule,
    Links,
    Projection,
    RuleKind,
    project,
)
from chains.structure import (
    Component,
    Components,
    Position,
    Spans,
    Structure,
    Summary,
    classify,
    summarise,
)
from chains.tracing import Step, StepKind, Trace, promoting_steps, trace

__all__ = [
    "ChainAnalysis",
    "ChainError",
    "Component",
    "Components",
    "Finding",
    "FindingKind",
    "Link",
    "LinkRule",
    "Links",
    "NothingToProject",
    "Position",
    "Projection",
    "RuleKind",
    "Spans",
    "Step",
    "StepKind",
    "Structure",
    "Summary",
    "Trace",
    "UnknownVertex",
    "classify",
    "project",
    "promoting_steps",
    "summarise",
    "trace",
]
