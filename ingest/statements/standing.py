"""What several sources say of one thing, and which of them is believed.

What stands is a function of what was said alone: of each source the latest word, of the sources
the one of the highest priority, of equals the one that spoke first. So taking a batch or a source
back leaves what would stand had it never spoken.

Of a field that was said once, the store keeps the value and its provenance. Of one that was said
more often, it keeps besides, as claims, all that was said, oldest first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import inf

from graph.merge import same_value
from graph.records import Claim, Entity, Provenance, Relation

NOBODY = Provenance("", "", "")
"""Stands for the source of a value that has none."""

Said = Sequence[Claim]
Speaker = tuple[str, str]
"""A source, and the record of which it speaks, if that was merged into another."""


@dataclass(frozen=True, slots=True)
class Priorities:
    """Priority by source name; a source that is not named yields to none."""

    by_source: Mapping[str, int]

    def of(self, source: str) -> float:
        """The higher, the more it is believed."""
        return self.by_source.get(source, inf)


def said_of(entity: Entity, field: str) -> Said:
    """All that was said of a field, oldest first."""
    claims = [claim for claim in entity.claims if claim.field == field]
    value = entity.properties.get(field)
    if value is None:
        return claims
    return _complete(claims, Claim(field, value, entity.provenance.get(field, NOBODY)))


def said_of_relation(relation: Relation) -> Said:
    """All who stated the relation, the first one first."""
    claims = [claim for claim in relation.claims if not claim.field]
    return _complete(claims, Claim("", None, relation.provenance or NOBODY))


def said_of_properties(relation: Relation) -> Mapping[str, Said]:
    """All that was said of each property of a relation, oldest first.

    Where no claim tells, it was said by who stated the relation.
    """
    found: dict[str, list[Claim]] = {}
    for claim in relation.claims:
        if claim.field:
            found.setdefault(claim.field, []).append(claim)
    for field, value in relation.properties.items():
        claims = found.get(field)
        if claims is None:
            found[field] = [Claim(field, value, relation.provenance or NOBODY)]
        elif not any(same_value(claim.value, value) for claim in claims):
            claims.append(Claim(field, value, NOBODY))
    return found


def add(said: Said, statement: Claim) -> Said:
    """The statements with one more; the same object if its source says so already.

    A source that contradicted itself in its last batch is heard anew, for which of its words
    counts depends on which comes first.
    """
    own = [claim for claim in said if _speaker(claim) == _speaker(statement)]
    last = [claim for claim in own if claim.provenance.batch == own[-1].provenance.batch]
    agrees = all(repeats(claim, last[0]) for claim in last)
    if statement in last or (last and agrees and repeats(statement, last[0])):
        return said
    return [*said, statement]


def repeats(statement: Claim, known: Claim) -> bool:
    """Whether a source says again what it said."""
    same_source = statement.provenance.says_the_same_as(known.provenance)
    return same_source and same_value(known.value, statement.value)


def resolve(said: Said, priorities: Priorities) -> Claim:
    """Which of the statements about one field stands; there must be one."""
    first: dict[Speaker, int] = {}
    for place, claim in enumerate(said):
        first.setdefault(_speaker(claim), place)
    best = min(first, key=lambda speaker: (-priorities.of(speaker[0]), first[speaker]))
    return latest_words(said)[best]


def put(entity: Entity, said: Mapping[str, Said], priorities: Priorities) -> Entity:
    """The entity with all that is said of some fields; of a field without a statement, nothing."""
    properties, provenance = dict(entity.properties), dict(entity.provenance)
    claims = [claim for claim in entity.claims if claim.field not in said]
    for field, statements in said.items():
        properties.pop(field, None)
        provenance.pop(field, None)
        if statements:
            standing = resolve(statements, priorities)
            properties[field] = standing.value
            if standing.provenance != NOBODY:
                provenance[field] = standing.provenance
        if len(statements) > 1 or any(item.about for item in statements):
            claims += statements
    ordered = tuple(sorted(claims, key=lambda claim: claim.field))
    return Entity(entity.id, entity.type, properties, provenance, ordered)


def put_relation(
    relation: Relation,
    said: Said,
    priorities: Priorities,
    properties: Mapping[str, Said] | None = None,
) -> Relation:
    """The relation with all who state it, at least one, and all that they say of its properties.

    Args:
        relation: As it stands.
        said: Who states it.
        priorities: Of the sources.
        properties: What is said of properties; None leaves all as it was.
    """
    by = resolve(said, priorities).provenance
    if properties is None:
        properties = said_of_properties(relation)
    told = {field: claims for field, claims in sorted(properties.items()) if claims}
    is_plain = all(
        len(claims) == 1 and claims[0].provenance == by and not claims[0].about
        for claims in (said, *told.values())
    )
    return replace(
        relation,
        properties={field: resolve(claims, priorities).value for field, claims in told.items()},
        provenance=None if by == NOBODY else by,
        claims=() if is_plain else (*said, *chain.from_iterable(told.values())),
    )


def without(
    entity: Entity, gone: Callable[[Provenance], bool], priorities: Priorities
) -> Entity | None:
    """The entity as if those provenances had said nothing; None if nobody else says anything."""
    fields = {*entity.properties, *(claim.field for claim in entity.claims)}
    left = {
        field: [item for item in said_of(entity, field) if not gone(item.provenance)]
        for field in sorted(fields)
    }
    rest = put(entity, left, priorities)
    return rest if rest.properties else None


def relation_without(
    relation: Relation, gone: Callable[[Provenance], bool], priorities: Priorities
) -> Relation | None:
    """The relation as if those provenances had not stated it; None if nobody else does."""
    left = [item for item in said_of_relation(relation) if not gone(item.provenance)]
    told = {
        field: [item for item in claims if not gone(item.provenance)]
        for field, claims in said_of_properties(relation).items()
    }
    return put_relation(relation, left, priorities, told) if left else None


def _complete(claims: Said, standing: Claim) -> Said:
    """The claims with what stands; somebody may have written that past them."""
    known = any(
        claim.provenance == standing.provenance and same_value(claim.value, standing.value)
        for claim in claims
    )
    return claims if known else [*claims, standing]


def _speaker(claim: Claim) -> Speaker:
    return claim.provenance.source, claim.about


def latest_words(said: Iterable[Claim]) -> Mapping[Speaker, Claim]:
    """The latest word of each source on each record; within one batch its first word counts."""
    latest: dict[Speaker, Claim] = {}
    for claim in said:
        known = latest.get(_speaker(claim))
        if known is None or known.provenance.batch != claim.provenance.batch:
            latest[_speaker(claim)] = claim
    return latest
