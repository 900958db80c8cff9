"""``pearlnet init``."""

import typer

from pearlnet.cli.session import Json, opened, output


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(init)


def init(context: typer.Context, json: Json = False) -> None:
    """Prepare the store: constraints and indexes from the ontology. 初始化存储。"""
    out = output(context, json)
    with opened() as (settings, ontology, store):
        schema = ontology.graph_schema()
        store.apply_schema(schema)
        made = {
            "store": settings.neo4j_uri or str(settings.database),
            "classes": len(schema.classes),
            "relations": len(schema.relations),
            "indexed": len(schema.indexed),
            "searchable": len(schema.searchable),
        }
        if out.json:
            out.value(made)
            return
        out.table("", ("property", "value"), list(made.items()))
