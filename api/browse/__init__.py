"""Reads for who looks around: faceted search, relations by count, ways between two, history."""

from api.browse.fields import browse_fields

__all__ = ["browse_fields"]
