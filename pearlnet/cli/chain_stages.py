"""``pearlnet chain completeness``: stages, breaks and missing links of a chain, and comparisons."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, Plot, opened, output
from pearlnet.cli.watching import watched
from pearlnet.naming import Names, StageNames

if TYPE_CHECKING:
    from chains.stages import Comparison, Completeness, StageCoverage

Chain = Annotated[
    str,
    typer.Argument(
        help="Id of a chain, or of a product or industry to derive one from. "
        "产业链的 id，或由其推导产业链的产品、行业的 id。"
    ),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region", "-r", help="Only this region, park or industry. 只看该地区、园区或行业。"
    ),
]
_SUPPLIERS_SHOWN = 4
_STAGES_SHOWN = 40
_FINDINGS_SHOWN = 5


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("completeness")(completeness)


def completeness(
    context: typer.Context,
    chain: Chain,
    region: Region = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(
            help="Two regions, parks, industries or dates. 比较两个地区、园区、行业或日期。"
        ),
    ] = None,
    at: Annotated[
        str | None, typer.Option(help="As of this date, YYYY-MM-DD. 截至该日期。")
    ] = None,
    plot: Plot = None,
    json: Json = False,
) -> None:
    """How complete a chain is, and where it breaks. 产业链完整度、断点和缺失衔接。"""
    if compare and at:
        raise typer.BadParameter("--compare takes two dates in place of --at 比较日期时不用 --at")
    out = output(context, json)
    with opened() as (_, ontology, store):
        from chains.chain_models import ChainModels, is_date

        models = ChainModels(store, ontology)
        if compare:
            if region and not all(map(is_date, compare)):
                raise typer.BadParameter("--region goes with two dates 比较两地时不用 --region")
            with watched(out, "computing") as watch:
                compared = models.compare(chain, *compare, place=region, watch=watch)
            if out.json:
                out.value(_comparison_json(compared))
                return
            ids = _ids(compared.before) | _ids(compared.after) | set(compare)
            ids |= {who for item in compared.stages for who in (*item.gained, *item.lost)}
            _print_comparison(out, compared, StageNames(store, ontology, ids, out.language))
            return
        with watched(out, "computing") as watch:
            found = models.completeness(chain, region, at, watch=watch)
        if out.json:
            out.value(completeness_json(found))
        names = StageNames(store, ontology, _ids(found), out.language)
        if not out.json:
            print_completeness(out, found, names)
        if plot is not None:
            from pearlnet.plots import Canvas, draw_completeness

            draw_completeness(Canvas(plot, out.language), found, names)


def print_completeness(out: Output, found: "Completeness", names: Names) -> None:
    """The chain's standing: C, where it breaks, each stage, and what is odd in the record."""
    print_heading(out, found, names)
    rows = [_row(out, item, names) for item in found.stages[:_STAGES_SHOWN]]
    if rows:
        out.table(
            f"{out.say('stages')} ({len(rows)}/{len(found.stages)})",
            (
                "stages-level",
                "stage",
                "stages-weight",
                "stages-coverage",
                "stages-suppliers",
                "stages-elsewhere",
                "stages-standing",
            ),
            rows,
        )
    if found.missing:
        shown = [f"{names[pair.earlier]} → {names[pair.later]}" for pair in found.missing]
        out.line(f"{out.say('stages-missing')} ({len(shown)}): {out.few(shown, 5)}")
    _print_findings(out, found, names)
    if found.examples:
        out.line(f"{out.say('stages-examples')} {found.examples}", style="dim")
    out.line(f"{out.say('how')}: {out.say('stages-how')}", style="dim")


def print_heading(out: Output, found: "Completeness", names: Names) -> None:
    """The chain, its scope, C and its breaks."""
    out.line(f"{names[found.model.id]}  ({found.model.id})", style="bold")
    where = names[found.scope] if found.scope else out.say("stages-everywhere")
    out.line(f"{out.say('stages-scope')}: {where}{f'  {found.at}' if found.at else ''}")
    out.line(
        f"{out.say('stages-completeness')} C = {found.value:.3f} = "
        f"{out.say('stages-cover')} {found.cover:.3f} × "
        f"{out.say('stages-linkage')} {found.linkage:.3f}",
        style="bold",
    )
    if found.breaks:
        named = [
            out.say(
                "stages-broken-everywhere" if item.broken_everywhere else "stages-broken-here"
            ).format(stage=names[item.stage.id], count=len(item.elsewhere))
            for item in found.breaks[:_STAGES_SHOWN]
        ]
        out.line(
            f"{out.say('stages-breaks')} ({len(found.breaks)}): {out.listed(named)}",
            style="bold red",
        )
    elif found.stages:
        out.line(out.say("stages-no-breaks"))
    if found.single_sources:
        alone = [
            f"{names[item.stage.id]}（{names[item.suppliers[0].organization]}）"
            for item in found.single_sources
        ]
        out.line(f"{out.say('stages-single')} ({len(alone)}): {out.few(alone, 10)}", style="yellow")


