"""Values of fields, and as text."""

from graph.records import Entity, Scalar


def as_text(value: Scalar) -> str:
    """The value as a key of ``group_count``: ``true``, ``3``, ``2.5``, or the text itself."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def values_of(entity: Entity, field: str) -> tuple[Scalar, ...]:
    """The field's values: none, one, or the items of a list."""
    if field == "id":
        return (entity.id,)
    if field == "type":
        return (entity.type,)
    value = entity.properties.get(field)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)
