"""Demand-supply matching: encoders, retrieval, fusion, evidence."""

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

__all__ = [
    "EmptyQuery",
    "Encoder",
    "EvidenceNode",
    "EvidencePath",
    "EvidenceStep",
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
]
