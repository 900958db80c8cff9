"""Feedback as entities of the graph: added, never changed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from graph.port import GraphReader, GraphStore, GraphWriter
from graph.query import All, Compare, Op, Query, Related
from graph.records import Entity, PropertyValue, Provenance, Relation
from matcher.candidates import DEMANDS, SUPPLIES
from matcher.errors import UnknownSubject
from matcher.feedback.model import Feedback, Verdict
from ontology.model import LANGUAGES, Ontology, Text

CLASS = "Feedback"
DEMAND, SUPPLY = "judgesDemand", "judgesSupply"
_SOURCE = "feedback"


def record_feedback(store: GraphStore, ontology: Ontology, feedback: Feedback) -> str:
    """Add feedback to the graph.

    The very same word said again, at the same time by the same person, is there once.

    Returns:
        The id of its record.

    Raises:
        UnknownSubject: One of the ids is not that of a demand, or of a supply.
    """
    return store.write(lambda writer: add_feedback(writer, ontology, feedback))


def add_feedback(writer: GraphWriter, ontology: Ontology, feedback: Feedback) -> str:
    """``record_feedback`` within a transaction."""
    verdict = ontology.vocabulary("feedbackVerdict").terms[feedback.verdict.value].label
    return _record(writer, feedback, verdict)


def read_feedback(
    store: GraphReader, demand: str | None = None, supply: str | None = None
) -> Sequence[tuple[str, Feedback]]:
    """All that was said, with the ids of the records, oldest first; of one side if it is named."""
    wanted = tuple(
        Related(relation, where=Compare("id", Op.EQ, end))
        for relation, end in ((DEMAND, demand), (SUPPLY, supply))
        if end is not None
    )
    found = _feedback(store, Query(type=CLASS, where=All(wanted)))
    return sorted(found, key=lambda item: (item[1].when, item[0]))


def _feedback(store: GraphReader, query: Query) -> Iterator[tuple[str, Feedback]]:
    for batch in store.scan(query):
        ids = [entity.id for entity in batch]
        ends = store.neighbours(ids, relations=(DEMAND, SUPPLY))
        for entity in batch:
            sides = {item.relation.type: item.entity.id for item in ends[entity.id]}
            if DEMAND in sides and SUPPLY in sides:
                yield entity.id, _parsed(entity, sides[DEMAND], sides[SUPPLY])


def _record(writer: GraphWriter, feedback: Feedback, verdict: Text) -> str:
    found = writer.get([feedback.demand, feedback.supply])
    for end, side in ((feedback.demand, DEMANDS), (feedback.supply, SUPPLIES)):
        if end not in found or found[end].type != side.class_name:
            raise UnknownSubject(end, side.class_name, _ids(writer, side.class_name))
    record = _id(feedback)
    origin = Provenance(_SOURCE, record, feedback.at)
    properties = _properties(feedback, verdict, found)
    writer.upsert_entities([Entity(record, CLASS, properties, dict.fromkeys(properties, origin))])
    writer.upsert_relations(
        [
            Relation(DEMAND, record, feedback.demand, provenance=origin),
            Relation(SUPPLY, record, feedback.supply, provenance=origin),
        ]
    )
    return record


def _properties(
    feedback: Feedback, verdict: Text, ends: Mapping[str, Entity]
) -> Mapping[str, PropertyValue | None]:
    demand, supply = ends[feedback.demand], ends[feedback.supply]
    said = {
        f"name_{told}": f"{verdict.get(told)}: {_name(demand, told)} ← {_name(supply, told)}"
        for told in LANGUAGES
    }
    given = {
        **said,
        "verdict": feedback.verdict.value,
        "givenBy": feedback.by,
        "givenAt": feedback.at,
        "reason": feedback.reason or None,
        "modelVersion": feedback.model,
        "scoreShown": feedback.score,
        "probabilityShown": feedback.probability,
        "illustrative": True if _illustrative(demand) or _illustrative(supply) else None,
    }
    return {name: value for name, value in given.items() if value is not None}


def _parsed(entity: Entity, demand: str, supply: str) -> Feedback:
    given = entity.properties
    return Feedback(
        demand=demand,
        supply=supply,
        verdict=Verdict(str(given["verdict"])),
        by=str(given["givenBy"]),
        at=str(given["givenAt"]),
        reason=str(given.get("reason") or ""),
        model=_text(given.get("modelVersion")),
        score=_number(given.get("scoreShown")),
        probability=_number(given.get("probabilityShown")),
    )


def _id(feedback: Feedback) -> str:
    said = (feedback.demand, feedback.supply, feedback.verdict, feedback.by, feedback.at)
    digest = hashlib.sha256("\n".join((*said, feedback.reason)).encode())
    return f"feedback:{digest.hexdigest()[:24]}"


def _ids(store: GraphReader, class_name: str) -> list[str]:
    return [item.id for batch in store.scan(Query(type=class_name)) for item in batch]


def _name(entity: Entity, language: str) -> str:
    return str(entity.properties.get(f"name_{language}") or entity.id)


def _illustrative(entity: Entity) -> bool:
    return entity.properties.get("illustrative") is True


def _text(value: PropertyValue | None) -> str | None:
    return None if value is None else str(value)


def _number(value: PropertyValue | None) -> float | None:
    return float(value) if isinstance(value, int | float) else None
