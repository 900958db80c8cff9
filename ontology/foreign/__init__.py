"""Ontologies that others wrote: OWL, RDFS and SKOS files become classes, properties and terms.

``plan_addition`` and ``plan_removal`` tell what would change, for the model and for what is
stored; ``carry_out`` does it, unless stored data would be orphaned.
"""

from ontology.foreign.candidate import CORE, Candidate
from ontology.foreign.library import Added, added, declared, find, mapping_of
from ontology.foreign.plan import Plan, carry_out, plan_addition, plan_removal
from ontology.foreign.report import Counts, Finding, Report, Treatment

__all__ = [
    "CORE",
    "Added",
    "Candidate",
    "Counts",
    "Finding",
    "Plan",
    "Report",
    "Treatment",
    "added",
    "carry_out",
    "declared",
    "find",
    "mapping_of",
    "plan_addition",
    "plan_removal",
]
