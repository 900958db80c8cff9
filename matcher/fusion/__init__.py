"""From what retrieval found to a ranking: by reciprocal ranks, or as learned from feedback."""

from matcher.fusion.calibration import Calibration, Isotonic, Platt
from matcher.fusion.inputs import INPUTS, inputs
from matcher.fusion.learned import LearnedFusion
from matcher.fusion.port import Fusion
from matcher.fusion.reciprocal import Fused, K, ReciprocalFusion, fuse
from matcher.fusion.scorers import BASE, LinearScorer, Scorer, TreeScorer

__all__ = [
    "BASE",
    "INPUTS",
    "Calibration",
    "Fused",
    "Fusion",
    "Isotonic",
    "K",
    "LearnedFusion",
    "LinearScorer",
    "Platt",
    "ReciprocalFusion",
    "Scorer",
    "TreeScorer",
    "fuse",
    "inputs",
]
