"""``pearlnet standards``: which apply, where there are none, what practice asks for."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output, require_data
from pearlnet.naming import name_of

if TYPE_CHECKING:
    from graph.records import Entity
    from matcher.standards import Applicable, FoundStandard, Reason, StandardProposal

app = typer.Typer(no_args_is_help=True, help="Standards service. 标准服务。")

_SHOWN = 40


@app.command()
def applicable(
    context: typer.Context,
    subject: Annotated[
        str,
        typer.Argument(
            help="Id of a demand, supply, use case, scenario or technology. "
            "需求、供给、案例、场景或技术的 id。"
        ),
    ],
    json: Json = False,
) -> None:
    """The standards that apply, each with its path. 适用标准及依据。"""
    from matcher.standards import KINDS, applicable_standards

    out = output(context, json)
    with opened() as (_, ontology, store):
        require_data(store)
        kinds = ontology.vocabulary(KINDS).terms
        found = applicable_standards(store, ontology, subject)
    if out.json:
        out.value([_applicable(item, out) for item in found])
        return
    if not found:
        out.line(out.say("standards-none"))
        return
    out.table(
        f"{out.say('standards-applicable')} ({len(found)})",
        (
            *("standards-code", "name", "standards-kind", "standards-steps", "evidence"),
            "standards-superseded-by",
        ),
        [
            (
                _code(item.standard),
                name_of(item.standard, out.language),
                kinds[item.kind].label.get(out.language) if item.kind else "",
                item.steps,
                _way(item.paths[0].describe(out.language)),
                out.listed(_code(newer) for newer in item.superseded_by),
            )
            for item in found[:_SHOWN]
        ],
    )


@app.command()
def search(
    context: typer.Context,
    text: Annotated[
        str,
        typer.Argument(
            help="A number, words or a question, such as 'R17 定位'. 标准号、词或问题。"
        ),
    ],
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help="Kind of standard, such as national; repeatable. 标准类别。"),
    ] = None,
    release: Annotated[
        list[str] | None,
        typer.Option("--release", help="Such as REL-17; repeatable. 版本。"),
    ] = None,
    first: Annotated[int, typer.Option("--first", min=1, help="How many. 条数。")] = 20,
    json: Json = False,
) -> None:
    """Standards by number, by words, or by the technologies that a text names. 检索标准。"""
    from matcher.standards import KINDS, find_standards

    out = output(context, json)
    with opened() as (_, ontology, store):
        require_data(store)
        kinds = ontology.vocabulary(KINDS).terms
        found = find_standards(
            store, ontology, text, kinds=kind or (), releases=release or (), first=first
        )
    if out.json:
        out.value([_found(item, out) for item in found])
        return
    if not found:
        out.line(out.say("standards-not-found"))
        return
    out.table(
        f"{out.say('standards-found')} ({len(found)})",
        ("standards-code", "name", "standards-kind", "evidence", "standards-superseded-by"),
        [
            (
                _code(item.standard),
                name_of(item.standard, out.language),
                kinds[item.kind].label.get(out.language) if item.kind else "",
                _reason(item.reasons[0], out),
                out.listed(_code(newer) for newer in item.superseded_by),
            )
            for item in found
        ],
    )


@app.command()
def gaps(
    context: typer.Context,
    of: Annotated[
        Literal["scenarios", "technologies"], typer.Option("--of", help="Of what. 对象。")
    ] = "scenarios",
    json: Json = False,
) -> None:
    """Scenarios or technologies without any standard. 标准缺口。"""
    from matcher.standards import gaps as find

    out = output(context, json)
    with opened() as (_, _, store):
        require_data(store)
        found = find(store, "Scenario" if of == "scenarios" else "Technology")
    if out.json:
        out.value([{"id": item.subject.id, "useCases": item.use_cases} for item in found])
        return
    out.table(
        f"{out.say('standards-gaps')} ({len(found)})",
        ("number", "name", "standards-cases"),
        [
            (item.subject.id, name_of(item.subject, out.language), item.use_cases)
            for item in found[:_SHOWN]
        ],
    )


@app.command()
def conflicts(context: typer.Context, json: Json = False) -> None:
    """Superseded standards that are still named. 标准冲突与过期引用。"""
    from matcher.standards import conflicts as find

    out = output(context, json)
    with opened() as (_, _, store):
        require_data(store)
        found = find(store)
    if out.json:
        out.value(
            [
                {
                    "subject": item.subject.id,
                    "kind": item.kind.value,
                    "old": item.old.id,
                    "new": item.new.id,
                }
                for item in found
            ]
        )
        return
    out.table(
        f"{out.say('standards-conflicts')} ({len(found)})",
        ("number", "name", "verdict", "standards-old", "standards-superseded-by"),
        [
            (
                item.subject.id,
                name_of(item.subject, out.language),
                out.say(f"standards-{item.kind.value}"),
                _code(item.old),
                _code(item.new),
            )
            for item in found[:_SHOWN]
        ],
    )


@app.command()
def proposals(
    context: typer.Context,
    examples: Annotated[
        bool, typer.Option("--with-examples", help="Count illustrative cases. 计入示例案例。")
    ] = False,
    json: Json = False,
) -> None:
    """Standards that practice asks for. 立项建议。"""
    from matcher.standards import propose_standards

    out = output(context, json)
    with opened() as (_, ontology, store):
        require_data(store)
        found = propose_standards(store, illustrative=examples)
    if out.json:
        out.value([_proposal(item) for item in found])
        return
    levels = ontology.vocabulary("standardKind").terms
    out.table(
        f"{out.say('standards-proposals')} ({len(found)})",
        (
            *("scenario", "technologies", "standards-cases", "enterprises", "industries"),
            *("regions", "standards-level"),
        ),
        [
            (
                name_of(item.scenario, out.language),
                out.listed(name_of(one, out.language) for one in item.technologies),
                len(item.cases),
                item.enterprises,
                item.industries,
                item.regions,
                levels[item.level.value].label.get(out.language),
            )
            for item in found[:_SHOWN]
        ],
    )
    if not found and not examples:
        out.line(out.say("standards-no-proposals"))


def _way(described: str) -> str:
    """The way without its first node, which is the subject and the same in every row."""
    _, arrow, rest = described.partition(" —")
    return f"—{rest}" if arrow else described


def _code(standard: "Entity") -> str:
    return str(standard.properties.get("code", standard.id))


def _applicable(item: "Applicable", out: Output) -> dict[str, Any]:
    return {
        "standard": item.standard.id,
        "code": _code(item.standard),
        "name": name_of(item.standard, out.language),
        "kind": item.kind,
        "steps": item.steps,
        "paths": [
            {
                "nodes": [node.id for node in path.nodes],
                "relations": [step.relation for step in path.steps],
                "text": path.describe(out.language),
            }
            for path in item.paths
        ],
        "supersededBy": [newer.id for newer in item.superseded_by],
    }


def _found(item: "FoundStandard", out: Output) -> dict[str, Any]:
    return {
        "standard": item.standard.id,
        "code": _code(item.standard),
        "name": name_of(item.standard, out.language),
        "kind": item.kind,
        "score": item.score,
        "reasons": [_reason(reason, out) for reason in item.reasons],
        "supersededBy": [newer.id for newer in item.superseded_by],
    }


def _reason(reason: "Reason", out: Output) -> str:
    subject = name_of(reason.subject, out.language) if reason.subject else ""
    return out.say(f"standards-why-{reason.why.value}").format(text=reason.text, subject=subject)


def _proposal(item: "StandardProposal") -> dict[str, Any]:
    return {
        "id": item.id,
        "scenario": item.scenario.id,
        "technologies": [one.id for one in item.technologies],
        "cases": list(item.cases),
        "enterprises": item.enterprises,
        "industries": item.industries,
        "regions": item.regions,
        "level": item.level.value,
    }
