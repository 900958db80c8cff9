"""Records of made-up organizations, several of some, with the truth of which are one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.labelled.families import Families
from benchmarks.labelled.organizations import City, Organization
from benchmarks.labelled.records import record_of
from graph.records import Entity, Relation

_RECORDS = (1, 2, 3, 4)
_RECORD_WEIGHTS = (52, 30, 13, 5)
_CLASSES = {"industry": "Industry", "tech": "Technology", "product": "Product"}


@dataclass(frozen=True, slots=True)
class World:
    """Records with the truth.

    Attributes:
        entities: The records, and what they are linked with, regions left out.
        relations: Their relations; those of place lead to regions.
        truth: For each record the number of its organization.
        kinds: For each organization how it stands to its family.
        noise: For each record how its name was altered.
    """

    entities: Sequence[Entity]
    relations: Sequence[Relation]
    truth: Mapping[str, int]
    kinds: Sequence[str]
    noise: Mapping[str, str]


def make_world(
    seed: int, side: int, size: int, cities: Sequence[City], real: Sequence[Organization] = ()
) -> World:
    """Make records; the same arguments make the same ones.

    Args:
        seed: Of the chance.
        side: 0 or 1; worlds of different sides share no brand.
        size: How many records, or up to three more.
        cities: Where organizations are.
        real: Organizations with real names, of which each side takes its own.
    """
    chance = Random(seed)
    entities: list[Entity] = []
    relations: list[Relation] = []
    truth: dict[str, int] = {}
    noise: dict[str, str] = {}
    kinds: list[str] = []
    for item in Families(seed, side, cities, real).make():
        if len(entities) >= size:
            break
        for _ in range(chance.choices(_RECORDS, _RECORD_WEIGHTS)[0]):
            record = record_of(item, f"record:{len(entities):07d}", cities, chance)
            entities.append(record.entity)
            relations.extend(record.relations)
            truth[record.entity.id] = len(kinds)
            noise[record.entity.id] = record.noise
        kinds.append(item.kind)
    return World((*entities, *_ends(relations)), relations, truth, kinds, noise)


def _ends(relations: Iterable[Relation]) -> Iterable[Entity]:
    """What the relations lead to but regions, as entities without properties."""
    ids = sorted({relation.target for relation in relations})
    kinds = ((id_, _CLASSES.get(id_.split(":")[0])) for id_ in ids)
    return (Entity(id_, kind) for id_, kind in kinds if kind is not None)
