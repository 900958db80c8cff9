"""What sources report, beside what is computed."""

from collections.abc import Sequence

from chains.indicators.model import Reported
from graph.port import GraphReader
from graph.query import Exists, Query


def reported(store: GraphReader, indicator: str | None = None) -> Sequence[Reported]:
    """Figures that sources report, by indicator, period and id.

    Args:
        store: The store.
        indicator: Only this one; None is all.
    """
    found = [
        Reported(
            entity.id,
            str(entity.properties["indicator"]),
            float(str(entity.properties["value"])),
            str(entity.properties.get("unit", "")),
            str(entity.properties.get("period", "")),
        )
        for batch in store.scan(Query(type="Observation", where=Exists("indicator")))
        for entity in batch
        if "value" in entity.properties
    ]
    kept = [item for item in found if indicator in (None, item.indicator)]
    return sorted(kept, key=lambda item: (item.indicator, item.period, item.id))
