"""Who may see which field: the one place that reads, filters and sorts all pass."""

from dataclasses import dataclass

from ontology.model import PropertyDef, Sensitivity


@dataclass(frozen=True, slots=True)
class Viewer:
    """On whose behalf a request is answered.

    Attributes:
        clearance: Sensitivities that the viewer may see.
    """

    clearance: frozenset[Sensitivity] = frozenset({Sensitivity.PUBLIC})

    def may_see(self, definition: PropertyDef) -> bool:
        """Whether values of the property are shown to the viewer, or may be asked about."""
        return definition.sensitivity in self.clearance


PUBLIC = Viewer()
