"""How good the stored data are: completeness, conflicts, orphans, duplicates, age, validity."""

from ingest.quality.assess import Scope, assess
from ingest.quality.page import render
from ingest.quality.report import QualityReport, as_json

__all__ = ["QualityReport", "Scope", "as_json", "assess", "render"]
