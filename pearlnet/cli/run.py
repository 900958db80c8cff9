"""``pearlnet serve`` and ``pearlnet doctor``."""

import platform
import sqlite3
from typing import Annotated

import typer

from graph.errors import GraphError
from graph.query import Query
from pearlnet import __version__
from pearlnet.bootstrap import compose, limits_of, open_ontology, open_store
from pearlnet.cli.session import Json, output
from pearlnet.settings import Settings, read_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(serve)
    app.command()(doctor)


def serve(
    host: Annotated[
        str | None, typer.Option("--host", help="Loopback unless set. 监听地址。")
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Port. 端口。")
    ] = None,
) -> None:
    """Serve the GraphQL API. 启动 GraphQL 接口。"""
    import uvicorn

    from api import create_app
    from api.observe import set_up_logs

    told = {"host": host, "port": port}
    given = {name: value for name, value in told.items() if value is not None}
    settings = read_settings().model_copy(update=given)
    set_up_logs(settings.log_format, settings.log_level)
    with compose(settings) as services:
        uvicorn.run(
            create_app(services, limits_of(settings)),
            host=settings.host,
            port=settings.port,
            log_config=None,
            timeout_graceful_shutdown=_GRACE,
            server_header=False,
        )


def doctor(context: typer.Context, json: Json = False) -> None:
    """Check that everything needed is there, and say what is not. 自检。"""
    out = output(context, json)
    settings = read_settings()
    found: list[tuple[str, str, str]] = [
        ("pearlnet", __version__, ""),
        ("Python", platform.python_version(), ""),
        ("SQLite", sqlite3.sqlite_version, ""),
    ]
    ontology = open_ontology(settings)
    found.append(("ontology", f"{len(ontology.classes)} classes", ""))
    where = settings.neo4j_uri or str(settings.database)
    failed = False
    try:
        with open_store(settings) as store:
            store.schema()
            count = store.count(Query())
            found.append(("store", f"{where}: {count:,} entities", "" if count else _EMPTY))
    except GraphError as error:
        failed = True
        found.append(("store", f"{where}: {error.code}", str(error)))
    found.append(_model(settings))
    if out.json:
        out.value([dict(zip(("part", "state", "advice"), item, strict=True)) for item in found])
    else:
        out.table("", ("name", "status", "fix"), found)
    if failed:
        raise typer.Exit(1)


def _model(settings: Settings) -> tuple[str, str, str]:
    """The model in use, and what its encoder does not read."""
    from matcher.errors import MatcherError
    from pearlnet.bootstrap import open_encoder, open_registry

    registry = open_registry(settings)
    try:
        current = registry.current()
        if current is None:
            return "model", "none", "`pearlnet model train` makes one"
        encoder = open_encoder(settings, registry.read(current).version.encoder)
    except MatcherError as error:
        return "model", error.code, str(error)
    advice = "" if encoder.reads("中文") else _UNREAD
    return "model", f"{current}, {encoder.name}, {encoder.dimension} numbers", advice


_UNREAD = (
    "its encoder does not understand Chinese: words, spelling and the graph answer alone; "
    "PEARLNET_ENCODER names another 编码器不识中文"
)
_GRACE = 30
"""Seconds that requests under way have to end when the server is stopped."""

_EMPTY = "`pearlnet import --starter` brings the starter data"
