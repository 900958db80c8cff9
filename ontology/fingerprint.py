"""A hash of the ontology's content, the same on every machine and in every run."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass


def fingerprint(content: object) -> str:
    """SHA-256 of nested dataclasses, mappings, tuples and scalars, as hexadecimal digits."""
    digest = hashlib.sha256()
    for piece in _pieces(content):
        digest.update(piece.encode())
    return digest.hexdigest()


def _pieces(content: object) -> Iterator[str]:
    if is_dataclass(content):
        yield type(content).__name__
        content = tuple(getattr(content, item.name) for item in fields(content))
    if isinstance(content, Mapping):
        content = tuple(sorted(content.items()))
    if isinstance(content, tuple):
        yield f"({len(content)}"
        for item in content:
            yield from _pieces(item)
    else:
        yield f"{content!s}\0{type(content).__name__}\0"
