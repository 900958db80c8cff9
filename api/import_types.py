"""``imports``, ``import`` and the mutations on them; files come in by ``POST /imports``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.connection_types import PAGE_INFO
from api.context import Info
from api.fields import first_argument, listed, plain, shown
from api.imports import ImportJobs, ImportPage, allowed
from api.imports.errors import NoSuchImport
from api.imports.view import LABELS, ImportView
from api.properties import localised_field
from api.scalars import DATE_TIME

STATE = GraphQLEnumType(
    "ImportState",
    {
        state.name: GraphQLEnumValue(state, f"{label.get('zh')}\n\n{label.get('en').capitalize()}.")
        for state, label in LABELS.items()
    },
    description="导入的状态\n\nWhere an import stands.",
)
COUNTS = GraphQLObjectType(
    "ImportCounts",
    {name: plain(GraphQLInt) for name in ("created", "updated", "unchanged")},
    description="新增、更新、未变的数量\n\nHow many were created, updated or found unchanged.",
)
PROGRESS = GraphQLObjectType(
    "ImportProgress",
    {
        "file": plain(GraphQLString),
        "rows": plain(GraphQLInt),
        # Files may have more bytes than an Int holds.
        "bytesRead": plain(GraphQLFloat, "bytes_read"),
        "bytesTotal": plain(GraphQLFloat, "bytes_total"),
        "rowsPerSecond": shown(GraphQLFloat, "rows_per_second"),
        "secondsLeft": shown(GraphQLFloat, "seconds_left"),
    },
    description="导入进度\n\nHow far a running import has come.",
)
ERROR = GraphQLObjectType(
    "ImportError",
    {"code": plain(GraphQLString), "message": plain(GraphQLString)},
    description="导入失败的原因\n\nWhy an import failed.",
)
NOTE = GraphQLObjectType(
    "ImportNote",
    {
        "file": plain(GraphQLString),
        "code": plain(GraphQLString),
        "text": localised_field("text"),
    },
    description="文件如何读取的说明\n\nHow a file was read, or why it was not.",
)
ROLLED_BACK = GraphQLObjectType(
    "RolledBack",
    {
        "entitiesRemoved": plain(GraphQLInt, "entities_removed"),
        "entitiesChanged": plain(GraphQLInt, "entities_changed"),
        "relationsRemoved": plain(GraphQLInt, "relations_removed"),
        "relationsChanged": plain(GraphQLInt, "relations_changed"),
    },
    description="撤回了什么\n\nWhat was taken back.",
)
IMPORT = GraphQLObjectType(
    "Import",
    {
        "id": plain(GraphQLID),
        "state": plain(STATE),
        "stateLabel": localised_field("label"),
        "time": plain(DATE_TIME),
        "files": plain(listed(GraphQLString)),
        "dryRun": plain(GraphQLBoolean, "dry_run"),
        "batch": shown(GraphQLID),
        "progress": shown(PROGRESS),
        "rows": plain(GraphQLInt),
        "entities": plain(COUNTS),
        "relations": plain(COUNTS),
        "conflicts": plain(GraphQLInt),
        "rejected": plain(GraphQLInt),
        "rejectedRelations": plain(GraphQLInt, "rejected_relations"),
        "skipped": plain(listed(GraphQLString)),
        "notes": plain(listed(NOTE)),
        "seconds": shown(GraphQLFloat),
        "error": shown(ERROR),
        "rollsBack": shown(GraphQLID, "rolls_back"),
        "undone": shown(ROLLED_BACK),
    },
    description="一次批量导入或撤回\n\nA batch import, or the taking back of one.",
)


@dataclass(frozen=True, slots=True)
class _PageEnds:
    """What ``PageInfo`` reads."""

    nodes: Sequence[ImportView]
    has_next: bool
    has_previous: bool

    def cursor(self, index: int) -> str:
        return self.nodes[index].id


CONNECTION = GraphQLObjectType(
    "ImportConnection",
    {
        "nodes": plain(listed(IMPORT), "imports"),
        "pageInfo": GraphQLField(
            GraphQLNonNull(PAGE_INFO),
            resolve=lambda page, _: _PageEnds(page.imports, page.next is not None, page.continues),
        ),
        "totalCount": plain(GraphQLInt, "total"),
    },
)


def import_fields() -> Mapping[str, GraphQLField]:
    """The root fields ``imports`` and ``import``."""
    return {
        "imports": GraphQLField(
            CONNECTION,
            {"first": first_argument(), "after": GraphQLArgument(GraphQLString)},
            _resolve_imports,
            description="批量导入，新的在前\n\nBatch imports, newest first.",
        ),
        "import": GraphQLField(
            IMPORT,
            _by_id(),
            _resolve_import,
            description="一次批量导入，没有则为空\n\nThe import of that id, or null.",
        ),
    }


def import_mutations() -> Mapping[str, GraphQLField]:
    """The mutations ``cancelImport`` and ``rollbackImport``."""
    cascade = GraphQLArgument(GraphQLNonNull(GraphQLBoolean), default_value=False)
    return {
        "cancelImport": GraphQLField(
            IMPORT,
            _by_id(),
            _cancel,
            description=(
                "停止一次导入，已写入的保留\n\n"
                "Stop an import after its batch; what was written stays until it is rolled back."
            ),
        ),
        "rollbackImport": GraphQLField(
            IMPORT,
            {**_by_id(), "cascade": cascade},
            _roll_back,
            description=(
                "撤回一次导入，返回的任务可查进度；cascade 连带删除他源关系\n\n"
                "Queue a job that takes back what an import wrote; with `cascade` also what "
                "others link to it."
            ),
        ),
    }


def _by_id() -> dict[str, GraphQLArgument]:
    return {"id": GraphQLArgument(GraphQLNonNull(GraphQLID))}


def _jobs(info: Info) -> ImportJobs:
    return allowed(info.context.services.imports, info.context.viewer)


async def _resolve_imports(
    _: object, info: Info, first: int, after: str | None = None
) -> ImportPage:
    return await info.context.reads.call(_jobs(info).page, first, after)


async def _resolve_import(_: object, info: Info, id: str) -> ImportView | None:
    try:
        return await info.context.reads.call(_jobs(info).find, id)
    except NoSuchImport:
        return None


async def _cancel(_: object, info: Info, id: str) -> ImportView:
    return await info.context.reads.call(_jobs(info).cancel, id)


async def _roll_back(_: object, info: Info, id: str, *, cascade: bool) -> ImportView:
    return await info.context.reads.call(_jobs(info).roll_back, id, cascade=cascade)
