"""Structure: points, lines and network, with what each crosses."""

from chains.structure.classes import Structure, classify, summarise
from chains.structure.components import Components, SpanColumns
from chains.structure.model import Component, Position, Positions, Spans, Summary

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
