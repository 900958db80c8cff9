"""What JSON-LD must be before it is parsed, for deep nesting takes its parser endless time."""

import re

import numpy as np

from ingest.rdf.text import RdfText

DEEPEST = 100

_STRING = re.compile(rb'"(?:[^"\\\n]|\\.)*"?')
_STEPS = np.zeros(256, np.int8)
_STEPS[list(b"[{")] = 1
_STEPS[list(b"]}")] = -1


def check_json(text: RdfText) -> int:
    """Read it through once.

    Returns:
        Its size in bytes, unpacked.

    Raises:
        UnreadableSource: It nests beyond measure; names the line.
    """
    size = depth = 0
    line = 1
    with text.blocks() as blocks:
        for lines in blocks:
            block = b"".join(lines)
            bare = np.frombuffer(_STRING.sub(b"", block), np.uint8)
            depths = depth + np.cumsum(_STEPS[bare], dtype=np.int64)
            deep = np.flatnonzero(depths > DEEPEST)
            if len(deep):
                line += int(np.count_nonzero(bare[: deep[0]] == ord("\n")))
                raise text.malformed(line, f"nests deeper than {DEEPEST} levels")
            depth = int(depths[-1]) if len(depths) else depth
            size += len(block)
            line += len(lines)
    return size
