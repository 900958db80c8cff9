"""Versions of the matching model: kept, compared, promoted, rolled back, served."""

from matcher.registry.promotion import Comparison, compare
from matcher.registry.registry import Registry
from matcher.registry.serving import CurrentMatcher, Model, Serving
from matcher.registry.versions import Kept, Version

__all__ = [
    "Comparison",
    "CurrentMatcher",
    "Kept",
    "Model",
    "Registry",
    "Serving",
    "Version",
    "compare",
]
