"""Each promoting step is a thing that a person can do, and supernodes are kept in bounds."""

from collections.abc import Mapping, Sequence

import pytest

from chains import FindingKind, Position, StepKind, Structure, classify, project, trace
from chains.projection import building, pairs
from graph.memory import MemoryStore
from graph.port import GraphWriter
from graph.records import Entity, Relation
from ontology import Ontology
from tests.unit.test_chains_worked_example import filled_store

CLASSES = {
    "case": "UseCase",
    "ent": "Enterprise",
    "ind": "Industry",
    "prod": "Product",
    "std": "Standard",
    "tech": "Technology",
}


def structure_of(
    ontology: Ontology, relations: Mapping[str, Sequence[tuple[str, str]]], over: str = "UseCase"
) -> Structure:
    ids = sorted({end for ends in relations.values() for pair in ends for end in pair})
    store = MemoryStore()
    store.apply_schema(ontology.graph_schema())

    def fill(writer: GraphWriter) -> None:
        kinds = {item: CLASSES[item.partition(":")[0]] for item in ids}
        writer.upsert_entities([Entity(item, kinds[item], {"name_zh": item}) for item in ids])
        for name, ends in relations.items():
            writer.upsert_relations([Relation(name, one, other) for one, other in ends])

    store.write(fill)
    return classify(project(store, ontology, over))


class TestKinds:
    """Two cases share each kind of asset; case 9, of the same industry, could take up any."""

    @pytest.fixture
    def kinds(self, ontology: Ontology) -> Mapping[str, StepKind]:
        cases = ("case:1", "case:2")
        structure = structure_of(
            ontology,
            {
                "conformsTo": [(case, "std:s") for case in cases],
                "usesTechnology": [(case, "tech:t") for case in cases],
                "deployedBy": [(case, "ent:runs") for case in cases],
                "deliveredBy": [(case, "ent:builds") for case in cases],
                "inIndustry": [(case, "ind:C") for case in (*cases, "case:9")],
            },
        )
        return {step.asset: step.kind for step in trace(structure, "case:9").steps}

    def test_each_asset_is_taken_up_in_its_own_way(self, kinds: Mapping[str, StepKind]) -> None:
        assert kinds == {
            "std:s": StepKind.ADOPT_STANDARD,
            "tech:t": StepKind.SHARE_TECHNOLOGY,
            "ent:builds": StepKind.JOIN_PARTNER,
            # others are only deployed there, so the case is copied to it
            "ent:runs": StepKind.REPLICATE_AT,
        }

    def test_an_enterprise_joins_the_partner_of_its_peers(self, ontology: Ontology) -> None:
        structure = structure_of(
            ontology,
            {
                "suppliesTo": [("ent:1", "ent:w"), ("ent:2", "ent:w")],
                "operatesIn": [(f"ent:{n}", "ind:C") for n in (1, 2, 9)],
            },
            "Enterprise",
        )
        (step,) = trace(structure, "ent:9").steps
        assert (step.kind, step.asset, step.position) == (
            StepKind.JOIN_PARTNER,
            "ent:w",
            Position.LINE,
        )
        # both peers trade with it; the three of its component and the rise to a line are gained
        assert step.likelihood == pytest.approx(2.5 / 3)
        assert step.expected_gain == pytest.approx(2.5 / 3 * (3 + 1))

    def test_a_product_connects_as_those_that_share_a_neighbour_do(
        self, ontology: Ontology
    ) -> None:
        ends = [("prod:hub", "prod:a"), ("prod:hub", "prod:b"), ("prod:a", "prod:c")]
        structure = structure_of(ontology, {"upstreamOf": ends}, "Product")
        (step,) = trace(structure, "prod:b").steps
        assert (step.kind, step.asset, step.position) == (
            StepKind.CONNECT,
            "prod:c",
            Position.NETWORK,
        )


class TestSupernodes:
    def test_the_limit_is_lowered_where_pairs_would_be_too_many(
        self, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        uses = {f"case:{n}": ("tech:many", f"tech:pair-{n // 2}") for n in range(4)}
        monkeypatch.setattr(pairs, "PAIRS_AT_MOST", 3)
        projection = project(filled_store(ontology, uses), ontology)
        assert projection.rule.specific_up_to == 3
        assert [(link.a, link.b) for link in projection.links] == [
            ("case:0", "case:1"),
            ("case:2", "case:3"),
        ]
        (finding,) = projection.findings
        assert (finding.kind, finding.examples) == (FindingKind.LIMIT_LOWERED, ("tech:many",))

    def test_pairs_that_are_too_many_to_keep_are_judged_alike(
        self, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        uses = {
            f"case:{n:03}": ("tech:many", f"tech:{n // 15}", f"std:{n % 14}") for n in range(210)
        }
        kept = project(filled_store(ontology, uses), ontology)
        monkeypatch.setattr(building, "KEPT_AT_MOST", 0)
        monkeypatch.setattr(pairs, "_BLOCK", 50)
        streamed = project(filled_store(ontology, uses), ontology)
        assert kept.weighed is not None
        assert streamed.weighed is None
        assert list(streamed.links) == list(kept.links)
        assert streamed.rule == kept.rule
