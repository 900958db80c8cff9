"""Numbers in other units than the ontology's, and constants, in tables and in RDF."""

from pathlib import Path

import pytest

from graph.memory import MemoryStore
from graph.records import PropertyValue
from ingest import ImportSummary, InvalidMapping, import_file, load_mapping
from tests.ingest_world import TIME, WORLD, new_store, run, write

HEAD = "source: {name: register}\n"
TABLE = (
    HEAD.replace("{", "{{").replace("}", "}}")
    + """\
entities:
  - class: Company
    id: "{{id}}"
    properties:
      name_zh: {{column: name}}
      budget: {{column: budget, unit: {unit}}}
      staff: {{column: staff{more}}}
"""
)
FACTORS = "{元: 1, 万元: 10000, 亿元: 100000000, Million: 1000000}"


def values(store: MemoryStore, key: str) -> dict[str, PropertyValue | None]:
    return {id_: item.properties.get(key) for id_, item in store.get(list("abcdefgh")).items()}


def table(
    folder: Path, cells: dict[str, str], unit: str = FACTORS, more: str = ""
) -> tuple[MemoryStore, ImportSummary]:
    rows = "".join(f"{id_},甲,{cell},5\n" for id_, cell in cells.items())
    store = new_store()
    mapping = TABLE.format(unit=unit, more=more)
    return store, run(store, folder, "id,name,budget,staff\n" + rows, mapping)


def test_a_factor_holds_for_every_number(tmp_path: Path) -> None:
    store, _ = table(tmp_path, {"a": "5", "b": "0.1", "c": "1e2", "d": "", "e": "-3"}, "10000")
    assert values(store, "budget") == {
        "a": 50000,
        "b": 1000,
        "c": 1000000,
        "d": None,
        "e": -30000,
    }


def test_products_are_exact(tmp_path: Path) -> None:
    store, _ = table(tmp_path, {"a": "0.1", "b": "1.15"}, "3")
    assert values(store, "budget") == {"a": 0.3, "b": 3.45}
    store, _ = table(tmp_path, {"a": "12345678"}, "0.0001")
    assert values(store, "budget") == {"a": 1234.5678}


def test_each_unit_has_its_factor_however_it_is_written(tmp_path: Path) -> None:
    cells = {"a": "120万元", "b": "３ 亿元", "c": "7 元", "d": "2.5 million", "e": "１．５万元"}
    store, summary = table(tmp_path, cells)
    assert summary.first_rejects == ()
    assert values(store, "budget") == {
        "a": 1200000,
        "b": 300000000,
        "c": 7,
        "d": 2500000,
        "e": 15000,
    }


@pytest.mark.parametrize(
    ("cell", "unit", "code", "words"),
    [
        ("5", FACTORS, "UNKNOWN_UNIT", "has no unit"),
        ("5 万圆", FACTORS, "UNKNOWN_UNIT", "'万圆'"),
        ("5万元", "10000", "UNKNOWN_UNIT", "'万元' behind the number"),
        ("many", FACTORS, "NOT_A_NUMBER", "no number|not a number"),
        ("万元", FACTORS, "NOT_A_NUMBER", "not a number"),
        ("1 000 元", FACTORS, "UNKNOWN_UNIT", "000 元"),
        ("nan", "2", "NOT_A_NUMBER", "not a number"),
    ],
)
def test_what_has_no_known_unit_is_refused_with_the_known_ones(
    tmp_path: Path, cell: str, unit: str, code: str, words: str
) -> None:
    _, summary = table(tmp_path, {"a": cell}, unit)
    (found,) = summary.first_rejects
    assert (found.line, found.field, found.value, found.code) == (2, "budget", cell, code)
    assert words.rsplit("|", maxsplit=1)[-1] in found.reason


def test_a_whole_number_that_is_none_in_the_other_unit_is_refused(tmp_path: Path) -> None:
    _, summary = table(tmp_path, {"a": ""}, more=", unit: 0.5")
    assert [item.code for item in summary.first_rejects] == ["NOT_AN_INTEGER"]


