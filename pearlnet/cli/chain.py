"""``pearlnet chain``: points, lines and network, and what would raise a use case."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pearlnet.cli import chain_history, chain_resilience
from pearlnet.cli.output import Output
from pearlnet.cli.over import Over, vertices_of
from pearlnet.cli.plain import plain
from pearlnet.cli.session import Json, Plot, opened, output
from pearlnet.naming import Names

if TYPE_CHECKING:
    from chains import Component, Finding, Link, LinkRule, Step, Summary, Trace

app = typer.Typer(no_args_is_help=True, help="Point, line, network. 点、线、网。")
chain_history.register(app)
chain_resilience.register(app)


@app.command()
def summary(context: typer.Context, over: Over = "use-cases", json: Json = False) -> None:
    """Count points, lines and network. 统计点、线、网。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        from chains import ChainAnalysis, summarise

        structure = ChainAnalysis(store, ontology).structure(vertices_of(ontology, over))
        counted = summarise(structure)
        shown = (*structure.blocks[:_COMPONENTS_SHOWN], *structure.lines[:_COMPONENTS_SHOWN])
        names = Names(store, _span_ids(shown), out.language)
        if out.json:
            out.value(plain(counted))
            return
        _print_summary(out, counted)
        _print_components(out, "blocks", structure.blocks, names)
        _print_components(out, "lines", structure.lines, names)
        print_findings(out, structure.projection.findings)
        _print_rule(out, counted.rule)


