"""Property values as text."""

from graph.records import Scalar


def as_text(value: Scalar) -> str:
    """The value as a key of ``group_count``: ``true``, ``3``, ``2.5``, or the text itself."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
