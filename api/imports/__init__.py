"""Imports through the API: a file comes in, a job does it, callers look and may stop it."""

from api.imports.callers import allowed
from api.imports.jobs import ImportJobs, ImportPage
from api.imports.worker import Target

__all__ = [
    "ImportJobs",
    "ImportPage",
    "Target",
    "allowed",
]
