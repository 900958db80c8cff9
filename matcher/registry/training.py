"""Making a version: an encoder, and what can be learned and said of it from judged pairs."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.port import GraphReader
from matcher.encoder.corpus import texts_of
from matcher.encoder.port import Encoder
from matcher.errors import TooFewLabels
from matcher.evaluation.abstention import PRECISION, pick_threshold
from matcher.evaluation.model import Report
from matcher.evaluation.report import best_candidates, evaluate_held_out
from matcher.feedback.labels import Judgement
from matcher.fusion import Fusion, LearnedFusion, ReciprocalFusion
from matcher.learning import Examples, cross_validate, gather, learn
from matcher.learning.groups import near_duplicates
from matcher.learning.learners import LOGISTIC, ROUNDS, TREES
from matcher.learning.selection import HeldOut, Learned
from matcher.learning.wordings import TextSource, Wordings, demand_of, worded, wordings
from matcher.registry.versions import Kept, Version

DEMANDS_AT_MOST = 3_000
"""Judged demands that a version learns from; more would take memory and tell little more."""


@dataclass(frozen=True, slots=True)
class Training:
    """How a version is made.

    Attributes:
        time: When, ISO 8601 in UTC.
        code: Version of pearlnet.
        complete: Whether a pair that is not listed was judged not to answer.
        precision: Share of confident answers that should be right.
    """

    time: str
    code: str
    complete: bool = False
    precision: float = PRECISION


def make_version(
    store: GraphReader,
    source: TextSource,
    encoder: Encoder,
    judgements: Sequence[Judgement],
    training: Training,
) -> Kept:
    """Learn a fusion where the judgements suffice; reciprocal rank fusion where they do not.

    Args:
        store: The graph that the source reads.
        source: Retrieves with the encoder.
        encoder: What the version answers with.
        judgements: The labels; pairs of demands that the store does not have are passed over.
        training: How.
    """
    known = _bounded(_known(store, judgements))
    revision = store.revision()
    if not known:
        note = "no demand was judged; give feedback on matches"
        version = _version(ReciprocalFusion(), None, encoder, (), revision, training, note)
        return Kept(version, ReciprocalFusion(), None, ())
    examples = judged_examples(store, source, known, complete=training.complete)
    try:
        held, learned = cross_validate(examples), learn(examples)
    except TooFewLabels as error:
        fusion: Fusion = ReciprocalFusion()
        version = _version(fusion, None, encoder, known, revision, training, str(error))
        return Kept(version, fusion, evaluate_held_out(examples, None), ())
    fusion = replace(learned.fusion, threshold=_threshold(examples, held, training.precision))
    version = _version(fusion, learned, encoder, known, revision, training, "")
    taught = tuple(sorted({item.demand for item in known}))
    return Kept(version, fusion, evaluate_held_out(examples, held), taught)


def judged_examples(
    store: GraphReader,
    source: TextSource,
    judgements: Sequence[Judgement],
    *,
    complete: bool = False,
) -> Examples:
    """The candidates of all judged demands, asked as recorded and as texts.

    Args:
        store: The graph that the source reads.
        source: Retrieves.
        judgements: The labels, of demands in the store.
        complete: Whether a pair that is not listed was judged not to answer.
    """
    groups = near_duplicates(_texts(store, sorted({item.demand for item in judgements})))
    return _examples(store, source, judgements, groups, complete=complete)


def evaluate_version(
    store: GraphReader,
    source: TextSource,
    kept: Kept,
    judgements: Sequence[Judgement],
    *,
    complete: bool = False,
) -> Report | None:
    """How a version does on demands that it did not learn from; None without any.

    Near duplicates of what it learned from are left out as well.

    Args:
        store: The graph that the source reads.
        source: Retrieves with the version's encoder.
        kept: The version.
        judgements: The labels as they are now.
        complete: Whether a pair that is not listed was judged not to answer.
    """
    known = _known(store, judgements)
    texts = _texts(store, sorted({item.demand for item in known} | set(kept.taught)))
    groups = near_duplicates(texts)
    seen = {groups[demand] for demand in kept.taught if demand in groups}
    new = {item.demand: groups[item.demand] for item in known if groups[item.demand] not in seen}
    if not new:
        return None
    examples = _examples(store, source, known, new, complete=complete)
    if not isinstance(kept.fusion, LearnedFusion):
        return evaluate_held_out(examples, None)
    scores = kept.fusion.scorer.scores(examples.inputs)
    probabilities = kept.fusion.calibration.probabilities(scores)
    return evaluate_held_out(examples, HeldOut(scores, probabilities, ()))


def data_hash(judgements: Sequence[Judgement]) -> str:
    """Names what was learned from; empty for nothing."""
    if not judgements:
        return ""
    lines = sorted(
        f"{item.demand}\t{item.supply}\t{int(item.answers)}\t{item.weight!r}" for item in judgements
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _examples(
    store: GraphReader,
    source: TextSource,
    judgements: Sequence[Judgement],
    groups: Mapping[str, int],
    *,
    complete: bool,
) -> Examples:
    """The candidates of the demands, as recorded and as texts; the wordings share its group."""
    texts = wordings(store, sorted(groups))
    grouped = {**groups, **{wording: groups[demand_of(wording)] for wording in texts}}
    return gather(Wordings(source, texts), worded(judgements, texts), grouped, complete=complete)


def _threshold(examples: Examples, held: HeldOut, precision: float) -> float:
    first = best_candidates(examples, held.scores)
    return pick_threshold(held.probabilities[first], examples.answers[first], precision)


def _known(store: GraphReader, judgements: Sequence[Judgement]) -> Sequence[Judgement]:
    types = store.types_of(sorted({item.demand for item in judgements}))
    return [item for item in judgements if types.get(item.demand) == "Demand"]


def _bounded(judgements: Sequence[Judgement]) -> Sequence[Judgement]:
    """The judgements of at most ``DEMANDS_AT_MOST`` demands, drawn at random by a seed."""
    demands = sorted({item.demand for item in judgements})
    if len(demands) <= DEMANDS_AT_MOST:
        return judgements
    drawn = np.random.default_rng(7).permutation(demands)[:DEMANDS_AT_MOST]
    kept = frozenset(drawn.tolist())
    return [item for item in judgements if item.demand in kept]


def _texts(store: GraphReader, demands: Sequence[str]) -> Mapping[str, str]:
    found = store.get(demands)
    return {item.id: " ".join(texts_of(item).values()) for item in found.values()}


def _version(
    fusion: Fusion,
    learned: Learned | None,
    encoder: Encoder,
    judgements: Sequence[Judgement],
    revision: int,
    training: Training,
    note: str,
) -> Version:
    parameters: dict[str, object] = {"complete": training.complete}
    if learned:
        settings = {"logistic": dict(LOGISTIC), "lightgbm": {**TREES, "rounds": ROUNDS}}
        parameters |= {
            "precision": training.precision,
            "learner": settings[learned.choice.learner],
            "losses": dict(learned.losses),
        }
    return Version(
        id="",
        time=training.time,
        encoder=encoder.name,
        kind=learned.choice.learner if learned else "reciprocal",
        calibration=learned.choice.calibration if learned else "",
        threshold=fusion.threshold,
        data=data_hash(judgements),
        revision=revision,
        illustrative=int(np.sum([item.illustrative for item in judgements])),
        parameters=parameters,
        code=training.code,
        note=note,
    )
