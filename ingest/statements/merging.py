"""Two records of one thing become one, and two again whenever that was wrong.

Nothing is lost: what was said of the record that went lies as claims with the one that stays,
each with the id it was said of, and so does what later imports say of that id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

import orjson

from graph.port import GraphReader, GraphStore, GraphWriter
from graph.query import Direction
from graph.records import Claim, Entity, Relation, RelationKey
from ingest.errors import CannotMerge
from ingest.ports import ImportReader
from ingest.runs.ledger import priorities
from ingest.runs.lock import Lock, locked
from ingest.statements.standing import (
    Priorities,
    put,
    put_relation,
    said_of,
    said_of_properties,
    said_of_relation,
)

_MERGED = "merged:"
_AT_ONCE = 200
"""So many merges share a transaction."""
_WAYS: tuple[Direction, ...] = ("out", "in")


@dataclass(frozen=True, slots=True)
class Merge:
    """A record that became part of another.

    Attributes:
        gone: Its id.
        kept: The id of the other.
        type: The class of both.
        time: When, ISO 8601 in UTC.
        bare: Those of the two of which nothing was said: they stand again when parted.
    """

    gone: str
    kept: str
    type: str
    time: str
    bare: tuple[str, ...] = ()


def merges(reader: ImportReader) -> Mapping[str, Merge]:
    """All that were merged, by the id that went."""
    notes = reader.notes(_MERGED)
    found = (_merge_of(key.removeprefix(_MERGED), text) for key, text in notes.items())
    return {item.gone: item for item in found}


def finals(reader: ImportReader) -> Mapping[str, str]:
    """For each record that is part of another, the id under which it stands now."""
    found = _all_finals(merges(reader))
    alive = reader.types_of(set(found.values()))
    return {gone: kept for gone, kept in found.items() if kept in alive}


def merge(store: GraphStore, kept: str, gone: str, *, time: str) -> None:
    """Make the record ``gone`` a part of ``kept``.

    Raises:
        CannotMerge: One of them does not exist, or they are of different classes.
        ImportRunning: An import is under way.
    """
    merge_all(store, [(kept, gone)], time=time)


def merge_all(store: GraphStore, pairs: Sequence[tuple[str, str]], *, time: str) -> None:
    """Make the second record of each pair a part of the first, some hundreds in one transaction.

    Raises:
        CannotMerge: A record does not exist, is part of another, or is of another class; what
            was merged before its transaction stays.
        ImportRunning: An import is under way.
    """
    if not pairs:
        return
    with locked(store, f"merge of {pairs[0][1]}") as lock:
        for start in range(0, len(pairs), _AT_ONCE):
            some = pairs[start : start + _AT_ONCE]
            store.write(partial(_merge, pairs=some, time=time, lock=lock))


def part(store: GraphStore, gone: str) -> str:
    """Undo a merge: the record stands again, with all that was said of it until now.

    Returns:
        The id of the record that it was part of.

    Raises:
        CannotMerge: It is part of none.
        ImportRunning: An import is under way.
    """
    with locked(store, f"parting of {gone}") as lock:
        return store.write(lambda writer: _part(writer, gone, lock))


def _merge(writer: GraphWriter, pairs: Sequence[tuple[str, str]], time: str, lock: Lock) -> None:
    lock.keep(writer)
    ids = list(dict.fromkeys(chain.from_iterable(pairs)))
    stored, known = writer.get(ids), dict(merges(writer))
    notes: dict[str, str | None] = {}
    for kept, gone in pairs:
        _check(kept, gone, stored, known)
        bare = tuple(id_ for id_ in (kept, gone) if _is_bare(stored[id_]))
        known[gone] = Merge(gone, kept, stored[gone].type, time, bare)
        note = {"kept": kept, "type": stored[gone].type, "time": time, "bare": bare}
        notes[_MERGED + gone] = orjson.dumps(note).decode()
    writer.put_notes(notes)
    final = _all_finals(known)
    _regroup(writer, ids, {final.get(id_, id_): entity.type for id_, entity in stored.items()})


def _part(writer: GraphWriter, gone: str, lock: Lock) -> str:
    lock.keep(writer)
    known = merges(writer)
    if gone not in known:
        raise CannotMerge(f"{gone!r} is not part of another; `pearlnet merge list` shows all")
    kept = _way(known, gone)[-1]
    writer.put_notes({_MERGED + gone: None})
    standing = [id_ for id_ in known[gone].bare if id_ == gone or id_ not in known]
    _regroup(writer, [kept], dict.fromkeys(standing, known[gone].type))
    return kept


def _is_bare(entity: Entity) -> bool:
    """Whether the record stands although nothing is said of it itself."""
    fields = {*entity.properties, *(claim.field for claim in entity.claims)}
    return all(claim.about for field in fields for claim in said_of(entity, field))


def _regroup(writer: GraphWriter, ids: Sequence[str], standing: Mapping[str, str]) -> None:
    """Put each statement about those records where the merges now in force say it belongs.

    Args:
        writer: Where to.
        ids: The records.
        standing: Those that stand, by type, even if nothing is said of them.
    """
    believed = Priorities(priorities(writer))
    final = _all_finals(merges(writer))
    before = writer.get(ids)
    relations = _relations_of(writer, ids)
    entities = _entities(list(before.values()), standing, final, believed)
    writer.upsert_entities(entities, whole=True)
    after = _relations(relations, final, believed)
    writer.upsert_relations(after, whole=True)
    writer.delete_relations([key for key in relations if key not in {i.key for i in after}])
    writer.delete_entities([id_ for id_ in before if id_ not in {item.id for item in entities}])


def _entities(
    before: Sequence[Entity],
    standing: Mapping[str, str],
    final: Mapping[str, str],
    believed: Priorities,
) -> list[Entity]:
    """The records with what is said of each, and those of ``standing`` in any case."""
    told: dict[str, dict[str, list[Claim]]] = {id_: {} for id_ in standing}
    types = dict(standing)
    for entity in before:
        for field in sorted({*entity.properties, *(claim.field for claim in entity.claims)}):
            for claim in said_of(entity, field):
                own = claim.about or entity.id
                id_ = final.get(own, own)
                types.setdefault(id_, entity.type)
                statement = replace(claim, about="" if id_ == own else own)
                told.setdefault(id_, {}).setdefault(field, []).append(statement)
    return [put(Entity(id_, types[id_]), fields, believed) for id_, fields in told.items()]


def _relations(
    before: Mapping[RelationKey, Relation], final: Mapping[str, str], believed: Priorities
) -> list[Relation]:
    told: dict[RelationKey, dict[str, list[Claim]]] = {}
    for key, relation in before.items():
        properties = said_of_properties(relation).values()
        for claim in chain(said_of_relation(relation), *properties):
            own = claim.about or f"{key.source}\t{key.target}"
            source, target = (final.get(end, end) for end in own.split("\t"))
            there = RelationKey(key.type, source, target)
            statement = replace(claim, about="" if own == f"{source}\t{target}" else own)
            told.setdefault(there, {}).setdefault(claim.field, []).append(statement)
    return [
        put_relation(Relation(key.type, key.source, key.target), fields.pop(""), believed, fields)
        for key, fields in told.items()
    ]


def _check(kept: str, gone: str, stored: Mapping[str, Entity], known: Mapping[str, Merge]) -> None:
    if kept == gone:
        raise CannotMerge(f"{kept!r} cannot be merged with itself")
    for id_ in (kept, gone):
        if id_ in known:
            raise CannotMerge(f"{id_!r} is part of {_way(known, id_)[-1]!r}; merge that one")
        if id_ not in stored:
            raise CannotMerge(f"there is no entity {id_!r}")
    if stored[kept].type != stored[gone].type:
        raise CannotMerge(
            f"{kept!r} is a {stored[kept].type} and {gone!r} a {stored[gone].type}; "
            "only records of one class can be the same thing"
        )


def _all_finals(known: Mapping[str, Merge]) -> Mapping[str, str]:
    return {gone: _way(known, gone)[-1] for gone in known}


def _way(known: Mapping[str, Merge], gone: str) -> Sequence[str]:
    """The ids that a record became part of, one after the other."""
    way: list[str] = []
    while gone in known:
        gone = known[gone].kept
        way.append(gone)
    return way


def _relations_of(reader: GraphReader, ids: Sequence[str]) -> dict[RelationKey, Relation]:
    return {
        item.relation.key: item.relation
        for direction in _WAYS
        for near in reader.neighbours(ids, direction=direction).values()
        for item in near
    }


def _merge_of(gone: str, text: str) -> Merge:
    note = orjson.loads(text)
    return Merge(gone, note["kept"], note["type"], note["time"], tuple(note.get("bare", ())))
