"""``pearlnet assign``: which supplies should serve which demands, all taken together."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress

from pearlnet.bootstrap import open_matcher
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output, require_data
from pearlnet.naming import Names

if TYPE_CHECKING:
    from graph import GraphStore
    from matcher.assignment import Assigned, Assignment, Difference

_SHOWN = 30


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(assign)


def assign(
    context: typer.Context,
    suppliers: Annotated[
        int, typer.Option("--suppliers", min=1, help="Supplies for a demand. 每项需求的供给数。")
    ] = 1,
    cap: Annotated[
        int | None,
        typer.Option("--cap", min=1, help="Demands for one organization. 每家单位的上限。"),
    ] = None,
    candidates: Annotated[
        int, typer.Option("--candidates", min=1, help="Looked at for each. 每项需求的候选数。")
    ] = 20,
    close: Annotated[
        list[str] | None, typer.Option("--close", help="What if: no such demand. 假设关闭需求。")
    ] = None,
    withdraw: Annotated[
        list[str] | None,
        typer.Option("--withdraw", help="What if: no such supply. 假设撤下供给。"),
    ] = None,
    capacity: Annotated[
        list[str] | None,
        typer.Option("--capacity", help="What if: SUPPLY=NUMBER. 假设供给容量。"),
    ] = None,
    json: Json = False,
) -> None:
    """Assign supplies to all demands at once, within capacities. 统筹撮合。"""
    from matcher.assignment import Caps, WhatIf, changed, compare, read_problem
    from matcher.assignment import assign as solve

    out = output(context, json)
    what_if = WhatIf(frozenset(close or ()), frozenset(withdraw or ()), _capacities(capacity or []))
    with opened() as (settings, ontology, store):
        require_data(store)
        matcher = open_matcher(settings, store, ontology)
        with Progress(transient=True, disable=out.json or not out.console.is_terminal) as bar:
            task = bar.add_task(out.say("assign"), total=1.0)
            problem = read_problem(
                store,
                matcher,
                Caps(suppliers, cap),
                candidates,
                watch=lambda done: bar.update(task, completed=done),
            )
        found = solve(problem)
        difference = None
        if what_if != WhatIf():
            before, found = found, solve(changed(problem, what_if))
            difference = compare(before, found)
        if out.json:
            out.value(_as_json(found, difference))
        else:
            _print(out, store, found, difference)


def _capacities(given: list[str]) -> dict[str, int]:
    found = {}
    for item in given:
        supply, _, number = item.rpartition("=")
        if not supply or not number.isdigit():
            raise typer.BadParameter(f"{item!r}: write SUPPLY=NUMBER 请写成 供给=数量")
        found[supply] = int(number)
    return found


def _print(
    out: Output, store: "GraphStore", found: "Assignment", difference: "Difference | None"
) -> None:
    pairs = found.pairs[:_SHOWN]
    left = found.unserved[:_SHOWN]
    ids = {end for pair in pairs for end in (pair.demand, pair.supply)}
    ids |= {id_ for item in left for id_ in (item.demand, *item.taken_by[:3])}
    names = Names(store, ids, out.language)
    out.table(
        f"{out.say('assign')} ({found.served}/{found.demands})",
        ("demand", "supply", "probability" if found.calibrated else "score"),
        [(names[pair.demand], names[pair.supply], round(pair.value, 4)) for pair in pairs],
    )
    out.table(
        f"{out.say('assign-left-over')} ({len(found.unserved)})",
        ("demand", "reason", "assign-taken-by"),
        [
            (
                names[item.demand],
                out.say(f"assign-{item.reason.value}"),
                out.few(names[id_] for id_ in item.taken_by),
            )
            for item in left
        ],
    )
    if not found.calibrated:
        out.line(out.say("assign-uncalibrated"))
    if difference is not None:
        _print_difference(out, store, difference)


def _print_difference(out: Output, store: "GraphStore", difference: "Difference") -> None:
    moved = difference.moved[:_SHOWN]
    ids = {*difference.served, *difference.lost}
    ids |= {end for pair in moved for end in (pair.demand, pair.supply)}
    names = Names(store, ids, out.language)
    rows = [(out.say("assign-gained"), names[id_], "") for id_ in difference.served]
    rows += [(out.say("assign-lost"), names[id_], "") for id_ in difference.lost]
    rows += [(out.say("assign-moved"), names[pair.demand], names[pair.supply]) for pair in moved]
    title = f"{out.say('assign-what-if')} ({difference.gain:+.4f})"
    out.table(title, ("changed", "demand", "supply"), rows)


def _as_json(found: "Assignment", difference: "Difference | None") -> dict[str, Any]:
    shown: dict[str, Any] = {
        "calibrated": found.calibrated,
        "demands": found.demands,
        "served": found.served,
        "objective": found.objective,
        "pairs": [_pair(pair) for pair in found.pairs],
        "unserved": [
            {"demand": item.demand, "reason": item.reason.value, "takenBy": list(item.taken_by)}
            for item in found.unserved
        ],
        "idle": [{"supply": item.supply, "left": item.left} for item in found.idle],
    }
    if difference is not None:
        shown["whatIf"] = {
            "gain": difference.gain,
            "served": list(difference.served),
            "lost": list(difference.lost),
            "moved": [_pair(pair) for pair in difference.moved],
        }
    return shown


def _pair(pair: "Assigned") -> dict[str, Any]:
    return {"demand": pair.demand, "supply": pair.supply, "value": pair.value}
