"""What no store can hold or answer, refused by every adapter in the same words."""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from graph.errors import InvalidName, InvalidQuery, InvalidRecord, SchemaMissing
from graph.query import All, AnyOf, Compare, Exists, Filter, In, Not, Op, Query, Related
from graph.records import Claim, Entity, PropertyValue, Provenance, Relation, Scalar
from graph.schema import GraphSchema

RESERVED = frozenset({"id", "type"})
"""Fields of every entity; no property may take their names."""
_ID = re.compile("[^\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,512}")
_LONGEST = 512
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_INT64 = range(-(2**63), 2**63)


def check_entities(entities: Iterable[Entity], schema: GraphSchema | None) -> GraphSchema:
    """Refuse entities that no store can hold; the schema that the others fit.

    Raises:
        InvalidRecord: An id, a value or a provenance is malformed; the error names the field.
        InvalidName: A property's name is not an identifier, starts with ``_`` or is reserved.
        SchemaMissing: No schema has been applied, or a class is not in it.
    """
    applied = _applied(schema)
    classes = {item.name for item in applied.classes}
    trusted: Provenance | None = None
    for entity in entities:
        if not is_id(entity.id):
            raise InvalidRecord(f"entity {entity.id!r}: {_ID_RULE}")
        if entity.type not in classes:
            raise SchemaMissing(f"entity {entity.id!r}: class {entity.type!r} is not in the schema")
        _check_properties("entity", entity.id, entity.properties.items())
        for field, provenance in entity.provenance.items():
            if provenance is not trusted:
                _check_provenance(f"provenance of {field!r} of entity {entity.id!r}", provenance)
                trusted = provenance
        if entity.claims:
            _check_claims("entity", entity.id, entity.claims)
    return applied


def check_relations(relations: Iterable[Relation], schema: GraphSchema | None) -> None:
    """Refuse relations that no store can hold; raises as ``check_entities`` does."""
    types = set(_applied(schema).relations)
    trusted: Provenance | None = None
    for relation in relations:
        if not (is_id(relation.source) and is_id(relation.target)):
            raise InvalidRecord(f"relation {relation.key}: an end's {_ID_RULE}")
        if relation.type not in types:
            raise SchemaMissing(f"relation type {relation.type!r} is not in the schema")
        if relation.properties:
            _check_properties("relation", relation.key, relation.properties.items())
        provenance = relation.provenance
        if provenance is not None and provenance is not trusted:
            _check_provenance(f"provenance of relation {relation.key}", provenance)
            trusted = provenance
        if relation.claims:
            _check_claims("relation", relation.key, relation.claims)


def check_pairs(
    type: str,
    pairs: Sequence[tuple[str, str]],
    provenance: Provenance | None,
    schema: GraphSchema | None,
) -> None:
    """Refuse relations, stated as pairs of ids, that no store can hold.

    Raises as ``check_entities`` does.
    """
    if type not in _applied(schema).relations:
        raise SchemaMissing(f"relation type {type!r} is not in the schema")
    if not _are_plain([end for pair in pairs for end in pair]):
        for source, target in pairs:
            if not (_ID.fullmatch(source) and _ID.fullmatch(target)):
                raise InvalidRecord(f"relation {source!r} {type} {target!r}: an end's {_ID_RULE}")
    if provenance is not None:
        _check_provenance(f"provenance of {type}", provenance)


def check_notes(notes: Mapping[str, str | None]) -> None:
    """Refuse a note that no store can hold.

    Raises:
        InvalidName: Its key is not a possible id.
        InvalidRecord: Its text holds NUL or a lone surrogate.
    """
    for key, text in notes.items():
        if not is_id(key):
            raise InvalidName(f"note {key!r}: its {_ID_RULE}")
        if text is not None and _UNSTORABLE.search(text):
            raise InvalidRecord(f"note {key!r} has text with NUL or a lone surrogate")


def check_schema(schema: GraphSchema) -> None:
    """Refuse a schema with names that are no identifiers.

    Raises:
        InvalidName: The error tells which.
    """
    for name in (*(item.name for item in schema.classes), *schema.relations):
        check_identifier(name)
    for name in (*schema.indexed, *schema.searchable):
        check_property_name(name)


