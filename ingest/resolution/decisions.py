"""What people decided about pairs, and what waits for them: kept in the store as notes.

``apart`` is remembered, so that the pair is never proposed again; ``merge`` merges, which can be
undone at any time. A decision about a record holds for what it became part of since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import blake2b

import orjson

from graph.port import GraphReader, GraphStore
from ingest.errors import CannotMerge
from ingest.resolution.judging.verdicts import Duplicate, Reason, Verdict
from ingest.statements.merging import finals, merge_all, merges, part

Pair = tuple[str, str]
"""Two ids, the lesser first."""

_APART, _OPEN = "duplicate:apart:", "duplicate:open:"


class Decision(StrEnum):
    """What a person says of two records."""

    MERGE = "merge"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Apart:
    """Two records of which a person decided that they are two.

    Attributes:
        first: The lesser id.
        second: The other.
        time: When, ISO 8601 in UTC.
    """

    first: str
    second: str
    time: str


def decisions(reader: GraphReader) -> Sequence[Apart]:
    """All pairs that were decided to be two, ordered by their ids."""
    found = (Apart(**orjson.loads(text)) for text in reader.notes(_APART).values())
    return sorted(found, key=lambda item: (item.first, item.second))


def decided_apart(reader: GraphReader) -> frozenset[Pair]:
    """Pairs that were decided to be two, by the ids under which they stand now."""
    final = finals(reader)
    return frozenset(
        pair_of(final.get(item.first, item.first), final.get(item.second, item.second))
        for item in decisions(reader)
    )


def decide(store: GraphStore, first: str, second: str, decision: Decision, *, time: str) -> None:
    """Do what a person decided about two records.

    Args:
        store: Where they are.
        first: The one that stays, if they are merged.
        second: The one that joins it.
        decision: Whether they are one; two that were merged are parted if they are not.
        time: Now, ISO 8601 in UTC.

    Raises:
        CannotMerge: One does not exist, they are of different classes, or both are parts of a
            third.
        ImportRunning: An import is under way.
    """
    if decision is Decision.MERGE:
        merge_all(store, [(first, second)], time=time)
        forgotten = dict.fromkeys((_key(_APART, first, second), _key(_OPEN, first, second)))
        store.write(lambda writer: writer.put_notes(forgotten))
        return
    _part_merged(store, first, second)
    remember_apart(store, first, second, time=time)


def remember_apart(store: GraphStore, first: str, second: str, *, time: str) -> None:
    """Never propose those two records again."""
    one, other = pair_of(first, second)
    text = orjson.dumps(asdict(Apart(one, other, time))).decode()
    notes = {_key(_APART, one, other): text, _key(_OPEN, one, other): None}
    store.write(lambda writer: writer.put_notes(notes))


def queue(reader: GraphReader) -> Sequence[Duplicate]:
    """Pairs that wait for a person and still stand, likeliest first."""
    found = [_duplicate_of(text) for text in reader.notes(_OPEN).values()]
    alive = reader.types_of({id_ for item in found for id_ in (item.first, item.second)})
    standing = [item for item in found if item.first in alive and item.second in alive]
    return sorted(standing, key=lambda item: (-item.probability, item.first, item.second))


def enqueue(store: GraphStore, found: Iterable[Duplicate], types: Iterable[str]) -> None:
    """Let those pairs wait for a person, in place of those of the classes that waited before."""
    known = set(types)
    waiting = {key: _duplicate_of(text) for key, text in store.notes(_OPEN).items()}
    notes: dict[str, str | None] = {
        key: None for key, item in waiting.items() if item.type in known
    }
    for item in found:
        notes[_key(_OPEN, item.first, item.second)] = orjson.dumps(asdict(item)).decode()
    store.write(lambda writer: writer.put_notes(notes))


def pair_of(first: str, second: str) -> Pair:
    """Two ids, the lesser first."""
    return (first, second) if first < second else (second, first)


def _part_merged(store: GraphStore, first: str, second: str) -> None:
    """Part two records if one is a part of the other.

    Raises:
        CannotMerge: One does not exist, or both are parts of a third.
    """
    known = merges(store)
    for gone, kept in ((first, second), (second, first)):
        if gone in known and known[gone].kept == kept:
            part(store, gone)
            return
    final = finals(store)
    if first in final and final[first] == final.get(second):
        raise CannotMerge(
            f"{first!r} and {second!r} are both part of {final[first]!r}; first part one of them: "
            f"`pearlnet part {first}`"
        )
    _check_known(store, {id_: final.get(id_, id_) for id_ in (first, second)})


def _check_known(reader: GraphReader, final: Mapping[str, str]) -> None:
    if len(set(final)) == 1:
        raise CannotMerge(f"{next(iter(final))!r} is one record; name two")
    alive = reader.types_of(set(final.values()))
    for id_, stands in final.items():
        if stands not in alive:
            raise CannotMerge(f"there is no entity {id_!r}")


def _key(prefix: str, first: str, second: str) -> str:
    """Ids may be longer together than a key may be."""
    return prefix + blake2b("\t".join(pair_of(first, second)).encode(), digest_size=16).hexdigest()


def _duplicate_of(text: str) -> Duplicate:
    parts = orjson.loads(text)
    reasons = tuple(Reason(**item) for item in parts.pop("reasons"))
    return Duplicate(**{**parts, "verdict": Verdict(parts["verdict"]), "reasons": reasons})
