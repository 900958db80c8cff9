"""Demand-supply matching: encoders, retrieval, fusion, evidence."""

from matcher.candidates import DEMANDS, SUPPLIES
from matcher.encoder import Encoder, StaticEncoder, load_encoder
from matcher.errors import (
    EmptyQuery,
    InvalidModel,
    MatcherError,
    NothingToMatch,
    QueryTooLong,
    UnknownSubject,
)
from matcher.matcher import Matcher
from matcher.model import EvidenceNode, EvidencePath, EvidenceStep, Match, MatchResult
from matcher.narrowing import of_provider, of_region, of_terms
from matcher.upkeep import IndexHome, IndexState

__all__ = [
    "DEMANDS",
    "SUPPLIES",
    "EmptyQuery",
    "Encoder",
    "EvidenceNode",
    "EvidencePath",
    "EvidenceStep",
    "IndexHome",
    "IndexState",
    "InvalidModel",
    "Match",
    "MatchResult",
    "Matcher",
    "MatcherError",
    "NothingToMatch",
    "QueryTooLong",
    "StaticEncoder",
    "UnknownSubject",
    "load_encoder",
    "of_provider",
    "of_region",
    "of_terms",
]
