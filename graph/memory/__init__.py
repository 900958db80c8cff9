"""The store in memory: the double for unit tests, and the port's executable specification."""

from graph.memory.store import MemoryStore

__all__ = ["MemoryStore"]
