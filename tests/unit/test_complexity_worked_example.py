"""The worked example of docs/replication.md: three places, three activities, checked by hand."""

import math

import numpy as np
import pytest
from scipy import sparse

from chains.complexity import (
    InvalidMatrix,
    complexity,
    density,
    diversity,
    presence,
    proximity,
    rca,
    ubiquity,
)

AMOUNTS = np.array([[2.0, 1.0, 1.0], [2.0, 0.0, 0.0], [0.0, 1.0, 1.0]])
PRESENT = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 1.0]])


class TestWorkedExample:
    def test_advantage_is_a_share_of_a_share(self) -> None:
        expected = [[1.0, 1.0, 1.0], [2.0, 0.0, 0.0], [0.0, 2.0, 2.0]]
        assert rca(AMOUNTS).tolist() == expected
        assert rca(sparse.csr_array(AMOUNTS)).toarray().tolist() == expected

    def test_presence_begins_at_what_is_expected(self) -> None:
        assert presence(rca(AMOUNTS)).tolist() == PRESENT.tolist()
        assert presence(rca(sparse.coo_array(AMOUNTS))).toarray().tolist() == PRESENT.tolist()

    def test_places_and_activities_are_counted(self) -> None:
        assert diversity(PRESENT).tolist() == [3, 1, 2]
        assert ubiquity(PRESENT).tolist() == [2, 2, 2]

    def test_proximity_has_a_diagonal_of_zero(self) -> None:
        expected = [[0.0, 0.5, 0.5], [0.5, 0.0, 1.0], [0.5, 1.0, 0.0]]
        assert proximity(PRESENT).tolist() == expected
        assert proximity(sparse.csc_array(PRESENT)).tolist() == expected

    def test_density_is_weighted_and_blind_to_the_activity_itself(self) -> None:
        found = density(PRESENT, proximity(PRESENT))
        assert found.tolist() == [
            [1.0, 1.0, 1.0],
            [0.0, pytest.approx(1 / 3), pytest.approx(1 / 3)],
            [1.0, pytest.approx(2 / 3), pytest.approx(2 / 3)],
        ]

    @pytest.mark.parametrize("kind", [np.asarray, sparse.csr_array])
    def test_complexity_is_the_second_eigenvector(self, kind: type) -> None:
        found = complexity(kind(PRESENT))
        root = math.sqrt(14)
        assert found.eci == pytest.approx([1 / root, -5 / root, 4 / root], abs=1e-12)
        assert found.pci == pytest.approx([-5 / root, 4 / root, 4 / root], abs=1e-12)
        assert found.eigenvalues == pytest.approx([0.5])


class TestSeparateParts:
    def test_each_part_is_solved_alone(self) -> None:
        twice = np.kron(np.eye(2), PRESENT)
        found, once = complexity(twice), complexity(PRESENT)
        assert found.place_component.tolist() == [0, 0, 0, 1, 1, 1]
        assert found.activity_component.tolist() == [0, 0, 0, 1, 1, 1]
        assert found.eci == pytest.approx(np.tile(once.eci, 2), abs=1e-12)
        assert found.pci == pytest.approx(np.tile(once.pci, 2), abs=1e-12)

    def test_an_empty_place_or_activity_belongs_to_no_part(self) -> None:
        wider = np.pad(PRESENT, ((1, 0), (0, 1)))
        found = complexity(wider)
        assert found.place_component.tolist() == [-1, 0, 0, 0]
        assert found.activity_component.tolist() == [0, 0, 0, -1]
        assert np.isnan(found.eci[0])
        assert np.isnan(found.pci[3])
        assert found.eci[1:] == pytest.approx(complexity(PRESENT).eci, abs=1e-12)

    def test_a_single_place_has_no_index(self) -> None:
        found = complexity(np.ones((1, 3)))
        assert np.isnan(found.eci).all()
        assert np.isnan(found.pci).all()
        assert found.components == 1

    def test_places_all_alike_have_no_index(self) -> None:
        assert np.isnan(complexity(np.ones((3, 4))).eci).all()

    def test_a_direction_that_is_arbitrary_gives_no_index(self) -> None:
        ring = np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0]])
        assert np.isnan(complexity(ring).eci).all()

    def test_equal_diversity_leaves_the_sign_to_the_first_place(self) -> None:
        path = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
        eci = complexity(path).eci
        assert eci[0] > 0
        assert eci == pytest.approx(-eci[::-1], abs=1e-9)

    def test_a_matrix_of_nothing_has_no_parts(self) -> None:
        assert complexity(np.zeros((2, 3))).components == 0
        assert rca(np.zeros((2, 3))).tolist() == [[0.0] * 3] * 2
        assert proximity(np.zeros((2, 3))).tolist() == [[0.0] * 3] * 3


class TestBadInput:
    @pytest.mark.parametrize("bad", [np.nan, np.inf, -1.0])
    @pytest.mark.parametrize("kind", [np.asarray, sparse.csr_array])
    def test_an_impossible_amount_is_refused(self, bad: float, kind: type) -> None:
        with pytest.raises(InvalidMatrix, match="the matrix holds"):
            rca(kind(np.array([[1.0, bad]])))

    def test_a_vector_is_refused(self) -> None:
        with pytest.raises(InvalidMatrix, match="places as rows"):
            rca(np.ones(3))

    def test_presence_is_zeros_and_ones(self) -> None:
        with pytest.raises(InvalidMatrix, match="zeros and ones"):
            proximity(AMOUNTS)

    def test_a_proximity_of_another_matrix_is_refused(self) -> None:
        with pytest.raises(InvalidMatrix, match="3 activities need"):
            density(PRESENT, np.zeros((4, 4)))

    def test_what_would_not_fit_in_memory_is_refused(self) -> None:
        wide = sparse.csr_array((1, 20_001))
        with pytest.raises(InvalidMatrix, match="20001 activities are too many"):
            proximity(wide)
