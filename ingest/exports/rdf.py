"""Turtle, N-Triples and JSON-LD."""

from itertools import chain

from graph.port import GraphReader
from ingest.exports.options import Options
from ingest.exports.stream import Stream
from ingest.exports.target import Workplace
from ontology import write_rdf

_BUFFER = 1 << 20


def write_turtle(stream: Stream, _: GraphReader, place: Workplace, options: Options) -> None:
    """Write one Turtle file."""
    _write(stream, place, options, "turtle")


def write_n_triples(stream: Stream, _: GraphReader, place: Workplace, options: Options) -> None:
    """Write one N-Triples file."""
    _write(stream, place, options, "n-triples")


def write_json_ld(stream: Stream, _: GraphReader, place: Workplace, options: Options) -> None:
    """Write one JSON-LD file, in expanded form."""
    _write(stream, place, options, "json-ld")


def _write(stream: Stream, place: Workplace, options: Options, format: str) -> None:
    with place.out.open("wb", buffering=_BUFFER) as file:
        write_rdf(
            stream.ontology,
            chain.from_iterable(stream.entities()),
            chain.from_iterable(stream.relations()),
            file,
            format,
            provenance=options.provenance,
        )
