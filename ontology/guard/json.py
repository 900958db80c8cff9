"""What JSON-LD must be before it is parsed, for deep nesting takes its parser endless time."""

import re
from collections.abc import Iterable

import numpy as np

from ontology.guard.refused import Refused

DEEPEST = 100

_STRING = re.compile(rb'"(?:[^"\\\n]|\\.)*"?')
_STEPS = np.zeros(256, np.int8)
_STEPS[list(b"[{")] = 1
_STEPS[list(b"]}")] = -1


def check_json(blocks: Iterable[bytes]) -> int:
    """Read a document through once, in blocks of whole lines.

    Returns:
        Its size in bytes.

    Raises:
        Refused: It nests beyond measure.
    """
    size = depth = 0
    line = 1
    for block in blocks:
        bare = np.frombuffer(_STRING.sub(b"", block), np.uint8)
        depths = depth + np.cumsum(_STEPS[bare], dtype=np.int64)
        deep = np.flatnonzero(depths > DEEPEST)
        if len(deep):
            line += int(np.count_nonzero(bare[: deep[0]] == ord("\n")))
            raise Refused(line, f"nests deeper than {DEEPEST} levels")
        depth = int(depths[-1]) if len(depths) else depth
        size += len(block)
        line += block.count(b"\n")
    return size
