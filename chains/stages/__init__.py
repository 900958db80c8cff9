"""Chain models: stages given or derived, their coverage, breaks and missing links (完整度)."""

from chains.stages.comparing import compare
from chains.stages.completeness import complete
from chains.stages.model import (
    FLOOR,
    ChainModel,
    Comparison,
    Completeness,
    Finding,
    FindingKind,
    Hold,
    HoldKind,
    Origin,
    PairLink,
    Stage,
    StageChange,
    StageCoverage,
    Supplier,
    Tie,
    coverage,
    smoothed,
)
from chains.stages.modelling import BUSINESS_STAGES, UnknownChain, model_of
from chains.stages.records import ChainRecords, read_records
from chains.stages.scope import Scope, UnknownPlace, scope_of
from chains.stages.serving import suppliers
from chains.stages.ties import Ties

__all__ = [
    "BUSINESS_STAGES",
    "FLOOR",
    "ChainModel",
    "ChainRecords",
    "Comparison",
    "Completeness",
    "Finding",
    "FindingKind",
    "Hold",
    "HoldKind",
    "Origin",
    "PairLink",
    "Scope",
    "Stage",
    "StageChange",
    "StageCoverage",
    "Supplier",
    "Tie",
    "Ties",
    "UnknownChain",
    "UnknownPlace",
    "compare",
    "complete",
    "coverage",
    "model_of",
    "read_records",
    "scope_of",
    "smoothed",
    "suppliers",
]
