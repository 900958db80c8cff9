"""Taking back what a batch, or a source, has said: the graph as if it had never spoken."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from graph.port import GraphReader, GraphStore, GraphWriter
from graph.query import Direction
from graph.records import Entity, Provenance, Relation, RelationKey
from ingest.errors import CannotUndo, UndoStopped, UnknownImport
from ingest.runs.ledger import ImportRecord, State, find_import, imports, priorities, put_import
from ingest.runs.lock import Lock, locked
from ingest.runs.waiting import drop_all
from ingest.statements.standing import Priorities, relation_without, without

_PAGE = 2_000
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back.

    Attributes:
        entities_removed: Of which nobody else said anything.
        entities_changed: Of which others speak on.
        relations_removed: That nobody else states.
        relations_changed: That others state as well.
    """

    entities_removed: int = 0
    entities_changed: int = 0
    relations_removed: int = 0
    relations_changed: int = 0

    def __add__(self, other: "Undone") -> "Undone":
        return Undone(
            self.entities_removed + other.entities_removed,
            self.entities_changed + other.entities_changed,
            self.relations_removed + other.relations_removed,
            self.relations_changed + other.relations_changed,
        )


@dataclass(frozen=True, slots=True)
class _Voice:
    """Whose words are taken back."""

    source: str | None = None
    batch: str | None = None

    def spoke(self, by: Provenance) -> bool:
        return self.source in (None, by.source) and self.batch in (None, by.batch)


def roll_back(
    store: GraphStore,
    batch: str,
    *,
    cascade: bool = False,
    stop: Callable[[], bool] | None = None,
) -> Undone:
    """Take back an import; it can be stopped at any point and called again.

    What the batch said is forgotten, and what it replaced stands again.

    Args:
        store: Where to.
        batch: The import's identifier.
        cascade: Also remove what others say of entities that nobody else describes.
        stop: Asked before each transaction whether to stop there.

    Raises:
        UndoStopped: ``stop`` said so.
        UnknownImport: There is no such import, or it was rolled back before.
        CannotUndo: A later import of the same source is in force, or relations of others lead
            to entities that would vanish; names them.
        ImportRunning: An import is under way.
    """
    with locked(store, f"rollback of {batch}") as lock:
        record = find_import(store, batch)
        if record is None:
            raise UnknownImport(f"no import {batch!r}; `pearlnet batch list` shows them")
        if record.state is State.ROLLED_BACK:
            raise UnknownImport(f"import {batch!r} was rolled back before")
        _refuse_later(store, record)
        done = _take_back(store, _Voice(batch=batch), lock, cascade=cascade, stop=stop)
        rolled_back = replace(record, state=State.ROLLED_BACK)
        store.write(partial(_close, record=rolled_back, lock=lock))
    return done


def remove_source(store: GraphStore, source: str, *, cascade: bool = False) -> Undone:
    """Take back everything that a source said, in whatever import; see ``roll_back``.

    Raises:
        UnknownImport: Nothing of that source was ever imported.
        CannotUndo: Relations of others lead to entities that would vanish.
        ImportRunning: An import is under way.
    """
    with locked(store, f"removal of {source}") as lock:
        if source not in priorities(store):
            known = ", ".join(sorted(priorities(store))) or "none"
            raise UnknownImport(f"no source {source!r}; known are: {known}")
        done = _take_back(store, _Voice(source=source), lock, cascade=cascade)
        for record in imports(store):
            if source in record.sources:
                files = tuple(
                    replace(item, withdrawn=item.withdrawn or item.source == source)
                    for item in record.files
                )
                changed = replace(record, files=files)
                store.write(partial(_close, record=changed, lock=lock))
    return done


def _refuse_later(store: GraphReader, record: ImportRecord) -> None:
    past = imports(store)
    later = past[[item.batch for item in past].index(record.batch) + 1 :]
    blocking = [
        item.batch
        for item in later
        if item.state is not State.ROLLED_BACK and item.sources & record.sources
    ]
    if blocking:
        raise CannotUndo(
            f"the same source was imported again later; roll back {', '.join(blocking[::-1])} first"
        )


