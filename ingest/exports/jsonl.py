"""JSON Lines: an entity or a relation a line, with a mapping beside it."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

import orjson

from graph.port import GraphReader
from graph.records import Claim, Entity, PropertyValue, Provenance, Relation, Scalar
from ingest.exports.columns import RELATION_COLUMNS, Column
from ingest.exports.mappings import mixed_mapping
from ingest.exports.options import Options
from ingest.exports.stream import Stream
from ingest.exports.target import Workplace

_BUFFER = 1 << 20
_ENTITY_KEYS = ("id", "type")
_ORIGIN_KEYS = ("provenance", "claims")
_LARGEST = 2.0**63


def write_jsonl(stream: Stream, _: GraphReader, place: Workplace, options: Options) -> None:
    """Write one file, and its mapping beside it."""
    entities = _Keys((*_ENTITY_KEYS, *_ORIGIN_KEYS))
    relations = _Keys((*_ENTITY_KEYS, *RELATION_COLUMNS, *_ORIGIN_KEYS))
    with place.out.open("wb", buffering=_BUFFER) as file:
        for entity in chain.from_iterable(stream.entities()):
            line = {"id": entity.id, "type": entity.type, **entities.of(entity.properties)}
            if options.provenance:
                line |= _entity_origins(entity)
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        for relation in chain.from_iterable(stream.relations()):
            line = {"type": relation.type, "source": relation.source, "target": relation.target}
            line |= relations.of(relation.properties)
            if options.provenance:
                line |= _relation_origins(relation)
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    columns = [Column(name, name) for name in RELATION_COLUMNS]
    columns += [Column(key, key, name=name) for name, key in relations.found.items()]
    ignore = _ORIGIN_KEYS if options.provenance else ()
    text = mixed_mapping(entities.found, columns if stream.relations_read else (), ignore)
    place.out.with_suffix(".yaml").write_text(text, encoding="utf-8")


class _Keys:
    """Under which key of a line each property stands: its name, unless a line needs that.

    Attributes:
        found: The keys of the properties that occur.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = frozenset(taken)
        self.found: dict[str, str] = {}

    def of(self, properties: Mapping[str, PropertyValue | None]) -> dict[str, Any]:
        """The properties as they stand in a line."""
        for name in properties.keys() - self.found.keys():
            self.found[name] = f"{name}_" if name in self._taken else name
        keys = self.found
        return {keys[name]: _plain(value) for name, value in properties.items()}


def _plain(value: PropertyValue | None) -> PropertyValue | None:
    """The value itself; a float that readers take for an integer too large for them, as text."""
    if isinstance(value, tuple):
        return tuple([_plain_item(item) for item in value])
    return None if value is None else _plain_item(value)


def _plain_item(value: Scalar) -> Scalar:
    return repr(value) if isinstance(value, float) and abs(value) >= _LARGEST else value


def _entity_origins(entity: Entity) -> dict[str, Any]:
    groups: dict[Provenance, list[str]] = {}
    for name, provenance in entity.provenance.items():
        groups.setdefault(provenance, []).append(name)
    told = [{**_origin(item), "fields": names} for item, names in groups.items()]
    return {"provenance": told} | _claims(entity.claims)


def _relation_origins(relation: Relation) -> dict[str, Any]:
    stated = relation.provenance
    return ({"provenance": _origin(stated)} if stated else {}) | _claims(relation.claims)


def _claims(claims: tuple[Claim, ...]) -> dict[str, Any]:
    told = [
        {"field": item.field, "value": item.value, **_origin(item.provenance)} for item in claims
    ]
    return {"claims": told} if told else {}


def _origin(provenance: Provenance) -> dict[str, Any]:
    return {
        "source": provenance.source,
        "batch": provenance.batch,
        "time": provenance.time,
        "confidence": provenance.confidence,
    }
