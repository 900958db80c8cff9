"""What every command begins with: settings, language, ontology and an open store."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from graph.port import GraphStore
from graph.query import Query
from ontology import Ontology
from pearlnet.bootstrap import open_ontology, open_store
from pearlnet.cli.output import Output
from pearlnet.errors import NothingImported
from pearlnet.settings import Settings, read_settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs. 输出 JSON。")]
Plot = Annotated[Path | None, typer.Option("--plot", help="Draw it: FILE.svg or FILE.png. 画图。")]
First = Annotated[int, typer.Option("--first", "-n", min=1, help="How many. 显示几条。")]


def output(context: typer.Context, json: bool = False) -> Output:
    """The output of this command, in the language chosen before it."""
    return Output(language=context.obj or read_settings().language, json=json)


@contextmanager
def opened() -> Iterator[tuple[Settings, Ontology, GraphStore]]:
    """Settings, the ontology and the store, closed at the end."""
    settings = read_settings()
    ontology = open_ontology(settings)
    with open_store(settings) as store:
        yield settings, ontology, store


def require_data(store: GraphStore) -> None:
    """Refuse to answer from an empty store.

    Raises:
        NothingImported: There is no entity.
    """
    if not store.count(Query()):
        raise NothingImported(
            "the store is empty; `pearlnet import --starter` brings the starter data"
        )
