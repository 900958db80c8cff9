"""Turtle and N-Triples: the ontology's own IRIs need no mapping, foreign ones are mapped."""

from pathlib import Path

import pytest

from graph.memory import MemoryStore
from graph.records import RelationKey
from ingest import ImportSummary, InvalidMapping, UnreadableSource, import_file, load_mapping
from tests.ingest_world import TIME, WORLD, new_store, write

PREFIXES = """\
@prefix pn: <urn:pearlnet:ontology:> .
@prefix id: <urn:pearlnet:id:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
"""


def load(
    folder: Path, text: str, mapping: str | None = None, name: str = "a.ttl"
) -> tuple[MemoryStore, ImportSummary]:
    store = new_store()
    rules = None
    if mapping is not None:
        rules = load_mapping(write(folder / "mapping.yaml", mapping), WORLD)
    file = write(folder / name, text)
    return store, import_file(store, WORLD, file, rules, batch_id="b", time=TIME)


def told(summary: ImportSummary) -> list[tuple[int, str]]:
    return [(reject.line, reject.code) for reject in summary.first_rejects]


def test_own_terms_map_by_themselves_with_their_languages(tmp_path: Path) -> None:
    store, summary = load(
        tmp_path,
        PREFIXES
        + """
<urn:pearlnet:id:c%3A1%20x> a pn:Startup ;
    pn:name "天津港"@zh, "Tianjin Port"@en, "Hafen"@de, "天津港"@zh-hant ;
    pn:alias "津港"@zh, "天港"@zh ;
    pn:staff 12 ; pn:budget 1.50 ; pn:listed true ;
    pn:founded "2004-06-09"^^xsd:date ;
    pn:size pn:large ;
    pn:homepage <https://example.org/port> ;
    pn:locatedIn <urn:pearlnet:id:city%3Atj> .

<urn:pearlnet:id:city%3Atj> a pn:City, pn:Thing ; pn:name "天津"@zh .
""",
    )
    assert summary.first_rejects == ()
    entity = store.get(["c:1 x"])["c:1 x"]
    assert entity.type == "Startup"
    assert entity.properties == {
        "name_zh": "天津港",
        "name_en": "Tianjin Port",
        "name_de": "Hafen",
        "name_zh_Hant": "天津港",
        "alias_zh": ("津港", "天港"),
        "staff": 12,
        "budget": 1.5,
        "listed": True,
        "founded": "2004-06-09",
        "size": "large",
        "homepage": "https://example.org/port",
    }
    assert store.get(["city:tj"])["city:tj"].type == "City"
    assert list(store.get_relations([RelationKey("locatedIn", "c:1 x", "city:tj")]))
    assert entity.provenance["staff"].source == "a.ttl"


def test_statements_of_a_subject_may_stand_apart(tmp_path: Path) -> None:
    text = (
        '<urn:pearlnet:id:a> <urn:pearlnet:ontology:name> "甲"@zh .\n'
        "<urn:pearlnet:id:b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        " <urn:pearlnet:ontology:City> .\n"
        "<urn:pearlnet:id:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        " <urn:pearlnet:ontology:City> .\n"
        '<urn:pearlnet:id:b> <urn:pearlnet:ontology:name> "乙"@zh .\n'
    )
    store, summary = load(tmp_path, text, name="a.nt")
    assert summary.rows == 2
    assert sorted(store.get(["a", "b"])) == ["a", "b"]


def test_foreign_iris_map_by_rules(tmp_path: Path) -> None:
    store, summary = load(
        tmp_path,
        PREFIXES
        + """
<http://example.org/firm/7> a ex:Firm ; ex:label "甲" ; ex:town <http://example.org/t/tj> ;
    ex:note "x" .
<http://example.org/t/tj> a ex:Town ; ex:label "天津"@zh .
<http://example.org/shape> a ex:Shape .
""",
        """\
source: {name: example}
rdf:
  ids: {"http://example.org/firm/": "c:", "http://example.org/t/": "city:"}
  classes: {"http://example.org/Firm": Company, "http://example.org/Town": City}
  properties: {"http://example.org/label": name}
  relations: {"http://example.org/town": locatedIn}
  ignore: ["http://example.org/note", "http://example.org/Shape"]
  language: zh
""",
    )
    assert summary.first_rejects == ()
    assert store.get(["c:7"])["c:7"].properties == {"name_zh": "甲"}
    assert list(store.get_relations([RelationKey("locatedIn", "c:7", "city:tj")]))


