"""How answers are printed: tables for people, JSON for programs; errors go to standard error."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

from pearlnet.settings import Language
from pearlnet.words import word

_WIDE_ENOUGH = 120


def _console() -> Console:
    console = Console(soft_wrap=False)
    if not console.is_terminal:
        console = Console(width=_WIDE_ENOUGH)
    return console


@dataclass
class Output:
    """Where and in which language to print.

    Attributes:
        language: Of tables and messages.
        json: One JSON value on standard output in place of tables.
    """

    language: Language
    json: bool = False
    console: Console = field(default_factory=_console)

    def say(self, key: str) -> str:
        """A word in the language of the output."""
        return word(key, self.language)

    def listed(self, items: Iterable[str]) -> str:
        """Items joined as the language joins them."""
        return ("、" if self.language == "zh" else ", ").join(items)

    def few(self, items: Iterable[str], most: int = 3) -> str:
        """The first of the items, and how many more there are."""
        listed = list(items)
        more = f" …(+{len(listed) - most})" if len(listed) > most else ""
        return self.listed(listed[:most]) + more

    def value(self, value: Any) -> None:
        """Print a JSON value."""
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def line(self, text: str = "", style: str | None = None) -> None:
        """Print a line of text; nothing in it is read as markup."""
        self.console.print(text, style=style, markup=False, highlight=False)

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Print a table; numbers stand to the right, and nothing is read as markup."""
        shown = [list(row) for row in rows]
        table = Table(title=title or None, title_justify="left", show_lines=False)
        for position, column in enumerate(columns):
            numeric = shown and all(isinstance(row[position], int | float) for row in shown)
            table.add_column(self.say(column), justify="right" if numeric else "left")
        for row in shown:
            table.add_row(*(_cell(item) for item in row))
        self.console.print(table)


def _cell(item: object) -> str:
    from rich.markup import escape

    return escape(f"{item:.4f}" if isinstance(item, float) else str(item))
