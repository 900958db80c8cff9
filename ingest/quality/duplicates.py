"""Exact duplicates: entities of one class with every value equal, or one telling value.

Telling are names and codes, compared after NFKC, without letter case and blanks. Equal names are
a question, not a fault: two districts may bear one name. Of each value 8 bytes of its BLAKE2b
hash are kept, and of each entity its id, so that a million entities need some 80 MB; the chance
that two different values among a million share a hash is 3e-8.
"""

import unicodedata
from array import array
from collections.abc import Iterator
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from graph.records import Entity
from ingest.quality.report import EXAMPLES, Duplicates

ALL = "all"
_TELLING = ("name_zh", "name_en", "creditCode", "code")


class DuplicateCount:
    """Finds entities that share a value."""

    def __init__(self) -> None:
        self._ids = bytearray()
        self._ends = array("Q")
        self._types: dict[str, int] = {}
        self._type_of = array("H")
        self._hashes = {by: array("Q") for by in (ALL, *_TELLING)}
        self._owners = {by: array("I") for by in (ALL, *_TELLING)}

    def add(self, entity: Entity) -> None:
        """An entity, in order of id."""
        self._ids += entity.id.encode()
        self._ends.append(len(self._ids))
        self._type_of.append(self._types.setdefault(entity.type, len(self._types)))
        self._put(ALL, entity.type, repr(sorted(entity.properties.items())))
        for by in _TELLING:
            value = entity.properties.get(by)
            if isinstance(value, str) and value:
                self._put(by, entity.type, comparable(value))

    def result(self) -> tuple[Duplicates, ...]:
        """By class and measure."""
        found = [item for by in self._hashes for item in self._of_measure(by)]
        return tuple(sorted(found, key=lambda item: (item.type, item.by)))

    def _put(self, by: str, type: str, value: str) -> None:
        text = f"{type}\0{value}".encode("utf-8", "surrogatepass")
        self._hashes[by].append(int.from_bytes(blake2b(text, digest_size=8).digest()))
        self._owners[by].append(len(self._ends) - 1)

    def _of_measure(self, by: str) -> Iterator[Duplicates]:
        groups = _groups(
            np.array(self._hashes[by], dtype=np.uint64), np.array(self._owners[by], dtype=np.uint32)
        )
        names = {number: name for name, number in self._types.items()}
        by_type: dict[str, list[NDArray[np.uint32]]] = {}
        for group in groups:
            by_type.setdefault(names[self._type_of[int(group[0])]], []).append(group)
        for class_, found in by_type.items():
            found.sort(key=lambda group: int(group[0]))
            yield Duplicates(
                class_,
                by,
                len(found),
                sum(len(group) - 1 for group in found),
                tuple(
                    tuple(self._id(int(place)) for place in group[:EXAMPLES])
                    for group in found[:EXAMPLES]
                ),
            )

    def _id(self, place: int) -> str:
        start = self._ends[place - 1] if place else 0
        return self._ids[start : self._ends[place]].decode()


def comparable(text: str) -> str:
    """The text without what is not meant: width and case of letters, and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _groups(hashes: NDArray[np.uint64], owners: NDArray[np.uint32]) -> Iterator[NDArray[np.uint32]]:
    """Owners, ascending, of each hash that several have."""
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if hashes.size else order
    sizes = np.diff(np.append(starts, hashes.size))
    for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        yield owners[start : start + size]
