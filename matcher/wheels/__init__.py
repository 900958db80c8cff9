"""The two wheels: where demand and supply meet, and what is left on either side."""

from matcher.wheels.model import Cell, Left, Reason, WheelMatrix
from matcher.wheels.turning import turn

__all__ = ["Cell", "Left", "Reason", "WheelMatrix", "turn"]
