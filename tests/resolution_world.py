"""Enterprises that may be one, for the tests of entity resolution."""

from collections.abc import Mapping, Sequence

import ontology
from graph import GraphStore
from graph.memory import MemoryStore
from graph.port import GraphWriter
from graph.records import Entity, PropertyValue, Provenance, Relation
from ingest.resolution import Duplicate, Verdict, find_duplicates
from ingest.resolution.naming.credit_code import check_character
from ontology import Ontology

TIME = "2026-01-01T00:00:00+00:00"
KNOWN: Ontology = ontology.load()
_REGIONS = (
    ("region:cn", "中国", "China", "country", ""),
    ("region:tj", "天津市", "Tianjin", "province", "天津"),
    ("region:sh", "上海市", "Shanghai", "province", "上海"),
    ("region:gd", "广东省", "Guangdong", "province", "广东"),
    ("region:sz", "深圳市", "Shenzhen", "prefecture", "深圳"),
)
_WITHIN = {"region:tj": "cn", "region:sh": "cn", "region:gd": "cn", "region:sz": "gd"}
REGISTER = Provenance("register", "b1", TIME)


def code(number: int) -> str:
    """A valid credit code of that number."""
    body = f"91120000{number:09d}"
    return body + check_character(body)


def enterprise(id: str, name: str, type: str = "Enterprise", **more: PropertyValue) -> Entity:
    properties = {"name_zh": name, **more}
    return Entity(id, type, properties, dict.fromkeys(properties, REGISTER))


def fill(store: GraphStore, entities: Sequence[Entity], relations: Sequence[Relation] = ()) -> None:
    """Those records beside a few regions."""
    store.apply_schema(KNOWN.graph_schema())
    regions = [
        Entity(key, "Region", {"name_zh": zh, "name_en": en, "level": level, "alias_zh": (short,)})
        for key, zh, en, level, short in _REGIONS
    ]
    within = [Relation("withinRegion", key, f"region:{up}") for key, up in _WITHIN.items()]

    def put(writer: GraphWriter) -> None:
        assert not writer.upsert_entities([*regions, *entities]).refused
        assert not writer.upsert_relations([*within, *relations]).refused

    store.write(put)


def proposed(*entities: Entity, relations: Sequence[Relation] = ()) -> Mapping[str, Duplicate]:
    """What is proposed, by the two ids with a space between."""
    store = MemoryStore()
    fill(store, entities, relations)
    return {f"{item.first} {item.second}": item for item in find_duplicates(store, KNOWN)}


def verdict(one: str, other: str, **both: PropertyValue) -> Verdict:
    """The verdict on two enterprises of those names that agree in all else."""
    named = {"e:1": one, "e:2": other}
    found = proposed(
        *(Entity(key, "Enterprise", {"name_zh": name, **both}) for key, name in named.items())
    )
    return found["e:1 e:2"].verdict if found else Verdict.APART
