"""The YAML files by which an export is read back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import yaml

from ingest.exports.columns import RELATION_COLUMNS, Column
from ingest.exports.tables import Table
from ingest.exports.target import MARK
from ingest.mapping.model import LIST_SEPARATOR

SOURCE = "pearlnet export"
"""Whom the values are from when they are imported again, unless the user changes it."""
Cells = Literal["exact", "escaped"]
"""How cells are to be read: as they are, or with lists and ``\\uXXXX`` in text."""


def table_mapping(table: Table, cells: Cells, *, sheet: str = "") -> str:
    """The mapping of a table."""
    found: dict[str, Any] = _head(cells, sheet)
    if not table.type:
        return _text({**found, "relations_table": relations_block(table.columns, cells)})
    values = [column for column in table.columns[1:] if not column.is_relation]
    block: dict[str, Any] = {"class": table.type, "id": "{id}"}
    if not values:
        block["auto"] = True
    block["properties"] = {item.name: _value(item, cells) for item in values}
    block["relations"] = {
        item.name: _value(item, cells) for item in table.columns if item.is_relation
    }
    return _text({**found, "entities": [{key: item for key, item in block.items() if item}]})


def mixed_mapping(
    properties: Mapping[str, str], relations: Sequence[Column], ignore: Iterable[str]
) -> str:
    """The mapping of a table whose rows are entities of any class, and relations.

    Args:
        properties: Of entities, with the column of each.
        relations: The columns of relations; none if there is no relation.
        ignore: Columns that say nothing of the graph.
    """
    block = {
        "class": {"column": "type"},
        "id": "{id}",
        "properties": {name: {"column": column} for name, column in properties.items()},
        "ignore": list(ignore),
    }
    found = {
        **_head("exact", ""),
        "entities": [{key: item for key, item in block.items() if item}],
    }
    if relations:
        found["relations_table"] = relations_block(relations, "exact")
    return _text(found)


def relations_block(columns: Sequence[Column], cells: Cells) -> dict[str, Any]:
    """What says which column of a table of relations is what."""
    values = [item for item in columns if item.header not in RELATION_COLUMNS]
    block: dict[str, Any] = {name: {"column": name} for name in RELATION_COLUMNS}
    if values:
        block["properties"] = {item.name: _value(item, cells) for item in values}
    return block


def manifest(files: Iterable[tuple[str, str]]) -> str:
    """The manifest of data files with their mappings, in this order."""
    return _text([{"file": data, "mapping": mapping} for data, mapping in files])


def _head(cells: Cells, sheet: str) -> dict[str, Any]:
    format_ = {"cells": cells} | ({"sheet": sheet} if sheet else {})
    return {"source": {"name": SOURCE}, "format": format_}


def _value(column: Column, cells: Cells) -> dict[str, str]:
    rule = {"column": column.header}
    return rule | {"split": LIST_SEPARATOR} if column.many and cells == "escaped" else rule


def _text(value: object) -> str:
    written: str = yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10_000
    )
    return f"{MARK}; `pearlnet import` reads it back.\n{written}"
