"""Whether the first row of a table names its columns."""

from collections import Counter
from collections.abc import Sequence

from ingest.errors import UnreadableSource
from ingest.limits import Limits, beyond

_SHOWN = 5


def check_header(cells: Sequence[str], name: str, line: int, limits: Limits) -> tuple[str, ...]:
    """The column names, stripped.

    Raises:
        UnreadableSource: There are none, too many, or one is empty, repeated or no text.
    """
    header = tuple(cell.strip() for cell in cells)
    check_width(len(header), name, line, limits)
    if not any(header):
        raise UnreadableSource(name, line, "has no header; its first line must name the columns")
    if "" in header:
        place = header.index("") + 1
        message = f"column {place} of the header has no name; give it one"
        raise UnreadableSource(name, line, message)
    for place, column in enumerate(header, start=1):
        if not column.isprintable():
            message = (
                f"column {place} of the header holds control characters or line breaks "
                f"({column[:50]!r}); is it text in another encoding, or is a quote not closed?"
            )
            raise UnreadableSource(name, line, message)
    twice = sorted(column for column, count in Counter(header).items() if count > 1)
    if twice:
        shown = ", ".join(twice[:_SHOWN])
        message = f"the header names {shown} more than once; rename or delete one"
        raise UnreadableSource(name, line, message)
    return header


def check_width(columns: int, name: str, line: int, limits: Limits) -> None:
    """Refuse a table that is too wide.

    Raises:
        UnreadableSource: It has too many columns.
    """
    if columns > limits.columns:
        what = f"has {columns:,} columns"
        raise UnreadableSource(name, line, beyond("columns", limits.columns, what))
