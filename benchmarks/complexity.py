"""RCA, proximity, density, ECI and PCI on 250 x 5,000 beside the ``ecomplexity`` package.

Needs ``pip install ecomplexity``. With a folder of the world trade data as argument, which holds
``world_trade_avg_1998_to_2000.csv`` and the expected presence and proximities, the greatest
differences from those are printed too.
"""

import contextlib
import csv
import gzip
import io
import os
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figures import Figure, show
from chains.complexity import (
    Complexity,
    FloatArray,
    complexity,
    density,
    presence,
    proximity,
    rca,
)

PLACES, ACTIVITIES, FILLED = 250, 5_000, 0.3


def nested(places: int, activities: int, seed: int = 1) -> FloatArray:
    """Amounts of a world where the able do most things and the hard things are done by few."""
    draw = np.random.default_rng(seed)
    able, hard = draw.normal(size=(places, 1)), draw.normal(size=(1, activities))
    kind = draw.integers(0, 8, size=(places, 1)) == draw.integers(0, 8, size=(1, activities))
    amounts: FloatArray = np.exp(draw.normal(size=(places, activities)) * 1.5 + kind)
    chance = 1 / (1 + np.exp(hard - able - np.log(FILLED / (1 - FILLED))))
    done: FloatArray = amounts * (draw.random((places, activities)) < chance)
    return done


def ours(amounts: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, Complexity]:
    """All four."""
    advantage = rca(amounts)
    present = presence(advantage)
    nearness = proximity(present)
    return advantage, nearness, density(present, nearness), complexity(present)


def plain(amounts: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """What one would write in numpy by the book, with no care for empty or separate parts."""
    advantage = (amounts / amounts.sum(1, keepdims=True)) / (amounts.sum(0) / amounts.sum())
    present = (advantage >= 1).astype(float)
    by_place, by_activity = present.sum(1), present.sum(0)
    nearness = present.T @ present / np.maximum.outer(by_activity, by_activity)
    near = present @ nearness / nearness.sum(0)
    walk = (present / by_place[:, None]) @ (present / by_activity).T
    values, vectors = np.linalg.eig(walk)
    return nearness, near, vectors[:, values.argsort()[-2]].real


def peer(amounts: FloatArray) -> Any:
    """The package on the same amounts, without the check that takes longer than all the rest."""
    package, pandas = import_module("ecomplexity"), import_module("pandas")
    places, activities = amounts.shape
    rows = pandas.DataFrame(
        {
            "time": 2000,
            "loc": np.repeat(np.arange(places), activities),
            "prod": np.tile(np.arange(activities), places),
            "val": amounts.ravel(),
        }
    )
    names = {"time": "time", "loc": "loc", "prod": "prod", "val": "val"}
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        found = package.ecomplexity(rows, names, check_logsupermodularity=False, verbose=False)
    return found.sort_values(["loc", "prod"])


def timed(work: Callable[[FloatArray], object], amounts: FloatArray, times: int) -> float:
    """Wall seconds, the least of some runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work(amounts)
        taken.append(time.perf_counter() - start)
    return min(taken)


def compare(title: str, amounts: FloatArray, found: Any) -> None:
    """Print the greatest differences from the package, mind the diagonal in density."""
    shape = amounts.shape
    advantage, nearness, _, indices = ours(amounts)
    np.fill_diagonal(nearness, 1.0)
    with_itself = density(presence(advantage), nearness)
    for name, own in (
        ("rca", advantage),
        ("density", with_itself),
        ("eci", np.broadcast_to(indices.eci[:, None], shape)),
        ("pci", np.broadcast_to(indices.pci, shape)),
    ):
        theirs = found[name].to_numpy().reshape(shape)
        print(f"{title}: {name} differs from ecomplexity by at most {worst(own, theirs):.1e}")


def worst(own: FloatArray, theirs: FloatArray) -> float:
    """The greatest absolute difference."""
    return float(np.abs(own - theirs).max())


def world_trade(folder: Path) -> tuple[Sequence[str], Sequence[str], FloatArray]:
    """Countries, products and their exports."""
    with (folder / "world_trade_avg_1998_to_2000.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    countries = sorted({row["country"] for row in rows})
    products = sorted({row["product"] for row in rows})
    amounts = np.zeros((len(countries), len(products)))
    of_country = {name: place for place, name in enumerate(countries)}
    of_product = {name: place for place, name in enumerate(products)}
    for row in rows:
        amounts[of_country[row["country"]], of_product[row["product"]]] += float(row["value"])
    return countries, products, amounts


def compare_with_expected(folder: Path) -> None:
    """Print the greatest differences from what was computed elsewhere for the trade data."""
    _, _, amounts = world_trade(folder)
    present = presence(rca(amounts))
    print(f"expected presence: {worst(present, _expected(folder, 'balassa_binary.csv')):.1e}")
    for name, matrix in (("product", present), ("country", present.T)):
        expected = _expected(folder, f"proximity_{name}.csv.gz")
        np.fill_diagonal(expected, 0.0)
        print(f"expected proximity of {name}: {worst(proximity(matrix), expected):.1e}")
    compare("trade", amounts, peer(amounts))


def _expected(folder: Path, name: str) -> FloatArray:
    path = folder / f"expected_{name}"
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if name.endswith("gz") else packed).decode()
    return np.array(
        [[float(cell) for cell in row[1:]] for row in list(csv.reader(text.split()))[1:]]
    )


def main() -> None:
    if len(sys.argv) > 1:
        compare_with_expected(Path(sys.argv[1]))
    amounts = nested(PLACES, ACTIVITIES)
    own, by_the_book = timed(ours, amounts, 5), timed(plain, amounts, 3)
    start = time.perf_counter()
    found = peer(amounts)
    package = time.perf_counter() - start
    compare(f"{PLACES} x {ACTIVITIES}", amounts, found)
    print(f"{os.cpu_count()} cores, numpy {np.__version__}")
    title = f"RCA, proximity, density, ECI on {PLACES} x {ACTIVITIES}"
    show(
        [
            Figure(title, own, package, "ecomplexity", "s", more_is_better=False),
            Figure(title, own, by_the_book, "plain numpy", "s", more_is_better=False),
        ]
    )


if __name__ == "__main__":
    main()
