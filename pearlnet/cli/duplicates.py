"""``pearlnet duplicates``."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from graph.port import GraphReader
from ontology import Ontology
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output, require_data

if TYPE_CHECKING:
    from ingest.resolution import Applied, Decision, Duplicate

_READ = 1000
_COLUMNS = ("record", "other", "probability", "verdict", "reasons")

app = typer.Typer(
    help="Records that may be one and the same. 疑似重复记录。", invoke_without_command=True
)

First = Annotated[int, typer.Option("--first", "-n", min=1, help="How many are shown. 显示几条。")]


@app.callback()
def duplicates(
    context: typer.Context,
    class_name: Annotated[
        str | None,
        typer.Option("--class", "-c", help="Only this class and its subclasses. 仅此类。"),
    ] = None,
    apply: Annotated[
        bool,
        typer.Option(
            "--apply",
            help="Merge those that are sure enough, and let the others wait for review. "
            "合并足够确定的，其余列入待审。",
        ),
    ] = False,
    first: First = 50,
    json: Json = False,
) -> None:
    """List records that may be one, with how likely it is and why. 列出疑似重复及理由。"""
    if context.invoked_subcommand is not None:
        return
    out = output(context, json)
    with opened() as (_, ontology, store):
        from ingest.resolution import apply_duplicates, classes_of, find_duplicates

        types = classes_of(store, ontology, class_name)
        require_data(store)
        found = sorted(
            find_duplicates(store, ontology, class_name),
            key=lambda item: (-item.probability, item.first, item.second),
        )
        if not apply:
            _show(out, ontology, store, found, first)
            return
        applied = apply_duplicates(store, found, types, time=_now())
        _show_applied(out, applied)


@app.command()
def queue(context: typer.Context, first: First = 50, json: Json = False) -> None:
    """Pairs that wait for a person. 待审的记录对。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        from ingest.resolution import queue as waiting

        _show(out, ontology, store, waiting(store), first)


@app.command()
def decide(
    context: typer.Context,
    kept: Annotated[str, typer.Argument(help="Id of the record that stays. 保留的 id。")],
    gone: Annotated[str, typer.Argument(help="Id of the other record. 另一条的 id。")],
    decision: Annotated[
        str,
        typer.Argument(help="merge (合并) or apart (并非同一，不再提示)", metavar="merge|apart"),
    ],
) -> None:
    """Decide whether two records are one; it is remembered. 判定两条记录是否同一。"""
    out = output(context)
    with opened() as (_, _ontology, store):
        import ingest.resolution

        chosen = _decision(decision)
        ingest.resolution.decide(store, kept, gone, chosen, time=_now())
        merged = chosen is ingest.resolution.Decision.MERGE
        out.line(f"{gone} → {kept}  (pearlnet part {gone})" if merged else f"{gone} ≠ {kept}")


@app.command()
def decided(context: typer.Context, json: Json = False) -> None:
    """Pairs that were decided to be two. 已判定并非同一的记录对。"""
    out = output(context, json)
    with opened() as (_, _ontology, store):
        from ingest.resolution import decisions

        found = decisions(store)
        if out.json:
            out.value([asdict(item) for item in found])
            return
        rows = [(item.first, item.second, item.time) for item in found]
        out.table("", ("duplicates-record", "duplicates-other", "started"), rows)


def _decision(text: str) -> "Decision":
    from ingest.resolution import Decision

    try:
        return Decision(text)
    except ValueError as why:
        message = f"{text!r} is neither merge nor apart 应为 merge 或 apart"
        raise typer.BadParameter(message, param_hint="merge|apart") from why


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _show(
    out: Output,
    ontology: Ontology,
    store: GraphReader,
    found: "Sequence[Duplicate]",
    first: int,
) -> None:
    if out.json:
        out.value([asdict(item) for item in found])
        return
    shown = found[:first]
    names = _names(store, shown, out.language)
    rows = [
        (
            ontology.classes[item.type].label.get(out.language),
            f"{names.get(item.first, '')}\n{item.first}",
            f"{names.get(item.second, '')}\n{item.second}",
            item.probability,
            out.say(f"duplicates-{item.verdict}"),
            "\n".join(reason.text[out.language] for reason in item.reasons[:4]),
        )
        for item in shown
    ]
    columns = ("class", *(f"duplicates-{column}" for column in _COLUMNS))
    out.table(out.say("duplicates"), columns, rows)
    if len(found) > len(shown):
        out.line(out.say("duplicates-more").format(count=len(found) - len(shown)))


def _show_applied(out: Output, applied: "Applied") -> None:
    if out.json:
        out.value(asdict(applied))
        return
    out.line(out.say("duplicates-merged").format(count=len(applied.merged)))
    out.line(out.say("duplicates-waiting").format(count=len(applied.waiting)))


def _names(store: GraphReader, found: "Sequence[Duplicate]", language: str) -> dict[str, str]:
    ids = sorted({id_ for item in found for id_ in (item.first, item.second)})
    names: dict[str, str] = {}
    for start in range(0, len(ids), _READ):
        for id_, entity in store.get(ids[start : start + _READ]).items():
            told = entity.properties
            names[id_] = str(
                told.get(f"name_{language}") or told.get("name_zh") or told.get("name_en") or ""
            )
    return names
