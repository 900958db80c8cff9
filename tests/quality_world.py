"""What the tests of the quality report speak of: companies, cities, and demands with dates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from graph.memory import MemoryStore
from graph.records import Claim, Entity, PropertyValue, Provenance, Relation
from ingest.quality import QualityReport, Scope, assess
from ingest.runs.ledger import put_priorities
from ontology import Datatype, Ontology, PropertyDef, Sensitivity
from tests.ingest_world import WORLD, class_of, define, relation_of

TODAY = date(2026, 6, 30)

_THING = WORLD.classes["Thing"]
_COMPANY = WORLD.classes["Company"]
_MARKED = {**_THING.properties, "illustrative": define("illustrative", Datatype.BOOLEAN)}
_PHONE = replace(define("phone", Datatype.STRING), sensitivity=Sensitivity.RESTRICTED)
_SINCE: dict[str, PropertyDef] = {"since": define("since", Datatype.INTEGER)}
QUALITY_WORLD = Ontology(
    classes={
        **WORLD.classes,
        "Thing": replace(_THING, properties=_MARKED),
        "Company": replace(_COMPANY, properties={**_COMPANY.properties, "phone": _PHONE}),
        "Demand": class_of(
            "Demand",
            define("dueDate", Datatype.DATE),
            define("status", Datatype.STRING),
            parents=("Thing",),
        ),
    },
    relations={
        **WORLD.relations,
        "supplies": replace(relation_of("supplies", {"Company": ("Company",)}), properties=_SINCE),
    },
    vocabularies=WORLD.vocabularies,
)

EARLIER = Ontology(
    classes={**QUALITY_WORLD.classes, "Village": class_of("Village")},
    relations={**QUALITY_WORLD.relations, "owns": relation_of("owns", {"Thing": ("Thing",)})},
    vocabularies=WORLD.vocabularies,
)
"""What might exist when the data came in."""


def by(source: str, day: str = "2026-06-01", confidence: float = 1.0) -> Provenance:
    return Provenance(source, f"{source} {day}", f"{day}T00:00:00+00:00", confidence)


REGISTER = by("register")


def entity(
    id: str, type: str = "Company", origin: Provenance | None = REGISTER, **values: PropertyValue
) -> Entity:
    provenance = dict.fromkeys(values, origin) if origin else {}
    return Entity(id, type, values, {key: item for key, item in provenance.items() if item})


def said(field: str, *words: tuple[PropertyValue, Provenance], about: str = "") -> list[Claim]:
    return [Claim(field, value, origin, about) for value, origin in words]


def quality(
    entities: Sequence[Entity],
    relations: Sequence[Relation] = (),
    *,
    scope: Scope | None = None,
    priorities: dict[str, int] | None = None,
    today: date = TODAY,
) -> QualityReport:
    """The report on a store that holds just these."""
    store = MemoryStore()
    store.apply_schema(EARLIER.graph_schema())

    store.write(lambda writer: writer.upsert_entities(entities))
    store.write(lambda writer: writer.upsert_relations(relations))
    store.write(lambda writer: put_priorities(writer, priorities or {}))
    store.apply_schema(QUALITY_WORLD.graph_schema())
    return assess(store, QUALITY_WORLD, today, scope)
