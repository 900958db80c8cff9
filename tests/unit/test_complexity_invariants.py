"""The numerics equal a recomputation by the definitions, cell by cell, on any matrix."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from chains.complexity import FloatArray, complexity, density, presence, proximity, rca

Rows = Sequence[Sequence[float]]

amounts = st.integers(1, 7).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 5, 1000]), min_size=width, max_size=width),
        min_size=1,
        max_size=7,
    )
)


def naive_rca(rows: Rows) -> list[list[float]]:
    total = sum(map(sum, rows))
    columns = [sum(row[a] for row in rows) for a in range(len(rows[0]))]
    return [
        [
            (x / sum(row)) / (columns[a] / total) if sum(row) and columns[a] else 0.0
            for a, x in enumerate(row)
        ]
        for row in rows
    ]


def naive_proximity(rows: Rows) -> list[list[float]]:
    width = range(len(rows[0]))
    ubiquity = [sum(row[a] for row in rows) for a in width]

    def chance(a: int, b: int) -> float:
        both = sum(row[a] * row[b] for row in rows)
        return min(both / ubiquity[a], both / ubiquity[b]) if both else 0.0

    return [[chance(a, b) if a != b else 0.0 for b in width] for a in width]


def naive_density(rows: Rows, near: Rows) -> list[list[float]]:
    width = range(len(rows[0]))
    return [
        [sum(row[b] * near[a][b] for b in width) / sum(near[a]) if sum(near[a]) else 0.0
         for a in width]
        for row in rows
    ]  # fmt: skip


@given(amounts)
def test_each_figure_equals_its_definition(rows: list[list[int]]) -> None:
    matrix = np.array(rows, dtype=float)
    assert rca(matrix) == pytest.approx(np.array(naive_rca(rows)), abs=1e-12)
    present = presence(matrix)
    plain = [[float(x >= 1) for x in row] for row in rows]
    assert present.tolist() == plain
    near = proximity(present)
    assert near.tolist() == naive_proximity(plain)
    expected = np.array(naive_density(plain, naive_proximity(plain)))
    assert density(present, near) == pytest.approx(expected, abs=1e-12)


@given(amounts)
def test_dense_and_sparse_agree(rows: list[list[int]]) -> None:
    dense = np.array(rows, dtype=float)
    thin = sparse.csr_array(dense)
    assert rca(thin).toarray() == pytest.approx(rca(dense), abs=1e-12)
    present = presence(dense)
    assert proximity(presence(thin)).tolist() == proximity(present).tolist()
    one, other = complexity(present), complexity(presence(thin))
    assert one.eci == pytest.approx(other.eci, abs=1e-6, nan_ok=True)


@given(amounts)
def test_indices_solve_their_equation_within_each_part(rows: list[list[int]]) -> None:
    present = presence(np.array(rows, dtype=float))
    found = complexity(present)
    for part in range(found.components):
        places = np.flatnonzero(found.place_component == part)
        activities = np.flatnonzero(found.activity_component == part)
        block = present[np.ix_(places, activities)]
        assert present[places].sum() == block.sum() == present[:, activities].sum()
        _check_part(block, found.eci[places], found.pci[activities], found.eigenvalues[part])


def _check_part(block: FloatArray, eci: FloatArray, pci: FloatArray, value: float) -> None:
    reflected = (block / block.sum(1, keepdims=True)) @ (block / block.sum(0)).T
    spectrum = np.sort(np.linalg.eigvals(reflected).real)[::-1]
    assert spectrum[0] == pytest.approx(1)
    if np.isnan(value):
        rest = [*spectrum[1:], 0.0, 0.0]
        assert np.isnan(eci).all()
        assert np.isnan(pci).all()
        assert rest[0] == pytest.approx(rest[1], abs=1e-8)
        return
    assert value == pytest.approx(spectrum[1])
    shifted = eci - (block.sum(1) @ eci) / block.sum()
    assert reflected @ shifted == pytest.approx(value * shifted, abs=1e-6)
    assert (eci.mean(), eci.std()) == pytest.approx((0, 1), abs=1e-9)
    assert (block @ pci) / block.sum(1) == pytest.approx(eci, abs=1e-9)
    assert np.cov(block.sum(1), eci)[0, 1] > -1e-9


@given(amounts)
def test_presence_of_whole_amounts_has_no_rounding(rows: list[list[int]]) -> None:
    total = sum(map(sum, rows))
    columns = [sum(row[a] for row in rows) for a in range(len(rows[0]))]
    exact = [
        [float(x > 0 and x * total >= sum(row) * columns[a]) for a, x in enumerate(row)]
        for row in rows
    ]
    assert presence(rca(np.array(rows, dtype=float))).tolist() == exact
