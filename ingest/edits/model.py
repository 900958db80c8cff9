"""What an edit says, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.records import Entity, Patch, Provenance, RelationKey
from ingest.errors import IngestError
from ingest.runs.summary import Conflict

PRIORITY = 1_000
"""What a person edits stands above what files say, unless they are given more."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who edits, and when.

    Attributes:
        name: Who.
        batch: Names this edit; no other has it.
        time: When, ISO 8601 in UTC.
    """

    name: str
    batch: str
    time: str

    @property
    def source(self) -> str:
        """The source that the values are from."""
        return f"edit: {self.name}"

    @property
    def provenance(self) -> Provenance:
        """Recorded with every value."""
        return Provenance(self.source, self.batch, self.time)


@dataclass(frozen=True, slots=True)
class Linked:
    """A relation to be stated, or no longer.

    Attributes:
        key: The relation.
        field: How the caller named it, for messages.
    """

    key: RelationKey
    field: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What is said of one entity.

    Attributes:
        id: The entity; it is created where it does not exist.
        type: Its class.
        properties: Values by flat name; None takes back what the author said of it.
        stated: Relations of the entity that hold.
        withdrawn: Relations of the entity that the author no longer states.
    """

    id: str
    type: str
    properties: Patch
    stated: tuple[Linked, ...] = ()
    withdrawn: tuple[Linked, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an edit is refused.

    Attributes:
        field: The flat property or relation at fault, or ``id``.
        code: Stable.
        message: What is wrong and what would be right.
        suggestion: The nearest right value, if there is one.
    """

    field: str
    code: str
    message: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of an edit.

    Attributes:
        entity: As it stands now.
        created: Whether it is new.
        changed: Whether anything is other than before.
        conflicts: Fields in which the edit and others differ, and what stands.
        kept: Relations that were withdrawn and still hold, for others state them.
    """

    entity: Entity
    created: bool
    changed: bool
    conflicts: Sequence[Conflict] = ()
    kept: Sequence[RelationKey] = ()


class InvalidEdit(IngestError):
    """An edit against the ontology; nothing was written.

    Attributes:
        problems: What is wrong, at least one.
    """

    code = "INVALID_EDIT"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{item.field}: {item.message}" for item in problems))
        self.problems = tuple(problems)


class VersionConflict(IngestError):
    """The entity is no longer as the caller saw it."""

    code = "VERSION_CONFLICT"
