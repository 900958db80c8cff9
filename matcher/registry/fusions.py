"""A fusion as JSON: plain coefficients, trees as LightGBM's own text, knots of the calibration."""

from dataclasses import asdict
from typing import Any

from matcher.errors import InvalidModel
from matcher.fusion import (
    INPUTS,
    Calibration,
    Fusion,
    Isotonic,
    LearnedFusion,
    LinearScorer,
    Platt,
    ReciprocalFusion,
    Scorer,
    TreeScorer,
)

_ANEW = "`pearlnet model train` makes one, and `pearlnet model promote --force` puts it into use"


def fusion_as_json(fusion: Fusion) -> dict[str, Any]:
    """What ``fusion_of_json`` reads."""
    if not isinstance(fusion, LearnedFusion):
        return {"kind": "reciprocal"}
    return {
        "kind": "learned",
        "inputs": list(INPUTS),
        "scorer": _scorer_as_json(fusion.scorer),
        "calibration": _calibration_as_json(fusion.calibration),
        "threshold": fusion.threshold,
    }


def fusion_of_json(said: dict[str, Any]) -> Fusion:
    """The fusion.

    Raises:
        InvalidModel: Another release wrote it, or it was learned on other inputs.
    """
    try:
        if said["kind"] == "reciprocal":
            return ReciprocalFusion()
        if said["inputs"] == list(INPUTS):
            return LearnedFusion(
                _scorer_of_json(said["scorer"]),
                _calibration_of_json(said["calibration"]),
                said["threshold"],
            )
    except (KeyError, TypeError) as error:
        raise InvalidModel(f"another release wrote this model (no {error}); {_ANEW}") from None
    raise InvalidModel(f"this model was trained on other features than this release has; {_ANEW}")


def _scorer_as_json(scorer: Scorer) -> dict[str, Any]:
    match scorer:
        case LinearScorer():
            return {"kind": "logistic", **asdict(scorer)}
        case TreeScorer():
            return {"kind": "lightgbm", "model": scorer.model}
        case _:
            raise TypeError(f"cannot keep {type(scorer).__name__}")


def _scorer_of_json(said: dict[str, Any]) -> Scorer:
    if said["kind"] == "lightgbm":
        return TreeScorer(said["model"])
    columns = {name: tuple(said[name]) for name in ("centres", "weights", "lows", "highs")}
    return LinearScorer(base=said["base"], **columns)


def _calibration_as_json(calibration: Calibration) -> dict[str, Any]:
    match calibration:
        case Platt(slope, offset):
            return {"kind": "platt", "slope": slope, "offset": offset}
        case Isotonic(scores, values, least):
            knots = {"scores": list(scores), "values": list(values)}
            return {"kind": "isotonic", **knots, "least": least}
        case _:
            raise TypeError(f"cannot keep {type(calibration).__name__}")


def _calibration_of_json(said: dict[str, Any]) -> Calibration:
    if said["kind"] == "platt":
        return Platt(said["slope"], said["offset"])
    return Isotonic(tuple(said["scores"]), tuple(said["values"]), said["least"])
