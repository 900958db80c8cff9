"""Economic complexity of a matrix of places x activities: who does what beyond expectation."""

from chains.complexity.eigenvectors import Complexity, complexity
from chains.complexity.matrix import FloatArray, InvalidMatrix, Matrix
from chains.complexity.relatedness import density, proximity
from chains.complexity.specialisation import diversity, presence, rca, ubiquity

__all__ = [
    "Complexity",
    "FloatArray",
    "InvalidMatrix",
    "Matrix",
    "complexity",
    "density",
    "diversity",
    "presence",
    "proximity",
    "rca",
    "ubiquity",
]
