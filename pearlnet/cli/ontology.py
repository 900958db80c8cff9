"""``pearlnet ontology``: what may exist, and ontologies of others that are added to it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.port import GraphStore
from ontology import Ontology, load
from pearlnet.bootstrap import open_ontology, open_store
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, output
from pearlnet.settings import Settings, read_settings

if TYPE_CHECKING:
    from ontology.foreign import Added, Plan

_TERMS_SHOWN = 30
app = typer.Typer(no_args_is_help=True, help="What may exist. 本体。")

_File = Annotated[
    Path,
    typer.Argument(
        exists=True,
        help="OWL, RDFS or SKOS in Turtle, N-Triples, RDF/XML, JSON-LD, TriG or N-Quads; or a "
        "folder of files that import each other. 文件或文件夹。",
    ),
]
_Name = Annotated[
    str | None, typer.Option("--name", help="What to call it; else as the file. 名称。")
]
_As = Annotated[
    str | None,
    typer.Option(
        "--as",
        help="What SKOS concepts become: terms of a vocabulary (`vocabulary`), or entities of a "
        "class, such as Technology; a class Concept unless given. "
        "SKOS 概念成为词表的词，还是某类实体。",
    ),
]


@app.command(name="list")
def list_(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="Only of this ontology; `core` is ours. 只列此本体。")
    ] = None,
    json: Json = False,
) -> None:
    """List ontologies, their classes, relations and vocabularies. 列出本体、类、关系与词表。"""
    from ontology.foreign import added
    from pearlnet.cli import ontology_answers as answers

    out = output(context, json)
    settings = read_settings()
    model, core = open_ontology(settings), load()
    rows = [answers.core_row(core), *map(answers.added_row, added(settings.ontologies))]
    kinds = answers.of_ontology(model, _iris(settings, model, core, name))
    if out.json:
        contents = {kind: sorted(items) for kind, items in kinds.items()}
        out.value({"ontologies": rows, **contents})
        return
    for kind, items in kinds.items():
        contents_rows = [
            (key, item.label.get(out.language), item.gloss.get(out.language))
            for key, item in sorted(items.items())
        ]
        if contents_rows:
            out.table("", (kind, "name", "meaning"), contents_rows)
    answers.print_ontologies(out, [row for row in rows if name in {None, row["name"]}])


@app.command()
def show(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(help="A class, such as Demand, or an added ontology. 类名或本体名。")
    ],
    turtle: Annotated[
        bool, typer.Option("--turtle", help="Write the ontology out, whole. 输出本体全文。")
    ] = False,
    mapping: Annotated[
        bool, typer.Option("--mapping", help="Write a mapping for its data. 输出其数据的映射。")
    ] = False,
    version: Annotated[
        str | None, typer.Option("--version", help="An earlier version. 较早的版本。")
    ] = None,
    json: Json = False,
) -> None:
    """Show a class, or an added ontology. 查看一个类或收录的本体。"""
    settings = read_settings()
    ontology = open_ontology(settings)
    out = output(context, json)
    if not (turtle or mapping or version) and name in ontology.classes:
        _show_class(out, ontology, name)
        return
    if not (turtle or mapping or version) and not (settings.ontologies / name).is_dir():
        ontology.class_(name)
    from ontology.foreign import find

    item = find(settings.ontologies, name, version)
    if turtle:
        typer.echo(item.content.read_text(encoding="utf-8"), nl=False)
    elif mapping:
        _print_mapping(ontology, item)
    else:
        _show_ontology(out, item)


@app.command()
def add(
    context: typer.Context,
    file: _File,
    name: _Name = None,
    concepts: _As = None,
    json: Json = False,
) -> None:
    """Add an ontology, or a new version of one; refused where stored data would be orphaned.

    收录本体或其新版本；会使已入库数据失去依据时拒绝。
    """
    from ontology.foreign import plan_addition

    out = output(context, json)
    with _changing() as (settings, store):
        extra = settings.ontology_files
        plan = plan_addition(file, settings.ontologies, extra, store, name=name, concepts=concepts)
        _carry_out(out, plan, settings, store)
    counts = plan.candidate.report.counts if plan.candidate else None
    if not out.json and counts and (counts.concepts or counts.individuals):
        out.line(f"{out.say('ontology-data')}:")
        out.line(f"  pearlnet ontology show {plan.name} --mapping > {plan.name}.yaml")
        out.line(f"  pearlnet import {file} --mapping {plan.name}.yaml")


@app.command()
def diff(
    context: typer.Context,
    file: _File,
    name: _Name = None,
    concepts: _As = None,
    json: Json = False,
) -> None:
    """Tell what adding a file would change, and for which stored data. 比较，不作更改。"""
    from ontology.foreign import plan_addition
    from pearlnet.cli import ontology_answers as answers

    out = output(context, json)
    settings = read_settings()
    with open_store(settings) as store:
        extra = settings.ontology_files
        plan = plan_addition(file, settings.ontologies, extra, store, name=name, concepts=concepts)
    if out.json:
        out.value(answers.plan_json(plan))
        return
    answers.print_plan(out, plan)
    out.line(out.say("ontology-same" if plan.same else "ontology-coming"))


@app.command()
def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="An added ontology. 收录的本体。")],
    json: Json = False,
) -> None:
    """Remove an added ontology; refused where stored data would be orphaned.

    移除收录的本体；会使已入库数据失去依据时拒绝。
    """
    from ontology.foreign import plan_removal

    out = output(context, json)
    with _changing() as (settings, store):
        plan = plan_removal(name, settings.ontologies, settings.ontology_files, store)
        _carry_out(out, plan, settings, store)


@contextmanager
def _changing() -> Iterator[tuple[Settings, GraphStore]]:
    """Settings and the store, with nothing imported meanwhile."""
    from ingest.runs.lock import locked

    settings = read_settings()
    with open_store(settings) as store, locked(store, "ontology"):
        yield settings, store


def _carry_out(out: Output, plan: "Plan", settings: Settings, store: GraphStore) -> None:
    from ontology.foreign import carry_out
    from pearlnet.cli import ontology_answers as answers

    time = datetime.now(UTC).isoformat(timespec="seconds")
    carry_out(plan, settings.ontologies, time)
    store.apply_schema(plan.ontology.graph_schema())
    if out.json:
        out.value(answers.plan_json(plan))
        return
    if not plan.same:
        answers.print_plan(out, plan)
    state = "ontology-same" if plan.same else "ontology-added"
    done = (
        f"{plan.candidate.version} {out.say(state)}"
        if plan.candidate
        else out.say("ontology-removed")
    )
    out.line(f"{plan.name}: {done}")


def _iris(settings: Settings, model: Ontology, core: Ontology, name: str | None) -> frozenset[str]:
    """IRIs of what the named ontology declares; of everything if none is named."""
    from ontology.foreign import CORE, declared, find

    chosen = model if name is None else core
    if name in {None, CORE}:
        kinds = (chosen.classes, chosen.relations, chosen.vocabularies)
        return frozenset(item.iri for kind in kinds for item in kind.values())
    return declared(find(settings.ontologies, str(name)))


def _print_mapping(ontology: Ontology, item: "Added") -> None:
    from ontology.foreign import mapping_of

    text = mapping_of(item, ontology)
    if text is None:
        raise typer.BadParameter(
            f"{item.name} holds no concepts or individuals to import {item.name} 中没有可导入的数据"
        )
    typer.echo(text, nl=False)


def _show_ontology(out: Output, item: "Added") -> None:
    from pearlnet.cli import ontology_answers as answers

    if out.json:
        out.value({**answers.added_row(item), "report": item.report})
        return
    answers.print_findings(out, item.report["findings"])
    answers.print_ontologies(out, [answers.added_row(item)])


def _show_class(out: Output, ontology: Ontology, name: str) -> None:
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
            terms = ontology.vocabulary(item.vocabulary).terms
            kind = "|".join(terms) if len(terms) <= _TERMS_SHOWN else item.vocabulary
        unit = item.unit.get(out.language) if item.unit.by_language else ""
        if unit:
            kind = f"{kind} ({unit})"
        marks = ("*" if item.many else "") + ("!" if item.required else "")
        rows.append((key + marks, item.label.get(out.language), kind))
    out.table("", ("property", "name", "type"), rows)


def _targets(ends: Mapping[str, tuple[str, ...]]) -> str:
    return " | ".join(sorted({item for reach in ends.values() for item in reach or ("*",)}))
