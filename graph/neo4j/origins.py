"""Provenance by number: a source, batch, time and confidence are kept once, however often used."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from graph.neo4j import queries
from graph.provenance import decode_claim, encode_claim
from graph.records import Claim, Entity, Provenance, Relation

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """Numbered provenances, of which none is ever changed or left out; numbers start at 1."""

    by_key: dict[int, Provenance] = field(default_factory=dict)
    keys: dict[Provenance, int] = field(default_factory=dict)

    def add(self, key: int, provenance: Provenance) -> None:
        """Learn what a number stands for."""
        self.by_key[key] = provenance
        self.keys[provenance] = key

    def copy(self) -> "Known":
        """For a transaction that may learn what is never committed."""
        return Known(dict(self.by_key), dict(self.keys))


class Origins:
    """The numbered provenances that one transaction sees.

    Args:
        rows: Runs a query of the transaction.
        known: What need not be looked up; it learns.
    """

    def __init__(self, rows: Callable[..., list[list[Any]]], known: Known) -> None:
        self._rows = rows
        self.known = known
        self._fresh: list[Row] = []

    def __getitem__(self, key: int) -> Provenance:
        if key not in self.known.by_key:
            self._catch_up()
        return self.known.by_key[key]

    def get(self, key: int | None) -> Provenance | None:
        """What a number stands for, None for no number."""
        return None if key is None else self[key]

    def expect(self, count: int) -> None:
        """Know all that are stored, which is ``count``; before numbers are given."""
        if len(self.known.by_key) > count:  # the database was emptied or set back
            self.known.by_key.clear()
            self.known.keys.clear()
        if len(self.known.by_key) < count:
            self._catch_up()

    def key_of(self, provenance: Provenance) -> int:
        """The number of a provenance, given now if it has none; within a write."""
        key = self.known.keys.get(provenance)
        if key is None:
            key = len(self.known.by_key) + 1
            self.known.add(key, provenance)
            source, batch, time = provenance.source, provenance.batch, provenance.time
            parts = {"source": source, "batch": batch, "time": time}
            self._fresh.append({"key": key, **parts, "confidence": provenance.confidence})
        return key

    def take_fresh(self) -> list[Row]:
        """The nodes of the numbers given since this was last asked."""
        fresh, self._fresh = self._fresh, []
        return fresh

    def naming(self, source: str | None, batch: str | None) -> list[int]:
        """Numbers of the provenances of that source and batch, None being any."""
        self._catch_up()
        return [
            key
            for key, item in self.known.by_key.items()
            if source in (None, item.source) and batch in (None, item.batch)
        ]

    def entity_row(self, entity: Entity) -> Row:
        """Where an entity's values come from, and its claims, as properties of its node."""
        different = {id(item): item for item in entity.provenance.values()}
        keys = {self.key_of(item) for item in different.values()}
        row: Row = {}
        if len(keys) == 1 and len(entity.provenance) == len(entity.properties):
            row["_origin"] = next(iter(keys))
        elif keys:
            row["_provenance"] = self._groups(entity.provenance)
        if entity.claims or "_provenance" in row:
            row |= self._claims_row(entity.claims, keys)
        return row

    def relation_row(self, relation: Relation) -> Row:
        """Where a relation comes from, and its claims, as properties of its edge."""
        by = relation.provenance
        row: Row = {} if by is None else {"_origin": self.key_of(by)}
        if relation.claims:
            row |= self._claims_row(relation.claims, row.values())
        return row

    def fields_of(
        self, properties: Iterable[str], origin: int | None, groups: str | None
    ) -> Mapping[str, Provenance]:
        """The provenance of an entity's properties; the inverse of ``entity_row``."""
        if origin is not None:
            return dict.fromkeys(properties, self[origin])
        found = orjson.loads(groups) if groups else []
        return {name: self[key] for key, names in found for name in names}

    def claims_of(self, claims: str | None) -> tuple[Claim, ...]:
        """The claims of an entity or relation."""
        rows = orjson.loads(claims) if claims else ()
        return tuple(decode_claim(self[row[0]], row) for row in rows)

    def _groups(self, provenance: Mapping[str, Provenance]) -> str:
        """Which fields have which origin, as ``[[number, [field, ...]], ...]``."""
        groups: dict[int, list[str]] = {}
        for name, item in provenance.items():
            groups.setdefault(self.key_of(item), []).append(name)
        return orjson.dumps(list(groups.items())).decode()

    def _claims_row(self, claims: tuple[Claim, ...], others: Iterable[int]) -> Row:
        """Claims, and a list of all origins that the record names."""
        keys = [self.key_of(item.provenance) for item in claims]
        rows = [encode_claim(key, item) for key, item in zip(keys, claims, strict=True)]
        row: Row = {"_origins": sorted({*others, *keys})}
        if rows:
            row["_claims"] = orjson.dumps(rows).decode()
        return row

    def _catch_up(self) -> None:
        rows = self._rows(queries.ORIGINS_AFTER, known=len(self.known.by_key))
        for key, *parts in rows:
            self.known.add(key, Provenance(*parts))
