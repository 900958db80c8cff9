"""Tables of relations: type, ends and properties by columns."""

from pathlib import Path

import pytest

from graph.memory import MemoryStore
from graph.records import RelationKey
from ingest import ImportSummary, InvalidMapping, import_file, load_mapping
from ontology import Ontology
from tests.exports_world import extended
from tests.ingest_world import write

MAPPING = """\
source: {name: register}
relations_table:
  type: {column: kind, lookup: {supplies: suppliesTo, raises: raises}}
  source: {column: from, id: "ent:{value}"}
  target: {column: to}
  properties:
    share: {column: share}
"""
HEADER = "kind,from,to,share\n"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    return extended(tmp_path_factory.mktemp("ontology"))


@pytest.fixture
def store(world: Ontology, tmp_path: Path) -> MemoryStore:
    made = MemoryStore()
    made.apply_schema(world.graph_schema())
    rows = "id,type,name_zh\nent:1,Enterprise,甲\nent:2,Enterprise,乙\nd,Demand,丙\n"
    import_file(made, world, write(tmp_path / "e.csv", rows), batch_id="b0", time="2026-01-01")
    return made


def run(
    store: MemoryStore,
    world: Ontology,
    folder: Path,
    rows: str,
    mapping: str = MAPPING,
    *,
    batch: str = "b1",
) -> ImportSummary:
    loaded = load_mapping(write(folder / "m.yaml", mapping), world)
    table = write(folder / "r.csv", HEADER + rows)
    return import_file(store, world, table, loaded, batch_id=batch, time="2026-01-02")


def test_a_row_is_a_relation_of_the_type_that_it_names(
    store: MemoryStore, world: Ontology, tmp_path: Path
) -> None:
    summary = run(store, world, tmp_path, "supplies,1,ent:2,0.5\nraises,1,d,\n")
    assert summary.first_rejects == ()
    assert summary.relations.created == 2
    supplies, raises = (
        RelationKey("suppliesTo", "ent:1", "ent:2"),
        RelationKey("raises", "ent:1", "d"),
    )
    found = store.get_relations([supplies, raises])
    assert found[supplies].properties == {"share": 0.5}
    assert found[raises].properties == {}


def test_the_same_rows_again_change_nothing(
    store: MemoryStore, world: Ontology, tmp_path: Path
) -> None:
    run(store, world, tmp_path, "supplies,1,ent:2,0.5\n")
    twice = "supplies,1,ent:2,0.5\nsupplies,1,ent:2,0.5\n"
    again = run(store, world, tmp_path, twice, batch="b2")
    assert (again.relations.created, again.relations.updated, again.conflicts) == (0, 0, 0)


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("suplies,1,ent:2,", "NOT_IN_LOOKUP", "kind"),
        (",1,ent:2,", "UNKNOWN_RELATION", "kind"),
        ("supplies,,ent:2,", "MISSING_END", "from"),
        ("supplies,1,,", "MISSING_END", "to"),
        ("supplies,1,ent:2,much", "NOT_A_DECIMAL", "share"),
        ("raises,1,d,0.5", "UNKNOWN_PROPERTY", "share"),
        ("raises,1,ent:2,", "WRONG_RELATION_END", "to"),
        ("raises,9,d,", "DANGLING", "to"),
    ],
)
def test_a_bad_row_is_refused_alone_with_its_place(
    store: MemoryStore, world: Ontology, tmp_path: Path, row: str, code: str, field: str
) -> None:
    summary = run(store, world, tmp_path, f"supplies,1,ent:2,1\n{row}\nsupplies,2,ent:1,2\n")
    (reject,) = summary.first_rejects
    assert (reject.code, reject.line, reject.field) == (code, 3, field)
    assert summary.relations.created == 2


@pytest.mark.parametrize(
    ("mapping", "line", "told"),
    [
        ("  source: {column: a}\n  target: {column: b}\n", 3, "needs `type:"),
        ("  type: {constant: supplies}\n  source: {column: from}\n  target: {column: to}\n", 3,
         "unknown relation 'supplies'; did you mean 'suppliesTo'"),
        (("  type: {constant: suppliesTo}\n  source: {column: from, split: '|'}\n"
         "  target: {column: to}\n"), 4, "a row has one source"),
        (("  type: {constant: raises}\n  source: {column: from}\n  target: {column: to}\n"
         "  properties: {share: {column: share}}\n"), 6, "unknown property 'share' of raises"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_told_with_its_line(
    world: Ontology, tmp_path: Path, mapping: str, line: int, told: str
) -> None:
    text = f"source: {{name: x}}\nrelations_table:\n{mapping}"
    with pytest.raises(InvalidMapping) as error:
        load_mapping(write(tmp_path / "m.yaml", text), world)
    (fault,) = error.value.faults
    assert fault.line == line
    assert told in fault.message


def test_a_column_that_is_not_there_is_told(
    store: MemoryStore, world: Ontology, tmp_path: Path
) -> None:
    with pytest.raises(InvalidMapping, match="has no column 'too'; did you mean 'to'"):
        run(store, world, tmp_path, "", MAPPING.replace("column: to}", "column: too}"))


EXACT = """\
source: {name: x}
format: {cells: exactly}
entities:
  - class: Demand
    id: "d:{from}"
    properties: {name_zh: {column: to, default: x}}
"""


def test_exact_cells_leave_no_room_for_rules(world: Ontology, tmp_path: Path) -> None:
    with pytest.raises(InvalidMapping, match="cells are `exact` or `escaped`, not 'exactly'"):
        load_mapping(write(tmp_path / "m.yaml", EXACT), world)
    with pytest.raises(InvalidMapping) as error:
        load_mapping(write(tmp_path / "m.yaml", EXACT.replace("exactly", "exact")), world)
    assert [fault.line for fault in error.value.faults] == [4, 6]


@pytest.mark.parametrize("spelled", [r"\u0000x", r"\ud83d", "a\0"])
def test_text_that_no_store_can_hold_is_refused_in_exact_cells_too(
    store: MemoryStore, world: Ontology, tmp_path: Path, spelled: str
) -> None:
    mapping = EXACT.replace("exactly", "escaped").replace(", default: x", "")
    mapping = mapping.replace('"d:{from}"', '"{from}"') + "    ignore: [kind, share]\n"
    summary = run(store, world, tmp_path, f",d1,{spelled},\n,d2,ok,\n", mapping)
    assert summary.entities.created + summary.rejected == 2
    assert summary.rejected == (0 if spelled == r"\u0000x" else 1)
