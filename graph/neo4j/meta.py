"""What the store keeps about itself in its one ``_Meta`` node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import NoneType
from typing import Any

import orjson

from graph.errors import UnsupportedVersion
from graph.neo4j import queries
from graph.neo4j.transaction import Transaction
from graph.records import Entity, Scalar
from graph.schema import GraphSchema

_LIST = "L"
_LETTERS: Mapping[type, str] = {int: "N", float: "N", str: "T", bool: "B"}


@dataclass(frozen=True, slots=True)
class Seen:
    """Classes and kinds of values that were ever stored; it only grows.

    A field that only ever held scalars of one kind can be compared and sorted by its index; any
    other needs an expression that no index serves.

    Attributes:
        types: Classes of entities.
        kinds: For each property the kinds of its values, as letters.
    """

    types: frozenset[str] = frozenset()
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def holds_lists(self, name: str) -> bool:
        """Whether some entity may have a list under that name."""
        return _LIST in self.kinds.get(name, ())

    def is_plain(self, name: str, value: Scalar | None) -> bool:
        """Whether all values of that name, and this one, are scalars of one kind."""
        kinds = set(self.kinds.get(name, ()))
        if value is not None:
            kinds.add(_LETTERS[type(value)])
        return _LIST not in kinds and len(kinds) < 2

    def with_entities(self, entities: Sequence[Entity]) -> "Seen":
        """What is known after those entities were stored; the same object if nothing is new."""
        types = self.types.union(item.type for item in entities)
        shapes = {
            (name, type(value), type(value[0]) if isinstance(value, tuple) else None)
            for entity in entities
            for name, value in entity.properties.items()
        }
        kinds = {name: set(item) for name, item in self.kinds.items()}
        for name, kind, item in shapes:
            if item is not None:
                kinds.setdefault(name, set()).update((_LIST, _LETTERS[item]))
            elif kind is not NoneType:
                kinds.setdefault(name, set()).add(_LETTERS[kind])
        if types == self.types and kinds == self.kinds:
            return self
        return Seen(types, {name: frozenset(item) for name, item in kinds.items()})

    def encode(self) -> str:
        """As text for the node."""
        kinds = {name: "".join(sorted(item)) for name, item in sorted(self.kinds.items())}
        return orjson.dumps({"types": sorted(self.types), "kinds": kinds}).decode()


@dataclass(frozen=True, slots=True)
class Meta:
    """The ``_Meta`` node; all empty where none exists yet.

    Attributes:
        schema: The applied schema.
        seen: What is known of stored values.
        revision: That of the last committed write.
        sequence: The last number of the change feed.
        origins: How many origins there are, which is the last one's number.
    """

    schema: GraphSchema | None = None
    seen: Seen = field(default_factory=Seen)
    revision: int = 0
    sequence: int = 0
    origins: int = 0

    @classmethod
    def of_row(cls, row: list[Any]) -> "Meta":
        """The node as the queries return it.

        Raises:
            UnsupportedVersion: The data lie otherwise than this release writes them.
        """
        format_, schema, seen, revision, sequence, origins = row
        if format_ != queries.FORMAT:
            raise UnsupportedVersion(
                f"the database has format {format_ or 1}; this release reads {queries.FORMAT}: "
                "export it by the release that wrote it and import that into an empty database"
            )
        return cls(
            schema=GraphSchema.from_json(schema) if schema else None,
            seen=_decode_seen(seen) if seen else Seen(),
            revision=revision,
            sequence=sequence,
            origins=origins,
        )


def read_meta(tx: Transaction) -> Meta:
    """The store's state as this transaction sees it."""
    rows = tx.rows(queries.READ_META)
    return Meta.of_row(rows[0]) if rows else Meta()


@lru_cache(maxsize=8)
def _decode_seen(text: str) -> Seen:
    parsed = orjson.loads(text)
    kinds = {name: frozenset(letters) for name, letters in parsed["kinds"].items()}
    return Seen(frozenset(parsed["types"]), kinds)
