"""The subscriptions ``entityChanged`` and ``matchFound``."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLID,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.context import Info
from api.fields import first_argument, plain, shown
from api.ids import entity_id, global_id
from api.live.feed import Feed, InvalidPosition
from api.match_types import DEFAULT_MATCHES
from api.outputs import CompositeType
from api.paging import check_first
from graph.query import Change
from graph.records import Entity, RelationKey
from matcher.errors import NothingToMatch, UnknownSubject
from matcher.model import Match

OPERATION = GraphQLEnumType(
    "ChangeOperation",
    {name.upper(): GraphQLEnumValue(name) for name in ("created", "updated", "deleted")},
    description="变更的种类\n\nWhat happened.",
)
_RELATION = GraphQLObjectType(
    "ChangedRelation",
    {
        "type": plain(GraphQLString),
        "source": GraphQLField(
            GraphQLNonNull(GraphQLID), resolve=lambda key, _: global_id(key.source)
        ),
        "target": GraphQLField(
            GraphQLNonNull(GraphQLID), resolve=lambda key, _: global_id(key.target)
        ),
    },
    description="变更的关系\n\nA relation that changed.",
)


@dataclass(frozen=True, slots=True)
class _Event:
    """A change as a subscriber gets it; ``entity`` is how it stands now."""

    change: Change
    entity: Entity | None

    @property
    def cursor(self) -> str:
        return str(self.change.sequence)

    @property
    def relation(self) -> RelationKey | None:
        return self.change.key if isinstance(self.change.key, RelationKey) else None


@dataclass(frozen=True, slots=True)
class _Found:
    """A match that was not there before."""

    cursor: str
    match: Match


def live_fields(
    entity: CompositeType, match: GraphQLObjectType, class_name: GraphQLEnumType
) -> Mapping[str, GraphQLField]:
    """The subscriptions; entities are shown as that interface."""
    after = GraphQLArgument(
        GraphQLString,
        description=(
            "从此游标之后继续，不填则从现在起\n\nGo on after this cursor; without one, from now on."
        ),
    )
    return {
        "entityChanged": GraphQLField(
            GraphQLNonNull(_event_type(entity, class_name)),
            {
                "after": after,
                "types": GraphQLArgument(GraphQLList(GraphQLNonNull(class_name))),
                "ids": GraphQLArgument(GraphQLList(GraphQLNonNull(GraphQLID))),
                "relations": GraphQLArgument(GraphQLNonNull(GraphQLBoolean), default_value=False),
            },
            subscribe=_subscribe_changes,
            resolve=lambda event, _, **__: event,
            description=(
                "记录的变更，按顺序，至少一次，可凭游标续订\n\n"
                "Changes of records in order, each at least once; goes on after a cursor. Shows "
                "a record as it stands now, without restricted fields."
            ),
        ),
        "matchFound": GraphQLField(
            GraphQLNonNull(
                GraphQLObjectType(
                    "MatchFound",
                    {"cursor": plain(GraphQLString), "match": plain(match)},
                    description="新出现的匹配\n\nA match that was not there before.",
                )
            ),
            {
                "demandId": GraphQLArgument(GraphQLNonNull(GraphQLID), out_name="demand_id"),
                "first": first_argument(DEFAULT_MATCHES),
                "after": after,
            },
            subscribe=_subscribe_matches,
            resolve=lambda found, _, **__: found,
            description=(
                "一项需求新出现的匹配\n\n"
                "Supplies that come among the first matches of a demand as the graph changes."
            ),
        ),
    }


def _event_type(entity: CompositeType, class_name: GraphQLEnumType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "EntityChange",
        {
            "cursor": plain(GraphQLString),
            "revision": GraphQLField(
                GraphQLNonNull(GraphQLInt), resolve=lambda event, _: event.change.revision
            ),
            "operation": GraphQLField(
                GraphQLNonNull(OPERATION), resolve=lambda event, _: event.change.operation
            ),
            "id": GraphQLField(GraphQLID, resolve=_event_id),
            "type": GraphQLField(class_name, resolve=_event_class),
            "entity": shown(entity),
            "relation": shown(_RELATION),
        },
        description="一次变更\n\nA change; of a relation, `relation` says which.",
    )


def _event_id(event: _Event, _: Info) -> str | None:
    return None if event.relation else global_id(str(event.change.key))


def _event_class(event: _Event, info: Info) -> str | None:
    known = info.context.services.ontology.classes
    return event.change.type if event.change.type in known else None


async def _subscribe_changes(
    _: object,
    info: Info,
    *,
    relations: bool,
    after: str | None = None,
    types: Sequence[str] | None = None,
    ids: Sequence[str] | None = None,
) -> AsyncIterator[_Event]:
    wanted = _Wanted(_family(info, types), _ids(ids), relations)
    context = info.context
    context.go_live()
    async for page in _feed(info).changes(_place(after)):
        fitting = [change for change in page if wanted.takes(change)]
        if not fitting:
            continue
        context.renew()
        keys = {change.key for change in fitting if isinstance(change.key, str)}
        store = context.services.store
        stand = await context.reads.call(store.get, sorted(keys)) if keys else {}
        for change in fitting:
            yield _Event(change, stand.get(change.key) if isinstance(change.key, str) else None)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a subscriber wants to hear of; None is everything."""

    types: frozenset[str] | None
    ids: frozenset[str] | None
    relations: bool

    def takes(self, change: Change) -> bool:
        if isinstance(change.key, RelationKey):
            ends = {change.key.source, change.key.target}
            return self.relations and self.types is None and (not self.ids or bool(ends & self.ids))
        if self.types is not None and change.type not in self.types:
            return False
        return self.ids is None or change.key in self.ids


async def _subscribe_matches(
    _: object,
    info: Info,
    demand_id: str,
    first: int,
    after: str | None = None,
) -> AsyncIterator[_Found]:
    check_first(first)
    context = info.context
    context.go_live()
    demand = entity_id(demand_id)
    place = _place(after)
    found = await _matched(info, demand, first)
    # What was found while the subscriber was away is not known any more: tell all of it again.
    seen = {match.entity.id for match in found} if place is None else set()
    for match in found if place is not None else ():
        seen.add(match.entity.id)
        yield _Found(str(place), match)
    async for page in _feed(info).changes(place):
        context.renew()
        try:
            found = await _matched(info, demand, first)
        except UnknownSubject:
            return
        for match in found:
            if match.entity.id not in seen:
                seen.add(match.entity.id)
                yield _Found(str(page[-1].sequence), match)


async def _matched(info: Info, demand: str, first: int) -> Sequence[Match]:
    match = info.context.services.matcher.match_demand
    try:
        result = await info.context.reads.call(match, demand, first)
    except NothingToMatch:
        return ()
    return result.matches


def _feed(info: Info) -> Feed:
    return info.context.feed


def _family(info: Info, types: Sequence[str] | None) -> frozenset[str] | None:
    if types is None:
        return None
    ontology = info.context.services.ontology
    return frozenset(item for name in types for item in (name, *ontology.descendants(name)))


def _ids(ids: Sequence[str] | None) -> frozenset[str] | None:
    return None if ids is None else frozenset(entity_id(item) for item in ids)


def _place(after: str | None) -> int | None:
    if after is None:
        return None
    if not after.isdigit() or len(after) > 18:
        raise InvalidPosition(f"{after!r} is not the cursor of a change")
    return int(after)