def _take_back(
    store: GraphStore,
    voice: _Voice,
    lock: Lock,
    *,
    cascade: bool,
    stop: Callable[[], bool] | None = None,
) -> Undone:
    believed = Priorities(priorities(store))
    if not cascade:
        _refuse_dependents(store, voice, believed)
    done = Undone()
    after: RelationKey | None = None
    while found := store.said_relations(
        source=voice.source, batch=voice.batch, after=after, first=_PAGE
    ):
        after = found[-1].key
        _check(stop)
        done += store.write(
            partial(_relations, page=found, voice=voice, believed=believed, lock=lock)
        )
    last = ""
    while page := store.said_entities(
        source=voice.source, batch=voice.batch, after=last, first=_PAGE
    ):
        last = page[-1].id
        _check(stop)
        done += store.write(
            partial(_entities, page=page, voice=voice, believed=believed, lock=lock)
        )
    return done


def _check(stop: Callable[[], bool] | None) -> None:
    if stop is not None and stop():
        raise UndoStopped("stopped on the way; taking the same back again goes on")


def _relations(
    writer: GraphWriter,
    page: Sequence[Relation],
    voice: _Voice,
    believed: Priorities,
    lock: Lock,
) -> Undone:
    lock.keep(writer)
    stored = writer.get_relations([item.key for item in page])
    left = {key: relation_without(item, voice.spoke, believed) for key, item in stored.items()}
    removed = writer.delete_relations([key for key, item in left.items() if item is None])
    kept = [item for item in left.values() if item is not None]
    changed = writer.upsert_relations(kept, whole=True).updated
    return Undone(relations_removed=removed, relations_changed=changed)


def _entities(
    writer: GraphWriter, page: Sequence[Entity], voice: _Voice, believed: Priorities, lock: Lock
) -> Undone:
    lock.keep(writer)
    stored = writer.get([item.id for item in page])
    left = {id_: without(item, voice.spoke, believed) for id_, item in stored.items()}
    removed = writer.delete_entities([id_ for id_, item in left.items() if item is None])
    kept = [item for item in left.values() if item is not None]
    changed = writer.upsert_entities(kept, whole=True, stored=stored).updated
    return Undone(entities_removed=removed, entities_changed=changed)


def _refuse_dependents(store: GraphReader, voice: _Voice, believed: Priorities) -> None:
    """Others may lead to entities that nobody else describes; they are not cut off unasked."""
    examples: list[str] = []
    count = 0
    for ids in _vanishing(store, voice, believed):
        for relation in _relations_of(store, ids):
            if relation_without(relation, voice.spoke, believed) is not None:
                count += 1
                if len(examples) < _SHOWN:
                    by = relation.provenance.source if relation.provenance else "-"
                    key = f"{relation.source} {relation.type} {relation.target}"
                    examples.append(f"{key} (by {by})")
    if count:
        raise CannotUndo(
            f"{count} relations of others lead to or from entities that would vanish: "
            f"{'; '.join(examples)}; take those imports back first, or ask for a cascade"
        )


def _vanishing(store: GraphReader, voice: _Voice, believed: Priorities) -> Iterator[Sequence[str]]:
    last = ""
    while page := store.said_entities(
        source=voice.source, batch=voice.batch, after=last, first=_PAGE
    ):
        last = page[-1].id
        gone = [item.id for item in page if without(item, voice.spoke, believed) is None]
        if gone:
            yield gone


def _relations_of(store: GraphReader, ids: Sequence[str]) -> Iterator[Relation]:
    ways: tuple[Direction, ...] = ("out", "in")
    for direction in ways:
        for near in store.neighbours(ids, direction=direction).values():
            yield from (item.relation for item in near)


def _close(writer: GraphWriter, record: ImportRecord, lock: Lock) -> None:
    lock.keep(writer)
    put_import(writer, record)
    if record.state is State.ROLLED_BACK:
        drop_all(writer, record.batch)
