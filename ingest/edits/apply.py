"""An edit written in one transaction: checked, reconciled with what others say, remembered."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import orjson

from graph.port import GraphWriter
from graph.records import Entity, Provenance, Relation, RelationKey
from ingest.edits.model import (
    PRIORITY,
    Author,
    Edit,
    Edited,
    InvalidEdit,
    Linked,
    Problem,
    VersionConflict,
)
from ingest.errors import CannotUndo
from ingest.mapping.model import DEFAULT_PRIORITY
from ingest.runs.ledger import priorities, put_priorities
from ingest.runs.summary import Conflict
from ingest.statements.merging import finals
from ingest.statements.reconcile import Origin, join, reconcile
from ingest.statements.standing import NOBODY, Priorities, put, relation_without, said_of
from ontology import Violation, validate_entity, validate_relation
from ontology.model import Ontology

NEW = ""
"""The expected version of an entity that must not exist yet."""

_SHOWN = 5


def version_of(entity: Entity) -> str:
    """A hash of the class and values of an entity: other whenever they are."""
    content = orjson.dumps([entity.type, dict(entity.properties)], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(content).hexdigest()[:16]


def apply_edit(
    writer: GraphWriter,
    ontology: Ontology,
    edit: Edit,
    author: Author,
    expected: str | None = None,
) -> Edited:
    """Write an edit; has no effect but on the writer, so a store may run it again.

    Values that others gave are kept behind the edited ones, as statements. Withdrawing a value or
    a relation takes back the author's own word: what others say of it stands again.

    Args:
        writer: Where to, within a transaction.
        ontology: What may exist.
        edit: What is said.
        author: Who says it.
        expected: The version that the caller saw; ``NEW`` if there must be none yet, None if it
            does not matter.

    Raises:
        VersionConflict: The entity has another version.
        InvalidEdit: The edit is against the ontology.
    """
    final = finals(writer).get(edit.id, edit.id)
    edit = replace(edit, id=final)
    stored = writer.get([final]).get(final)
    _check_version(edit.id, stored, expected)
    if stored is not None and stored.type != edit.type:
        message = f"the id belongs to a {stored.type}, not a {edit.type}"
        raise InvalidEdit([Problem("id", "TYPE_CONFLICT", message)])
    before = stored or Entity(edit.id, edit.type)
    believed = _believe(writer, author, before)
    entity, conflicts = _said(before, edit, author, believed)
    _refuse(_problem(item) for item in validate_entity(ontology, entity))
    written = writer.upsert_entities([entity], whole=True)
    _refuse(Problem("id", item.reason, item.detail) for item in written.refused)
    linked = _state(writer, ontology, edit.stated, author, believed)
    gone, kept = _withdraw(writer, edit.withdrawn, author, believed)
    changed = bool(written.created or written.updated or linked or gone)
    return Edited(entity, stored is None, changed, conflicts, kept)


def delete_entity(writer: GraphWriter, id: str, expected: str | None, *, cascade: bool) -> bool:
    """Delete an entity, whoever described it; whether there was one.

    Args:
        writer: Where from, within a transaction.
        id: The entity.
        expected: The version that the caller saw; None if it does not matter.
        cascade: Delete its relations as well; else one that has any is refused.

    Raises:
        VersionConflict: The entity has another version.
        CannotUndo: It has relations; names some.
    """
    stored = writer.get([id]).get(id)
    if stored is None:
        return False
    _check_version(id, stored, expected)
    if not cascade:
        near = [
            f"{item.relation.source} {item.relation.type} {item.relation.target}"
            for direction in ("out", "in")
            for item in writer.neighbours([id], direction=direction, first=_SHOWN)[id]
        ]
        if near:
            raise CannotUndo(
                f"{id} has relations ({'; '.join(near[:_SHOWN])}); withdraw them first, or ask "
                "for a cascade"
            )
    return writer.delete_entities([id]) > 0


def _check_version(id: str, stored: Entity | None, expected: str | None) -> None:
    if expected is None:
        return
    found = NEW if stored is None else version_of(stored)
    if found != expected:
        state = f"has the version {found!r}" if stored else "does not exist"
        wanted = f"the version {expected!r}" if expected else "that it does not exist"
        raise VersionConflict(f"{id} {state}, and {wanted} was expected; read it anew")


def _believe(writer: GraphWriter, author: Author, before: Entity) -> Priorities:
    """Who is believed; a source that wrote without importing is from now on an ordinary one."""
    known = priorities(writer)
    spoke = {by.source for by in before.provenance.values()}
    spoke |= {claim.provenance.source for claim in before.claims}
    new = dict.fromkeys(sorted(spoke - known.keys() - {NOBODY.source}), DEFAULT_PRIORITY)
    if author.source not in known:
        new[author.source] = PRIORITY
    if new:
        put_priorities(writer, new)
    return Priorities({**known, **new})


def _said(
    before: Entity, edit: Edit, author: Author, believed: Priorities
) -> tuple[Entity, Sequence[Conflict]]:
    """The entity after the edit, and where the edit and others differ.

    A value without a source is nobody's word: an edit takes its place.
    """
    left = {
        field: [
            item
            for item in said_of(before, field)
            if item.provenance.source != NOBODY.source
            and not (value is None and item.provenance.source == author.source)
        ]
        for field, value in edit.properties.items()
    }
    left = {field: said for field, said in left.items() if len(said) < len(said_of(before, field))}
    said = Entity(edit.id, edit.type, edit.properties)
    entity = put(before, left, believed) if left else before
    origin = Origin(author.source, author.provenance)
    return reconcile(entity, said, 0, origin, believed)


def _state(
    writer: GraphWriter,
    ontology: Ontology,
    stated: Sequence[Linked],
    author: Author,
    believed: Priorities,
) -> bool:
    """State relations; whether anything changed."""
    if not stated:
        return False
    ends = {id_ for item in stated for id_ in (item.key.source, item.key.target)}
    types = writer.types_of(ends)
    _refuse(_end_problems(ontology, stated, types))
    known = writer.get_relations([item.key for item in stated])
    origin = Origin(author.source, author.provenance)
    wanted = [
        join(known[item.key], origin, believed)
        if item.key in known
        else Relation(item.key.type, item.key.source, item.key.target, {}, author.provenance)
        for item in stated
    ]
    result = writer.upsert_relations(wanted, whole=True)
    return bool(result.created or result.updated)


def _end_problems(
    ontology: Ontology, stated: Sequence[Linked], known: Mapping[str, str]
) -> Iterable[Problem]:
    for item in stated:
        missing = [id_ for id_ in (item.key.source, item.key.target) if id_ not in known]
        if missing:
            yield Problem(item.field, "DANGLING", f"there is no entity {missing[0]!r}")
            continue
        source, target = known[item.key.source], known[item.key.target]
        for violation in validate_relation(ontology, item.key.type, source, target):
            yield replace(_problem(violation), field=item.field)


def _withdraw(
    writer: GraphWriter, withdrawn: Sequence[Linked], author: Author, believed: Priorities
) -> tuple[bool, Sequence[RelationKey]]:
    """Withdraw relations; whether anything changed, and those that others state as well."""
    found = writer.get_relations([item.key for item in withdrawn])
    is_own = partial(_by, author.source)
    left = {key: relation_without(item, is_own, believed) for key, item in found.items()}
    removed = writer.delete_relations([key for key, item in left.items() if item is None])
    others = [item for item in left.values() if item is not None]
    changed = writer.upsert_relations(others, whole=True).updated if others else 0
    return bool(removed or changed), tuple(item.key for item in others)


def _by(source: str, provenance: Provenance) -> bool:
    return provenance.source == source


def _problem(violation: Violation) -> Problem:
    return Problem(violation.field, str(violation.code), violation.message, violation.suggestion)


def _refuse(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise InvalidEdit(found)
