"""``pearlnet search`` and ``pearlnet show``."""

from typing import Annotated, Any

import typer

from graph.port import GraphStore
from graph.query import Neighbour
from graph.records import Entity, PropertyValue
from ontology import Ontology
from pearlnet.cli.output import Output
from pearlnet.cli.session import First, Json, opened, output, require_data
from pearlnet.errors import NotFound
from pearlnet.naming import name_of

_SHOWN_PER_RELATION = 20


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(search)
    app.command()(show)


def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="Chinese or English words. 检索词。")],
    type: Annotated[
        str | None, typer.Option("--type", "-t", help="Only of this class. 只看某个类。")
    ] = None,
    first: First = 20,
    json: Json = False,
) -> None:
    """Find entities by their text. 全文检索。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        if type is not None:
            ontology.class_(type)
        require_data(store)
        hits = store.search(text, type=type, first=first)
        if out.json:
            out.value([{**_as_json(hit.entity), "score": hit.score} for hit in hits])
            return
        if not hits:
            out.line(out.say("no-results"))
            return
        out.table(
            "",
            ("name", "class", "score", "number"),
            [
                (
                    name_of(hit.entity, out.language),
                    ontology.class_(hit.entity.type).label.get(out.language),
                    round(hit.score, 3),
                    hit.entity.id,
                )
                for hit in hits
            ],
        )


def show(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of an entity. 实体的 id。")],
    history: Annotated[
        bool,
        typer.Option("--history", help="All that was ever said of it, and by whom. 历史与来源。"),
    ] = False,
    json: Json = False,
) -> None:
    """Show an entity: fields with their sources, and relations. 查看实体。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        entity = store.get([id]).get(id)
        if entity is None:
            raise NotFound(_where_it_went(store, id))
        if history:
            _show_history(out, entity)
            return
        leaving = store.neighbours([id], direction="out")[id]
        reaching = store.neighbours([id], direction="in")[id]
        if out.json:
            out.value(
                _as_json(entity) | {"relations": [_edge(item) for item in (*leaving, *reaching)]}
            )
            return
        _print_entity(out, ontology, entity)
        _print_relations(out, ontology, list(leaving), outgoing=True)
        _print_relations(out, ontology, list(reaching), outgoing=False)


def _where_it_went(store: GraphStore, id: str) -> str:
    from ingest.statements.merging import finals

    kept = finals(store).get(id)
    if kept is not None:
        return f"{id!r} was merged into {kept!r}; `pearlnet part {id}` undoes that"
    return f"no entity has the id {id!r}; `pearlnet search` finds ids by text"


def _print_entity(out: Output, ontology: Ontology, entity: Entity) -> None:
    label = ontology.class_(entity.type).label.get(out.language)
    out.line(f"{name_of(entity, out.language)}  ({entity.id}, {label})", style="bold")
    rows = []
    for key, value in sorted(entity.properties.items()):
        origin = entity.provenance.get(key)
        rows.append(
            (key, _spell(value), f"{origin.source} ({origin.confidence:g})" if origin else "")
        )
    out.table("", ("property", "value", "from"), rows)


def _show_history(out: Output, entity: Entity) -> None:
    """Every statement about every field, oldest first, and which of them stands."""
    from ingest.statements.standing import said_of

    fields = sorted({*entity.properties, *(claim.field for claim in entity.claims)})
    rows = []
    for field in fields:
        standing = (entity.properties.get(field), entity.provenance.get(field))
        for claim in said_of(entity, field):
            by = claim.provenance
            stands = standing == (claim.value, by) or standing[1] is None
            rows.append((field, _spell(claim.value), by.source, by.batch, by.time, stands))
    if out.json:
        names = ("property", "value", "source", "batch", "time", "stands")
        out.value([dict(zip(names, row, strict=True)) for row in rows])
        return
    out.table(
        name_of(entity, out.language),
        ("property", "value", "from", "batch", "started", "stands"),
        [(*row[:5], "✓" if row[5] else "") for row in rows],
    )


def _print_relations(
    out: Output, ontology: Ontology, found: list[Neighbour], *, outgoing: bool
) -> None:
    if not found:
        return
    rows = []
    for item in found[:_SHOWN_PER_RELATION]:
        relation = ontology.relation(item.relation.type)
        label = relation.label if outgoing else relation.inverse_label
        rows.append((label.get(out.language), name_of(item.entity, out.language), item.entity.id))
    arrow = "→" if outgoing else "←"
    out.table(
        f"{arrow} {out.say('relations')} ({len(found)})", ("relation", "name", "number"), rows
    )


def _spell(value: PropertyValue | None) -> str:
    return "；".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _as_json(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "type": entity.type,
        "properties": dict(sorted(entity.properties.items())),
        "provenance": {
            key: {
                "source": item.source,
                "batch": item.batch,
                "time": item.time,
                "confidence": item.confidence,
            }
            for key, item in sorted(entity.provenance.items())
        },
    }


def _edge(item: Neighbour) -> dict[str, str]:
    return {
        "type": item.relation.type,
        "source": item.relation.source,
        "target": item.relation.target,
    }
