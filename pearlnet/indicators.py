"""All indicators together: those of chains, and those of the two wheels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chains.indicators import Indicator, Why, chain_indicators
from graph.port import GraphReader
from graph.query import Query
from matcher.assignment.reading import Matching
from matcher.standards import gaps
from matcher.wheels import WheelMatrix, turn
from ontology.model import Ontology, Text
from pearlnet.words import word

NAMES = (
    *("industry-divisions-covered", "largest-share", "robustness", "mean-completeness"),
    *("talent-gap", "standards-gap", "demand-fulfilment", "supply-utilisation", "dual-wheel-fit"),
)


def all_indicators(
    store: GraphReader, ontology: Ontology, matcher: Matching, *, illustrative: bool = False
) -> Sequence[Indicator]:
    """Every indicator as it is now, in the order of ``NAMES``."""
    of_chains = chain_indicators(store, ontology, illustrative=illustrative)
    wheels = turn(store, ontology, matcher, illustrative=illustrative)
    fulfilled, used = _fulfilment(store, wheels), _utilisation(store, wheels)
    found = {item.name: item for item in (*of_chains, _standards_gap(store), fulfilled, used)}
    found["dual-wheel-fit"] = _fit(fulfilled, used)
    return [found[name] for name in NAMES]


def _standards_gap(store: GraphReader) -> Indicator:
    whole = store.count(Query(type="Scenario"))
    if not whole:
        return Indicator("standards-gap", None, why=Why.NOTHING_TO_COUNT)
    bare = tuple(sorted(gap.subject.id for gap in gaps(store)))
    return Indicator("standards-gap", len(bare) / whole, len(bare), whole, bare)


def _fulfilment(store: GraphReader, wheels: WheelMatrix) -> Indicator:
    """F_d: the share of demand weight that is met; before calibration, by confirmed matches."""
    met = set(wheels.confirmed) | (set(wheels.estimated) if wheels.calibrated else set())
    every = met | set(wheels.estimated) | {item.demand for item in wheels.unmet}
    weights = _numbers(store, every, "weight", 1.0)
    whole = sum(weights.values())
    if not whole:
        return Indicator("demand-fulfilment", None, why=Why.NOTHING_TO_COUNT)
    part = sum(weights[id_] for id_ in met)
    return Indicator(
        "demand-fulfilment",
        part / whole,
        part,
        whole,
        tuple(sorted(met)),
        confirmed_only=not wheels.calibrated,
    )


def _utilisation(store: GraphReader, wheels: WheelMatrix) -> Indicator:
    """F_s: the share of supply capacity that is used, counted in the same way."""
    capacities = _numbers(store, set(wheels.loads) | set(wheels.idle), "capacity", 1.0)
    whole = sum(capacities.values())
    if not whole:
        return Indicator("supply-utilisation", None, why=Why.NOTHING_TO_COUNT)
    loads = wheels.loads if wheels.calibrated else wheels.confirmed_loads
    part = float(sum(min(loads.get(id_, 0), room) for id_, room in capacities.items()))
    return Indicator(
        "supply-utilisation",
        part / whole,
        part,
        whole,
        tuple(sorted(id_ for id_ in loads if id_ in capacities)),
        confirmed_only=not wheels.calibrated,
    )


def _fit(fulfilled: Indicator, used: Indicator) -> Indicator:
    """The harmonic mean of F_d and F_s: 0 where either is."""
    if fulfilled.value is None or used.value is None:
        return Indicator("dual-wheel-fit", None, why=Why.NOTHING_TO_COUNT)
    both = fulfilled.value + used.value
    value = 2 * fulfilled.value * used.value / both if both else 0.0
    return Indicator("dual-wheel-fit", value, confirmed_only=fulfilled.confirmed_only)


def _numbers(store: GraphReader, ids: set[str], field: str, unstated: float) -> Mapping[str, float]:
    found = {}
    for id_, entity in store.get(sorted(ids)).items():
        value = entity.properties.get(field)
        found[id_] = float(value) if isinstance(value, int | float) and value > 0 else unstated
    return found


@dataclass(frozen=True, slots=True)
class Indicators:
    """The indicators for the API. Calls may come from several threads.

    Attributes:
        store: The store.
        ontology: The ontology.
        matcher: Finds matches.
    """

    store: GraphReader
    ontology: Ontology
    matcher: Matching

    def now(self, *, illustrative: bool) -> Sequence[Indicator]:
        """Every indicator as it is now."""
        return all_indicators(self.store, self.ontology, self.matcher, illustrative=illustrative)

    def label(self, name: str) -> Text:
        """What people call an indicator."""
        return _said(f"indicator-{name}")

    def how(self, name: str) -> Text:
        """How an indicator is computed."""
        return _said(f"indicator-{name}-how")


def _said(key: str) -> Text:
    return Text({"zh": word(key, "zh"), "en": word(key, "en")})
