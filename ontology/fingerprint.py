"""A hash of the ontology's content, the same on every machine and in every run."""

import hashlib

import orjson


def fingerprint(content: object) -> str:
    """SHA-256 of nested dataclasses, mappings, tuples and scalars, as hexadecimal digits."""
    spelled = orjson.dumps(content, default=dict, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(spelled).hexdigest()
