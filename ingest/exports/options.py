"""What a user may choose of how an export is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How to write.

    Attributes:
        provenance: Also say where each value came from.
        bom: Begin CSV files with a byte order mark, by which Excel knows that they are UTF-8.
    """

    provenance: bool = False
    bom: bool = False