def check_query(query: Query, schema: GraphSchema | None) -> None:
    """Refuse a query whose names are no identifiers or whose values cannot be compared.

    Raises:
        InvalidName: A field or relation is not an identifier.
        InvalidQuery: A value is not a scalar, an operator needs text, or conditions nest too
            deeply.
        SchemaMissing: A class is not in the schema.
    """
    classes_of(schema, query.type)
    if _depth(query.where) > _DEEPEST:
        raise InvalidQuery(
            "the condition nests too deeply: at most 6 relations, or 13 times and/or, within "
            "each other"
        )
    check_filter(query.where, schema)
    if query.sort is not None:
        check_field(query.sort.field)


_DEEPEST = 40
"""Below what SQLite's parser bears, in parts as ``_depth`` counts them; the same for each store."""


def _depth(condition: Filter | None) -> int:
    match condition:
        case Related():
            return 6 + _depth(condition.where)
        case Not(part):
            return 1 + _depth(part)
        case All(parts) | AnyOf(parts):
            return 3 + max((_depth(part) for part in parts), default=0)
        case _:
            return 0


def check_filter(condition: Filter | None, schema: GraphSchema | None) -> None:
    """Refuse a malformed condition; raises as ``check_query`` does."""
    match condition:
        case Compare(field, op, value):
            _check_operand(field, value)
            if op in {Op.CONTAINS, Op.STARTS_WITH} and not isinstance(value, str):
                raise InvalidQuery(f"{op} on {field!r} needs text, not {value!r}")
        case In(field, values):
            check_field(field)
            for value in values:
                _check_operand(field, value)
        case Exists(field):
            check_field(field)
        case Related(relation):
            check_identifier(relation)
            check_query(Query(condition.type, condition.where), schema)
        case Not(part):
            check_filter(part, schema)
        case All(parts) | AnyOf(parts):
            for part in parts:
                check_filter(part, schema)


def check_first(first: int | None) -> None:
    """Refuse a negative page size.

    Raises:
        InvalidQuery: It is negative.
    """
    if first is not None and first < 0:
        raise InvalidQuery(f"first must be at least 0, not {first}")


def check_field(name: str) -> None:
    """Refuse what is neither ``id``, ``type`` nor a possible property name (InvalidName)."""
    if name not in RESERVED:
        check_property_name(name)


def check_identifier(name: str) -> None:
    """Refuse a class or relation name that is no identifier (InvalidName)."""
    if not _is_name(name):
        raise InvalidName(f"{name!r} is not an identifier: use letters, digits and _ only")


def check_property_name(name: str) -> None:
    """Refuse a property name that is no identifier or is reserved (InvalidName)."""
    check_identifier(name)
    if name in RESERVED:
        raise InvalidName(f"{name!r} is a field of every entity and cannot name a property")


def check_relation_names(relations: Collection[str] | None) -> None:
    """Refuse relation types that are no identifiers (InvalidName)."""
    for name in relations or ():
        check_identifier(name)


