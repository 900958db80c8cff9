"""The table that is kept up by the change feed is the one that a fresh read gives."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains import ChainAnalysis, classify, project, trace
from chains.projection import building
from chains.projection.pairs import joined
from chains.projection.reading import follow, read, scope_of
from chains.projection.table import Table
from graph.memory import MemoryStore
from graph.port import GraphWriter
from graph.query import Query
from graph.records import Entity, Relation, RelationKey
from ontology import Ontology

CASES = [f"case:{n}" for n in range(6)]
TECHS = [f"tech:{n}" for n in range(4)]

changes = st.lists(
    st.one_of(
        st.tuples(st.just("use"), st.sampled_from(CASES), st.sampled_from(TECHS)),
        st.tuples(st.just("copy"), st.sampled_from(CASES), st.sampled_from(CASES)),
        st.tuples(st.just("unuse"), st.sampled_from(CASES), st.sampled_from(TECHS)),
        st.tuples(st.just("drop"), st.sampled_from([*CASES, *TECHS]), st.just("")),
        st.tuples(st.just("mark"), st.sampled_from(CASES), st.just("")),
    ),
    max_size=12,
)
Change = tuple[str, str, str]


def apply(change: Change, writer: GraphWriter) -> None:
    kind, one, other = change
    if kind == "drop":
        writer.delete_entities([one])
    elif kind == "unuse":
        writer.delete_relations([RelationKey("usesTechnology", one, other)])
    elif kind == "mark":
        writer.upsert_entities([Entity(one, "UseCase", {"name_zh": one, "illustrative": True})])
    else:
        classes = {"case": "UseCase", "tech": "Technology"}
        writer.upsert_entities(
            [Entity(item, classes[item[:4]], {"name_zh": item}) for item in {one, other}]
        )
        name = "usesTechnology" if kind == "use" else "replicates"
        writer.upsert_relations([Relation(name, one, other)])


def rows(table: Table) -> set[tuple[str, str, str]]:
    return {
        (table.types[kind], table.ids[source], table.ids[target])
        for kind, source, target in zip(
            table.type.tolist(), table.source.tolist(), table.target.tolist(), strict=True
        )
    }


def known(table: Table) -> dict[str, tuple[str, bool]]:
    return {
        table.ids[at]: (table.classes[table.class_of[at]], bool(table.example[at]))
        for at in np.flatnonzero(table.class_of >= 0).tolist()
    }


def filled(ontology: Ontology, done: Sequence[Change]) -> MemoryStore:
    store = MemoryStore()
    store.apply_schema(ontology.graph_schema())
    for change in done:
        store.write(partial(apply, change))
    return store


class TestFollowing:
    @settings(max_examples=60, deadline=None)
    @given(changes, changes)
    def test_it_equals_a_fresh_read(
        self, ontology: Ontology, first: list[Change], then: list[Change]
    ) -> None:
        store = filled(ontology, first)
        scope = scope_of(ontology, "UseCase")
        table = read(store, scope)
        before = store.revision()
        for change in then:
            store.write(partial(apply, change))
        fresh = read(store, scope)
        followed = follow(store, scope, table)
        if store.revision() == before:
            return
        assert followed is not None
        assert rows(followed) == rows(fresh)
        assert {k: v for k, v in known(followed).items() if k in known(fresh)} == known(fresh)
        assert (followed.sequence, followed.revision) == (fresh.sequence, fresh.revision)

    @settings(max_examples=20, deadline=None)
    @given(changes, changes)
    def test_so_do_projections_by_the_null_model(
        self, ontology: Ontology, first: list[Change], then: list[Change]
    ) -> None:
        store = filled(ontology, [("use", CASES[0], TECHS[0]), *first])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(building, "SMALL_BELOW", 1)
            analysis = ChainAnalysis(store, ontology)
            for change in then:
                if not store.count(Query(type="UseCase")):
                    return
                found = analysis.structure().projection
                fresh = project(store, ontology)
                assert found.rule == fresh.rule
                assert list(found.links) == list(fresh.links)
                weighed, anew = (
                    sorted(
                        zip(
                            x.a.tolist(),
                            x.b.tolist(),
                            x.low[x.kind].tolist(),
                            x.high[x.kind].tolist(),
                            x.weight[x.kind].tolist(),
                            strict=True,
                        )
                    )
                    for x in (found.weighed or joined([]), fresh.weighed or joined([]))
                )
                assert weighed == anew
                store.write(partial(apply, change))

    @settings(max_examples=15, deadline=None)
    @given(changes, changes)
    def test_traces_after_changes_are_those_of_a_new_analysis(
        self, ontology: Ontology, first: list[Change], then: list[Change]
    ) -> None:
        use = ("use", CASES[0], TECHS[0])
        store = filled(ontology, [use, *first, use])
        analysis = ChainAnalysis(store, ontology)
        analysis.trace("UseCase", CASES[0])
        for change in [*then, use]:
            store.write(partial(apply, change))
            if CASES[0] in store.get([CASES[0]]):
                fresh = trace(classify(project(store, ontology)), CASES[0])
                found = analysis.trace("UseCase", CASES[0])
                assert list(found.links) == list(fresh.links)
                assert (found.position, found.path, found.steps) == (
                    fresh.position,
                    fresh.path,
                    fresh.steps,
                )
