"""Which of two sources is believed, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.records import Entity, PropertyValue, Provenance
from ingest.drafts import EntityDraft
from ingest.summary import Conflict


@dataclass(frozen=True, slots=True)
class Origin:
    """Who speaks: a source in a file.

    Attributes:
        file: The file, for messages.
        provenance: Recorded with every value.
        priority: Of two sources that differ, the higher one is believed.
    """

    file: str
    provenance: Provenance
    priority: int


@dataclass(frozen=True, slots=True)
class Priorities:
    """Priority by source name. A source that is not named yields to none and displaces none."""

    by_source: Mapping[str, int]

    def displaces(self, origin: Origin, stored: Provenance | None) -> bool:
        """Whether the origin's word replaces one that stands and has another source."""
        known = self.by_source.get(stored.source) if stored else None
        return known is not None and origin.priority > known


def reconcile(
    stored: Entity, draft: EntityDraft, origin: Origin, priorities: Priorities, *, repeated: bool
) -> tuple[Mapping[str, PropertyValue], list[Conflict]]:
    """What of a draft goes into the store, and where it differs from what another said.

    A source may change its own values, but not twice in one run: if ``repeated``, the entity
    was stated before in this run, and the first statement stands, so that the same import
    always ends the same.
    """
    own = origin.provenance.source
    patch: dict[str, PropertyValue] = {}
    conflicts: list[Conflict] = []
    for name, value in draft.properties.items():
        old = stored.properties.get(name)
        if old is None:
            patch[name] = value
            continue
        said = stored.provenance.get(name)
        same_source = said is not None and said.source == own
        wins = not repeated if same_source else priorities.displaces(origin, said)
        if wins:
            patch[name] = value
        if value != old and (repeated or not same_source):
            other = said.source if said else ""
            pair = ((value, own), (old, other)) if wins else ((old, other), (value, own))
            (kept, kept_source), (lost, lost_source) = pair
            conflicts.append(
                Conflict(
                    draft.id, name, kept, kept_source, lost, lost_source, origin.file, draft.line
                )
            )
    return patch, conflicts
