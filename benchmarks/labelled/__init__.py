"""A labelled set of records, some of which are of one organization, made from seeded chance."""

from benchmarks.labelled.examples import Examples, examples_of, store_of, world
from benchmarks.labelled.world import World

__all__ = ["Examples", "World", "examples_of", "store_of", "world"]
