"""``pearlnet chain leaders``: who draws a chain along, by which components, and how firmly."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from pearlnet.cli.chain_stages import Chain, Region
from pearlnet.cli.output import Output
from pearlnet.cli.plain import plain
from pearlnet.cli.session import First, Json, opened, output
from pearlnet.cli.watching import watched
from pearlnet.naming import Names, StageNames

if TYPE_CHECKING:
    from chains.leaders import Leaders


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("leaders")(leaders)


def leaders(
    context: typer.Context,
    chain: Chain,
    region: Region = None,
    first: First = 10,
    json: Json = False,
) -> None:
    """Who leads a chain, with rank intervals. 链主评分、各分项与名次区间。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        from chains.chain_models import ChainModels

        today = datetime.now(UTC).date().isoformat()
        with watched(out, "computing") as watch:
            models = ChainModels(store, ontology)
            found = models.leaders(chain, region, today=today, first=first, watch=watch)
        if out.json:
            out.value(plain(found))
            return
        ids = {found.chain, *filter(None, [found.scope])}
        ids |= {item.organization for item in found.leaders}
        ids |= {stage for item in found.leaders for stage in item.stages}
        _print(out, found, StageNames(store, ontology, ids, out.language))


def _print(out: Output, found: "Leaders", names: Names) -> None:
    out.line(f"{names[found.chain]}  ({found.chain})", style="bold")
    where = names[found.scope] if found.scope else out.say("stages-everywhere")
    out.line(f"{out.say('stages-scope')}: {where}")
    rows = [
        (
            str(item.rank),
            f"{item.rank_low}–{item.rank_high}",
            f"{item.first_share:.0%}",
            names[item.organization],
            f"{item.score:.3f}",
            *(
                "?" if part.share is None else f"{part.share:.2f}"
                for part in item.parts
                if part.component in found.weights
            ),
            out.say("leaders-yes") if item.declared else "",
        )
        for item in found.leaders
    ]
    components = [f"leaders-{part.value}" for part in found.weights]
    out.table(
        f"{out.say('leaders')} ({len(rows)}/{found.candidates})",
        (
            "leaders-rank",
            "leaders-interval",
            "leaders-first",
            "name",
            "score",
            *components,
            "leaders-declared",
        ),
        rows,
    )
    for item in found.leaders[:3]:
        stages = out.few((names[stage] for stage in item.stages), 6)
        amounts = [
            f"{out.say(f'leaders-{part.component.value}')} {part.amount:g}"
            for part in item.parts
            if part.amount is not None and part.component.value != "centrality"
        ]
        out.line(f"  {names[item.organization]}: {stages} · {' · '.join(amounts)}")
    if found.unknown:
        missing = [out.say(f"leaders-{part.value}") for part in found.unknown]
        out.line(f"{out.say('leaders-unknown')}: {out.listed(missing)}", style="yellow")
    out.line(f"{out.say('how')}: {out.say('leaders-how').format(draws=found.draws)}", style="dim")
