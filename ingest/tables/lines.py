"""Text as lines, fed in bounded portions to whoever parses them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, islice

from ingest.contents.content import Content, Opened
from ingest.errors import UnreadableSource
from ingest.limits import Limits
from ingest.tables.chunks import CHUNK_ROWS

CHUNK_TEXT = 4_000_000
"""A chunk ends after about so many characters, however few rows they make."""

_BLOCK = 1 << 18


class RowTooLong(Exception):
    """A parser has been fed more than a row may have, and has not seen its end."""


@dataclass(frozen=True, slots=True)
class TextContent:
    """Content that is known to be text.

    Attributes:
        content: Its bytes.
        encoding: As Python knows it.
        limits: How long a row may be.
    """

    content: Content
    encoding: str
    limits: Limits

    @contextmanager
    def lines(self) -> Iterator["Lines"]:
        """Begin reading."""
        with self.content.open() as opened:
            yield Lines(self, opened)


class Lines:
    """The lines of a text, line ends kept, without a byte order mark.

    Attributes:
        fed: Characters given out since it was last set to 0, in steps of about 256,000.
    """

    def __init__(self, text: TextContent, opened: Opened) -> None:
        self._text = text
        self._opened = opened
        self._file = TextIOWrapper(opened.stream, encoding=text.encoding, newline="")
        self._lines = chain.from_iterable(self._blocks())
        self.fed = 0

    def __iter__(self) -> Iterator[str]:
        return self._lines

    @property
    def position(self) -> int:
        """Bytes of the content consumed so far, about."""
        return self._opened.position()

    def portion(self) -> list[str]:
        """The lines of the next chunk; none at the end."""
        self.fed = 0
        lines: list[str] = []
        for line in islice(self._lines, CHUNK_ROWS):
            lines.append(line)
            if self.fed > CHUNK_TEXT:
                break
        return lines

    def _blocks(self) -> Iterator[list[str]]:
        name = self._text.content.name
        try:
            block = self._file.readlines(_BLOCK)
            if block:
                block[0] = block[0].removeprefix("\ufeff")
            while block:
                self.fed += sum(map(len, block))
                if self.fed > self._text.limits.row + CHUNK_TEXT:
                    raise RowTooLong
                yield block
                block = self._file.readlines(_BLOCK)
        except UnicodeDecodeError as error:
            message = "was changed while it was read; import it again"
            raise UnreadableSource(name, 0, message) from error
