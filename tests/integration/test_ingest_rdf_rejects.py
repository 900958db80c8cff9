"""RDF that can be read, but not all of it taken in: each refusal with its place and reason."""

from pathlib import Path

import pytest

from tests.hostile_rdf import (
    ENTITY,
    GOOD,
    JSON,
    NAME,
    PN,
    RDF,
    TTL,
    XML,
    Case,
    load,
    stored,
)
from tests.ingest_world import new_store

CITY = "id:a a pn:City ; pn:name '甲'@zh"
COMPANY = "id:a a pn:Company ; pn:name '甲'@zh"
A_CITY = f'{{"@id": "id:a", "@type": "pn:City", {NAME}'
CLASS = "http://www.w3.org/2000/01/rdf-schema#Class"

ENTITY_REFUSED = [
    Case("nul.ttl", TTL + 'id:a a pn:City ; pn:name "a\0b"@zh .', "5 CONTROL_CHARACTER"),
    Case(
        "nul.nt",
        GOOD + f'<{ENTITY}a> <{RDF}type> <{PN}City> .\n\n<{ENTITY}a> <{PN}name> "\\u0000"@zh .',
        "3 CONTROL_CHARACTER",
    ),
    Case("long.ttl", TTL + f"id:a a pn:City ; pn:name '{'甲' * 140_000}'@zh .", "5 CELL_TOO_LONG"),
    Case("long-id.ttl", TTL + f"id:{'a' * 600} a pn:City ; pn:name '甲'@zh .", "5 INVALID_ID"),
    Case("no-id.ttl", TTL + f"<{ENTITY}> a pn:City ; pn:name '甲'@zh .", "5 INVALID_ID"),
    Case("line-break.ttl", TTL + f"<{ENTITY}a%0Ab> a pn:City .", "5 INVALID_ID"),
    Case("not-utf-8.ttl", TTL + f"<{ENTITY}a%FF> a pn:City .", "5 INVALID_ID"),
    Case("foreign.ttl", TTL + "<http://a.example/> a pn:City .", "5 NO_ID_RULE"),
    Case("blank.ttl", TTL + "\n[] a pn:City ; pn:name '甲'@zh .", "6 BLANK_NODE"),
    Case(
        "blank-value.ttl",
        TTL + f"{CITY} ;\n  pn:alias [\n pn:name '乙'@zh ] .",
        "5 BLANK_NODE, 7 BLANK_NODE",
    ),
    Case("list.ttl", TTL + f"{CITY} ; pn:alias ('乙'@zh) .", "5 BLANK_NODE, 5 BLANK_NODE"),
    Case("no-class.ttl", TTL + "id:a pn:name '甲'@zh .", "5 NO_CLASS"),
    Case("two-classes.ttl", TTL + f"{CITY} . id:a a pn:Company .", "5 SEVERAL_CLASSES"),
    Case("own-language.ttl", TTL + "id:a a pn:City ; pn:name '甲'@x-own .", "5 TEXT_LANGUAGE"),
    Case("direction.ttl", TTL + "id:a a pn:City ; pn:name '甲'@ar--rtl .", "5 TEXT_LANGUAGE"),
    Case("no-language.ttl", TTL + "id:a a pn:City ; pn:name '甲' .", "5 TEXT_LANGUAGE"),
    Case("wrong-type.ttl", TTL + f"{COMPANY} ; pn:staff 'many' .", "5 NOT_AN_INTEGER"),
    Case("infinite.ttl", TTL + f"{COMPANY} ; pn:budget 'INF' .", "5 NOT_A_DECIMAL"),
    Case("huge.ttl", TTL + f"{COMPANY} ; pn:staff {'9' * 5_000} .", "5 NOT_AN_INTEGER"),
    Case(
        "two-values.ttl",
        TTL + "id:a a pn:City ; pn:name '甲'@zh, '乙'@zh .",
        "5 MORE_THAN_ONE_VALUE",
    ),
    Case("misplaced.ttl", TTL + f"{CITY} ; pn:staff 5 .", "5 UNKNOWN_PROPERTY"),
    Case(
        "circle.ttl",
        TTL + f"id:a a <{CLASS}> ; pn:up id:b .\nid:b a <{CLASS}> ; pn:up id:a .",
        "5 NO_CLASS, 6 NO_CLASS",
    ),
    Case("space.jsonld", JSON + ',\n{"@id": "urn:a b", "@type": "pn:City"}]}', "4 NO_ID_RULE"),
    Case("relative.ttl", TTL + "<a> a pn:City .", "5 RELATIVE_IRI"),
    Case("relative.rdf", XML + '<pn:City rdf:about="#a"/>\n</rdf:RDF>', "3 RELATIVE_IRI"),
    Case("relative.jsonld", JSON + ',\n{"@id": "a", "@type": "pn:City"}]}', "4 RELATIVE_IRI"),
]
ENTITY_KEPT = [
    Case(
        "blank-target.ttl",
        TTL + f"{CITY} ;\n pn:twinOf [\n pn:name '乙'@zh ] .",
        "5 BLANK_NODE, 7 BLANK_NODE",
    ),
    Case("triple-term.ttl", TTL + f"{CITY} ; pn:twinOf <<( id:a pn:name 1 )>> .", "5 TRIPLE_TERM"),
    Case("annotated.ttl", TTL + f"{CITY} {{| pn:staff 1 |}} .", "5 BLANK_NODE"),
    Case(
        "half.ttl",
        TTL + f"{CITY} .\n[] a <{RDF}Statement> ; <{RDF}subject> id:a .",
        "6 UNCLEAR_STATEMENT",
    ),
    Case("text-as-target.ttl", TTL + f"{CITY} ; pn:twinOf 'b' .", "5 LITERAL_END"),
    Case("nowhere.ttl", TTL + f"{CITY} ; pn:twinOf id:b .", "5 DANGLING"),
    Case("lost-language.ttl", TTL + f"{COMPANY} ; pn:code 'x'@en .", "5 LANGUAGE_LOST"),
    Case("graphs.trig", TTL + f"id:g {{ {CITY} . }}\nid:h {{ {CITY} . }}", "5 NAMED_GRAPH"),
    Case(
        "graphs.nq",
        GOOD + GOOD.replace("good>", "a>").replace(" .\n", " <a:g> .\n"),
        "3 NAMED_GRAPH",
    ),
    Case(
        "graph.jsonld",
        JSON + ',\n{"@id": "id:g", "@graph": [\n' + A_CITY + "}]}]}",
        "5 NAMED_GRAPH",
    ),
    Case(
        "undefined-key.jsonld", JSON + ",\n" + A_CITY + ', "label": "x"}]}', "4 UNKNOWN_PREDICATE"
    ),
    Case(
        "nameless.jsonld", JSON + ",\n" + A_CITY + '}, {"id": "b", "name": "x"}]}', "0 BLANK_NODE"
    ),
]


