"""``pearlnet init`` and ``validate``."""

from collections.abc import Iterator
from dataclasses import asdict

import typer

from graph.port import GraphStore
from graph.query import Query
from ontology import Ontology, Violation, validate_entity, validate_relation
from pearlnet.cli.session import Json, opened, output

_PROBLEMS_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(init)
    app.command()(validate)


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


def validate(context: typer.Context, json: Json = False) -> None:
    """Check everything that is stored against the ontology. 校验已入库的数据。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        problems = list(_problems(store, ontology))
        if out.json:
            out.value([{"record": record, **asdict(found)} for record, found in problems])
        elif problems:
            out.table(
                f"{out.say('rejected')} ({len(problems)})",
                ("number", "property", "value", "fix"),
                [
                    (record, found.field, found.value, f"{found.message} {found.suggestion}")
                    for record, found in problems[:_PROBLEMS_SHOWN]
                ],
            )
        else:
            out.line("OK")
    if problems:
        raise typer.Exit(1)


def _problems(store: GraphStore, ontology: Ontology) -> Iterator[tuple[str, Violation]]:
    classes: dict[str, str] = {}
    for batch in store.scan(Query()):
        for entity in batch:
            classes[entity.id] = entity.type
            for found in validate_entity(ontology, entity):
                yield entity.id, found
    for relations in store.scan_relations():
        for relation in relations:
            ends = classes[relation.source], classes[relation.target]
            for found in validate_relation(ontology, relation.type, *ends):
                yield f"{relation.source} {relation.type} {relation.target}", found