def test_what_is_not_understood_is_told_with_its_line(tmp_path: Path) -> None:
    _, summary = load(
        tmp_path,
        PREFIXES
        + """id:a a pn:City ; pn:name "甲"@zh ; ex:colour "red" ; ex:colour "blue" .
id:b a pn:City ; pn:name "乙" .
id:c pn:name "丙"@zh .
id:d a pn:City, pn:Company ; pn:name "丁"@zh .
ex:e a pn:City ; pn:name "戊"@zh .
id:f a pn:City ; pn:name "己"@zh, "庚"@zh .
id:g a pn:City ; pn:name "辛"@zh ; pn:staff 3 .
id:h a pn:City ; pn:name "壬"@zh ; pn:twinOf "a" .
id:i a pn:City ; pn:name "癸"@zh ; ex:colour "green" .
_:j a pn:City ; pn:name "子"@zh .
id:k a pn:City ; pn:name "Stadt"@de-x-own .
""",
    )
    assert told(summary) == [
        (5, "UNKNOWN_PREDICATE"),
        (6, "TEXT_LANGUAGE"),
        (7, "NO_CLASS"),
        (8, "SEVERAL_CLASSES"),
        (9, "NO_ID_RULE"),
        (10, "MORE_THAN_ONE_VALUE"),
        (11, "UNKNOWN_PROPERTY"),
        (12, "LITERAL_END"),
        (14, "BLANK_NODE"),
        (15, "TEXT_LANGUAGE"),
    ]
    assert (summary.entities.created, summary.rejected, summary.rejected_relations) == (3, 8, 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PREFIXES + 'id:a a pn:City ;\n  pn:name "甲', r":\d+: .*see if it is cut off"),
        (PREFIXES + "id:a b:c id:d .\n", r":5: "),
    ],
)
def test_malformed_turtle_is_refused_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UnreadableSource, match=words):
        load(tmp_path, text)


def test_values_are_looked_up_and_split_and_relations_turned(tmp_path: Path) -> None:
    store, summary = load(
        tmp_path,
        PREFIXES
        + """
id:a a pn:Company ; pn:name "甲"@zh ; ex:size <http://example.org/L> ; ex:aka "一; 二;"@zh .
id:b a pn:Company ; pn:name "乙"@zh ; ex:size "tiny" ; ex:customerOf id:a .
id:c a pn:City ; pn:name "丙"@zh ; ex:hosts id:a, id:b .
""",
        """\
source: {name: example}
rdf:
  properties:
    "http://example.org/size": {property: size, lookup: {"http://example.org/L": large, S: small}}
    "http://example.org/aka": {property: alias, split: ";"}
  relations:
    "http://example.org/customerOf": {relation: supplies, direction: in}
    "http://example.org/hosts": {relation: locatedIn, direction: in}
""",
    )
    assert [(item.line, item.code) for item in summary.first_rejects if item.whole_row] == [
        (7, "NOT_IN_LOOKUP")
    ]
    assert store.get(["a"])["a"].properties == {
        "name_zh": "甲",
        "size": "large",
        "alias_zh": ("一", "二"),
    }
    assert list(store.get_relations([RelationKey("locatedIn", "a", "c")]))


def test_rules_for_rdf_are_checked_with_their_lines(tmp_path: Path) -> None:
    text = """\
source: {name: example}
rdf:
  properties:
    "http://example.org/size": {property: size, lookup: {L: enormous}}
    "http://example.org/name": {property: name, split: ";"}
    "http://example.org/none": {split: ";"}
    "http://example.org/more": {property: name, unit: m}
  relations:
    "http://example.org/hosts": {relation: locatedIn, direction: up}
  language: "not a language"
"""
    with pytest.raises(InvalidMapping) as caught:
        load_mapping(write(tmp_path / "m.yaml", text), WORLD)
    assert [fault.line for fault in caught.value.faults] == [6, 7, 9, 10]
    mended = (
        text.replace('{split: ";"}', "name")
        .replace(", unit: m", "")
        .replace("not a language", "fr")
        .replace(": up", ": in")
    )
    with pytest.raises(InvalidMapping) as caught:
        load_mapping(write(tmp_path / "m.yaml", mended), WORLD)
    assert [fault.line for fault in caught.value.faults] == [4, 5]
