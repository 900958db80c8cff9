"""Rules that fire once when an indicator crosses a threshold."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

from chains.indicators.model import Indicator, UnknownIndicator
from graph.port import GraphReader, GraphStore, GraphWriter
from ontology.errors import nearest

_NOTES = "indicator-alert:"

Direction = Literal["above", "below"]


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule.

    Attributes:
        indicator: Which figure.
        threshold: Where.
        direction: It fires when the figure is above, or below, the threshold.
        fired: When it fired last and was not reset since; None while it waits. It is reset when
            the figure is back on the other side.
    """

    indicator: str
    threshold: float
    direction: Direction
    fired: str | None = None

    @property
    def key(self) -> str:
        """Names the rule: the same rule given again is the same."""
        return f"{self.indicator}:{self.direction}:{self.threshold!r}"

    def crossed(self, value: float) -> bool:
        """Whether the figure is on the side that the rule is about."""
        return value > self.threshold if self.direction == "above" else value < self.threshold


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fires now."""

    alert: Alert
    value: float


def add_alert(
    store: GraphStore, known: Sequence[str], indicator: str, threshold: float, direction: Direction
) -> Alert:
    """Add a rule; one that is there stays as it is.

    Raises:
        UnknownIndicator: There is no such indicator.
    """
    if indicator not in known:
        near = nearest(indicator, known)
        hint = f"; did you mean {near!r}?" if near else f"; known are {', '.join(known)}"
        raise UnknownIndicator(f"no indicator {indicator!r}{hint}")
    alert = Alert(indicator, threshold, direction)
    kept = {item.key: item for item in alerts(store)}
    if alert.key in kept:
        return kept[alert.key]
    store.write(lambda writer: _put(writer, [alert]))
    return alert


def alerts(reader: GraphReader) -> Sequence[Alert]:
    """All rules, by indicator, direction and threshold."""
    found = [Alert(**json.loads(text)) for text in reader.notes(_NOTES).values()]
    return sorted(found, key=lambda item: (item.indicator, item.direction, item.threshold))


def check_alerts(store: GraphStore, indicators: Sequence[Indicator], time: str) -> Sequence[Fired]:
    """The rules that fire now: each once, until its figure was back on the other side."""
    values: Mapping[str, float | None] = {item.name: item.value for item in indicators}

    def work(writer: GraphWriter) -> Sequence[Fired]:
        fired, changed = [], []
        for alert in alerts(writer):
            value = values.get(alert.indicator)
            if value is None:
                continue
            if alert.crossed(value) and alert.fired is None:
                changed.append(replace(alert, fired=time))
                fired.append(Fired(changed[-1], value))
            elif not alert.crossed(value) and alert.fired is not None:
                changed.append(replace(alert, fired=None))
        _put(writer, changed)
        return fired

    return store.write(work)


def _put(writer: GraphWriter, changed: Sequence[Alert]) -> None:
    writer.put_notes({f"{_NOTES}{item.key}": json.dumps(asdict(item)) for item in changed})