def _row(out: Output, item: "StageCoverage", names: Names) -> Sequence[object]:
    holds = [out.say(f"hold-{hold.kind.value}").format(name=names[hold.id]) for hold in item.holds]
    standing = [out.say("stages-break")] if item.broken else holds
    return (
        item.stage.level + 1,
        names[item.stage.id],
        f"{item.stage.weight:.2f}",
        f"{item.coverage:.3f}",
        out.few((names[x.organization] for x in item.suppliers), _SUPPLIERS_SHOWN),
        len(item.elsewhere),
        out.listed(standing),
    )


def _print_findings(out: Output, found: "Completeness", names: Names) -> None:
    findings = found.model.findings
    for finding in findings[:_FINDINGS_SHOWN]:
        shown = out.few(names[item] for item in finding.ids)
        out.line(f"{out.say(f'stages-finding-{finding.kind.value}')}: {shown}", style="yellow")
    if len(findings) > _FINDINGS_SHOWN:
        more = len(findings) - _FINDINGS_SHOWN
        out.line(out.say("stages-more-findings").format(count=more), style="yellow")


def _print_comparison(out: Output, found: "Comparison", names: Names) -> None:
    sides = [item.at or names[item.scope or ""] for item in (found.before, found.after)]
    out.line(f"{names[found.after.model.id]}  ({found.after.model.id})", style="bold")
    for side, item in zip(sides, (found.before, found.after), strict=True):
        out.line(
            f"{side}: {out.say('stages-completeness')} C = {item.value:.3f} = "
            f"{out.say('stages-cover')} {item.cover:.3f} × "
            f"{out.say('stages-linkage')} {item.linkage:.3f}"
        )
    out.table(
        "",
        ("stage", "stages-before", "stages-after", "stages-gained", "stages-lost"),
        [
            (
                names[item.stage],
                item.before,
                item.after,
                out.few(names[who] for who in item.gained),
                out.few(names[who] for who in item.lost),
            )
            for item in found.stages[:_STAGES_SHOWN]
        ],
    )
    for key, stages in (("stages-closed", found.closed), ("stages-opened", found.opened)):
        if stages:
            out.line(f"{out.say(key)}: {out.few((names[item] for item in stages), 10)}")


def completeness_json(found: "Completeness") -> dict[str, Any]:
    """What is found, for programs."""
    return {
        "chain": found.model.id,
        "origin": found.model.origin.value,
        "scope": found.scope,
        "at": found.at,
        "completeness": found.value,
        "cover": found.cover,
        "linkage": found.linkage,
        "illustrativeSuppliers": found.examples,
        "breaks": [item.stage.id for item in found.breaks],
        "missing": [[pair.earlier, pair.later] for pair in found.missing],
        "singleSources": [item.stage.id for item in found.single_sources],
        "stages": [
            {
                "stage": item.stage.id,
                "level": item.stage.level,
                "weight": item.stage.weight,
                "coverage": item.coverage,
                "suppliers": [
                    {
                        "organization": one.organization,
                        "evidence": [[key.type, key.source, key.target] for key in one.evidence],
                    }
                    for one in item.suppliers
                ],
                "elsewhere": [one.organization for one in item.elsewhere],
                "holds": [{"kind": hold.kind.value, "id": hold.id} for hold in item.holds],
            }
            for item in found.stages
        ],
        "findings": [
            {"kind": item.kind.value, "ids": list(item.ids)} for item in found.model.findings
        ],
    }


def _comparison_json(found: "Comparison") -> dict[str, Any]:
    return {
        "chain": found.after.model.id,
        "before": completeness_json(found.before),
        "after": completeness_json(found.after),
        "stages": [
            {
                "stage": item.stage,
                "before": item.before,
                "after": item.after,
                "gained": list(item.gained),
                "lost": list(item.lost),
            }
            for item in found.stages
        ],
        "closed": list(found.closed),
        "opened": list(found.opened),
    }


def _ids(found: "Completeness") -> set[str]:
    ids = {found.model.id, *filter(None, [found.scope])}
    for item in found.stages[:_STAGES_SHOWN]:
        ids |= {item.stage.id, *(hold.id for hold in item.holds)}
        ids |= {one.organization for one in item.suppliers[:_SUPPLIERS_SHOWN]}
    ids |= {item.stage.id for item in (*found.breaks[:_STAGES_SHOWN], *found.single_sources[:10])}
    ids |= {item.suppliers[0].organization for item in found.single_sources[:10]}
    for pair in found.missing[:5]:
        ids |= {pair.earlier, pair.later}
    for finding in found.model.findings[:_FINDINGS_SHOWN]:
        ids |= set(finding.ids[:3])
    return ids
