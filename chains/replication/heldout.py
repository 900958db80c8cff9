"""How good the chances are: known adoptions are hidden, and looked for among what is absent."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from chains.complexity import FloatArray, presence, rca
from chains.replication.adoptions import Adoptions
from chains.replication.model import HIT_AT, Check, Quality
from chains.replication.prediction import density_elsewhere, is_enough, predict

_FOLDS = 5

Cells = NDArray[np.int64]
Hide = Callable[[Cells], FloatArray]
"""From the hidden cells, shape (n, 2), to the matrix of presence as if they were unknown."""


def check_adoptions(adoptions: Adoptions) -> Check | None:
    """Hide use cases: each adoption goes with all use cases behind it, wherever they count.

    None where too little is on record.
    """

    def hide(cells: Cells) -> FloatArray:
        hidden = {case for row, column in cells for case in adoptions.cases[int(row), int(column)]}
        return (adoptions.without(hidden) > 0).astype(np.float64)

    return check(adoptions.present, hide) if is_enough(adoptions.present) else None


def check_amounts(amounts: FloatArray) -> Check:
    """Hide amounts where the advantage is 1 or more, and measure the others' advantage anew.

    Args:
        amounts: Shape (places, activities), such as exports of products by country.
    """

    def hide(cells: Cells) -> FloatArray:
        left = amounts.copy()
        left[cells[:, 0], cells[:, 1]] = 0.0
        return cast("FloatArray", presence(rca(left)))

    return check(presence(rca(amounts)), hide)


def check(present: FloatArray, hide: Hide, *, folds: int = _FOLDS, seed: int = 0) -> Check:
    """Hide the adoptions part by part, and score all cells from what is left.

    Nothing that is computed sees a hidden adoption: proximity, density, margins and the fit are
    made anew for every part.

    Args:
        present: Shape (places, activities).
        hide: Makes the matrix without some adoptions.
        folds: In how many parts.
        seed: Of the parts and of the random baseline.
    """
    absent = present == 0
    cells = np.argwhere(~absent)
    qualities: dict[str, list[tuple[float, float]]] = {}
    for number, part in enumerate(_parts(cells, folds, seed)):
        for name, scores in _scored(hide(part), (seed, number)).items():
            qualities.setdefault(name, []).append(_quality(scores, part, absent))
    return Check(
        adoptions=len(cells),
        absent=int(absent.sum()),
        folds=folds,
        found={name: _mean(items) for name, items in qualities.items()},
    )


def _parts(cells: Cells, folds: int, seed: int) -> Iterator[Cells]:
    order = np.random.default_rng(seed).permutation(len(cells))
    for fold in range(folds):
        yield cells[np.sort(order[fold::folds])]


def _scored(left: FloatArray, seed: tuple[int, int]) -> Mapping[str, FloatArray]:
    return {
        "chance": predict(left).chance,
        "density": density_elsewhere(left),
        "popularity": np.multiply.outer(left.sum(axis=1), left.sum(axis=0)),
        "random": np.random.default_rng(seed).random(left.shape),
    }


def _quality(scores: FloatArray, hidden: Cells, absent: NDArray[np.bool_]) -> tuple[float, float]:
    from scipy.stats import rankdata  # takes a second to import

    found, others = scores[hidden[:, 0], hidden[:, 1]], scores[absent]
    ranks = rankdata(np.concatenate([found, others]))[: len(found)]
    above = ranks.sum() - len(found) * (len(found) + 1) / 2
    hits = [_is_hit(scores[:, column], row, absent[:, column]) for row, column in hidden]
    return float(above / (len(found) * len(others))), float(np.mean(hits))


def _is_hit(scores: FloatArray, row: int, absent: NDArray[np.bool_]) -> bool:
    others = scores[absent]
    above = int((others > scores[row]).sum()) + int((others == scores[row]).sum()) / 2
    return above < HIT_AT


def _mean(items: Sequence[tuple[float, float]]) -> Quality:
    auc, hits = np.array(items).T
    return Quality(auc=float(auc.mean()), auc_spread=float(auc.std()), hits=float(hits.mean()))
