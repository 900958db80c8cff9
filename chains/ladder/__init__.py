"""The cultivation ladder (梯度培育): what an enterprise holds, and what its next honours ask."""

from chains.ladder.climbing import UnknownEnterprise, climb
from chains.ladder.criteria import Rules, read_rules
from chains.ladder.model import Held, Judged, Ladder, Peer, Requirement, Rung, Verdict

__all__ = [
    "Held",
    "Judged",
    "Ladder",
    "Peer",
    "Requirement",
    "Rules",
    "Rung",
    "UnknownEnterprise",
    "Verdict",
    "climb",
    "read_rules",
]
