"""Where an enterprise stands on the ladder, what could be next, and who is like it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from chains.actions import Capabilities
from chains.errors import ChainError
from chains.ladder.criteria import Rules, judge
from chains.ladder.model import Held, Ladder, Peer
from chains.stages import ChainRecords
from graph.port import GraphReader
from graph.records import Entity
from ontology.model import Ontology


class UnknownEnterprise(ChainError):
    """The id is of no enterprise."""

    code = "CHAIN_UNKNOWN_ENTERPRISE"


def climb(
    store: GraphReader,
    ontology: Ontology,
    records: ChainRecords,
    capabilities: Capabilities,
    rules: Rules,
    *,
    id: str,
    today: str,
    peers: int = 5,
    hidden: Collection[str] = (),
) -> Ladder:
    """Phase, honours, next honours with their criteria, and peers of an enterprise.

    Next are the kinds that are not held while all that stands before them is, and those that
    have expired. What stands before an honour in force counts as held.

    Args:
        store: Where the record is.
        ontology: Its classes and vocabularies.
        records: What is on record.
        capabilities: Of the same record.
        rules: The criteria on record.
        id: Of the enterprise.
        today: The date by which honours are in force (YYYY-MM-DD).
        peers: How many peers to return.
        hidden: Properties of enterprises that count as unknown.

    Raises:
        UnknownEnterprise: The id is of none.
    """
    entity = store.get([id]).get(id)
    if entity is None or not (
        entity.type in ontology.classes and ontology.is_a(entity.type, "Enterprise")
    ):
        raise UnknownEnterprise(
            f"{id!r} is not the id of an enterprise; `pearlnet search` finds its id"
        )
    entity = _without(entity, hidden)
    honours = _honours(store, records, [id], today)[id]
    granted = {item.kind for item in honours}
    held = {item.kind for item in honours if item.in_force}
    counted = rules.below(held) | held
    following = [
        kind
        for kind in rules.kinds
        if kind not in counted
        and (kind in granted or rules.before.get(kind, frozenset()) <= counted)
    ]
    return Ladder(
        enterprise=id,
        today=today,
        phase=_phase(entity),
        honours=honours,
        next=tuple(
            judge(store, ontology, rules, entity, kind=kind, held=counted, lapsed=kind in granted)
            for kind in following
        ),
        peers=_peers(store, records, capabilities, rules, id, today, peers, hidden),
    )


def _without(entity: Entity, hidden: Collection[str]) -> Entity:
    """The entity as it is known to somebody from whom those properties are hidden."""
    return replace(
        entity,
        properties={key: said for key, said in entity.properties.items() if key not in hidden},
        provenance={key: said for key, said in entity.provenance.items() if key not in hidden},
    )


def _honours(
    store: GraphReader, records: ChainRecords, enterprises: Sequence[str], today: str
) -> Mapping[str, tuple[Held, ...]]:
    """The honours of each, latest first."""
    ids = sorted({item for who in enterprises for item in records.of("honourOf", who)})
    entities = store.get(ids)
    found: dict[str, tuple[Held, ...]] = defaultdict(tuple)
    for who in enterprises:
        held = [_held(entities[x], today) for x in records.of("honourOf", who) if x in entities]
        found[who] = tuple(sorted(held, key=lambda item: (-(item.year or 0), item.id)))
    return found


def _held(entity: Entity, today: str) -> Held:
    said = entity.properties
    year, expires, batch = said.get("year"), said.get("expiresOn"), said.get("batch")
    return Held(
        id=entity.id,
        kind=str(said.get("kind") or ""),
        year=year if isinstance(year, int) else None,
        batch=batch if isinstance(batch, str) else None,
        expires=expires if isinstance(expires, str) else None,
        in_force=not isinstance(expires, str) or expires >= today,
    )


def _peers(
    store: GraphReader,
    records: ChainRecords,
    capabilities: Capabilities,
    rules: Rules,
    id: str,
    today: str,
    first: int,
    hidden: Collection[str],
) -> tuple[Peer, ...]:
    members = {
        who
        for industry in records.to("operatesIn", id)
        for who in records.of("operatesIn", industry)
    }
    members &= capabilities.enterprises
    alike = capabilities.alike(id, members)[:first]
    entities = store.get([who for who, _ in alike])
    honours = _honours(store, records, [who for who, _ in alike], today)
    found = []
    for who, weight in alike:
        held = {item.kind for item in honours[who] if item.in_force}
        phase = _phase(_without(entities[who], hidden)) if who in entities else None
        found.append(Peer(who, phase, tuple(x for x in rules.kinds if x in held), weight))
    return tuple(found)


def _phase(entity: Entity) -> str | None:
    phase = entity.properties.get("lifecycle")
    return phase if isinstance(phase, str) else None
