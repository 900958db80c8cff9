"""Opaque keyset cursors: where in a sort order a page ended."""

import base64
import binascii
from dataclasses import dataclass

import orjson

from graph.errors import InvalidCursor
from graph.query import Sort
from graph.records import Entity, Scalar
from graph.validation import is_id


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a sort order.

    Attributes:
        value: The sort field's value; None where it is missing (those come last) or where there
            is no sort beside the id.
        id: The entity's id, which breaks ties.
    """

    value: Scalar | None
    id: str


def position_of(entity: Entity, sort: Sort | None) -> Position:
    """The entity's place in that order."""
    return Position(sort_value(entity, sort.field) if sort else None, entity.id)


def sort_value(entity: Entity, field: str) -> Scalar | None:
    """What the entity is sorted by; a list sorts by its first item, None is missing."""
    if field == "id":
        return entity.id
    if field == "type":
        return entity.type
    value = entity.properties.get(field)
    return value[0] if isinstance(value, tuple) else value


def encode(entity: Entity, sort: Sort | None) -> str:
    """A cursor that continues after the entity."""
    return encode_position(position_of(entity, sort), sort)


def encode_position(place: Position, sort: Sort | None) -> str:
    """A cursor that continues after the place."""
    text = orjson.dumps((_signature(sort), place.value, place.id))
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def decode(cursor: str, sort: Sort | None) -> Position:
    """The place a cursor stands for.

    Raises:
        InvalidCursor: It is malformed or was made for another sort order.
    """
    match _parse(cursor):
        case [str(signature), None | str() | int() | float() as value, str(id)] if is_id(id):
            if signature != _signature(sort):
                raise InvalidCursor(f"the cursor was made for another sort order: {cursor!r}")
            if sort is None and value is not None:
                raise InvalidCursor(f"not a cursor of this store: {cursor!r}")
            return Position(value, id)
        case _:
            raise InvalidCursor(f"not a cursor of this store: {cursor!r}")


def _parse(cursor: str) -> object:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        parsed: object = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (UnicodeEncodeError, binascii.Error, orjson.JSONDecodeError):
        return None
    return parsed


def _signature(sort: Sort | None) -> str:
    return f"{'-' if sort.descending else '+'}{sort.field}" if sort else ""
