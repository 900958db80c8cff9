"""Provenance by number: a source, batch, time and confidence are kept once, however often used."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import orjson

from graph.provenance import decode_claim, encode_claim
from graph.records import Claim, Patch, Provenance
from graph.sqlite import queries


class Origins:
    """The numbered provenances that one session sees.

    Args:
        rows: Runs a query of the session.
    """

    def __init__(self, rows: Callable[[str, Sequence[object]], list[tuple[Any, ...]]]) -> None:
        self._rows = rows
        self._by_key: dict[int, Provenance] = {}
        self._keys: dict[Provenance, int] = {}

    def forget(self) -> None:
        """Numbers given within a write that was rolled back are given again."""
        self._by_key.clear()
        self._keys.clear()

    def __getitem__(self, key: int) -> Provenance:
        if key not in self._by_key:
            for found, *parts in self._rows(queries.GET_ORIGINS, (max(self._by_key, default=0),)):
                self._by_key[found] = Provenance(*parts)
        return self._by_key[key]

    def key_of(self, provenance: Provenance) -> int:
        """The number of a provenance, given now if it has none; within a write."""
        if provenance not in self._keys:
            parts = (provenance.source, provenance.batch, provenance.time, provenance.confidence)
            self._rows(queries.ADD_ORIGIN, parts)
            self._keys[provenance] = self._rows(queries.GET_ORIGIN, parts)[0][0]
        return self._keys[provenance]

    def naming(self, source: str | None, batch: str | None) -> list[int]:
        """Numbers of the provenances of that source and batch, None being any."""
        return [
            key
            for key, *parts in self._rows(queries.GET_ORIGINS, (0,))
            if source in (None, parts[0]) and batch in (None, parts[1])
        ]

    def encode(self, properties: Patch, provenance: Mapping[str, Provenance]) -> int | str:
        """A number where all properties share one, else ``[[number, [field, ...]], ...]``."""
        if not provenance:
            return ""
        if len(provenance) == len(properties) and len(set(map(id, provenance.values()))) == 1:
            return self.key_of(next(iter(provenance.values())))
        groups: dict[int, list[str]] = {}
        last: Provenance | None = None
        names: list[str] = []
        for name, item in provenance.items():
            if item is not last:
                names = groups.setdefault(self.key_of(item), [])
                last = item
            names.append(name)
        if len(groups) == 1 and len(names) == len(properties):
            return next(iter(groups))
        return orjson.dumps(list(groups.items())).decode()

    def decode(self, properties: Iterable[str], stored: int | str) -> Mapping[str, Provenance]:
        """The inverse of ``encode``."""
        if isinstance(stored, int):
            return dict.fromkeys(properties, self[stored])
        groups = orjson.loads(stored) if stored else []
        return {name: self[key] for key, names in groups for name in names}

    def encode_claims(self, claims: Iterable[Claim]) -> str:
        """Claims as ``[[number, field, value], ...]``; none are ``""``."""
        rows = [encode_claim(self.key_of(item.provenance), item) for item in claims]
        return orjson.dumps(rows).decode() if rows else ""

    def decode_claims(self, stored: str) -> tuple[Claim, ...]:
        """The inverse of ``encode_claims``."""
        rows = orjson.loads(stored) if stored else []
        return tuple(decode_claim(self[row[0]], row) for row in rows)
