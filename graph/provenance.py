"""Provenance as compact JSON text: fields that share one are written as a group."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import orjson

from graph.records import Claim, Provenance


def encode_fields(provenance: Mapping[str, Provenance]) -> str:
    """Provenance by field as ``[[source, batch, time, confidence, [field, ...]], ...]``.

    An empty mapping is ``""``.
    """
    if not provenance:
        return ""
    groups: dict[Provenance, list[str]] = {}
    last: Provenance | None = None
    names: list[str] = []
    for name, item in provenance.items():
        if item is not last:
            names = groups.setdefault(item, [])
            last = item
        names.append(name)
    return _encode_groups(tuple((item, tuple(names)) for item, names in groups.items()))


@lru_cache(maxsize=4096)
def _encode_groups(groups: tuple[tuple[Provenance, tuple[str, ...]], ...]) -> str:
    return orjson.dumps([[*_parts(item), names] for item, names in groups]).decode()


@lru_cache(maxsize=4096)
def decode_fields(text: str) -> Mapping[str, Provenance]:
    """The inverse of ``encode_fields``; records of one import share the answer."""
    groups = orjson.loads(text) if text else []
    return MappingProxyType(
        {name: Provenance(*parts) for *parts, names in groups for name in names}
    )


@lru_cache(maxsize=4096)
def encode(provenance: Provenance | None) -> str:
    """One provenance as ``[source, batch, time, confidence]``; None is ``""``."""
    return orjson.dumps(_parts(provenance)).decode() if provenance else ""


@lru_cache(maxsize=4096)
def decode(text: str) -> Provenance | None:
    """The inverse of ``encode``."""
    return Provenance(*orjson.loads(text)) if text else None


def encode_claim(origin: int, claim: Claim) -> list[object]:
    """A claim as ``[number of its provenance, field, value]``, and whom it is about, if told."""
    row: list[object] = [origin, claim.field, claim.value]
    return [*row, claim.about] if claim.about else row


def decode_claim(origin: Provenance, row: Sequence[Any]) -> Claim:
    """The inverse of ``encode_claim``."""
    _, field, value, *about = row
    return Claim(field, tuple(value) if isinstance(value, list) else value, origin, *about)


def _parts(provenance: Provenance) -> tuple[str, str, str, float]:
    return provenance.source, provenance.batch, provenance.time, provenance.confidence
