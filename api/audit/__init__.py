"""Who wrote what, and who read what is confidential; a chain that shows where it was changed."""

from api.audit.log import AuditEntry, AuditLog, Verdict, parse_anchor

__all__ = ["AuditEntry", "AuditLog", "Verdict", "parse_anchor"]
