"""History equals the classes of the graph of each day, and the worked example of docs/chains.md."""

from datetime import date

import networkx as nx  # type: ignore[import-untyped]  # ships no types
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains import Position, UnknownVertex, classify, project
from chains.history import (
    Chronicle,
    Dates,
    NothingDated,
    chronicle,
    growth,
    read_dates,
    since,
)
from chains.history.changes import UnknownDate
from chains.history.dates import UNDATED, day_of, text_of
from chains.history.growth import ends_of_periods
from chains.history.states import ranks_at, states
from graph.memory import MemoryStore
from graph.port import GraphWriter
from graph.records import Entity, Provenance
from ontology import Ontology
from tests.unit.test_chains_blocks import Edge, graph_of, graphs
from tests.unit.test_chains_resilience import structure_of
from tests.unit.test_chains_worked_example import filled_store

STARTED = {
    "case:a": "2020-01-10",
    "case:b": "2020-02-10",
    "case:c": "2021-03-10",
    "case:d": "2022-05-01",
    "case:e": "2023-01-01",
    "case:f": "2023-06-30",
}
"""Case g has no date."""


def worked(ontology: Ontology) -> Chronicle:
    store = filled_store(ontology)

    def fill(writer: GraphWriter) -> None:
        writer.upsert_entities(
            [Entity(item, "UseCase", {"startedOn": day}) for item, day in STARTED.items()]
        )

    store.write(fill)
    structure = classify(project(store, ontology))
    dates = read_dates(store, ontology, "UseCase", structure.projection.ids)
    return chronicle(structure, dates)


class TestAnyGraph:
    @settings(max_examples=80, deadline=None)
    @given(graphs(), st.data())
    def test_each_day_is_what_networkx_finds_in_the_graph_of_that_day(
        self, ontology: Ontology, drawn: tuple[int, list[Edge]], data: st.DataObject
    ) -> None:
        size, edges = drawn
        day = data.draw(
            st.lists(st.sampled_from([1, 2, 3, 4, 5, UNDATED]), min_size=size, max_size=size)
        )
        history = chronicle(
            structure_of(ontology, size, edges), Dates("startedOn", np.array(day, dtype=np.int64))
        )
        days = [1, 2, 3, 4, 5]
        for when, state in zip(days, states(history, days), strict=True):
            graph = graph_of(size, edges).subgraph([v for v in range(size) if day[v] <= when])
            parts = sorted(map(len, nx.connected_components(graph)))
            assert (state.vertices, state.links) == (len(graph), graph.number_of_edges())
            assert state.components == len(parts)
            assert state.largest_share == pytest.approx(parts[-1] / len(graph) if parts else 0)
            others = sum(part**2 for part in parts[:-1])
            assert state.susceptibility == pytest.approx(others / len(graph) if parts else 0)
            bridges = {frozenset(edge) for edge in nx.bridges(graph)}
            expected = [-1] * size
            for vertex in graph:
                edges_of = [frozenset((vertex, other)) for other in graph[vertex]]
                on_cycle = any(edge not in bridges for edge in edges_of)
                expected[vertex] = 2 if on_cycle else int(bool(edges_of))
            assert ranks_at(history, when).tolist() == expected


