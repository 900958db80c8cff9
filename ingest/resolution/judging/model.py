"""From features to a probability: logistic regression, whose terms say what counted how much.

The sign of each weight is that of features.csv, so that nothing that speaks for a pair can lower
its probability. The weights stand in weights.json; ``python -m benchmarks.fit_resolution`` makes
them.
"""

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import orjson

from ingest.resolution.evidence.likeness import Features

WEIGHTS = "weights.json"


@dataclass(frozen=True, slots=True)
class FeatureDef:
    """A feature: how it may count, and what it says in words.

    Attributes:
        sign: ``+`` speaks for one entity, ``-`` for two, ``0`` for either.
        text: What it says, by language, with places for names in curly brackets.
    """

    name: str
    sign: str
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in log odds, and from which probability on a pair is what.

    Attributes:
        intercept: Log odds of a pair without any feature.
        weights: Log odds that a feature of 1 adds.
        merge: From here on a pair is to be merged.
        review: From here on a person should look at it; below it is apart.
    """

    intercept: float
    weights: Mapping[str, float]
    merge: float
    review: float

    def contributions(self, features: Features) -> Mapping[str, float]:
        """Log odds that each feature adds."""
        return {name: self.weights[name] * value for name, value in features.items()}

    def probability(self, features: Features) -> float:
        """That two entities with these features are one."""
        odds = self.intercept + sum(self.contributions(features).values())
        return 1 / (1 + math.exp(-odds))


@cache
def feature_defs() -> Mapping[str, FeatureDef]:
    """All features by name, in the order of features.csv."""
    text = (files(__package__) / "features.csv").read_text(encoding="utf-8")
    return {
        row["feature"]: FeatureDef(row["feature"], row["sign"], {"zh": row["zh"], "en": row["en"]})
        for row in csv.DictReader(text.splitlines())
    }


@cache
def shipped_model() -> Model:
    """The model that comes with the package."""
    found = orjson.loads((files(__package__) / WEIGHTS).read_bytes())
    return Model(found["intercept"], found["weights"], found["merge"], found["review"])


def may_reach(model: Model, features: Features, more: float) -> bool:
    """Whether a pair can come to a review, if it had at most that many log odds more."""
    odds = model.intercept + sum(model.contributions(features).values()) + more
    return odds >= math.log(model.review / (1 - model.review))
