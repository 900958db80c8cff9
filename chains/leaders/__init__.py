"""Chain leaders (链主): who draws a chain along, by components that are shown, with intervals."""

from chains.leaders.model import Component, Leader, Leaders, Part
from chains.leaders.scoring import DRAWS, leaders

__all__ = ["DRAWS", "Component", "Leader", "Leaders", "Part", "leaders"]
