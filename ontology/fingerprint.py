"""A hash of the ontology's content, the same on every machine and in every run."""

import hashlib

import orjson


def fingerprint(content: object) -> str:
    """SHA-256 of nested dataclasses, mappings, tuples and scalars, as hexadecimal digits."""
    return hashlib.sha256(as_json(content)).hexdigest()


def as_json(content: object) -> bytes:
    """The content as JSON, the keys of mappings sorted."""
    return orjson.dumps(content, default=dict, option=orjson.OPT_SORT_KEYS)
