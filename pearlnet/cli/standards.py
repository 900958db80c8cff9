"""``pearlnet standards``: which apply, where there are none, what practice asks for."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output, require_data
from pearlnet.naming import name_of

if TYPE_CHECKING:
    from graph.records import Entity
    from matcher.standards import Applicable, StandardProposal

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
    from matcher.standards import applicable_standards

    out = output(context, json)
    with opened() as (_, ontology, store):
        require_data(store)
        found = applicable_standards(store, ontology, subject)
    if out.json:
        out.value([_applicable(item, out) for item in found])
        return
    if not found:
        out.line(out.say("standards-none"))
        return
    out.table(
        f"{out.say('standards-applicable')} ({len(found)})",
        ("standards-code", "name", "standards-steps", "evidence", "standards-superseded-by"),
        [
            (
                _code(item.standard),
                name_of(item.standard, out.language),
                item.steps,
                _way(item.paths[0].describe(out.language)),
                out.listed(_code(newer) for newer in item.superseded_by),
            )
            for item in found[:_SHOWN]
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
