"""Relay's global ids: opaque to callers, and for us the entity's own id in disguise."""

import base64
import binascii

_PREFIX = "pearlnet:"


def global_id(entity_id: str) -> str:
    """The opaque id that stands in a ``Node``'s ``id`` field."""
    return base64.urlsafe_b64encode(f"{_PREFIX}{entity_id}".encode()).rstrip(b"=").decode()


def entity_id(given: str) -> str:
    """The entity's id, given either its global id or itself."""
    try:
        padded = given.encode("ascii") + b"=" * (-len(given) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (UnicodeError, binascii.Error):
        return given
    return text.removeprefix(_PREFIX) if text.startswith(_PREFIX) else given