def test_a_default_is_in_the_unit_of_the_ontology(tmp_path: Path) -> None:
    mapping = TABLE.format(unit="10000, default: 7", more="")
    store = new_store()
    run(store, tmp_path, "id,name,budget,staff\na,甲,,5\n", mapping)
    assert values(store, "budget") == {"a": 7}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (TABLE.format(unit="0", more=""), 7, "unit is what numbers are multiplied by"),
        (TABLE.format(unit="万元", more=""), 7, "such as 10000"),
        (TABLE.format(unit=".inf", more=""), 7, "multiplied by"),
        (TABLE.format(unit="{万元: x}", more=""), 7, "multiplied by"),
        (TABLE.format(unit="{MW: 1, mw: 2}", more=""), 7, "'mw' is there already"),
        (TABLE.format(unit="[1]", more=""), 7, "pairs"),
        (TABLE.format(unit="2, lookup: {a: 1}", more=""), 7, "cannot stand beside `lookup`"),
        (TABLE.replace("column: name", "column: name, unit: 2").format(unit="2", more=""), 6, "no"),
        (
            HEAD + "entities:\n  - class: Company\n    id: '{id}'\n    properties:\n"
            "      budget: {constant: 5, unit: 2}\n",
            6,
            "`unit` does nothing beside a constant",
        ),
        (
            HEAD + "entities:\n  - class: Company\n    id: '{id}'\n    relations:\n"
            "      locatedIn: {column: city, unit: 2}\n",
            6,
            "unknown key 'unit' of a relation",
        ),
        (HEAD + "rdf:\n  properties: {'urn:n': {property: name, unit: 2}}\n", 3, "no number"),
        (HEAD + "rdf:\n  constants: {Compny: {staff: 1}}\n", 3, "did you mean 'Company'"),
        (HEAD + "rdf:\n  constants: {Company: {staf: 1}}\n", 3, "did you mean 'staff'"),
        (HEAD + "rdf:\n  constants: {Company: {staff: x}}\n", 3, "is not a whole number"),
        (HEAD + "rdf:\n  constants: {Company: {staff: [1, 2]}}\n", 3, "takes one value"),
        (HEAD + "rdf:\n  constants: {Company: 5}\n", 3, "pairs"),
    ],
)
def test_what_cannot_be_is_told_with_its_line_before_a_row_is_read(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    with pytest.raises(InvalidMapping, match=words) as caught:
        load_mapping(write(tmp_path / "m.yaml", text), WORLD)
    assert {fault.line for fault in caught.value.faults} == {line}


RDF = (
    HEAD
    + """\
rdf:
  ids: {"urn:x:": ""}
  classes: {"urn:Firm": Company, "urn:Young": Startup}
  properties:
    "urn:name": name
    "urn:money": {property: budget, unit: {万元: 10000, 元: 1}}
    "urn:heads": {property: staff, unit: 1000}
  constants:
    Company: {listed: no, size: small, alias_zh: [旧名, 别名]}
"""
)


def test_rdf_has_units_and_constants_too(tmp_path: Path) -> None:
    mapping = load_mapping(write(tmp_path / "m.yaml", RDF), WORLD)
    data = """
        <urn:x:a> a <urn:Firm> ; <urn:name> "甲"@zh ; <urn:money> "1.5万元" ; <urn:heads> 2 .
        <urn:x:b> a <urn:Young> ; <urn:name> "乙"@zh ; <urn:money> "3元" .
        <urn:x:c> a <urn:Firm> ; <urn:name> "丙"@zh ; <urn:money> "3 斤" .
        <urn:x:d> a <urn:Firm> ; <urn:name> "丁"@zh ; <urn:pearlnet> 5 ;
            <urn:pearlnet:ontology:size> "large" .
    """
    store = new_store()
    file = write(tmp_path / "a.ttl", data)
    summary = import_file(store, WORLD, file, mapping, batch_id="b", time=TIME)
    assert values(store, "budget") == {"a": 15000, "b": 3, "d": None}
    assert values(store, "staff") == {"a": 2000, "b": None, "d": None}
    assert values(store, "size") == {"a": "small", "b": None, "d": "large"}
    assert values(store, "alias_zh")["a"] == ("旧名", "别名")
    assert values(store, "listed")["a"] is False
    assert store.get(["a"])["a"].provenance["size"].source == "register"
    assert sorted(item.code for item in summary.first_rejects) == [
        "UNKNOWN_PREDICATE",
        "UNKNOWN_UNIT",
    ]
