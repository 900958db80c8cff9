"""``chainModels``, ``chainCompleteness``, ``chainComparison`` and ``chainActions``."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.context import Info
from api.errors import ApiError
from api.fields import entities_field, entity_field, first_argument, listed, plain, shown, some
from api.ids import entity_id
from api.outputs import CompositeType
from api.paging import check_first
from api.watching import watched
from chains.actions import ActionKind, Basis, ChainActions, Distance
from chains.stages import (
    BUSINESS_STAGES,
    ChainModel,
    Comparison,
    Completeness,
    FindingKind,
    HoldKind,
    Origin,
)

DEFAULT_ACTIONS = 5
_STAGES = 50
_SUPPLIERS = 20
"""Unless asked otherwise, so that a query of all fields stays within what one may cost."""


def _enum(name: str, values: type[StrEnum], description: str) -> GraphQLEnumType:
    return GraphQLEnumType(
        name, {item.name: GraphQLEnumValue(item) for item in values}, description=description
    )


_ORIGIN = _enum("ChainOrigin", Origin, "产业链的由来\n\nGiven on record, or derived.")
_HOLD = _enum("StageHoldKind", HoldKind, "独家支撑的种类\n\nWhat holds a stage alone.")
_FAULT = _enum("ChainFaultKind", FindingKind, "记录中的问题\n\nWhat is wrong with the record.")
_ACTION = _enum("ChainActionKind", ActionKind, "补链、强链、稳链\n\nFill, strengthen, stabilise.")
_BASIS = _enum("CandidateBasis", Basis, "相近的依据\n\nBy what a candidate was found to be near.")
_DISTANCE = _enum("CandidateDistance", Distance, "距离\n\nHow far a candidate is from the scope.")


def stage_fields(entity: CompositeType) -> Mapping[str, GraphQLField]:
    """The root fields; entities are shown as that interface."""
    stage = _stage_type(entity)
    completeness = _completeness_type(entity, stage)
    of_chain = {"id": GraphQLArgument(GraphQLNonNull(GraphQLID))}
    within = {"region": GraphQLArgument(GraphQLID, description="地区、园区或行业。")}
    return {
        "chainModels": GraphQLField(
            listed(_model_type(entity, stage)),
            resolve=_resolve_models,
            description="登记的产业链及其环节\n\nThe chains on record, with their stages.",
        ),
        "chainCompleteness": GraphQLField(
            completeness,
            {**of_chain, **within, "at": GraphQLArgument(GraphQLString)},
            _resolve_completeness,
            description=(
                "产业链（或由产品、行业推导的链）的完整度、断点和缺失衔接\n\n"
                "How complete a chain is, and where it breaks."
            ),
        ),
        "chainComparison": GraphQLField(
            _comparison_type(entity, stage, completeness),
            {
                **of_chain,
                "one": GraphQLArgument(GraphQLNonNull(GraphQLString)),
                "other": GraphQLArgument(GraphQLNonNull(GraphQLString)),
                **within,
            },
            _resolve_comparison,
            description="比较两地或两个日期\n\nTwo regions, or two dates within a region.",
        ),
        "chainActions": GraphQLField(
            _actions_type(entity, stage, completeness),
            {
                **of_chain,
                **within,
                "first": first_argument(DEFAULT_ACTIONS),
                "budget": GraphQLArgument(GraphQLFloat),
            },
            _resolve_actions,
            description="补链、强链、稳链的行动\n\nWhat would mend a chain, and who could do it.",
        ),
    }


def _stage_type(entity: CompositeType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "ChainStage",
        {
            "id": GraphQLField(GraphQLNonNull(GraphQLString), resolve=lambda stage, _: stage),
            "entity": entity_field(entity, lambda stage: stage),
            "label": GraphQLField(GraphQLString, resolve=_label),
        },
        description="环节；业务环节是词表中的词\n\nA stage; one of business is a term.",
    )


def _label(stage: str, info: Info) -> str | None:
    terms = info.context.services.ontology.vocabulary(BUSINESS_STAGES).terms
    return terms[stage].label.get(info.context.language) if stage in terms else None


def _pair_type(name: str, stage: GraphQLObjectType, description: str) -> GraphQLObjectType:
    return GraphQLObjectType(
        name, {"earlier": plain(stage), "later": plain(stage)}, description=description
    )


def _model_type(entity: CompositeType, stage: GraphQLObjectType) -> GraphQLObjectType:
    placed = GraphQLObjectType(
        "ChainModelStage",
        {
            "stage": plain(stage, "id"),
            "weight": plain(GraphQLFloat),
            "level": plain(GraphQLInt),
        },
        description="模型中的环节\n\nA stage in its model.",
    )
    return GraphQLObjectType(
        "ChainModel",
        {
            "chain": entity_field(entity, lambda model: model.id),
            "origin": plain(_ORIGIN),
            "stages": plain(listed(placed)),
            "pairs": GraphQLField(
                GraphQLNonNull(GraphQLList(listed(GraphQLString))),
                resolve=lambda model, _: model.pairs,
            ),
            "faults": plain(listed(_fault_type()), "findings"),
        },
        description="产业链模型\n\nOrdered or branching stages.",
    )


def _fault_type() -> GraphQLObjectType:
    return GraphQLObjectType(
        "ChainFault",
        {"kind": plain(_FAULT), "ids": plain(listed(GraphQLString))},
        description="记录中的一处问题\n\nA fault of the record, with the ids that it concerns.",
    )


def _completeness_type(entity: CompositeType, stage: GraphQLObjectType) -> GraphQLObjectType:
    relation = GraphQLObjectType(
        "ChainEvidence",
        {
            "type": plain(GraphQLString),
            "source": entity_field(entity, lambda key: key.source),
            "target": entity_field(entity, lambda key: key.target),
        },
        description="一条依据\n\nA relation that says so.",
    )
    supplier = GraphQLObjectType(
        "StageSupplier",
        {
            "organization": entity_field(entity, lambda item: item.organization),
            "evidence": plain(listed(relation)),
        },
        description="环节的供应方\n\nAn organization that serves a stage.",
    )
    hold = GraphQLObjectType(
        "StageHold",
        {"kind": plain(_HOLD), "by": entity_field(entity, lambda item: item.id)},
        description="独家支撑\n\nThat a stage hangs on one enterprise or region.",
    )
    coverage = GraphQLObjectType(
        "StageCoverage",
        {
            "stage": GraphQLField(GraphQLNonNull(stage), resolve=lambda item, _: item.stage.id),
            "weight": GraphQLField(
                GraphQLNonNull(GraphQLFloat), resolve=lambda item, _: item.stage.weight
            ),
            "level": GraphQLField(
                GraphQLNonNull(GraphQLInt), resolve=lambda item, _: item.stage.level
            ),
            "coverage": plain(GraphQLFloat),
            "broken": plain(GraphQLBoolean),
            "singleSource": plain(GraphQLBoolean, "single_source"),
            "suppliers": some(supplier, lambda item: item.suppliers, _SUPPLIERS),
            "elsewhere": some(supplier, lambda item: item.elsewhere, _SUPPLIERS),
            "holds": plain(listed(hold)),
        },
        description="环节的覆盖度\n\nHow well a stage is supplied.",
    )
    link = _pair_type("MissingLink", stage, "缺失的衔接\n\nTwo stages without any business.")
    return GraphQLObjectType(
        "ChainCompleteness",
        {
            "chain": entity_field(entity, lambda found: found.model.id),
            "scope": entities_field(entity, lambda found: [found.scope] if found.scope else []),
            "at": shown(GraphQLString),
            "value": plain(GraphQLFloat),
            "cover": plain(GraphQLFloat),
            "linkage": plain(GraphQLFloat),
            "examples": plain(GraphQLInt),
            "stages": some(coverage, lambda found: found.stages, _STAGES),
            "breaks": some(coverage, lambda found: found.breaks, _STAGES),
            "singleSources": some(coverage, lambda found: found.single_sources, _STAGES),
            "missing": some(link, lambda found: found.missing, _STAGES),
            "origin": GraphQLField(
                GraphQLNonNull(_ORIGIN), resolve=lambda found, _: found.model.origin
            ),
        },
        description="完整度\n\nC = cover * linkage.",
    )


def _comparison_type(
    entity: CompositeType, stage: GraphQLObjectType, completeness: GraphQLObjectType
) -> GraphQLObjectType:
    change = GraphQLObjectType(
        "StageChange",
        {
            "stage": plain(stage),
            "before": plain(GraphQLFloat),
            "after": plain(GraphQLFloat),
            "gained": entities_field(entity, lambda item: item.gained),
            "lost": entities_field(entity, lambda item: item.lost),
        },
        description="环节的差别\n\nA stage on both sides.",
    )
    return GraphQLObjectType(
        "ChainComparison",
        {
            "before": plain(completeness),
            "after": plain(completeness),
            "stages": some(change, lambda found: found.stages, _STAGES),
            "closed": plain(listed(stage)),
            "opened": plain(listed(stage)),
        },
        description="比较\n\nWhat differs between two regions or dates.",
    )


def _actions_type(
    entity: CompositeType, stage: GraphQLObjectType, completeness: GraphQLObjectType
) -> GraphQLObjectType:
    candidate = GraphQLObjectType(
        "ChainCandidate",
        {
            "stage": plain(stage),
            "organization": entity_field(entity, lambda item: item.organization),
            "proximity": plain(GraphQLFloat),
            "basis": plain(_BASIS),
            "distance": plain(_DISTANCE),
            "shared": entities_field(
                entity, lambda item: () if item.basis is Basis.WORDS else item.shared
            ),
            "words": GraphQLField(
                listed(GraphQLString),
                resolve=lambda item, _: item.shared if item.basis is Basis.WORDS else (),
            ),
        },
        description="候选企业\n\nAn enterprise that could serve a stage, and why.",
    )
    action = GraphQLObjectType(
        "ChainAction",
        {
            "kind": plain(_ACTION),
            "stage": plain(stage),
            "other": shown(stage),
            "organization": entity_field(entity, lambda item: item.organization),
            "partner": entities_field(entity, lambda item: [item.partner] if item.partner else []),
            "fit": plain(GraphQLFloat, "fit", "能力相符度，未经校准\n\nNot calibrated."),
            "gain": plain(GraphQLFloat, "gain", "预期提升\n\nExpected rise of C'."),
            "potential": plain(GraphQLFloat),
            "resilienceGain": plain(GraphQLFloat, "resilience_gain"),
            "cost": plain(GraphQLFloat),
            "candidate": shown(candidate),
        },
        description="一项行动\n\nOne thing that can be done.",
    )
    plan = GraphQLObjectType(
        "ChainPlan",
        {
            "actions": plain(listed(action)),
            "budget": plain(GraphQLFloat),
            "spent": plain(GraphQLFloat),
            "completeness": plain(GraphQLFloat),
            "optimum": shown(GraphQLFloat),
        },
        description="预算内的一组行动\n\nA set of actions within a budget.",
    )
    return GraphQLObjectType(
        "ChainActions",
        {
            "completeness": plain(completeness),
            "smoothed": plain(GraphQLFloat),
            "resilience": plain(GraphQLFloat),
            **{
                kind.value: GraphQLField(
                    listed(action), resolve=lambda found, _, kind=kind: found.actions[kind]
                )
                for kind in ActionKind
            },
            "candidates": GraphQLField(
                listed(candidate),
                resolve=lambda found, _: [x for one in found.candidates.values() for x in one],
            ),
            "plan": shown(plan),
        },
        description="补链、强链、稳链\n\nWhat could be done for a chain.",
    )


async def _resolve_models(_: object, info: Info) -> Sequence[ChainModel]:
    models = info.context.services.chains.models
    return await info.context.reads.call(models.declared)


async def _resolve_completeness(
    _: object, info: Info, id: str, region: str | None = None, at: str | None = None
) -> Completeness:
    models = info.context.services.chains.models
    place = entity_id(region) if region else None
    return await watched(info.context.request, models.completeness, entity_id(id), place, at)


async def _resolve_comparison(
    _: object, info: Info, id: str, one: str, other: str, region: str | None = None
) -> Comparison:
    models = info.context.services.chains.models
    place = entity_id(region) if region else None
    return await watched(
        info.context.request, models.compare, entity_id(id), entity_id(one), entity_id(other), place
    )


async def _resolve_actions(
    _: object,
    info: Info,
    id: str,
    first: int,
    region: str | None = None,
    budget: float | None = None,
) -> ChainActions:
    check_first(first)
    if budget is not None and budget < 0:
        raise InvalidBudget("budget: give a number of actions, 0 or more")
    models = info.context.services.chains.models
    place = entity_id(region) if region else None
    return await watched(info.context.request, models.actions, entity_id(id), place, first, budget)


class InvalidBudget(ApiError):
    """The budget is below 0."""

    code = "INVALID_BUDGET"
