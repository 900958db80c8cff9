"""The encoder port."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Text to unit vectors."""

    @property
    def name(self) -> str:
        """Content hash that names the vector space; two encoders never share one."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, or 0 for a text without a known token; shape (n, dimension)."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same of what is searched for, where the model tells that from what is found."""
        ...

    def reads(self, text: str) -> bool:
        """Whether the encoder understands the script that most of the text is written in."""
        ...
