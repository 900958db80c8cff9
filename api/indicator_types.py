"""``indicators``: how the ecosystem stands, beside what sources report, and how it stood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLFloat,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.context import Info
from api.fields import entities_field, entity_field, listed, plain, shown
from api.outputs import CompositeType
from api.properties import localised_field
from api.scalars import DATE_TIME
from chains.indicators import Indicator, Reported, Snapshot, Why, reported, snapshots
from ontology.model import Text

_WHY = GraphQLEnumType(
    "IndicatorWhy",
    {item.name: GraphQLEnumValue(item) for item in Why},
    description="指标没有值的原因\n\nWhy an indicator has no value.",
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """An indicator with its words."""

    found: Indicator
    label: Text
    how: Text


@dataclass(frozen=True, slots=True)
class _Standing:
    """What ``indicators`` shows."""

    current: Sequence[_Shown]
    reported: Sequence[Reported]
    snapshots: Sequence[Snapshot]


def indicator_fields(entity: CompositeType) -> Mapping[str, GraphQLField]:
    """The root field ``indicators``; entities are shown as that interface."""
    return {
        "indicators": GraphQLField(
            _standing_type(entity),
            {"illustrative": GraphQLArgument(GraphQLNonNull(GraphQLBoolean), default_value=False)},
            _resolve,
            description=(
                "监测指标：当前值、来源报告的数字（分开）与历次快照\n\n"
                "Indicators now, what sources report beside them, and all snapshots."
            ),
        )
    }


def _standing_type(entity: CompositeType) -> GraphQLObjectType:
    indicator = GraphQLObjectType(
        "Indicator",
        {
            "name": _of("name", GraphQLNonNull(GraphQLString)),
            "label": localised_field("label"),
            "how": localised_field("how"),
            "value": _of("value", GraphQLFloat),
            "part": _of("part", GraphQLFloat),
            "whole": _of("whole", GraphQLFloat),
            "why": _of("why", _WHY),
            "confirmedOnly": _of("confirmed_only", GraphQLNonNull(GraphQLBoolean)),
            "members": entities_field(entity, lambda item: item.found.members),
        },
        description="一项监测指标\n\nAn indicator; members are the records behind a count.",
    )
    told = GraphQLObjectType(
        "ReportedFigure",
        {
            "observation": entity_field(entity, lambda item: item.id),
            "indicator": plain(GraphQLString),
            "value": plain(GraphQLFloat),
            "unit": plain(GraphQLString),
            "period": plain(GraphQLString),
        },
        description="来源报告的数字\n\nA figure as a source reports it.",
    )
    figure = GraphQLObjectType(
        "SnapshotFigure",
        {
            "name": GraphQLField(GraphQLNonNull(GraphQLString), resolve=lambda pair, _: pair[0]),
            "value": GraphQLField(GraphQLFloat, resolve=lambda pair, _: pair[1]),
        },
    )
    snapshot = GraphQLObjectType(
        "IndicatorSnapshot",
        {
            "time": plain(DATE_TIME),
            "note": plain(GraphQLString),
            "illustrative": plain(GraphQLBoolean),
            "values": GraphQLField(
                listed(figure), resolve=lambda item, _: list(item.values.items())
            ),
        },
        description="一次快照\n\nThe indicators as they were.",
    )
    return GraphQLObjectType(
        "Indicators",
        {
            "current": shown(listed(indicator)),
            "reported": shown(listed(told)),
            "snapshots": shown(listed(snapshot)),
        },
        description="监测评估\n\nMonitoring.",
    )


def _of(name: str, leaf: object) -> GraphQLField:
    return GraphQLField(leaf, resolve=lambda item, _: getattr(item.found, name))  # type: ignore[arg-type]  # an output type


async def _resolve(_: object, info: Info, *, illustrative: bool) -> _Standing | None:
    services = info.context.services
    if services.indicators is None:
        return None
    source = services.indicators

    def read() -> _Standing:
        current = [
            _Shown(item, source.label(item.name), source.how(item.name))
            for item in source.now(illustrative=illustrative)
        ]
        return _Standing(current, reported(services.store), snapshots(services.store))

    return await info.context.reads.call(read)
