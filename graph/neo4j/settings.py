"""What may be tuned in a Neo4j store."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Neo4jSettings:
    """Bounds that trade exactness, patience and disk.

    Attributes:
        patience: Seconds to wait for a connection, and again for a passing fault to pass.
        exact_vectors: Up to so many entities that fit, ``nearest`` compares each vector; beyond,
            it asks the vector index, whose answer is approximate.
        feed_entries: So many entries of the change feed are kept at least.
        feed_days: Entries older than this are dropped.
    """

    patience: float = 5.0
    exact_vectors: int = 5_000
    feed_entries: int = 1_000_000
    feed_days: float = 90.0
