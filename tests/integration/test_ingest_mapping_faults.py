"""A mapping is refused before any row is read, with file, line and the nearest valid name."""

from pathlib import Path

import pytest

from ingest import InvalidMapping, load_mapping
from tests.ingest_world import WORLD, new_store, run, write

HEAD = "source: {name: register}\nentities:\n"


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    path = write(folder / "mapping.yaml", text)
    with pytest.raises(InvalidMapping) as caught:
        load_mapping(path, WORLD)
    assert all(fault.file == str(path) for fault in caught.value.faults)
    assert all(f"{path}:{fault.line}: " in str(caught.value) for fault in caught.value.faults)
    return [(fault.line, fault.message) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            HEAD + "  - class: Compny\n    id: '{id}'\n    auto: true\n",
            3,
            "unknown class 'Compny'; did you mean 'Company'?",
        ),
        (
            HEAD + "  - class: Company\n    id: '{id}'\n    properties:\n"
            "      nmae_zh: {column: name}\n",
            6,
            "unknown property 'nmae_zh' of Company; did you mean 'name_zh'?",
        ),
        (
            HEAD + "  - class: Company\n    id: '{id}'\n    properties:\n"
            "      name: {column: name}\n",
            6,
            "unknown property 'name' of Company; did you mean 'name_",
        ),
        (
            HEAD + "  - class: Company\n    id: '{id}'\n    auto: true\n    relations:\n"
            "      locatdIn: {column: city}\n",
            7,
            "unknown relation 'locatdIn'; did you mean 'locatedIn'?",
        ),
        (
            HEAD + "  - class: City\n    id: '{id}'\n    auto: true\n    relations:\n"
            "      locatedIn: {column: city}\n",
            7,
            "relation 'locatedIn' cannot leave City; those that can: twinOf",
        ),
        (
            HEAD + "  - class: Company\n    id: '{id}'\n    auto: true\n    relations:\n"
            "      locatedIn: {column: city, direction: in}\n",
            7,
            "relation 'locatedIn' cannot reach Company; those that can: supplies",
        ),
        (
            HEAD + "  - class: Company\n    idd: '{id}'\n    auto: true\n",
            4,
            "unknown key 'idd' of an entity block; did you mean 'id'?",
        ),
        (
            HEAD + "  - class: Company\n    id: '{id}'\n    properties:\n"
            "      name_zh: {colum: name}\n",
            6,
            "unknown key 'colum' of a value; did you mean 'column'?",
        ),
        (
            HEAD + "  - class: Company\n    id: '{id'\n    auto: true\n",
            4,
            "a brace without its partner",
        ),
        (
            HEAD + "  - class: Company\n    id: company\n    auto: true\n",
            3,
            "the id template names no column",
        ),
        (
            HEAD + "  - class: Company\n    id: '{id}'\n    auto: true\n    properties:\n"
            "      size: {constant: huge}\n",
            7,
            "is no term of size",
        ),
        (
            HEAD + "  - class: Company\n    id: '{id}'\n    auto: true\n    properties:\n"
            "      size: {column: s, lookup: {S: tiny}}\n",
            7,
            "is no term of size",
        ),
        (
            HEAD + "  - class: Company\n    id: '{id}'\n    properties:\n"
            "      name_zh: {column: a, template: '{b}'}\n",
            6,
            "exactly one of column, constant and template",
        ),
        (
            HEAD + "  - class: Company\n    id: '{id}'\n    properties:\n"
            "      name_zh: {column: a, split: ';'}\n",
            6,
            "name_zh takes one value",
        ),
        (
            HEAD + "  - class: Company\n    id: '{id}'\n",
            3,
            "the block maps nothing",
        ),
        (
            HEAD + "  - class: Company\n    id: '{id}'\n    auto: perhaps\n",
            5,
            "must be true or false",
        ),
        (
            HEAD + "  - class: Company\n    class: City\n    id: '{id}'\n    auto: true\n",
            4,
            "key 'class' occurs twice, first at line 3",
        ),
        (
            HEAD + "  - class: {column: kind, lookup: {c: Company, t: Twon}}\n    id: '{id}'\n"
            "    auto: true\n",
            3,
            "unknown class 'Twon'",
        ),
        ("entities: []\n", 1, "whom the values are from"),
        ("source: {name: x}\n", 1, "needs `entities:` (tables) or `rdf:`"),
        ("source: {name: x, confidence: 2}\nrdf: {}\n", 1, "between 0 and 1"),
        ("source: {name: x}\nentities: {\n", 3, "is not YAML"),
        ("", 1, "is empty"),
        (
            "source: &s {name: x}\nentities: *s\n",
            1,
            "anchors and aliases are not supported",
        ),
        (
            "source: {name: x}\nrdf:\n  classes: {'http://a/C': Compny}\n",
            3,
            "unknown class 'Compny' for <http://a/C>; did you mean 'Company'?",
        ),
    ],
)
def test_each_fault_names_its_line_and_what_was_meant(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    found = faults(tmp_path, text)
    assert [number for number, message in found if words in message] == [line], found


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        HEAD + "  - class: Company\n    id: '{id}'\n    properties:\n"
        "      nmae_zh: {column: a}\n      saff: {column: b}\n",
    )
    assert [line for line, _ in found] == [6, 7]


def test_a_missing_mapping_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidMapping, match="cannot be read"):
        load_mapping(tmp_path / "none.yaml", WORLD)


def test_a_column_that_the_header_lacks_is_refused_with_the_nearest(tmp_path: Path) -> None:
    mapping = (
        HEAD + "  - class: Company\n    id: 'c:{cod}'\n    auto: true\n    ignore: [remrk]\n"
        "    relations:\n      locatedIn: {column: town, id: 'city:{value}'}\n"
    )
    with pytest.raises(InvalidMapping) as caught:
        run(new_store(), tmp_path, "code,name_zh,remark,towns\n", mapping)
    said = [(fault.line, fault.message.split("has no ")[1]) for fault in caught.value.faults]
    assert said == [
        (3, "column 'cod'; did you mean 'code'?"),
        (6, "column 'remrk'; did you mean 'remark'?"),
        (8, "column 'town'; did you mean 'towns'?"),
    ]


def test_a_column_neither_mapped_nor_ignored_is_refused_before_any_row(tmp_path: Path) -> None:
    store = new_store()
    with pytest.raises(InvalidMapping, match=r"column 'nmae_en' .* did you mean 'name_en'"):
        run(store, tmp_path, "id,name_zh,nmae_en\nc:1,甲,A\n")
    assert store.revision() == 0


def test_columns_of_json_lines_are_checked_the_same_way(tmp_path: Path) -> None:
    table = '{"id": "c:1", "name_zh": "甲"}\n{"id": "c:2", "name_zh": "乙", "colour": "red"}\n'
    with pytest.raises(InvalidMapping, match="column 'colour'"):
        run(new_store(), tmp_path, table, name="companies.jsonl")


def test_a_table_needs_entities(tmp_path: Path) -> None:
    with pytest.raises(InvalidMapping, match="has no `entities:`"):
        run(new_store(), tmp_path, "id\nc:1\n", "source: {name: x}\nrdf: {}\n")
