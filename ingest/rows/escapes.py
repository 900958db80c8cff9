r"""Text in a cell of a table, so that what is read is what was written.

A cell loses the blanks at its ends, an empty one says nothing, and a list is cut at its separator.
Where that would change a text, a character is written as ``\uXXXX``, its code in four hexadecimal
digits; ``\u0000``, a character that no text can have, stands for nothing, so that an empty text
is a cell too.
"""

import re
from collections.abc import Iterable

from ingest.mapping.model import LIST_SEPARATOR

_NOTHING = r"\u0000"
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_AMBIGUOUS = re.compile(r"\A\s|\s\Z|\\(?=u[0-9a-fA-F]{4})")
_AMBIGUOUS_ITEM = re.compile(rf"{_AMBIGUOUS.pattern}|{re.escape(LIST_SEPARATOR)}")


def escape(text: str) -> str:
    """The text as a cell of its own."""
    return _AMBIGUOUS.sub(_spell, text) if text else _NOTHING


def escape_list(items: Iterable[str]) -> str:
    """Several texts as one cell."""
    return LIST_SEPARATOR.join(
        [_AMBIGUOUS_ITEM.sub(_spell, item) if item else _NOTHING for item in items]
    )


def unescape(text: str) -> str:
    """The text that a cell, or a piece of it, stands for."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _spell(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _character(found: re.Match[str]) -> str:
    return "" if found[0] == _NOTHING else chr(int(found[1], 16))