def told(folder: Path, case: Case) -> tuple[list[str], list[str]]:
    """Lines and codes of what was refused, and what was taken in."""
    store = new_store()
    summary = load(folder, case, store)
    for item in summary.first_rejects:
        assert item.reason
        assert item.suggestion
        assert len(item.value) < 600
    return sorted(f"{item.line} {item.code}" for item in summary.first_rejects), stored(store)


@pytest.mark.parametrize("case", ENTITY_REFUSED, ids=[case.name for case in ENTITY_REFUSED])
def test_an_entity_that_cannot_be_taken_in_is_told(tmp_path: Path, case: Case) -> None:
    assert told(tmp_path, case) == (case.words.split(", "), ["good"])


@pytest.mark.parametrize("case", ENTITY_KEPT, ids=[case.name for case in ENTITY_KEPT])
def test_what_is_wrong_beside_an_entity_does_not_hold_it_up(tmp_path: Path, case: Case) -> None:
    assert told(tmp_path, case) == (case.words.split(", "), ["a", "good"])


def test_of_very_many_unknown_predicates_some_are_listed(tmp_path: Path) -> None:
    text = TTL + CITY + "".join(f" ;\n <urn:x:{n}> 1" for n in range(3_000)) + " ."
    lines, _ = told(tmp_path, Case("many.ttl", text, ""))
    assert set(lines) == {"5 UNKNOWN_PREDICATE"}
    assert 900 < len(lines) < 1_100
