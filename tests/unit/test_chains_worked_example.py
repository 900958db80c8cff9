"""The worked example of docs/chains.md: seven use cases, small enough to check by hand."""

import math
from collections.abc import Mapping, Sequence

import pytest

from chains import Position, RuleKind, classify, project, summarise, trace
from chains.errors import NothingToProject, UnknownVertex
from graph.memory import MemoryStore
from graph.port import GraphWriter
from graph.records import Entity, Relation
from ontology.model import Ontology

USES: Mapping[str, Sequence[str]] = {
    "case:a": ("tech:1", "ent:1"),
    "case:b": ("tech:1", "tech:2", "ent:1"),
    "case:c": ("tech:2", "tech:1"),
    "case:d": ("tech:3", "tech:2"),
    "case:e": ("tech:3", "tech:4"),
    "case:f": ("tech:4",),
    "case:g": ("tech:5",),
}


def filled_store(ontology: Ontology, uses: Mapping[str, Sequence[str]] = USES) -> MemoryStore:
    store = MemoryStore()
    store.apply_schema(ontology.graph_schema())
    assets = sorted({asset for held in uses.values() for asset in held})
    kinds = {"tech": "Technology", "std": "Standard", "ent": "Enterprise"}

    def fill(writer: GraphWriter) -> None:
        writer.upsert_entities(
            [Entity(item, kinds[item.partition(":")[0]], {"name_zh": item}) for item in assets]
            + [Entity(item, "UseCase", {"name_zh": item}) for item in uses]
            + [Entity("industry:C", "Industry", {"name_zh": "制造业"})]
        )
        writer.upsert_relations(
            [
                Relation(_relation(asset), case, asset)
                for case, held in uses.items()
                for asset in held
            ]
            + [Relation("inIndustry", case, "industry:C") for case in uses]
        )

    store.write(fill)
    return store


def _relation(asset: str) -> str:
    kind = asset.partition(":")[0]
    return {"tech": "usesTechnology", "std": "conformsTo", "ent": "deployedBy"}[kind]


class TestWorkedExample:
    """a-b-c form a triangle over tech:1 and tech:2, d hangs on it, then e, then f; g is alone.

    All assets are held by at most five use cases, so one shared asset makes a link.
    """

    def test_each_vertex_has_the_class_of_the_definition(self, ontology: Ontology) -> None:
        store = filled_store(ontology)
        structure = classify(project(store, ontology))
        assert structure.position == {
            "case:a": Position.NETWORK,
            "case:b": Position.NETWORK,
            "case:c": Position.NETWORK,
            "case:d": Position.NETWORK,
            "case:e": Position.LINE,
            "case:f": Position.LINE,
            "case:g": Position.POINT,
        }

    def test_summary_counts_classes_and_the_largest_share(self, ontology: Ontology) -> None:
        store = filled_store(ontology)
        summary = summarise(classify(project(store, ontology)))
        assert summary.counts == {Position.POINT: 1, Position.LINE: 2, Position.NETWORK: 4}
        assert (summary.links, summary.lines, summary.blocks) == (7, 1, 1)
        assert summary.largest_share == pytest.approx(6 / 7)

    def test_weights_are_adamic_adar_with_their_assets(self, ontology: Ontology) -> None:
        projection = project(filled_store(ontology), ontology)
        link = next(item for item in projection.links if (item.a, item.b) == ("case:a", "case:b"))
        assert link.assets == ("ent:1", "tech:1")
        assert link.weight == pytest.approx(1 / math.log(2) + 1 / math.log(3))

    def test_the_rule_is_stated(self, ontology: Ontology) -> None:
        rule = project(filled_store(ontology), ontology).rule
        assert rule.kind is RuleKind.SMALL
        assert (rule.shared, rule.rare_up_to, rule.specific_up_to) == (2, 5, 5)

    def test_a_line_vertex_finds_its_way_to_the_network(self, ontology: Ontology) -> None:
        store = filled_store(ontology)
        found = trace(classify(project(store, ontology)), "case:f")
        assert [(link.a, link.b) for link in found.path] == [
            ("case:e", "case:f"),
            ("case:d", "case:e"),
        ]
        assert found.reaches_network

    def test_a_line_is_raised_by_an_asset_that_closes_a_cycle(self, ontology: Ontology) -> None:
        store = filled_store(ontology)
        found = trace(classify(project(store, ontology)), "case:f")
        best = found.steps[0]
        assert best.position is Position.NETWORK
        assert best.joined == 0
        # peers: the six others of the industry; tech:1 and tech:2 are held by three of them
        assert best.asset == "tech:1"
        assert best.likelihood == pytest.approx(3.5 / 7)
        assert best.expected_gain == pytest.approx(3.5 / 7 * 1)

    def test_a_point_joins_by_a_step_that_its_path_begins_with(self, ontology: Ontology) -> None:
        store = filled_store(ontology)
        found = trace(classify(project(store, ontology)), "case:g")
        assert found.position is Position.POINT
        assert found.step == found.steps[0]
        assert found.step.position is Position.NETWORK
        assert found.step.joined == 6
        assert found.step.expected_gain == pytest.approx(3.5 / 7 * 7)
        assert found.reaches_network

    def test_spans_name_what_is_crossed(self, ontology: Ontology) -> None:
        store = filled_store(ontology)
        block = classify(project(store, ontology)).blocks[0]
        assert block.spans.industries == ("industry:C",)
        assert block.spans.enterprises == ("ent:1",)
        assert not block.spans.closed


class TestSpecificAssets:
    def test_an_asset_that_nearly_all_use_links_nothing(self, ontology: Ontology) -> None:
        uses = {f"case:{number}": ("tech:everywhere",) for number in range(12)}
        structure = _structure(ontology, uses)
        assert set(structure.values()) == {Position.POINT}

    def test_two_shared_specific_assets_link_where_one_is_too_common(
        self, ontology: Ontology
    ) -> None:
        uses: dict[str, Sequence[str]] = {f"case:{n:03}": (f"tech:solo-{n}",) for n in range(93)}
        uses |= {f"case:x{n}": ("tech:p", "tech:q") for n in range(7)}
        uses |= {"case:y": ("tech:p",)}
        positions = _structure(ontology, uses)
        assert positions["case:x0"] is Position.NETWORK
        assert positions["case:y"] is Position.POINT

    def test_a_triangle_in_one_enterprise_is_flagged_as_closed(self, ontology: Ontology) -> None:
        uses = {f"case:{n}": ("ent:one", "tech:1") for n in range(3)}
        store = filled_store(ontology, uses)
        structure = classify(project(store, ontology))
        assert [block.spans.closed for block in structure.blocks] == [True]


class TestBadInput:
    def test_an_unknown_vertex_is_named_with_the_nearest(self, ontology: Ontology) -> None:
        store = filled_store(ontology)
        structure = classify(project(store, ontology))
        with pytest.raises(UnknownVertex, match="did you mean 'case:a'"):
            trace(structure, "csae:a")

    def test_an_empty_store_says_so(self, ontology: Ontology) -> None:
        store = MemoryStore()
        store.apply_schema(ontology.graph_schema())
        with pytest.raises(NothingToProject, match="import some first"):
            project(store, ontology)


def _structure(ontology: Ontology, uses: Mapping[str, Sequence[str]]) -> Mapping[str, Position]:
    store = filled_store(ontology, uses)
    return classify(project(store, ontology)).position
