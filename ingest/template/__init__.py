"""Workbooks to be filled in by hand: writing empty ones, and reading what comes back."""

from ingest.template.classes import find_class
from ingest.template.ids import class_prefix
from ingest.template.returned import ReturnedTemplate
from ingest.template.workbook import write_template

__all__ = ["ReturnedTemplate", "class_prefix", "find_class", "write_template"]
