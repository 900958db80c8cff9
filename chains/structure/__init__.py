"""Structure: points, lines and network, with what each crosses."""

from chains.structure.classes import classify, summarise
from chains.structure.model import (
    Component,
    Components,
    Position,
    Positions,
    SpanColumns,
    Spans,
    Structure,
    Summary,
)

__all__ = [
    "Component",
    "Components",
    "Position",
    "Positions",
    "SpanColumns",
    "Spans",
    "Structure",
    "Summary",
    "classify",
    "summarise",
]
