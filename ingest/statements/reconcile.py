"""A source's word beside what is stored already."""

from dataclasses import dataclass

from graph.merge import same_value
from graph.records import Claim, Entity, Patch, Provenance, Relation
from ingest.runs.summary import Conflict
from ingest.statements.standing import (
    NOBODY,
    Priorities,
    Said,
    add,
    put,
    put_relation,
    resolve,
    said_of,
    said_of_properties,
    said_of_relation,
)


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
    stored: Entity,
    said: Entity,
    line: int,
    origin: Origin,
    priorities: Priorities,
    about: str = "",
) -> tuple[Entity, list[Conflict]]:
    """The stored entity with what the source says, and where that differs from what stands.

    A source may change its own values, but not twice in one batch: the first statement stands,
    so that the same import always ends the same. Nothing that was said is forgotten.

    Args:
        stored: As it stands.
        said: What the source says.
        line: Where it says so.
        origin: Who speaks.
        priorities: Of the sources.
        about: The id that the source uses, if that record is part of the stored one.

    Returns:
        The whole entity, the stored object itself where nothing changes, and the conflicts.
    """
    changes: dict[str, Said] = {}
    conflicts: list[Conflict] = []
    for field, value in said.properties.items():
        if value is None:
            continue
        statement = Claim(field, value, origin.provenance, about)
        before = said_of(stored, field)
        after = add(before, statement)
        if after is not before:
            changes[field] = after
        if len(after) > 1:
            standing = resolve(after, priorities)
            lost = _loser(statement, standing, _standing(stored, field))
            if lost is not None:
                conflicts.append(_conflict(said.id, standing, lost, origin.file, line))
    return put(stored, changes, priorities) if changes else stored, conflicts


def join(stored: Relation, origin: Origin, priorities: Priorities) -> Relation:
    """The stored relation with the source among those who state it."""
    return describe(stored, {}, 0, origin, priorities)[0]


def describe(
    stored: Relation, properties: Patch, line: int, origin: Origin, priorities: Priorities
) -> tuple[Relation, list[Conflict]]:
    """The stored relation with what the source says of it, and where that differs from before."""
    said = add(said_of_relation(stored), Claim("", None, origin.provenance))
    told = dict(said_of_properties(stored))
    conflicts: list[Conflict] = []
    for field, value in properties.items():
        statement = Claim(field, value, origin.provenance)
        before = told.get(field, ())
        after = told[field] = add(before, statement)
        if before and len(after) > 1:
            standing = resolve(after, priorities)
            lost = _loser(statement, standing, resolve(before, priorities))
            if lost is not None:
                name = f"{stored.source} {stored.type} {stored.target}"
                conflicts.append(_conflict(name, standing, lost, origin.file, line))
    return put_relation(stored, said, priorities, told), conflicts


def _standing(entity: Entity, field: str) -> Claim | None:
    value = entity.properties.get(field)
    if value is None:
        return None
    return Claim(field, value, entity.provenance.get(field, NOBODY))


def _loser(statement: Claim, standing: Claim, old: Claim | None) -> Claim | None:
    """Which word the standing one contradicts: the new one, or another's that stood before."""
    if not same_value(statement.value, standing.value):
        return statement
    if old is None or same_value(old.value, standing.value):
        return None
    return None if old.provenance.source == statement.provenance.source else old


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
