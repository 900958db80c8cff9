"""A file handed to a parser one line at a time, so that its place is known to the line."""

from collections.abc import Iterator

DEEPEST_TERMS = 100
"""Statements about statements about statements; some 100,000 levels end the process."""
DEEPEST_BRACKETS = 10_000
"""The parser takes half a kilobyte for each level."""


class TooDeep(Exception):
    """A document nests so deep that it can only be damaged or hostile."""


class Feed:
    """What a parser reads from.

    Attributes:
        line: The line that it has read last, from 1.
    """

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._rest = b""
        self._at = 0
        self.line = 0

    def read(self, size: int) -> bytes:
        """The next bytes of a line, so many at most; none at the end."""
        if self._at >= len(self._rest):
            self.line += 1
            self._rest = self.next_line()
            self._at = 0
        piece = self._rest[self._at : self._at + size]
        self._at += len(piece)
        return piece

    def next_line(self) -> bytes:
        """The next line; empty at the end."""
        return next(self._lines, b"")


class TurtleFeed(Feed):
    """The same for Turtle; it stops at nesting that its parser does not stop at.

    Brackets in texts count too, so the sums are dropped whenever a statement is known to begin.

    Raises:
        TooDeep: Brackets nest beyond measure.
    """

    def __init__(self, lines: Iterator[bytes]) -> None:
        super().__init__(lines)
        self._terms = 0
        self._brackets = 0

    def next_line(self) -> bytes:
        """The next line; empty at the end."""
        line = super().next_line()
        self._terms += line.count(b"<<(") - line.count(b")>>")
        self._brackets += line.count(b"[") + line.count(b"(")
        self._brackets -= line.count(b"]") + line.count(b")")
        if self._terms > DEEPEST_TERMS or self._brackets > DEEPEST_BRACKETS:
            raise TooDeep
        return line

    def begin(self) -> None:
        """Forget the nesting, for a statement begins that stands within no other."""
        self._terms = self._brackets = 0


def may_nest_deep(content: bytes) -> bool:
    """Whether a document of Turtle or its like has brackets enough to nest beyond measure."""
    if content.count(b"<<(") > DEEPEST_TERMS:
        return True
    return content.count(b"[") + content.count(b"(") > DEEPEST_BRACKETS
