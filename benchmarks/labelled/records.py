"""What one source tells of an organization: not all of it, and some of it wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.labelled.noise import EDITS, STRUCTURAL, edited, structural
from benchmarks.labelled.organizations import City, Organization
from graph.records import Entity, PropertyValue, Relation

CLASS = "Enterprise"
SAME = "same"
_NOISE = (SAME, *STRUCTURAL, *EDITS)
_NOISE_WEIGHTS = (20, 14, 12, 10, 4, 7, 9, 7, 7, 5, 8)
_LANGUAGES = (("zh",), ("zh", "en"), ("en",))
_TOLD = {"code": 0.2, "year": 0.4, "domain": 0.25, "region": 0.7, "links": 0.55, "alias": 0.25}
"""How often a source tells a thing."""
_WRONG = 0.03


@dataclass(frozen=True, slots=True)
class Record:
    """A record, and how the name in it was altered."""

    entity: Entity
    relations: tuple[Relation, ...]
    noise: str


def record_of(item: Organization, id_: str, cities: Sequence[City], chance: Random) -> Record:
    """A record of the organization under that id."""
    kinds = chance.choices(_NOISE, _NOISE_WEIGHTS, k=2 if chance.random() < 0.2 else 1)
    properties = _names(item, kinds, chance)
    if chance.random() < _TOLD["code"]:
        properties["creditCode"] = _slipped(item.code, chance)
    if chance.random() < _TOLD["year"]:
        properties["foundedYear"] = item.year + (chance.random() < _WRONG)
    if chance.random() < _TOLD["domain"]:
        properties["homepage"] = f"https://www.{item.domain}/"
    relations = tuple(Relation(type_, id_, end) for type_, end in _links(item, cities, chance))
    return Record(Entity(id_, CLASS, properties), relations, "+".join(dict.fromkeys(kinds)))


def _names(item: Organization, kinds: list[str], chance: Random) -> dict[str, PropertyValue]:
    languages = chance.choices(_LANGUAGES, (50, 42, 8))[0]
    put = item
    for kind in kinds:
        put = structural(put, kind, chance) if kind in STRUCTURAL else put
    found: dict[str, PropertyValue] = {}
    for language in languages:
        text = put.zh if language == "zh" else put.en
        for kind in kinds:
            text = edited(text, kind, chance)
        found[f"name_{language}"] = text
        aliases = item.aliases[0 if language == "zh" else 1]
        if aliases and chance.random() < _TOLD["alias"]:
            found[f"alias_{language}"] = (chance.choice(aliases),)
    return found


def _links(item: Organization, cities: Sequence[City], chance: Random) -> Iterator[tuple[str, str]]:
    if chance.random() < _TOLD["region"]:
        wrong = chance.random() < _WRONG
        yield "locatedIn", chance.choice(cities).id if wrong else _region(item, chance)
    for type_, ends in item.links.items():
        yield from ((type_, end) for end in dict.fromkeys(ends) if chance.random() < _TOLD["links"])


def _region(item: Organization, chance: Random) -> str:
    """The city, or the province that it lies in."""
    region = (item.seat or item.city).id
    if not region.removeprefix("region:").isdigit():
        return region
    return f"{region[:-4]}0000" if chance.random() < 0.25 else region


def _slipped(code: str, chance: Random) -> str:
    """The code, at times with a digit wrong, so that its check character does not fit."""
    at = chance.randrange(8, 17)
    wrong = "0" if code[at] != "0" else "1"
    return code[:at] + wrong + code[at + 1 :] if chance.random() < _WRONG else code
