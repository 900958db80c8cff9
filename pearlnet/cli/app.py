"""Commands put together, and errors mapped once to exit codes."""

import os
import sys
from typing import Annotated

import typer

from pearlnet import __version__
from pearlnet.cli import (
    assign,
    audit,
    chain,
    chain_actions,
    chain_leaders,
    chain_stages,
    data,
    duplicates,
    export,
    feedback,
    imports,
    index,
    indicators,
    key,
    ladder,
    look,
    match,
    merging,
    model,
    ontology,
    quality,
    replicate,
    run,
    solve,
    standards,
    template,
    validation,
    wheels,
)
from pearlnet.settings import Language

app = typer.Typer(
    name="pearlnet",
    help="Knowledge and matching engine for industrial ecosystems. 产业生态知识与匹配引擎。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

for module in (
    assign,
    solve,
    wheels,
    data,
    validation,
    imports,
    merging,
    export,
    template,
    quality,
    look,
    feedback,
    replicate,
    ladder,
    run,
):
    module.register(app)
app.add_typer(duplicates.app, name="duplicates")
app.add_typer(match.app, name="match")
for module in (chain_stages, chain_actions, chain_leaders):
    module.register(chain.app)
app.add_typer(chain.app, name="chain")
app.add_typer(model.app, name="model")
app.add_typer(index.app, name="index")
app.add_typer(key.app, name="key")
app.add_typer(indicators.app, name="indicators")
app.add_typer(standards.app, name="standards")
app.add_typer(audit.app, name="audit")
app.add_typer(ontology.app, name="ontology")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    lang: Annotated[
        Language | None,
        typer.Option("--lang", help="The system's language unless given. 语言。"),
    ] = None,
    _: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version. 版本。"
        ),
    ] = False,
) -> None:
    context.obj = lang


def main() -> None:
    """Run the command line: exit code 0, 1 (failed) or 2 (usage)."""
    try:
        app()
    except Exception as error:
        if os.environ.get("PEARLNET_DEBUG"):
            raise
        code = getattr(error, "code", None)
        if isinstance(code, str):
            sys.stderr.write(f"{code}: {error}\n")
        else:
            sys.stderr.write(
                f"INTERNAL: {type(error).__name__}: {error}\n"
                "This is a fault of pearlnet; PEARLNET_DEBUG=1 shows where it happened.\n"
            )
        sys.exit(1)
