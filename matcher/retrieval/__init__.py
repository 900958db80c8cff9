"""Retrievers: each scores every candidate; a score above 0 is a hit."""

from matcher.retrieval.characters import CharacterRetriever
from matcher.retrieval.dense import DenseRetriever
from matcher.retrieval.lexical import LexicalRetriever
from matcher.retrieval.neighbourhood import NeighbourhoodRetriever

__all__ = [
    "CharacterRetriever",
    "DenseRetriever",
    "LexicalRetriever",
    "NeighbourhoodRetriever",
]
