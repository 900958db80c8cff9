"""``pearlnet match``: who can meet this demand, and why."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pearlnet.bootstrap import open_matcher
from pearlnet.cli.output import Output
from pearlnet.cli.session import First, Json, opened, output, require_data
from pearlnet.naming import name_of

if TYPE_CHECKING:
    from matcher import Match, MatchResult

app = typer.Typer(help="Match demand and supply. 供需匹配。", invoke_without_command=True)

_EVIDENCE_SHOWN = 2


@app.callback()
def by_text(
    context: typer.Context,
    text: Annotated[
        str | None, typer.Option("--text", help="A demand in your own words. 用自己的话描述需求。")
    ] = None,
    first: First = 10,
    json: Json = False,
) -> None:
    """Match a demand in your own words, or `demand ID`, or `supply ID`. 供需匹配。"""
    if context.invoked_subcommand:
        return
    if text is None:
        raise typer.BadParameter("give --text, `demand ID` or `supply ID` 请给需求文字或 id")
    _answer(context, "text", text, first, json)


@app.command()
def demand(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of a demand. 需求的 id。")],
    first: First = 10,
    json: Json = False,
) -> None:
    """Supplies for a recorded demand. 为需求找供给。"""
    _answer(context, "demand", id, first, json)


@app.command()
def supply(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of a supply. 供给的 id。")],
    first: First = 10,
    json: Json = False,
) -> None:
    """Demands for a recorded supply. 为供给找需求。"""
    _answer(context, "supply", id, first, json)


def _answer(context: typer.Context, kind: str, asked: str, first: int, json: bool) -> None:
    out = output(context, json)
    with opened() as (settings, ontology, store):
        require_data(store)
        matcher = open_matcher(settings, store, ontology)
        if kind == "text":
            result = matcher.match_text(asked, first)
        elif kind == "demand":
            result = matcher.match_demand(asked, first)
        else:
            result = matcher.match_supply(asked, first)
    if out.json:
        out.value(_as_json(result, out))
    else:
        _print(out, result)


def _print(out: Output, result: "MatchResult") -> None:
    if not result.matches:
        out.line(out.say("no-match"))
        return
    out.table(
        f"{out.say('match')} ({len(result.matches)}/{result.candidates})",
        ("number", "name", "provider", "score", "evidence"),
        [
            (
                match.entity.id,
                name_of(match.entity, out.language),
                out.listed(name_of(item, out.language) for item in match.providers),
                round(match.score, 4),
                _because(out, match),
            )
            for match in result.matches
        ],
    )


def _because(out: Output, match: "Match") -> str:
    paths = [_chain(path.describe(out.language)) for path in match.evidence]
    parts = "+".join(out.say(name) for name in sorted(match.contributions))
    return "\n".join([*paths[:_EVIDENCE_SHOWN], f"({parts})"])


def _chain(described: str) -> str:
    """The path without its first node, which is the query and the same in every row."""
    return described.partition(" —")[2].join(("—", "")) if " —" in described else described


def _as_json(result: "MatchResult", out: Output) -> dict[str, Any]:
    return {
        "query": result.query,
        "candidates": result.candidates,
        "encoder": result.encoder,
        "revision": result.revision,
        "matches": [
            {
                "supply" if match.entity.type == "Supply" else "demand": match.entity.id,
                "name": name_of(match.entity, out.language),
                "illustrative": match.entity.properties.get("illustrative") is True,
                "providers": [
                    {"id": item.id, "name": name_of(item, out.language)} for item in match.providers
                ],
                "score": match.score,
                "contributions": dict(match.contributions),
                "evidence": [
                    {
                        "nodes": [node.id for node in path.nodes],
                        "relations": [step.relation for step in path.steps],
                        "weight": path.weight,
                        "text": path.describe(out.language),
                    }
                    for path in match.evidence
                ],
            }
            for match in result.matches
        ],
    }
