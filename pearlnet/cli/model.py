"""``pearlnet model``: the encoder that matching uses."""

import time

import typer

from pearlnet.bootstrap import open_encoder, train_encoder
from pearlnet.cli.session import Json, opened, output, require_data
from pearlnet.settings import read_settings

app = typer.Typer(no_args_is_help=True, help="The matching model. 匹配模型。")


@app.command()
def train(context: typer.Context, json: Json = False) -> None:
    """Train the encoder on the ontology and what the store holds. 训练编码器。"""
    out = output(context, json)
    with opened() as (settings, ontology, store):
        require_data(store)
        started = time.perf_counter()
        folder = train_encoder(settings, store, ontology)
        seconds = round(time.perf_counter() - started, 1)
    if out.json:
        out.value({"model": folder.name, "seconds": seconds})
    else:
        out.line(f"{out.say('model')}: {folder.name} ({seconds} s)")


@app.command()
def show(context: typer.Context, json: Json = False) -> None:
    """Show the current model. 查看当前模型。"""
    out = output(context, json)
    encoder = open_encoder(read_settings())
    if out.json:
        out.value({"model": encoder.name, "dimension": encoder.dimension})
    else:
        out.line(f"{out.say('model')}: {encoder.name} (d = {encoder.dimension})")
