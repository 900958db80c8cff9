"""``pearlnet ontology``: what may exist."""

from collections.abc import Mapping
from typing import Annotated

import typer

from ontology import Ontology
from ontology.model import ClassDef, RelationDef, Vocabulary
from pearlnet.bootstrap import open_ontology
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, output
from pearlnet.settings import read_settings

app = typer.Typer(no_args_is_help=True, help="What may exist. 本体。")


@app.command(name="list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List classes, relations and vocabularies. 列出类、关系与词表。"""
    out = output(context, json)
    ontology = open_ontology(read_settings())
    kinds: Mapping[str, Mapping[str, ClassDef | RelationDef | Vocabulary]] = {
        "class": ontology.classes,
        "relation": ontology.relations,
        "vocabulary": ontology.vocabularies,
    }
    if out.json:
        out.value({kind: sorted(items) for kind, items in kinds.items()})
        return
    for kind, items in kinds.items():
        rows = [
            (name, item.label.get(out.language), item.gloss.get(out.language))
            for name, item in sorted(items.items())
        ]
        out.table("", (kind, "name", "meaning"), rows)


@app.command()
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A class, such as Demand. 类名。")],
    json: Json = False,
) -> None:
    """Show a class: its properties and relations. 查看一个类。"""
    out = output(context, json)
    ontology = open_ontology(read_settings())
    defined = ontology.class_(name)
    if out.json:
        out.value(
            {
                "class": name,
                "parents": ontology.ancestors(name),
                "properties": {
                    key: str(item.datatype) for key, item in ontology.properties(name).items()
                },
                "relations": [item.name for item in ontology.relations_from(name)],
            }
        )
        return
    out.line(f"{defined.label.get(out.language)} ({name})", style="bold")
    out.line(defined.gloss.get(out.language))
    _print_properties(out, ontology, name)
    out.table(
        "",
        ("relation", "name", "class"),
        [
            (item.name, item.label.get(out.language), _targets(item.ends))
            for item in ontology.relations_from(name)
        ],
    )


def _print_properties(out: Output, ontology: Ontology, name: str) -> None:
    rows = []
    for key, item in sorted(ontology.properties(name).items()):
        kind = str(item.datatype)
        if item.vocabulary:
            kind = "|".join(ontology.vocabulary(item.vocabulary).terms)
        marks = ("*" if item.many else "") + ("!" if item.required else "")
        rows.append((key + marks, item.label.get(out.language), kind))
    out.table("", ("property", "name", "type"), rows)


def _targets(ends: Mapping[str, tuple[str, ...]]) -> str:
    return " | ".join(sorted({item for reach in ends.values() for item in reach or ("*",)}))
