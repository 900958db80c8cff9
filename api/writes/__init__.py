"""Mutations that write single records."""

from api.writes.fields import write_fields

__all__ = ["write_fields"]
