"""The degree-preserving null: its fit, its tail, and the discoveries it lets through."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains import Position, RuleKind, classify, project
from chains.projection.significance import discoveries, fit, rounded_weight
from ontology import Ontology
from tests.unit.test_chains_worked_example import filled_store


class TestFit:
    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.lists(st.integers(0, 11), min_size=1, max_size=6), min_size=3, max_size=25))
    def test_expected_degrees_are_the_observed_ones(self, held: list[list[int]]) -> None:
        sets = [set(items) for items in held]
        rows = np.array([len(items) for items in sets])
        columns = np.array([n for n in (sum(a in s for s in sets) for a in range(12)) if n])
        if (rows == len(columns)).any() or (columns == len(rows)).any():
            return  # a vertex that holds everything has no finite fitness
        null = fit(rows, columns)
        for degree in set(rows.tolist()):
            x = null.vertex_fitness[degree]
            expected = (
                null.asset_counts * x * null.asset_fitness / (1 + x * null.asset_fitness)
            ).sum()
            assert expected == pytest.approx(degree, rel=0.02)


class TestTail:
    def test_it_agrees_with_sampling(self) -> None:
        rows, columns = np.array([3] * 30 + [6] * 20), np.array([10] * 9 + [5] * 24)
        null = fit(rows, columns)
        x_a, x_b = null.vertex_fitness[3], null.vertex_fitness[6]
        y = np.repeat(null.asset_fitness, null.asset_counts)
        weights = np.repeat([rounded_weight(int(d)) for d in null.asset_degrees], null.asset_counts)
        chance = np.random.default_rng(3)
        a = chance.random((200_000, len(y))) < x_a * y / (1 + x_a * y)
        b = chance.random((200_000, len(y))) < x_b * y / (1 + x_b * y)
        sampled = ((a & b) * weights).sum(axis=1)
        for weight in (1, 43, 62, 105, 124):
            assert null.p_value(3, 6, weight) == pytest.approx(
                (sampled >= weight).mean(), rel=0.05, abs=2e-3
            )

    def test_no_shared_asset_is_certain_and_more_is_never_likelier(self) -> None:
        null = fit(np.array([2, 3, 4, 5]), np.array([2, 2, 3, 3, 4]))
        values = [null.p_value(3, 4, weight) for weight in range(0, 400, 20)]
        assert values[0] == pytest.approx(1)
        assert values == sorted(values, reverse=True)


class TestDiscoveries:
    def test_benjamini_and_hochberg_by_hand(self) -> None:
        p = np.array([0.001, 0.2, 0.004, 0.03])
        kept, threshold = discoveries(p, tests=10, rate=0.05)
        assert kept.tolist() == [True, False, True, False]
        assert threshold == 0.004

    def test_a_later_discovery_carries_the_earlier_ones(self) -> None:
        kept, threshold = discoveries(np.array([0.02, 0.02, 0.02]), tests=3, rate=0.02)
        assert kept.all()
        assert threshold == 0.02

    def test_nothing_significant(self) -> None:
        kept, threshold = discoveries(np.array([0.5]), tests=100, rate=0.01)
        assert not kept.any()
        assert threshold == 0


class TestManyVertices:
    def test_two_hundred_use_cases_are_linked_by_significance(self, ontology: Ontology) -> None:
        chance = np.random.default_rng(5)
        uses = {
            f"case:{n:03}": tuple(
                f"tech:t{asset:02}" for asset in sorted(chance.choice(60, 3, replace=False))
            )
            for n in range(200)
        }
        twins = ("tech:x1", "tech:x2", "tech:x3", "tech:x4")
        uses |= {f"case:twin-{n}": twins for n in range(3)}
        store = filled_store(ontology, uses)
        projection = project(store, ontology)
        assert projection.rule.kind is RuleKind.NULL_MODEL
        assert projection.rule.pairs == 203 * 202 // 2
        position = classify(projection).position
        assert {position[f"case:twin-{n}"] for n in range(3)} == {Position.NETWORK}
        by_chance = sum(link.a[5].isdigit() for link in projection.links)
        assert by_chance <= 0.05 * projection.rule.pairs / 100
        assert all(link.p_value is not None for link in projection.links)
