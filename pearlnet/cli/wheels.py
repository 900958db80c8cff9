"""``pearlnet wheels``: where demand and supply meet, and what is left on either side."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress

from pearlnet.bootstrap import open_matcher
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output, require_data
from pearlnet.naming import Names

if TYPE_CHECKING:
    from matcher.wheels import WheelMatrix
    from ontology import Ontology

_SHOWN = 40


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(wheels)


def wheels(
    context: typer.Context,
    examples: Annotated[
        bool, typer.Option("--with-examples", help="Count illustrative records. 计入示例。")
    ] = False,
    json: Json = False,
) -> None:
    """Demand wheel by supply wheel: matches, unmet demand and why, idle supply. 双轮矩阵。"""
    from matcher.wheels import turn

    out = output(context, json)
    with opened() as (settings, ontology, store):
        require_data(store)
        matcher = open_matcher(settings, store, ontology)
        with Progress(transient=True, disable=out.json or not out.console.is_terminal) as bar:
            task = bar.add_task(out.say("wheels"), total=1.0)
            found = turn(
                store,
                ontology,
                matcher,
                illustrative=examples,
                watch=lambda done: bar.update(task, completed=done),
            )
        if out.json:
            out.value(_as_json(found))
            return
        unmet = found.unmet[:_SHOWN]
        ids = {id_ for item in unmet for id_ in (item.demand, item.nearest) if id_}
        _print(out, ontology, found, Names(store, ids, out.language))
    if not examples and not found.demands:
        out.line(out.say("wheels-only-examples"))


def _print(out: Output, ontology: "Ontology", found: "WheelMatrix", names: Names) -> None:
    demand = ontology.vocabulary("demandCategory").terms
    supply = ontology.vocabulary("supplyCategory").terms
    uncategorised = out.say("wheels-uncategorised")
    rows = []
    for row in found.rows:
        for column in found.columns:
            cell = found.cells.get((row, column))
            if cell is not None:
                rows.append(
                    (
                        demand[row].label.get(out.language) if row else uncategorised,
                        supply[column].label.get(out.language) if column else uncategorised,
                        *(
                            round(part, 2)
                            for part in (cell.confirmed, cell.estimated, cell.unmet, cell.idle)
                        ),
                    )
                )
    out.table(
        out.say("wheels"),
        (
            *("wheels-demand", "wheels-supply", "wheels-confirmed", "wheels-estimated"),
            *("wheels-unmet", "wheels-idle"),
        ),
        rows,
    )
    counts = [
        (out.say("wheels-confirmed"), len(found.confirmed)),
        (out.say("wheels-estimated"), len(found.estimated)),
        *(
            (f"{out.say('wheels-unmet')}: {out.say(f'wheels-{reason.value}')}", count)
            for reason, count in found.by_reason.items()
        ),
        (out.say("total"), found.demands),
    ]
    out.table(out.say("wheels-demands"), ("status", "count"), counts)
    if found.unmet:
        out.table(
            f"{out.say('wheels-unmet')} ({len(found.unmet)})",
            ("demand", "reason", "wheels-nearest", "probability" if found.calibrated else "score"),
            [
                (
                    names[item.demand],
                    out.say(f"wheels-{item.reason.value}"),
                    names[item.nearest] if item.nearest else "",
                    round(item.value, 4),
                )
                for item in found.unmet[:_SHOWN]
            ],
        )
    out.line(f"{out.say('wheels-idle')}: {len(found.idle)}/{found.supplies}")
    if not found.calibrated:
        out.line(out.say("wheels-uncalibrated"))


def _as_json(found: "WheelMatrix") -> dict[str, Any]:
    return {
        "calibrated": found.calibrated,
        "demands": found.demands,
        "confirmed": list(found.confirmed),
        "estimated": list(found.estimated),
        "unmet": {reason.value: count for reason, count in found.by_reason.items()},
        "unmetDemands": [
            {
                "demand": item.demand,
                "reason": item.reason.value,
                "nearest": item.nearest,
                "value": item.value,
            }
            for item in found.unmet
        ],
        "supplies": found.supplies,
        "idle": list(found.idle),
        "cells": [
            {
                "demandCategory": row or None,
                "supplyCategory": column or None,
                "confirmed": cell.confirmed,
                "estimated": cell.estimated,
                "unmet": cell.unmet,
                "idle": cell.idle,
            }
            for (row, column), cell in found.cells.items()
        ],
        "unplacedUnmet": {row or "": amount for row, amount in found.unplaced_unmet.items()},
        "unplacedIdle": {column or "": amount for column, amount in found.unplaced_idle.items()},
    }
