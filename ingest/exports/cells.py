"""Values as cells of tables of text."""

from ingest.exports.spool import Spooled
from ingest.rows.escapes import escape, escape_list


def spell(value: Spooled | None, *, many: bool = False) -> str:
    """A value as text, a list with its items side by side; None is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, list):
        return escape_list([plain(item) for item in value])
    return escape_list([plain(value)]) if many else escape(plain(value))


def plain(value: Spooled) -> str:
    """A single value as text, without escapes; a float in as many digits as it takes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)
