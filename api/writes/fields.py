"""``upsertX`` for each class, and ``deleteEntity``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLField,
    GraphQLID,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.access import Right
from api.context import Info
from api.fields import listed, plain, shown
from api.ids import entity_id
from api.outputs import CompositeType, Outputs
from api.plan import ApiPlan, TypePlan
from api.writes.edits import Edits
from api.writes.idempotency import request_of
from api.writes.inputs import edit_of, input_type
from graph.records import Entity, RelationKey
from ingest.edits import InvalidEdit, Problem
from ingest.runs.summary import Conflict

_PROBLEM = GraphQLObjectType(
    "EditProblem",
    {
        "field": plain(GraphQLString),
        "code": plain(GraphQLString),
        "message": plain(GraphQLString),
        "suggestion": shown(GraphQLString),
    },
    description="写入被拒的原因\n\nWhy an edit is refused; nothing of it was written.",
)
_CONFLICT = GraphQLObjectType(
    "EditConflict",
    {
        "field": plain(GraphQLString),
        "keptValue": GraphQLField(
            GraphQLNonNull(GraphQLString), resolve=lambda found, _: str(found.kept)
        ),
        "keptSource": plain(GraphQLString, "kept_source"),
        "lostValue": GraphQLField(
            GraphQLNonNull(GraphQLString), resolve=lambda found, _: str(found.lost)
        ),
        "lostSource": plain(GraphQLString, "lost_source"),
    },
    description="来源之间的分歧\n\nSources differ; which value stands, and which lies behind it.",
)
_KEPT = GraphQLObjectType(
    "KeptRelation",
    {
        "relation": plain(GraphQLString, "type"),
        "source": plain(GraphQLID),
        "target": plain(GraphQLID),
    },
    description="他源仍声明的关系\n\nA withdrawn relation that others still state.",
)
_DELETED = GraphQLObjectType(
    "Deleted",
    {"deleted": GraphQLField(GraphQLNonNull(GraphQLBoolean))},
    description="是否删除了记录\n\nWhether there was a record to delete.",
)


@dataclass(frozen=True, slots=True)
class _Payload:
    """What the fields of a payload read."""

    entity: Entity | None
    created: bool
    changed: bool
    conflicts: tuple[Conflict, ...] = ()
    kept: tuple[RelationKey, ...] = ()
    problems: tuple[Problem, ...] = ()


def write_fields(plan: ApiPlan, outputs: Outputs) -> Mapping[str, GraphQLField]:
    """The mutations on single records."""
    fields = {
        f"upsert{item.name}": _upsert(item, outputs.types[item.name])
        for _, item in sorted(plan.objects.items())
    }
    fields["deleteEntity"] = GraphQLField(
        _DELETED,
        {
            "id": GraphQLArgument(GraphQLNonNull(GraphQLID)),
            "ifMatch": GraphQLArgument(GraphQLString, out_name="if_match"),
            "cascade": GraphQLArgument(GraphQLNonNull(GraphQLBoolean), default_value=False),
        },
        _delete,
        description=(
            "删除一条记录；有关系者须加 cascade\n\n"
            "Delete a record; one that has relations only with `cascade`. It cannot be undone."
        ),
    )
    return fields


def _upsert(of_type: TypePlan, entity: CompositeType) -> GraphQLField:
    payload = GraphQLObjectType(
        f"{of_type.name}Payload",
        lambda: {
            "entity": shown(entity),
            "created": plain(GraphQLBoolean),
            "changed": plain(GraphQLBoolean),
            "conflicts": plain(listed(_CONFLICT)),
            "kept": plain(listed(_KEPT)),
            "problems": plain(listed(_PROBLEM)),
        },
    )

    async def resolve(
        _: object,
        info: Info,
        input: dict[str, Any],
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> _Payload:
        viewer = info.context.viewer
        viewer.require(Right.WRITE)
        content = [of_type.name, input, if_match]
        request = (
            request_of(viewer, idempotency_key, content) if idempotency_key is not None else None
        )
        edit = edit_of(of_type, input)
        upsert = _edits(info).upsert
        try:
            done = await info.context.reads.call(upsert, viewer, edit, if_match, request)
        except InvalidEdit as refusal:
            return _Payload(None, created=False, changed=False, problems=refusal.problems)
        return _Payload(
            done.entity, done.created, done.changed, tuple(done.conflicts), tuple(done.kept)
        )

    return GraphQLField(
        payload,
        {
            "input": GraphQLArgument(GraphQLNonNull(input_type(of_type))),
            "ifMatch": GraphQLArgument(GraphQLString, out_name="if_match"),
            "idempotencyKey": GraphQLArgument(GraphQLString, out_name="idempotency_key"),
        },
        resolve,
        description=(
            f"新建或修改{of_type.label.get('zh')}\n\n"
            f"Create or change {of_type.name}. `ifMatch` refuses if it changed since it "
            'was read ("" for: must not exist); the same `idempotencyKey` does it once.'
        ),
    )


async def _delete(
    _: object,
    info: Info,
    id: str,
    *,
    cascade: bool,
    if_match: str | None = None,
) -> dict[str, bool]:
    viewer = info.context.viewer
    viewer.require(Right.WRITE)
    delete = _edits(info).delete
    gone = await info.context.reads.call(delete, viewer, entity_id(id), if_match, cascade=cascade)
    return {"deleted": gone}


def _edits(info: Info) -> Edits:
    services = info.context.services
    return Edits(services.store, services.ontology, services.audit)
