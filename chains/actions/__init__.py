"""Actions for a chain: fill, strengthen, stabilise (补链、强链、稳链), and a set of them."""

from chains.actions.capability import Capabilities
from chains.actions.model import (
    Action,
    ActionKind,
    Basis,
    Candidate,
    ChainActions,
    Distance,
    Plan,
)
from chains.actions.proposing import propose
from chains.actions.robustness import robustness
from chains.actions.selection import OPTIMUM_UP_TO, Selection, lazy_greedy, optimum

__all__ = [
    "OPTIMUM_UP_TO",
    "Action",
    "ActionKind",
    "Basis",
    "Candidate",
    "Capabilities",
    "ChainActions",
    "Distance",
    "Plan",
    "Selection",
    "lazy_greedy",
    "optimum",
    "propose",
    "robustness",
]
