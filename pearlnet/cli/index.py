"""``pearlnet index``: the indexes that matching searches."""

import time
from dataclasses import asdict

import typer

from pearlnet.bootstrap import open_matcher
from pearlnet.cli.session import Json, opened, output, require_data

app = typer.Typer(no_args_is_help=True, help="The indexes of matching. 匹配索引。")


@app.command()
def status(context: typer.Context, json: Json = False) -> None:
    """Show what is kept, and whether it may be used. 查看索引状态。"""
    out = output(context, json)
    with opened() as (settings, ontology, store):
        matcher = open_matcher(settings, store, ontology).now()
        states = [upkeep.state() for upkeep in matcher.indexes]
    if out.json:
        out.value([{**asdict(state), "usable": state.fault is None} for state in states])
        return
    out.table(
        out.say("index"),
        ("class", "index-candidates", "revision", "index-behind", "index-size", "status"),
        [
            (
                state.side,
                state.candidates,
                state.revision,
                state.behind,
                f"{state.size / 1e6:,.1f} MB",
                out.say("index-usable")
                if state.fault is None
                else f"{out.say('index-unusable')}: {state.fault}",
            )
            for state in states
        ],
    )


@app.command()
def rebuild(context: typer.Context, json: Json = False) -> None:
    """Make the indexes anew from the store. 从图谱重建索引。"""
    out = output(context, json)
    built = []
    with opened() as (settings, ontology, store):
        require_data(store)
        for upkeep in open_matcher(settings, store, ontology).now().indexes:
            started = time.perf_counter()
            index = upkeep.rebuild().index
            built.append((upkeep.side, index.size, round(time.perf_counter() - started, 1)))
    if out.json:
        out.value(
            [
                {"side": side, "candidates": size, "seconds": seconds}
                for side, size, seconds in built
            ]
        )
    else:
        out.table(out.say("index"), ("class", "index-candidates", "index-seconds"), built)
