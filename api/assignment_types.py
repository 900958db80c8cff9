"""``assignment``: which supplies should serve which demands, all taken together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
)

from api.context import Info
from api.errors import InvalidPageSize
from api.fields import entities_field, entity_field, listed, plain, shown
from api.ids import entity_id
from api.outputs import CompositeType
from api.watching import watched
from matcher.assignment import (
    Assignment,
    Caps,
    Difference,
    UnservedReason,
    WhatIf,
    assign,
    changed,
    compare,
    read_problem,
)

_MOST_CANDIDATES = 200
_REASON = GraphQLEnumType(
    "UnservedReason",
    {item.name: GraphQLEnumValue(item) for item in UnservedReason},
    description="需求未获供给的原因\n\nWhy a demand gets no supply.",
)
_CAPACITY = GraphQLInputObjectType(
    "CapacityInput",
    {
        "supply": GraphQLInputField(GraphQLNonNull(GraphQLID)),
        "capacity": GraphQLInputField(GraphQLNonNull(GraphQLInt)),
    },
    description="假设的供给容量\n\nA capacity to try.",
)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the field shows."""

    assignment: Assignment
    difference: Difference | None


def assignment_fields(entity: CompositeType) -> Mapping[str, GraphQLField]:
    """The root field ``assignment``; entities are shown as that interface."""
    ids = GraphQLArgument(GraphQLList(GraphQLNonNull(GraphQLID)))
    return {
        "assignment": GraphQLField(
            _assignment_type(entity),
            {
                "suppliers": GraphQLArgument(GraphQLNonNull(GraphQLInt), default_value=1),
                "cap": GraphQLArgument(GraphQLInt),
                "candidates": GraphQLArgument(GraphQLNonNull(GraphQLInt), default_value=20),
                "close": ids,
                "withdraw": ids,
                "capacities": GraphQLArgument(GraphQLList(GraphQLNonNull(_CAPACITY))),
            },
            _resolve,
            description=(
                "在容量之内为全部需求统筹分配供给；可假设关闭需求、撤下供给或改变容量\n\n"
                "Supplies for all demands at once, within capacities; `close`, `withdraw` and "
                "`capacities` try a change and say what it would bring."
            ),
        )
    }


def _assignment_type(entity: CompositeType) -> GraphQLObjectType:
    pair = GraphQLObjectType(
        "AssignedPair",
        {
            "demand": entity_field(entity, lambda item: item.demand),
            "supply": entity_field(entity, lambda item: item.supply),
            "value": plain(GraphQLFloat),
        },
        description="一对分配\n\nA demand and the supply that serves it.",
    )
    unserved = GraphQLObjectType(
        "UnservedDemand",
        {
            "demand": entity_field(entity, lambda item: item.demand),
            "reason": plain(_REASON),
            "takenBy": entities_field(entity, lambda item: item.taken_by),
        },
        description="未获供给的需求\n\nA demand left over.",
    )
    idle = GraphQLObjectType(
        "IdleSupply",
        {"supply": entity_field(entity, lambda item: item.supply), "left": plain(GraphQLInt)},
        description="尚有余量的供给\n\nA supply with capacity left.",
    )
    difference = GraphQLObjectType(
        "AssignmentDifference",
        {
            "gain": plain(GraphQLFloat),
            "served": entities_field(entity, lambda item: item.served),
            "lost": entities_field(entity, lambda item: item.lost),
            "moved": plain(listed(pair)),
        },
        description="假设变化的效果\n\nWhat a change would bring.",
    )
    return GraphQLObjectType(
        "Assignment",
        {
            "calibrated": _of("calibrated", GraphQLBoolean),
            "demands": _of("demands", GraphQLInt),
            "served": _of("served", GraphQLInt),
            "objective": _of("objective", GraphQLFloat),
            "pairs": _of("pairs", listed(pair)),
            "unserved": _of("unserved", listed(unserved)),
            "idle": _of("idle", listed(idle)),
            "whatIf": shown(difference, "difference"),
        },
        description="统筹撮合的结果\n\nAn assignment, the best within all bounds.",
    )


def _of(name: str, leaf: Any) -> GraphQLField:
    kind = leaf if isinstance(leaf, GraphQLNonNull) else GraphQLNonNull(leaf)
    return GraphQLField(kind, resolve=lambda answer, _: getattr(answer.assignment, name))


async def _resolve(
    _: object,
    info: Info,
    suppliers: int,
    candidates: int,
    cap: int | None = None,
    close: Sequence[str] = (),
    withdraw: Sequence[str] = (),
    capacities: Sequence[Mapping[str, Any]] = (),
) -> _Answer:
    if not 1 <= candidates <= _MOST_CANDIDATES:
        raise InvalidPageSize(f"candidates must be from 1 to {_MOST_CANDIDATES}, not {candidates}")
    what_if = WhatIf(
        frozenset(entity_id(item) for item in close),
        frozenset(entity_id(item) for item in withdraw),
        {entity_id(item["supply"]): item["capacity"] for item in capacities},
    )
    services, request = info.context.services, info.context.request
    bounds = Caps(suppliers, cap)
    problem = await watched(
        request, read_problem, services.store, services.matcher, bounds, candidates
    )
    found = await info.context.reads.call(assign, problem)
    if what_if == WhatIf():
        return _Answer(found, None)
    after = await info.context.reads.call(lambda: assign(changed(problem, what_if)))
    return _Answer(after, compare(found, after))
