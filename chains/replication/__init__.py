"""Replicability (可复制): where a use case or a scenario could go, and what that would take."""

from chains.replication.analysis import Replication, UnknownPractice
from chains.replication.heldout import check_amounts
from chains.replication.mapping import ReplicationMap
from chains.replication.model import (
    HIT_AT,
    Axis,
    Check,
    Deliverer,
    EnterpriseTarget,
    Held,
    Need,
    PlaceTarget,
    Quality,
    Ranking,
    Replicability,
    Standing,
    Verdict,
    Way,
)

__all__ = [
    "HIT_AT",
    "Axis",
    "Check",
    "Deliverer",
    "EnterpriseTarget",
    "Held",
    "Need",
    "PlaceTarget",
    "Quality",
    "Ranking",
    "Replicability",
    "Replication",
    "ReplicationMap",
    "Standing",
    "UnknownPractice",
    "Verdict",
    "Way",
    "check_amounts",
]