def check_vectors(space: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
    """Refuse vectors that do not fit their ids.

    Raises:
        InvalidName: The name of the space is not a possible id.
        InvalidQuery: ``vectors`` is not of shape (len(ids), d) with d > 0, or not finite.
    """
    check_space(space)
    if vectors.ndim != 2 or vectors.shape[0] != len(ids) or vectors.shape[1] == 0:
        raise InvalidQuery(f"{len(ids)} ids need vectors of shape ({len(ids)}, d): {vectors.shape}")
    if not np.isfinite(vectors).all():
        raise InvalidQuery("a vector has a component that is not a finite number")


def check_vector(space: str, vector: NDArray[np.float32], dimension: int | None) -> None:
    """Refuse a query vector that does not fit the space, ``dimension`` None if that is empty.

    Raises:
        InvalidName: The name of the space is not a possible id.
        InvalidQuery: It is not a finite vector of that dimension.
    """
    check_space(space)
    if vector.ndim != 1 or not np.isfinite(vector).all():
        raise InvalidQuery("the query vector must be one row of finite numbers")
    if dimension is not None and vector.shape[0] != dimension:
        raise InvalidQuery(
            f"space {space!r} has dimension {dimension}, the vector {vector.shape[0]}"
        )


def check_space(space: str) -> None:
    """Refuse the name of a vector space that is not a possible id (InvalidName)."""
    if not is_id(space):
        raise InvalidName(f"vector space {space!r}: its {_ID_RULE}")


def is_id(text: str) -> bool:
    """Whether an entity could have this id; a look-up of any other finds nothing."""
    return _ID.fullmatch(text) is not None


def _are_plain(ids: Sequence[str]) -> bool:
    """Whether all are ids without doubt: one look at all of them together."""
    return (
        all(ids) and "".join(ids).isprintable() and len(max(ids, key=len, default="")) <= _LONGEST
    )


def classes_of(schema: GraphSchema | None, type: str | None) -> tuple[str, ...] | None:
    """The class and its subclasses, sorted; None for every class.

    Raises:
        SchemaMissing: No schema has been applied, or the class is not in it.
    """
    if type is None:
        return None
    family = _applied(schema).family(type)
    if not family:
        raise SchemaMissing(f"class {type!r} is not in the schema")
    return family


_ID_RULE = "id must have 1 to 512 characters and no control characters"


def _applied(schema: GraphSchema | None) -> GraphSchema:
    if schema is None:
        raise SchemaMissing("no schema has been applied to this store: run `pearlnet init`")
    return schema


@lru_cache(maxsize=4096)
def _is_name(name: str) -> bool:
    return name.isidentifier() and not name.startswith("_") and len(name) <= 128


@lru_cache(maxsize=4096)
def _is_property_name(name: str) -> bool:
    return _is_name(name) and name not in RESERVED


def _check_properties(
    kind: str, key: object, properties: Iterable[tuple[str, PropertyValue | None]]
) -> None:
    for name, value in properties:
        if not _is_property_name(name):
            raise InvalidName(f"{kind} {key!r}: {name!r} cannot name a property")
        if type(value) is str:
            if value.isprintable() or _is_storable(value):
                continue
        elif value is None or (type(value) is int and -(2**63) <= value < 2**63):
            continue
        _check_value(kind, key, name, value)


def _is_storable(text: str) -> bool:
    return _UNSTORABLE.search(text) is None


def _check_value(kind: str, key: object, name: str, value: PropertyValue | None) -> None:
    items: tuple[object, ...] = value if isinstance(value, tuple) else (value,)
    if all(type(item) is str and item.isprintable() for item in items):
        return
    if len({type(item) for item in items}) > 1:
        raise InvalidRecord(f"{kind} {key!r}: {name!r} mixes values of several kinds: {value!r}")
    for item in items:
        fault = _fault(item)
        if fault:
            raise InvalidRecord(f"{kind} {key!r}: {name!r} {fault}")


def _fault(value: object) -> str | None:
    kind = type(value)
    if kind is str:
        return "has text with NUL or a lone surrogate" if _UNSTORABLE.search(str(value)) else None
    if kind is bool:
        return None
    if isinstance(value, int) and kind is int:
        return None if value in _INT64 else f"does not fit 64 bits: {value}"
    if isinstance(value, float) and kind is float:
        return None if math.isfinite(value) else f"is not a finite number: {value}"
    return f"is neither text, number nor truth value, nor a tuple of one of them: {value!r}"


def _check_provenance(owner: str, provenance: Provenance) -> None:
    for text in (provenance.source, provenance.batch, provenance.time):
        if _UNSTORABLE.search(text):
            raise InvalidRecord(f"{owner} has text with NUL or a lone surrogate")
    if not 0 <= provenance.confidence <= 1:
        raise InvalidRecord(f"{owner}: confidence {provenance.confidence} is not between 0 and 1")


def _check_claims(kind: str, key: object, claims: Iterable[Claim]) -> None:
    for claim in claims:
        if claim.field:
            _check_properties(kind, key, ((claim.field, claim.value),))
        _check_provenance(f"a claim about {kind} {key!r}", claim.provenance)


def _check_operand(field: str, value: Scalar) -> None:
    check_field(field)
    fault = _fault(value)
    if fault:
        raise InvalidQuery(f"the value compared with {field!r} {fault}")
