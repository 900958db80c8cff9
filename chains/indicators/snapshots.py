"""Indicators as they were: kept beside the graph, one note each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chains.errors import ChainError
from chains.indicators.model import Indicator
from graph.port import GraphReader, GraphStore

_NOTES = "indicators:"


class UnknownSnapshot(ChainError):
    """There is no snapshot of that time."""

    code = "INDICATOR_UNKNOWN_SNAPSHOT"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The indicators at a time.

    Attributes:
        time: ISO 8601 in UTC; names the snapshot.
        note: What was said of it.
        revision: The store's.
        illustrative: Whether illustrative records counted.
        values: By indicator; None where there was none.
        members: By indicator the ids behind it, for counts.
    """

    time: str
    note: str
    revision: int
    illustrative: bool
    values: Mapping[str, float | None]
    members: Mapping[str, tuple[str, ...]]

    def difference(self, later: "Snapshot", name: str) -> tuple[Sequence[str], Sequence[str]]:
        """Ids that are behind an indicator later and were not before, and the other way round."""
        before, after = set(self.members.get(name, ())), set(later.members.get(name, ()))
        return sorted(after - before), sorted(before - after)


def take_snapshot(
    store: GraphStore,
    time: str,
    indicators: Sequence[Indicator],
    *,
    note: str = "",
    illustrative: bool = False,
) -> Snapshot:
    """Keep the indicators as they are now."""
    found = Snapshot(
        time,
        note,
        store.revision(),
        illustrative,
        {item.name: item.value for item in indicators},
        {item.name: item.members for item in indicators if item.members},
    )
    text = json.dumps(
        {
            "time": found.time,
            "note": found.note,
            "revision": found.revision,
            "illustrative": found.illustrative,
            "values": found.values,
            "members": found.members,
        },
        ensure_ascii=False,
    )
    store.write(lambda writer: writer.put_notes({f"{_NOTES}{time}": text}))
    return found


def snapshots(store: GraphReader) -> Sequence[Snapshot]:
    """All snapshots, oldest first."""
    found = []
    for text in store.notes(_NOTES).values():
        kept = json.loads(text)
        kept["members"] = {name: tuple(ids) for name, ids in kept["members"].items()}
        found.append(Snapshot(**kept))
    return sorted(found, key=lambda item: item.time)


def snapshot_at(store: GraphReader, time: str) -> Snapshot:
    """The last snapshot whose time begins so.

    Raises:
        UnknownSnapshot: There is none.
    """
    every = snapshots(store)
    fitting = [item for item in every if item.time.startswith(time)]
    if not fitting:
        known = ", ".join(item.time for item in every[-5:]) or "none"
        raise UnknownSnapshot(f"no snapshot of {time!r}; the last are: {known}")
    return fitting[-1]
