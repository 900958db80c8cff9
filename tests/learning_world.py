"""Judged examples with a known law, and a small market of judged demands."""

from functools import cache

import numpy as np

from graph.memory import MemoryStore
from graph.records import Entity
from matcher import Matcher
from matcher.feedback.labels import Judgement
from matcher.fusion import INPUTS, LearnedFusion, LinearScorer, Platt
from matcher.learning import Examples, cross_validate
from matcher.learning.selection import HeldOut
from matcher.retrieval.retrieved import FEATURES, RETRIEVERS, Retrieved
from tests.matcher_world import core, encoder

FAULTS = ("划痕", "气泡", "裂纹", "毛刺", "色差", "缺料", "变形", "油污", "漏焊", "错位")
GOODS = ("外壳", "棒材", "织物", "药片", "电池", "玻璃")


def examples(demands: int = 60, candidates: int = 15, seed: int = 5) -> Examples:
    """Candidates whose log-odds follow two inputs and nothing else."""
    chance = np.random.default_rng(seed)
    size = demands * candidates
    rows = chance.random((size, len(INPUTS)))
    odds = 6 * rows[:, 0] + 4 * rows[:, 2] - 7
    return Examples(
        demands=tuple(f"d{number:03}" for number in range(demands)),
        demand=np.repeat(np.arange(demands), candidates),
        supply=np.array([f"s{number % candidates:02}" for number in range(size)]),
        inputs=rows,
        answers=chance.random(size) < 1 / (1 + np.exp(-odds)),
        weight=np.ones(size),
        judged=np.ones(size, dtype=bool),
        taught=np.ones(size, dtype=bool),
        reciprocal=rows[:, 0],
        group=np.arange(demands),
        missed=np.zeros(demands, dtype=np.int64),
    )


@cache
def held_out() -> tuple[Examples, HeldOut]:
    """A hundred judged demands, and predictions by models that did not see them."""
    known = examples(demands=100)
    return known, cross_validate(known)


def retrieved(count: int = 12, seed: int = 3) -> Retrieved:
    """Hits with random features."""
    chance = np.random.default_rng(seed)
    features = chance.random((count, len(FEATURES))).astype(np.float32)
    features[chance.random(features.shape) < 0.3] = 0
    return Retrieved(tuple(f"s{number:02}" for number in range(count)), features, count)


def linear(threshold: float | None = 0.5) -> LearnedFusion:
    """A fusion that asks for meaning."""
    weights = [4.0 if name == "dense" else 0.5 if name in RETRIEVERS else 0.1 for name in INPUTS]
    size = len(INPUTS)
    scorer = LinearScorer(
        -1.0, (0.25,) * size, tuple(weights), lows=(0.0,) * size, highs=(0.9,) * size
    )
    return LearnedFusion(scorer, Platt(1.0, 0.0), threshold)


@cache
def judged_market() -> tuple[MemoryStore, tuple[Judgement, ...]]:
    """Sixty demands for the inspection of something for some fault, each with one answer."""
    store = MemoryStore()
    store.apply_schema(core().graph_schema())
    kinds = [(fault, goods) for fault in FAULTS for goods in GOODS]
    entities = [
        entity
        for number, (fault, goods) in enumerate(kinds)
        for entity in (
            Entity(f"supply:{number:02}", "Supply", {"name_zh": f"{goods}{fault}检测仪"}),
            Entity(f"demand:{number:02}", "Demand", {"name_zh": f"{goods}上的{fault}看不出来"}),
        )
    ]
    store.write(lambda writer: writer.upsert_entities(entities))
    judged = [
        Judgement(f"demand:{number:02}", f"supply:{number:02}", answers=True, weight=1.0)
        for number in range(len(kinds))
    ]
    return store, tuple(judged)


def market_matcher() -> Matcher:
    """Matches on the judged market."""
    return Matcher(judged_market()[0], core(), encoder())
