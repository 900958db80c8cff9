"""History: when each point joined, how the largest part grew, and what changed since."""

from chains.history.changes import since
from chains.history.chronicle import Chronicle, chronicle
from chains.history.dates import Dates, read_dates
from chains.history.growth import growth
from chains.history.model import (
    Band,
    Changes,
    Growth,
    GrowthPoint,
    Joining,
    NothingDated,
    Rise,
    State,
)

__all__ = [
    "Band",
    "Changes",
    "Chronicle",
    "Dates",
    "Growth",
    "GrowthPoint",
    "Joining",
    "NothingDated",
    "Rise",
    "State",
    "chronicle",
    "growth",
    "read_dates",
    "since",
]