class TestWorkedExample:
    def test_when_a_vertex_joined(self, ontology: Ontology) -> None:
        joining = worked(ontology).joining("case:b")
        assert (joining.since, joining.line, joining.network) == (
            "2020-02-10",
            "2020-02-10",
            "2021-03-10",
        )
        assert joining.link is not None
        assert (joining.link.a, joining.link.b) == ("case:a", "case:b")

    def test_a_vertex_without_a_date_has_no_history(self, ontology: Ontology) -> None:
        joining = worked(ontology).joining("case:g")
        assert (joining.since, joining.line, joining.network, joining.link) == (None,) * 4

    def test_an_unknown_vertex_is_named(self, ontology: Ontology) -> None:
        with pytest.raises(UnknownVertex, match="did you mean 'case:g'"):
            worked(ontology).joining("cas:g")

    def test_what_stood_on_a_day(self, ontology: Ontology) -> None:
        history = worked(ontology)
        (state,) = states(history, [day_of("2021-12-31") or 0])
        assert (state.vertices, state.links, state.components) == (3, 3, 1)
        assert state.counts == {Position.POINT: 0, Position.LINE: 0, Position.NETWORK: 3}
        assert (state.largest_share, state.susceptibility) == (1.0, 0.0)

    def test_what_changed_since(self, ontology: Ontology) -> None:
        changes = since(worked(ontology), "2020-12-31", "2022-12-31")
        assert list(changes.came) == ["case:c", "case:d"]
        assert [(item.vertex, item.before, item.after) for item in changes.risen] == [
            ("case:a", Position.LINE, Position.NETWORK),
            ("case:b", Position.LINE, Position.NETWORK),
            ("case:c", None, Position.NETWORK),
            ("case:d", None, Position.NETWORK),
        ]
        assert [(link.a[-1], link.b[-1]) for link in changes.links] == [
            ("a", "c"),
            ("b", "c"),
            ("b", "d"),
            ("c", "d"),
        ]
        assert changes.undated == 1
        assert (changes.before.vertices, changes.after.vertices) == (2, 4)

    def test_until_today_is_the_last_date(self, ontology: Ontology) -> None:
        assert since(worked(ontology), "2022-12-31").after.date == "2023-06-30"

    @pytest.mark.parametrize(
        ("start", "until", "says"),
        [("last year", None, "'last year' is no date"), ("2022-01-01", "2021", "is before")],
    )
    def test_what_is_no_date_is_refused(
        self, ontology: Ontology, start: str, until: str | None, says: str
    ) -> None:
        with pytest.raises(UnknownDate, match=says):
            since(worked(ontology), start, until)


class TestGrowth:
    def test_it_goes_by_quarters_here_and_is_the_same_on_every_run(
        self, ontology: Ontology
    ) -> None:
        found = growth(worked(ontology), samples=5)
        assert [point.state.date for point in found.points][:3] == [
            "2020-03-31",
            "2020-06-30",
            "2020-09-30",
        ]
        last = found.points[-1]
        assert last.state.vertices == 6
        assert last.state.largest_share == 1
        assert last.largest_share.low <= last.largest_share.mean <= last.largest_share.high
        assert found == growth(worked(ontology), samples=5)
        assert (found.dated_by, found.undated) == ("startedOn", 1)

    def test_the_null_of_one_link_is_that_link(self, ontology: Ontology) -> None:
        # two ends joined anew are the same link
        history = chronicle(
            structure_of(ontology, 2, [(0, 1)]), Dates("startedOn", np.array([1, 1]))
        )
        (point,) = growth(history, samples=8).points
        assert point.largest_share.mean == 1

    def test_nothing_dated_is_said(self, ontology: Ontology) -> None:
        history = chronicle(structure_of(ontology, 1, []), Dates("startedOn", np.array([UNDATED])))
        with pytest.raises(NothingDated, match="no UseCase has a date"):
            growth(history)

    @settings(max_examples=200, deadline=None)
    @given(st.dates(), st.dates())
    def test_periods_cover_all_dates_and_are_few(self, one: date, other: date) -> None:
        first, last = sorted((one.toordinal(), other.toordinal()))
        ends = ends_of_periods(first, last)
        assert 1 <= len(ends) <= 40
        assert list(ends) == sorted(set(ends))
        assert ends[-1] >= last
        assert ends[0] >= first


class TestDates:
    def test_years_and_months_count_from_their_first_day(self) -> None:
        assert [
            text_of(day_of(text) or 0) for text in ("2020", "2020-05", "2020-05-06T07:08Z")
        ] == [
            "2020-01-01",
            "2020-05-01",
            "2020-05-06",
        ]
        assert day_of("soon") is None

    def test_a_class_without_a_date_goes_by_when_it_was_recorded(self, ontology: Ontology) -> None:
        store = MemoryStore()
        store.apply_schema(ontology.graph_schema())
        said = Provenance("a register", "batch-1", "2026-07-01T08:00:00Z")
        product = Entity("prod:1", "Product", {"name_zh": "网关"}, {"name_zh": said})
        store.write(lambda writer: writer.upsert_entities([product]))
        dates = read_dates(store, ontology, "Product", ["prod:1"])
        assert dates.by == "recorded"
        assert text_of(int(dates.day[0])) == "2026-07-01"
