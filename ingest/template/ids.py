"""Ids for what has none: made of its class and name, the same ones each time."""

import re
from hashlib import sha256
from unicodedata import normalize

_LONGEST_NAME = 200
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def class_prefix(class_name: str) -> str:
    """The class as ids begin with it: ``use-case`` for ``UseCase``."""
    return _WORD_START.sub("-", class_name).lower()


def made_id(class_name: str, name: str) -> str:
    """The id of an entity that has none, such as ``use-case:天津港智慧港口``.

    The name goes in without regard to letter case, width of characters and spacing; a very long
    one is cut, and told from others by a hash.
    """
    words = "-".join(normalize("NFKC", name).casefold().split())
    if len(words) > _LONGEST_NAME:
        digest = sha256(words.encode()).hexdigest()[:16]
        words = f"{words[:_LONGEST_NAME]}-{digest}"
    return f"{class_prefix(class_name)}:{words}"
