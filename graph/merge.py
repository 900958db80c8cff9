"""What an upsert changes, planned in Python so that every adapter does the same.

Adapters check the incoming records (``graph.validation``), read the stored records of the batch
inside the write transaction, plan here, and write only what the plan names.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from graph.query import Refusal, UpsertResult
from graph.records import (
    Claim,
    Entity,
    Patch,
    PropertyValue,
    Provenance,
    Relation,
    RelationKey,
)


@dataclass(frozen=True, slots=True)
class EntityPlan:
    """Entities as they will stand, in order of first appearance.

    The change feed lists all created ones, then all updated ones. A record counts for itself, so
    one that a later record of the same batch patches counts as created and as updated.
    """

    created: tuple[Entity, ...]
    updated: tuple[Entity, ...]
    result: UpsertResult


@dataclass(frozen=True, slots=True)
class RelationPlan:
    """Relations as they will stand, in order of first appearance; see ``EntityPlan``."""

    created: tuple[Relation, ...]
    updated: tuple[Relation, ...]
    result: UpsertResult


def plan_entities(
    stored: Mapping[str, Entity], incoming: Sequence[Entity], *, whole: bool = False
) -> EntityPlan:
    """Merge checked entities into the stored ones.

    Args:
        stored: Those of the incoming ids that exist, as they stand in the transaction.
        incoming: Patches, checked by ``check_entities``.
        whole: The records take the place of the stored ones.
    """
    change = _replaced if whole else _patched
    if not stored and len({entity.id for entity in incoming}) == len(incoming):
        return EntityPlan(tuple(map(_fresh, incoming)), (), UpsertResult(len(incoming)))
    created: dict[str, Entity] = {}
    updated: dict[str, Entity] = {}
    counts = _Counts()
    for entity in incoming:
        key = entity.id
        known = created.get(key) or updated.get(key) or (stored.get(key) if stored else None)
        if known is None:
            created[key] = _fresh(entity)
            counts.created += 1
        elif known.type != entity.type:
            counts.refuse(key, "TYPE_CONFLICT", f"{key} is a {known.type}, not a {entity.type}")
        elif (merged := change(known, entity)) is None:
            counts.unchanged += 1
        else:
            counts.updated += 1
            (created if key in created else updated)[key] = merged
    return EntityPlan(tuple(created.values()), tuple(updated.values()), counts.result())


def plan_relations(
    stored: Mapping[RelationKey, Relation],
    ends: Collection[str],
    incoming: Sequence[Relation],
    *,
    whole: bool = False,
) -> RelationPlan:
    """Merge checked relations into the stored ones.

    Args:
        stored: Those of the incoming keys that exist, as they stand in the transaction.
        ends: Those ids among the incoming ends whose entities exist; a set or mapping.
        incoming: Patches, checked by ``check_relations``.
        whole: The records take the place of the stored ones.
    """
    change = _replaced_relation if whole else _patched_relation
    created: dict[tuple[str, str, str], Relation] = {}
    updated: dict[tuple[str, str, str], Relation] = {}
    counts = _Counts()
    for relation in incoming:
        key = (relation.type, relation.source, relation.target)
        known = created.get(key) or updated.get(key)
        if known is None and stored:
            known = stored.get(relation.key)
        if relation.source not in ends or relation.target not in ends:
            missing = [end for end in key[1:] if end not in ends]
            counts.refuse(relation.key, "DANGLING", f"no such entity: {', '.join(missing)}")
        elif known is None:
            created[key] = _fresh_relation(relation)
            counts.created += 1
        elif (merged := change(known, relation)) is None:
            counts.unchanged += 1
        else:
            counts.updated += 1
            (created if key in created else updated)[key] = merged
    return RelationPlan(tuple(created.values()), tuple(updated.values()), counts.result())


def differs(known: Provenance | None, provenance: Provenance) -> bool:
    """Whether a source or confidence differs from what is known."""
    return known is not provenance and (known is None or not known.says_the_same_as(provenance))


class _Counts:
    def __init__(self) -> None:
        self.created = self.updated = self.unchanged = 0
        self.refused: list[Refusal] = []

    def refuse(
        self, key: str | RelationKey, reason: Literal["DANGLING", "TYPE_CONFLICT"], detail: str
    ) -> None:
        self.refused.append(Refusal(key, reason, detail))

    def result(self) -> UpsertResult:
        return UpsertResult(self.created, self.updated, self.unchanged, tuple(self.refused))


def _fresh(entity: Entity) -> Entity:
    properties = _present(entity.properties)
    provenance = entity.provenance
    if not provenance.keys() <= properties.keys():
        provenance = {name: item for name, item in provenance.items() if name in properties}
    if properties is entity.properties and provenance is entity.provenance:
        return entity
    return Entity(entity.id, entity.type, properties, provenance, entity.claims)


def _fresh_relation(relation: Relation) -> Relation:
    if not relation.properties:
        return relation
    return replace(relation, properties=_present(relation.properties))


def _replaced(known: Entity, record: Entity) -> Entity | None:
    fresh = _fresh(record)
    same = fresh == known and not _changes(known.properties, fresh.properties)
    return None if same and _same_claims(known.claims, fresh.claims) else fresh


def _replaced_relation(known: Relation, record: Relation) -> Relation | None:
    fresh = _fresh_relation(record)
    same = fresh == known and not _changes(known.properties, fresh.properties)
    return None if same and _same_claims(known.claims, fresh.claims) else fresh


def _present(patch: Patch) -> Mapping[str, PropertyValue]:
    values = patch.values()
    if None not in values and () not in values:
        return cast("Mapping[str, PropertyValue]", patch)
    return {name: value for name, value in patch.items() if value is not None and value != ()}


def _patched(known: Entity, patch: Entity) -> Entity | None:
    """The entity after the patch, or None if that changes no value, source, confidence or claim."""
    changed = _changes(known.properties, patch.properties)
    sources = {
        name: source
        for name, value in patch.properties.items()
        if value is not None
        and value != ()
        and (source := patch.provenance.get(name)) is not None
        and (name in changed or differs(known.provenance.get(name), source))
    }
    claims = patch.claims or known.claims
    if not changed and not sources and _same_claims(claims, known.claims):
        return None
    provenance = {name: source for name, source in known.provenance.items() if name not in changed}
    properties = _present({**known.properties, **changed})
    return Entity(known.id, known.type, properties, {**provenance, **sources}, claims)


def _patched_relation(known: Relation, patch: Relation) -> Relation | None:
    changed = _changes(known.properties, patch.properties)
    moved = patch.provenance is not None and differs(known.provenance, patch.provenance)
    claims = patch.claims or known.claims
    if not changed and not moved and _same_claims(claims, known.claims):
        return None
    return replace(
        known,
        properties=_present({**known.properties, **changed}),
        provenance=patch.provenance or known.provenance,
        claims=claims,
    )


def _changes(known: Patch, patch: Patch) -> dict[str, PropertyValue | None]:
    changed: dict[str, PropertyValue | None] = {}
    for name, value in patch.items():
        old = known.get(name)
        if value is None or value == ():
            if old is not None:
                changed[name] = None
        elif old is not value and not same_value(old, value):
            changed[name] = value
    return changed


def same_value(one: PropertyValue | None, other: PropertyValue | None) -> bool:
    """Equal and of the same kind: 1, 1.0 and True are three values."""
    if one != other or type(one) is not type(other):
        return False
    if isinstance(one, tuple) and isinstance(other, tuple):
        return type(one[0]) is type(other[0])
    return True


def _same_claims(one: Sequence[Claim], other: Sequence[Claim]) -> bool:
    """Equal in every value's kind as well."""
    return one is other or (
        one == other and all(same_value(a.value, b.value) for a, b in zip(one, other, strict=True))
    )
