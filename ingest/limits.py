"""How much one source may ask for, so that a hostile or broken file cannot take the machine."""

from dataclasses import dataclass

LONGEST_CELL = 131_072
"""Characters of one cell; what the ``csv`` module allows, and so the same for every format."""


@dataclass(frozen=True, slots=True)
class Limits:
    """A file that goes beyond is refused, and told which limit it was.

    Attributes:
        unpacked: Bytes that one gzip file, archive or workbook unpacks to; cells of one Parquet
            file, which are packed too well to be judged by bytes.
        ratio: Unpacked bytes for each packed one.
        harmless: Unpacked bytes up to which the ratio is not judged.
        members: Files in one archive, sheets in one workbook.
        columns: Columns of one table.
        row: Characters of one row of text, with all its lines; bytes of one row of Parquet.
        part: Bytes of a part of a workbook that must be held whole, such as its styles; of one
            row of a sheet.
        shared_text: Bytes of the text that a workbook keeps apart from its sheets, held whole.
    """

    unpacked: int = 20_000_000_000
    ratio: int = 200
    harmless: int = 100_000_000
    members: int = 1_000
    columns: int = 16_384
    row: int = 64_000_000
    part: int = 16_000_000
    shared_text: int = 256_000_000


DEFAULT_LIMITS = Limits()


def beyond(limit: str, value: int, what: str) -> str:
    """The message for a file beyond a limit: what it does, and how the limit is raised."""
    return (
        f"{what} (limit `{limit}`: {value:,}); if you trust the file, raise the limit `{limit}` "
        "for this import, or give the file in smaller or unpacked pieces"
    )
