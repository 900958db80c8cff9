"""Two records become one and two again, with all that was said before, between and after."""

import tempfile
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.memory import MemoryStore
from graph.records import Entity, Relation, RelationKey
from ingest import CannotMerge
from ingest.statements.merging import Merge, merge, merges, part
from ingest.statements.standing import said_of
from ingest.statements.undo import roll_back
from tests.ingest_world import TIME, new_store, run
from tests.integration.test_ingest_undo import content, mapping

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["c:1", "c:2", "c:3"]),
        st.sampled_from(["甲", "乙", "丙"]),
        st.sampled_from(["", "1", "2"]),
        st.sampled_from(["", "c:1", "c:2", "c:3"]),
    ),
    min_size=1,
    max_size=4,
)
IDS = st.sampled_from(["c:1", "c:2", "c:3"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("import"), st.sampled_from(["one", "two"]), ROWS),
        st.tuples(st.just("merge"), IDS, IDS),
        st.tuples(st.just("part"), IDS, st.none()),
    ),
    max_size=7,
)


def table(rows: list[tuple[str, str, str, str]]) -> str:
    return "id,name_zh,staff,supplies\n" + "".join(",".join(row) + "\n" for row in rows)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_when_all_are_parted_it_is_as_if_nothing_had_been_merged(steps: list[tuple]) -> None:  # type: ignore[type-arg]  # of three kinds
    merged, plain = new_store(), new_store()
    everything = table([(f"c:{n}", "名", "", "") for n in (1, 2, 3)])
    with tempfile.TemporaryDirectory() as name:
        folder, number = Path(name), count(1)
        for kind, first, second in [("import", "one", None), *steps]:
            if kind == "import":
                rows = everything if second is None else table(second)
                batch = f"b{next(number)}"
                for store in (merged, plain):
                    run(store, folder, rows, mapping(first), batch=batch)
            else:
                try:
                    if kind == "merge":
                        merge(merged, first, second, time=TIME)
                    else:
                        part(merged, first)
                except CannotMerge:
                    continue
        while merges(merged):
            part(merged, next(iter(merges(merged))))
    assert content(merged) == content(plain)


def test_one_record_stands_with_all_that_was_said_of_both(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, "id,name_zh,staff\nc:1,天津港,\n", mapping("one"))
    run(
        store,
        tmp_path,
        "id,name_zh,staff,supplies\nc:2,天津港集团,9,c:3\nc:3,丙,,c:2\n",
        mapping("two"),
    )
    merge(store, "c:1", "c:2", time=TIME)
    whole = store.get(["c:1", "c:2"])
    assert list(whole) == ["c:1"]
    assert whole["c:1"].properties == {"name_zh": "天津港", "staff": 9}
    assert [(item.value, item.about) for item in said_of(whole["c:1"], "name_zh")] == [
        ("天津港", ""),
        ("天津港集团", "c:2"),
    ]
    ends = [(i.source, i.target) for i in content(store) if isinstance(i, Relation)]
    assert ends == [("c:1", "c:3"), ("c:3", "c:1")]
    assert merges(store) == {"c:2": Merge("c:2", "c:1", "Company", TIME)}


def test_what_is_imported_of_the_record_that_went_goes_to_the_other(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, "id,name_zh\nc:1,甲\nc:2,甲公司\nc:3,丙\n", mapping("one"))
    merge(store, "c:1", "c:2", time=TIME)
    summary = run(store, tmp_path, "id,name_zh,staff,supplies\nc:2,甲公司,7,c:3\n", mapping("one"))
    assert (summary.rejected, summary.rejected_relations) == (0, 0), summary.first_rejects
    assert store.get(["c:2"]) == {}
    assert store.get(["c:1"])["c:1"].properties == {"name_zh": "甲", "staff": 7}
    assert list(store.get_relations([RelationKey("supplies", "c:1", "c:3")]))
    assert part(store, "c:2") == "c:1"
    assert store.get(["c:1"])["c:1"].properties == {"name_zh": "甲"}
    assert store.get(["c:2"])["c:2"].properties == {"name_zh": "甲公司", "staff": 7}
    assert [i.key for i in content(store) if isinstance(i, Relation)] == [
        RelationKey("supplies", "c:2", "c:3")
    ]


def test_a_batch_can_be_rolled_back_from_a_merged_record(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, "id,name_zh\nc:1,甲\n", mapping("one"))
    run(store, tmp_path, "id,name_zh,staff\nc:2,甲公司,7\n", mapping("two"))
    merge(store, "c:1", "c:2", time=TIME)
    roll_back(store, "b2")
    assert store.get(["c:1"])["c:1"].properties == {"name_zh": "甲"}
    part(store, "c:2")
    assert [i.id for i in content(store) if isinstance(i, Entity)] == ["c:1"]


@pytest.mark.parametrize(
    ("kept", "gone", "words"),
    [
        ("c:1", "c:1", "itself"),
        ("c:1", "c:9", "no entity 'c:9'"),
        ("c:2", "c:3", "'c:2' is part of 'c:1'; merge that one"),
        ("c:1", "city:1", "'c:1' is a Company and 'city:1' a City"),
    ],
)
def test_what_cannot_be_one_is_refused(tmp_path: Path, kept: str, gone: str, words: str) -> None:
    store: MemoryStore = new_store()
    run(store, tmp_path, "id,name_zh\nc:1,甲\nc:2,乙\nc:3,丙\n", mapping("one"))
    cities = "source: {name: m}\nentities: [{class: City, id: '{id}', auto: true}]\n"
    run(store, tmp_path, "id,name_zh\ncity:1,津\n", cities)
    merge(store, "c:1", "c:2", time=TIME)
    before = content(store)
    with pytest.raises(CannotMerge, match=words):
        merge(store, kept, gone, time=TIME)
    assert content(store) == before
    with pytest.raises(CannotMerge, match="not part of another"):
        part(store, "c:3")


@pytest.mark.parametrize("bare", ["c:1", "c:2", "c:1 c:2"])
def test_a_record_of_which_nothing_is_said_stands_again_too(bare: str) -> None:
    store: MemoryStore = new_store()
    named = {"c:1": {"name_zh": "甲"}, "c:2": {"name_zh": "乙"}, "c:3": {"name_zh": "丙"}}
    records = [Entity(id_, "Company", {} if id_ in bare else said) for id_, said in named.items()]
    store.write(lambda writer: writer.upsert_entities(records))
    before = content(store)
    for gone in ("c:2", "c:3"):
        merge(store, "c:1", gone, time=TIME)
    assert [item.id for item in content(store) if isinstance(item, Entity)] == ["c:1"]
    for gone in ("c:2", "c:3"):
        part(store, gone)
    assert content(store) == before
