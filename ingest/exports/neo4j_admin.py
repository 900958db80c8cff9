"""CSV as ``neo4j-admin database import full`` reads it: typed headers in files of their own.

Node and relationship types are files; text is always quoted, so that an empty text is no missing
value; lists and labels are separated by U+001F, which hardly any text has.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby
from pathlib import Path

from graph.port import GraphReader
from ingest.exports.cells import plain
from ingest.exports.columns import property_of, relation_property
from ingest.exports.errors import CannotWrite
from ingest.exports.options import Options
from ingest.exports.spool import Spool, Spooled
from ingest.exports.stream import Stream
from ingest.exports.target import MARK, Workplace
from ontology.model import Datatype, PropertyDef

SEPARATOR = "\x1f"

_BUFFER = 1 << 20
_TYPES = {
    Datatype.INTEGER: "long",
    Datatype.DECIMAL: "double",
    Datatype.BOOLEAN: "boolean",
    Datatype.DATE: "date",
}
_START, _END = "<", ">"
_ARGUMENTS = f"""\
{MARK} for Neo4j; run in this folder:
# neo4j-admin database import full neo4j @import.args
--array-delimiter=U+001F
--multiline-fields=true
"""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: what its header says, the key of its values, whether it is text and a list."""

    header: str
    key: str
    is_text: bool = True
    many: bool = False


def write_neo4j_admin(stream: Stream, _: GraphReader, place: Workplace, __: Options) -> None:
    """Write the files and, in ``import.args``, how the tool is told of them.

    Relations of which an end is not chosen have no place in it.

    Raises:
        CannotWrite: A text in a list holds the separator of lists.
    """
    ontology = stream.ontology
    arguments = [_ARGUMENTS]
    for name, nodes in _nodes(stream, place):
        labels = SEPARATOR.join((name, *ontology.ancestors(name)))
        columns = [
            _Column("id:ID", "id"),
            _Column("type:string", "type"),
            *_typed(nodes, partial(property_of, ontology, name)),
            _Column(":LABEL", "labels"),
        ]
        rows = ({**row, "type": name, "labels": labels} for row in nodes.rows())
        arguments.append(f"--nodes={_write(place.out, f'nodes-{name}', columns, rows)}\n")
    for name, edges in _edges(stream, place):
        columns = [
            _Column(":START_ID", _START),
            *_typed(edges, partial(relation_property, ontology, (name,))),
            _Column(":END_ID", _END),
            _Column(":TYPE", "type"),
        ]
        rows = ({**row, "type": name} for row in edges.rows())
        files = _write(place.out, f"relationships-{name}", columns, rows)
        arguments.append(f"--relationships={files}\n")
    (place.out / "import.args").write_text("".join(arguments), encoding="utf-8")


def _nodes(stream: Stream, place: Workplace) -> Sequence[tuple[str, Spool]]:
    spools: dict[str, Spool] = {}
    for entity in chain.from_iterable(stream.entities()):
        spool = spools.get(entity.type)
        if spool is None:
            spool = spools[entity.type] = Spool(place.scratch / f"{len(spools)}.nodes", place.open)
        spool.append({"id": entity.id, **entity.properties})
    return sorted(spools.items())


def _edges(stream: Stream, place: Workplace) -> Iterator[tuple[str, Spool]]:
    relations = chain.from_iterable(stream.relations(inside=True))
    for name, group in groupby(relations, lambda relation: relation.type):
        spool = Spool(place.scratch / "edges", place.open)
        for relation in group:
            ends = {_START: relation.source, _END: relation.target}
            spool.append({**ends, **relation.properties})
        yield name, spool


def _typed(spool: Spool, define: Callable[[str], PropertyDef]) -> Iterator[_Column]:
    for key in sorted(spool.keys.keys() - {"id", _START, _END}):
        found = define(key)
        kind = _TYPES.get(found.datatype, "string")
        many = "[]" if found.many else ""
        yield _Column(f"{key}:{kind}{many}", key, kind == "string", found.many)


def _write(
    folder: Path, name: str, columns: Sequence[_Column], rows: Iterator[Mapping[str, Spooled]]
) -> str:
    """Write a header and a file of rows; their names as the tool takes them."""
    header, data = f"{name}-header.csv", f"{name}.csv"
    (folder / header).write_text(",".join(item.header for item in columns) + "\n", "utf-8")
    with (folder / data).open("w", encoding="utf-8", newline="\n", buffering=_BUFFER) as file:
        for row in rows:
            file.write(",".join([_cell(row.get(item.key), item, row) for item in columns]) + "\n")
    return f"{header},{data}"


def _cell(value: Spooled | None, column: _Column, row: Mapping[str, Spooled]) -> str:
    if value is None:
        return ""
    if not isinstance(value, list):
        return _quoted(plain(value)) if column.is_text else plain(value)
    items = [plain(item) for item in value]
    if any(SEPARATOR in item for item in items):
        name = row.get("id") or f"{row.get(_START)} {row.get('type')} {row.get(_END)}"
        message = f"{name}: {column.key} holds U+001F, by which the items of a list are separated"
        raise CannotWrite(f"{message}; take it out, or export as JSONL or Parquet")
    return _quoted(SEPARATOR.join(items))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
