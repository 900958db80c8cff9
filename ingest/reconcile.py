"""A source's word beside what is stored already."""

from dataclasses import dataclass

from graph.merge import same_value
from graph.records import Claim, Entity, Provenance, Relation
from ingest.statements import (
    NOBODY,
    Priorities,
    Said,
    add,
    put,
    put_relation,
    resolve,
    said_of,
    said_of_relation,
)
from ingest.summary import Conflict


@dataclass(frozen=True, slots=True)
class Origin:
    """Who speaks: a source in a file.

    Attributes:
        file: The file, for messages.
        provenance: Recorded with every value.
    """

    file: str
    provenance: Provenance


def reconcile(
    stored: Entity, said: Entity, line: int, origin: Origin, priorities: Priorities
) -> tuple[Entity, list[Conflict]]:
    """The stored entity with what the source says, and where that differs from what stands.

    A source may change its own values, but not twice in one batch: the first statement stands,
    so that the same import always ends the same. Nothing that was said is forgotten.

    Returns:
        The whole entity, the stored object itself where nothing changes, and the conflicts.
    """
    changes: dict[str, Said] = {}
    conflicts: list[Conflict] = []
    for field, value in said.properties.items():
        if value is None:
            continue
        statement = Claim(field, value, origin.provenance)
        before = said_of(stored, field)
        after = add(before, statement)
        if after is not before:
            changes[field] = after
        if len(after) > 1:
            standing = resolve(after, priorities)
            lost = _loser(statement, standing, stored)
            if lost is not None:
                conflicts.append(_conflict(said.id, standing, lost, origin.file, line))
    return put(stored, changes, priorities) if changes else stored, conflicts


def join(stored: Relation, origin: Origin, priorities: Priorities) -> Relation:
    """The stored relation with the source among those who state it."""
    statement = Claim("", None, origin.provenance)
    return put_relation(stored, add(said_of_relation(stored), statement), priorities)


def _loser(statement: Claim, standing: Claim, stored: Entity) -> Claim | None:
    """Which word the standing one contradicts: the new one, or another's that stood before."""
    if not same_value(statement.value, standing.value):
        return statement
    old = stored.properties.get(statement.field)
    by = stored.provenance.get(statement.field, NOBODY)
    if old is None or same_value(old, standing.value):
        return None
    return None if by.source == statement.provenance.source else Claim(statement.field, old, by)


def _conflict(id: str, kept: Claim, lost: Claim, file: str, line: int) -> Conflict:
    if kept.value is None or lost.value is None:
        raise ValueError(f"{id}: {kept.field} has a claim without a value")
    return Conflict(
        id,
        kept.field,
        kept.value,
        kept.provenance.source,
        lost.value,
        lost.provenance.source,
        file,
        line,
    )
