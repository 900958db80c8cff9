"""Point, line, network: how isolated use cases link, and what would link them better."""

from chains.analysis import ChainAnalysis
from chains.errors import ChainError, NothingToProject, UnknownVertex
from chains.model import (
    Component,
    Link,
    LinkRule,
    Position,
    Projection,
    RuleKind,
    Spans,
    Step,
    Structure,
    Summary,
    Trace,
)
from chains.projection import project
from chains.structure import classify, summarise
from chains.tracing import promoting_steps, trace

__all__ = [
    "ChainAnalysis",
    "ChainError",
    "Component",
    "Link",
    "LinkRule",
    "NothingToProject",
    "Position",
    "Projection",
    "RuleKind",
    "Spans",
    "Step",
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
