"""Names in the little room that pictures have."""

import textwrap
from collections.abc import Sequence


def wrapped(text: str, width: int, lines: int = 3) -> Sequence[str]:
    """The text in so many lines of so many letters at most; an ellipsis stands for the rest."""
    found = textwrap.wrap(text, width) or [text]
    if len(found) <= lines:
        return found
    return [*found[: lines - 1], f"{found[lines - 1][: width - 1]}…"]