@app.command()
def trace(
    context: typer.Context,
    vertex: Annotated[str, typer.Argument(help="Id of a use case. 案例的 id。")],
    over: Over = "use-cases",
    plot: Plot = None,
    json: Json = False,
) -> None:
    """From this point through its line to the network. 从点到线到网。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        from chains import ChainAnalysis

        found = ChainAnalysis(store, ontology).trace(vertices_of(ontology, over), vertex)
        if out.json:
            out.value(plain(found))
        else:
            _print_trace(out, found, Names(store, _trace_ids(found), out.language))
        if plot is not None:
            from pearlnet.plots import Canvas, draw_trace

            names = Names(store, _trace_ids(found), out.language)
            draw_trace(Canvas(plot, out.language), found, names)


def _print_summary(out: Output, counted: "Summary") -> None:
    rows = [
        (out.say(position.value), counted.counts[position], counted.illustrative[position])
        for position in counted.counts
    ]
    rows.append(
        (out.say("total"), sum(counted.counts.values()), sum(counted.illustrative.values()))
    )
    out.table("", ("position", "count", "illustrative"), rows)
    out.line(
        f"{out.say('links')} {counted.links}  {out.say('lines')} {counted.lines}  "
        f"{out.say('blocks')} {counted.blocks}  "
        f"{out.say('largest-share')} = {counted.largest_share:.3f}"
    )


_COMPONENTS_SHOWN = 8
_LINKS_SHOWN = 20
_EXAMPLES_SHOWN = 3


def _print_components(
    out: Output, title: str, components: Sequence["Component"], names: Names
) -> None:
    if not components:
        return
    rows = [
        (
            item.name,
            len(item.members),
            out.few(names[member] for member in item.members),
            len(item.spans.industries),
            len(item.spans.enterprises),
            len(item.spans.regions),
            len(item.spans.stages),
            out.say("closed") if item.spans.closed else "",
        )
        for item in components[:_COMPONENTS_SHOWN]
    ]
    out.table(
        f"{out.say(title)} ({len(components)})",
        (
            "name",
            "count",
            "chain-members",
            "industries",
            "enterprises",
            "regions",
            "stages",
            "closed",
        ),
        rows,
    )


def _print_trace(out: Output, found: "Trace", names: Names) -> None:
    out.line(f"{names[found.vertex]}  ({found.vertex})", style="bold")
    out.line(f"{out.say('position')}: {out.say(found.position.value)}", style="bold")
    for component in found.components[:_COMPONENTS_SHOWN]:
        spans = component.spans
        closed = f"  {out.say('closed')}" if spans.closed else ""
        out.line(
            f"  {component.name}: {len(component.members)} · "
            f"{out.say('industries')} {len(spans.industries)} · "
            f"{out.say('enterprises')} {len(spans.enterprises)} · "
            f"{out.say('regions')} {len(spans.regions)} · "
            f"{out.say('stages')} {len(spans.stages)}{closed}"
        )
    _print_links(out, found, names)
    _print_path(out, found, names)
    _print_steps(out, found.steps, names)
    _print_rule(out, found.rule)


def _print_links(out: Output, found: "Trace", names: Names) -> None:
    if not found.links:
        out.line(out.say("no-links"))
        return
    out.table(
        f"{out.say('links')} ({len(found.links)})",
        ("chain-vertex", "evidence", "score"),
        [
            (names[link.other(found.vertex)], _evidence(link, names), round(link.weight, 3))
            for link in found.links[:_LINKS_SHOWN]
        ],
    )


def _print_path(out: Output, found: "Trace", names: Names) -> None:
    if found.position.value == "network":
        return
    if not found.reaches_network:
        out.line(out.say("no-path"))
        return
    out.line(out.say("path"), style="bold")
    at = found.vertex
    if found.step:
        at = found.step.partners[0]
        what = out.say(f"step-{found.step.kind.value}").format(name=names[found.step.asset])
        out.line(f"  {out.say('step')}: {names[found.vertex]} + {what}")
        out.line(f"    → {names[at]}")
    for link in found.path:
        at = link.other(at)
        out.line(f"    → {names[at]}   [{_evidence(link, names)}]")


def _print_steps(out: Output, steps: Sequence["Step"], names: Names) -> None:
    if not steps:
        out.line(out.say("no-steps"))
        return
    out.table(
        out.say("steps"),
        ("chain-step", "then", "links", "joined", "likelihood", "expected-gain"),
        [
            (
                out.say(f"step-{step.kind.value}").format(name=names[step.asset]),
                out.say(step.position.value),
                out.few(names[partner] for partner in step.partners),
                step.joined,
                round(step.likelihood, 3),
                round(step.expected_gain, 3),
            )
            for step in steps
        ],
    )


def print_findings(out: Output, findings: Sequence["Finding"]) -> None:
    """What is odd in the data, each kind on a line."""
    for finding in findings:
        shown = out.few(finding.examples, _EXAMPLES_SHOWN)
        out.line(
            f"{out.say(f'finding-{finding.kind.value}')} ({finding.count}): {shown}", style="yellow"
        )


def _print_rule(out: Output, rule: "LinkRule") -> None:
    if rule.kind.value == "small":
        text = {
            "zh": f"少于 200 个顶点：共享 {rule.shared} 个专用要素，或 1 个不超过 "
            f"{rule.rare_up_to} 家持有的要素；专用指不超过 {rule.specific_up_to} 家持有",
            "en": f"fewer than 200 vertices: {rule.shared} shared specific assets, or one held by "
            f"at most {rule.rare_up_to}; specific is held by at most {rule.specific_up_to}",
        }
    else:
        text = {
            "zh": f"保度零模型，错误发现率 {rule.rate:.0%}，p ≤ {rule.threshold:.2g}，"
            f"检验 {rule.pairs} 对；专用指不超过 {rule.specific_up_to} 家持有",
            "en": f"degree-preserving null, false discovery rate {rule.rate:.0%}, "
            f"p ≤ {rule.threshold:.2g} over {rule.pairs} pairs; specific is held by at most "
            f"{rule.specific_up_to}",
        }
    out.line(f"{out.say('how')}: {text[out.language]}", style="dim")


def _evidence(link: "Link", names: Names) -> str:
    shared = [names[asset] for asset in link.assets]
    return "；".join([*shared, *(f"{key.type}" for key in link.relations)])


def _span_ids(components: Iterable["Component"]) -> set[str]:
    return {member for item in components for member in item.members}


def _trace_ids(found: "Trace") -> set[str]:
    ids: set[str] = {found.vertex}
    for link in (*found.links[:_LINKS_SHOWN], *found.path):
        ids |= {link.a, link.b, *link.assets}
    for step in found.steps:
        ids |= {step.asset, *step.partners}
    return ids
