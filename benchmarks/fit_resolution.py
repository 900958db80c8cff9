"""Write the weights of ingest/resolution anew: ``python -m benchmarks.fit_resolution``.

They are fitted on the training side of the labelled set. From the merge threshold on, 99.5% of the
training pairs are one organization; below the review threshold lie 3% of those that are.
"""

from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

import ingest.resolution.judging
import ontology
from benchmarks.labelled import examples_of, world
from benchmarks.labelled.examples import TRAIN
from benchmarks.labelled.fitting import fit
from ingest.resolution.judging.model import WEIGHTS, Model, feature_defs

SIZE = 20_000
PRECISION = 0.995
MISSED = 0.03


def fitted(size: int = SIZE) -> Model:
    """The model of a training world of that many records."""
    examples = examples_of(world(TRAIN, size), ontology.load())
    intercept, weights = fit(examples.matrix, examples.same)
    values = np.array([weights[name] for name in feature_defs()])
    likely = 1 / (1 + np.exp(-(intercept + examples.matrix @ values)))
    merge = _merge_threshold(likely, examples.same)
    review = float(np.quantile(likely[examples.same], MISSED))
    print(f"{len(likely):,} pairs, {examples.same.sum():,} of them one; {merge=:.3f} {review=:.3f}")
    return Model(intercept, weights, round(merge, 3), round(min(review, merge), 3))


def _merge_threshold(likely: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """The least probability at and above which that share of the pairs is one."""
    order = np.argsort(-likely, kind="stable")
    precision = np.cumsum(same[order]) / np.arange(1, len(order) + 1)
    return float(likely[order][np.flatnonzero(precision >= PRECISION)[-1]])


def main() -> None:
    model = fitted()
    folder = Path(next(iter(ingest.resolution.judging.__path__)))
    content = {
        "intercept": round(model.intercept, 4),
        "weights": {name: round(value, 4) for name, value in model.weights.items()},
        "merge": model.merge,
        "review": model.review,
    }
    text = orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    (folder / WEIGHTS).write_bytes(text)
    for name, value in sorted(model.weights.items(), key=lambda item: -abs(item[1])):
        print(f"{name:20} {value:7.2f}")


if __name__ == "__main__":
    main()
