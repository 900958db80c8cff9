"""Resilience: what holds a network together, what its loss breaks, what one link would save."""

from chains.resilience.analysis import resilience
from chains.resilience.loss import UnknownLoss, lose
from chains.resilience.model import (
    Attack,
    Curve,
    Fall,
    Loss,
    LossKind,
    Reinforcement,
    Resilience,
    StageLoss,
    StageSource,
    WeakLink,
    WeakPoint,
)
from chains.resilience.removal import largest_parts, removal_order, robustness
from chains.resilience.sources import Sources, read_sources

__all__ = [
    "Attack",
    "Curve",
    "Fall",
    "Loss",
    "LossKind",
    "Reinforcement",
    "Resilience",
    "Sources",
    "StageLoss",
    "StageSource",
    "UnknownLoss",
    "WeakLink",
    "WeakPoint",
    "largest_parts",
    "lose",
    "read_sources",
    "removal_order",
    "resilience",
    "robustness",
]
