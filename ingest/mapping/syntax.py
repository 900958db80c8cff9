"""From YAML nodes to a mapping: shapes and keys, without the ontology."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeVar

from graph.records import PropertyValue, Scalar
from ingest.contents.encoding import known_encoding
from ingest.errors import FaultList
from ingest.mapping.marked_yaml import Entries, Items, Leaf, Node
from ingest.mapping.model import (
    EntityBlock,
    RdfRules,
    RdfValue,
    RelationRule,
    RelationTable,
    SourceRule,
    TableFormat,
    Template,
    ValueRule,
)
from ingest.mapping.model import Mapping as SourceMapping
from ingest.rows.values import fold
from ontology.errors import nearest
from ontology.languages import text_key

T = TypeVar("T")

_NAME_KEYS = ("column", "constant", "template", "split", "lookup", "default")
_VALUE_KEYS = (*_NAME_KEYS, "unit")
_RELATION_KEYS = (*_NAME_KEYS, "id", "direction")
_BLOCK_KEYS = ("class", "id", "auto", "properties", "relations", "ignore")
_RDF_KEYS = ("ids", "classes", "properties", "relations", "constants", "ignore", "language")
_RDF_PROPERTY_KEYS = ("property", "split", "lookup", "unit")
_RDF_RELATION_KEYS = ("relation", "direction")
_FORMAT_KEYS = ("delimiter", "encoding", "sheet", "cells")
_KEYS = ("source", "format", "entities", "relations_table", "rdf")
_ENDS = ("source", "target")
_CELLS = ("exact", "escaped")
_HIGHEST = 1_000_000
_LEAST, _MOST = 1e-30, 1e30
_NO_DELIMITERS = frozenset('"\r\n\0\ufeff ')


def parse_mapping(path: Path, root: Node, faults: FaultList) -> SourceMapping:
    """The mapping that the document spells; what is malformed is noted as a fault."""
    top = _entries(root, "a mapping", _KEYS, faults)
    if not top.keys() & {"entities", "relations_table", "rdf"}:
        faults.add(root.line, "needs `entities:` (tables) or `rdf:` (Turtle, N-Triples)")
    related = top.get("relations_table")
    return SourceMapping(
        path=path,
        source=_source(top.get("source"), root.line, faults),
        entities=tuple(_block(node, faults) for node in _items(top.get("entities"), faults)),
        rdf=_rdf(top["rdf"], faults) if "rdf" in top else RdfRules(),
        format=_format(top["format"], faults) if "format" in top else TableFormat(),
        relations_table=None if related is None else _relation_table(related, faults),
    )


def _format(node: Node, faults: FaultList) -> TableFormat:
    found = _entries(node, "format", _FORMAT_KEYS, faults)
    delimiter = text(found.get("delimiter"), faults)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in _NO_DELIMITERS):
        message = 'delimiter must be a single character, such as ";" or "\\t" in double quotes'
        faults.add(found["delimiter"].line, message)
    told = text(found.get("encoding"), faults)
    encoding = None if told is None else known_encoding(told)
    if told is not None and encoding is None:
        known = "utf-8, gb18030, utf-16-le, utf-16-be, big5, shift_jis, euc-kr, windows-1252"
        faults.add(found["encoding"].line, f"unknown encoding {told!r}; known are {known} and more")
    cells = text(found.get("cells"), faults)
    if cells is not None and cells not in _CELLS:
        faults.add(found["cells"].line, f"cells are `exact` or `escaped`, not {cells!r}")
    return TableFormat(
        node.line,
        delimiter,
        encoding,
        text(found.get("sheet"), faults),
        "exact" if cells == "exact" else "escaped" if cells == "escaped" else None,
    )


def _relation_table(node: Node, faults: FaultList) -> RelationTable | None:
    keys = ("type", *_ENDS, "properties")
    found = _entries(node, "relations_table", keys, faults)
    missing = [key for key in keys[:3] if key not in found]
    for key in missing:
        faults.add(node.line, f"relations_table needs `{key}: {{column: ...}}`")
    if missing:
        return None
    ends = [_relation(found[key], faults) for key in _ENDS]
    for key, end in zip(_ENDS, ends, strict=True):
        if end.value.split or end.direction == "in":
            faults.add(found[key].line, f"a row has one {key}, so it has no split and no direction")
    return RelationTable(
        line=node.line,
        type=_name(found["type"], faults),
        source=ends[0],
        target=ends[1],
        properties=_named(found.get("properties"), "properties", _value, faults),
    )


def _source(node: Node | None, line: int, faults: FaultList) -> SourceRule:
    if node is None:
        faults.add(line, 'needs `source: {name: "..."}`: whom the values are from')
        return SourceRule("")
    found = _entries(node, "source", ("name", "priority", "confidence"), faults)
    name = text(found.get("name"), faults)
    if not name:
        faults.add(node.line, "source needs a name")
    priority = _number(found, "priority", 50, faults)
    confidence = _number(found, "confidence", 1.0, faults)
    if not (isinstance(priority, int) and abs(priority) <= _HIGHEST):
        message = f"priority must be a whole number from {-_HIGHEST} to {_HIGHEST}"
        faults.add(found["priority"].line, message)
        priority = 0
    if not 0 <= confidence <= 1:
        faults.add(found["confidence"].line, "confidence must lie between 0 and 1")
    return SourceRule(name or "", priority, float(confidence))


def _block(node: Node, faults: FaultList) -> EntityBlock:
    found = _entries(node, "an entity block", _BLOCK_KEYS, faults)
    for key in ("class", "id"):
        if key not in found:
            faults.add(node.line, f"an entity block needs `{key}:`")
    type_node = found.get("class")
    block = EntityBlock(
        line=node.line,
        type=_name(type_node, faults)
        if isinstance(type_node, Entries)
        else text(type_node, faults) or "",
        id=_template(found.get("id"), faults) or Template.parse(""),
        auto=_flag(found.get("auto"), faults),
        properties=_named(found.get("properties"), "properties", _value, faults),
        relations=_named(found.get("relations"), "relations", _relation, faults),
        ignore={
            name: item.line
            for item in _items(found.get("ignore"), faults)
            if (name := text(item, faults)) is not None
        },
    )
    if not block.describes and not block.relations:
        faults.add(node.line, "the block maps nothing: add `auto: true`, properties or relations")
    return block


def _value(node: Node, faults: FaultList) -> ValueRule:
    return _value_of(node, _entries(node, "a value", _VALUE_KEYS, faults), faults)


def _name(node: Node, faults: FaultList) -> ValueRule:
    return _value_of(node, _entries(node, "a name", _NAME_KEYS, faults), faults)


def _value_of(node: Node, found: Mapping[str, Node], faults: FaultList) -> ValueRule:
    given = [key for key in ("column", "constant", "template") if key in found]
    if isinstance(node, Entries) and len(given) != 1:
        faults.add(node.line, "needs exactly one of column, constant and template")
    if "constant" in given and len(found) > 1:
        extra = set(found).difference({"constant", "direction", "id"})
        for key in sorted(extra):
            faults.add(found[key].line, f"`{key}` does nothing beside a constant")
    return ValueRule(
        line=node.line,
        column=text(found.get("column"), faults),
        template=_template(found.get("template"), faults),
        constant=_constant(found.get("constant"), faults),
        split=_separator(found.get("split"), faults),
        lookup=_scalars(found.get("lookup"), faults),
        default=_scalar(found.get("default"), faults),
        unit=_unit(found, faults),
    )


def _unit(found: Mapping[str, Node], faults: FaultList) -> Mapping[str, Decimal]:
    """A factor for all numbers, or a factor for each unit that stands behind them."""
    node = found.get("unit")
    if node is None:
        return {}
    if "lookup" in found:
        faults.add(node.line, "`unit` cannot stand beside `lookup`; convert in the lookup")
    named = {"": node} if isinstance(node, Leaf) else _named(node, "unit", _same, faults)
    units: dict[str, Decimal] = {}
    for name, item in named.items():
        factor = _factor(item, faults)
        if fold(name) in units:
            faults.add(item.line, f"the unit {name!r} is there already")
        elif factor is not None:
            units[fold(name)] = factor
    return units


def _same(node: Node, _: FaultList) -> Node:
    return node


def _factor(node: Node, faults: FaultList) -> Decimal | None:
    value = _scalar(node, faults)
    if isinstance(value, int | float) and not isinstance(value, bool) and _LEAST < value < _MOST:
        return Decimal(str(value))
    if value is not None:
        faults.add(
            node.line,
            f"unit is what numbers are multiplied by, such as 10000, or such a number for each "
            f"unit: {{万元: 10000}}; {value!r} is none",
        )
    return None


def _relation(node: Node, faults: FaultList) -> RelationRule:
    found = _entries(node, "a relation", _RELATION_KEYS, faults)
    return RelationRule(
        value=_value_of(node, found, faults),
        id=_template(found.get("id"), faults),
        direction=_direction(found, faults),
    )


def _direction(found: Mapping[str, Node], faults: FaultList) -> Literal["out", "in"]:
    stated = text(found.get("direction"), faults)
    if stated not in {None, "in", "out"}:
        faults.add(found["direction"].line, f"direction is `out` or `in`, not {stated!r}")
    return "in" if stated == "in" else "out"


def _rdf(node: Node, faults: FaultList) -> RdfRules:
    found = _entries(node, "rdf", _RDF_KEYS, faults)
    properties = _predicates(found.get("properties"), _RDF_PROPERTY_KEYS, faults)
    relations = _predicates(found.get("relations"), _RDF_RELATION_KEYS, faults)
    return RdfRules(
        ids=_names(found.get("ids"), faults),
        classes=_names(found.get("classes"), faults),
        properties={iri: text(item.get("property"), faults) or "" for iri, item in properties},
        relations={iri: text(item.get("relation"), faults) or "" for iri, item in relations},
        values={
            iri: RdfValue(
                _separator(item.get("split"), faults),
                _scalars(item.get("lookup"), faults),
                _unit(item, faults),
            )
            for iri, item in properties
            if len(item) > 1
        },
        constants={
            name: {key: _constants(value, faults) for key, value in entries.items()}
            for name, entries in _named(
                found.get("constants"), "constants", _properties, faults
            ).items()
        },
        inward=frozenset(iri for iri, item in relations if _direction(item, faults) == "in"),
        ignore=frozenset(text(item, faults) or "" for item in _items(found.get("ignore"), faults)),
        language=_language(found.get("language"), faults),
        lines={
            iri: line
            for item in found.values()
            if isinstance(item, Entries)
            for iri, line in item.key_lines.items()
        },
    )


def _properties(node: Node, faults: FaultList) -> Mapping[str, Node]:
    if isinstance(node, Entries):
        return node.nodes
    faults.add(node.line, "must be written as `property: value` pairs")
    return {}


def _constants(node: Node, faults: FaultList) -> PropertyValue:
    found = _constant(node, faults)
    return found if isinstance(node, Items) or len(found) != 1 else found[0]


def _language(node: Node | None, faults: FaultList) -> str | None:
    tag = text(node, faults)
    if node is not None and tag is not None:
        try:
            text_key("text", tag)
        except ValueError as error:
            faults.add(node.line, str(error))
    return tag


def _predicates(
    node: Node | None, keys: tuple[str, ...], faults: FaultList
) -> Sequence[tuple[str, Mapping[str, Node]]]:
    """What predicates map to: a name, or pairs of which the first key holds the name."""

    def parse(item: Node, faults: FaultList) -> Mapping[str, Node]:
        if not isinstance(item, Entries):
            return {keys[0]: item}
        found = _entries(item, f"a {keys[0]}", keys, faults)
        if keys[0] not in found:
            faults.add(item.line, f"needs `{keys[0]}:`")
        return found

    return list(_named(node, "these", parse, faults).items())


def _entries(node: Node, what: str, known: Iterable[str], faults: FaultList) -> Mapping[str, Node]:
    if not isinstance(node, Entries):
        faults.add(node.line, f"{what} must be written as `key: value` pairs")
        return {}
    for key in node.nodes:
        if key not in known:
            hint = nearest(key, known)
            meant = f"did you mean {hint!r}?" if hint else "known are " + ", ".join(known)
            faults.add(node.key_lines[key], f"unknown key {key!r} of {what}; {meant}")
    return {key: item for key, item in node.nodes.items() if key in known}


def _items(node: Node | None, faults: FaultList) -> Iterable[Node]:
    if isinstance(node, Items):
        return node
    if node is not None:
        faults.add(node.line, "must be a list")
    return ()


def _named(
    node: Node | None, what: str, parse: Callable[[Node, FaultList], T], faults: FaultList
) -> Mapping[str, T]:
    if node is None:
        return {}
    if isinstance(node, Entries):
        return {name: parse(item, faults) for name, item in node.nodes.items()}
    faults.add(node.line, f"{what} must be written as `name: {{column: ...}}` pairs")
    return {}


def _names(node: Node | None, faults: FaultList) -> Mapping[str, str]:
    named = _named(node, "these", lambda item, found: text(item, found) or "", faults)
    return dict(named)


def _scalars(node: Node | None, faults: FaultList) -> Mapping[str, Scalar]:
    named = _named(node, "lookup", _scalar, faults)
    return {key: value for key, value in named.items() if value is not None}


def text(node: Node | None, faults: FaultList) -> str | None:
    """The text of a leaf as it is written (``no`` and ``010`` too); None if there is no node."""
    return None if _scalar(node, faults) is None or not isinstance(node, Leaf) else node.text


def _scalar(node: Node | None, faults: FaultList) -> Scalar | None:
    if node is None:
        return None
    if isinstance(node, Leaf) and node.value is not None:
        return node.value
    faults.add(node.line, "must be a single, non-empty value")
    return None


def _constant(node: Node | None, faults: FaultList) -> tuple[Scalar, ...]:
    items = node.nodes if isinstance(node, Items) else (node,)
    return tuple(value for item in items if (value := _scalar(item, faults)) is not None)


def _template(node: Node | None, faults: FaultList) -> Template | None:
    value = text(node, faults)
    if node is None or value is None:
        return None
    try:
        return Template.parse(value)
    except ValueError as error:
        faults.add(node.line, str(error))
        return None


def _separator(node: Node | None, faults: FaultList) -> str | None:
    separator = text(node, faults)
    if node is not None and separator == "":
        faults.add(node.line, 'split needs a separator, such as "|"')
        return None
    return separator


def _flag(node: Node | None, faults: FaultList) -> bool:
    value = _scalar(node, faults)
    if node is not None and not isinstance(value, bool):
        faults.add(node.line, "must be true or false")
    return value is True


def _number(
    found: Mapping[str, Node], key: str, otherwise: float, faults: FaultList
) -> int | float:
    if key not in found:
        return otherwise
    value = _scalar(found[key], faults)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    faults.add(found[key].line, f"{key} must be a number")
    return otherwise
