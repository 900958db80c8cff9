"""YAML as a tree whose every node knows its line; repeated keys and aliases are faults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from graph.records import Scalar
from ingest.errors import FaultList

_PLAIN = (str, int, float, bool)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar: its value by YAML's rules (None if empty), and as it is written."""

    line: int
    value: Scalar | None
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence."""

    line: int
    nodes: tuple["Node", ...]

    def __iter__(self) -> Iterator["Node"]:
        return iter(self.nodes)


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping; keys are taken as text, as they are written."""

    line: int
    nodes: Mapping[str, "Node"]
    key_lines: Mapping[str, int]


Node: TypeAlias = Leaf | Items | Entries


def read_yaml(path: Path, faults: FaultList) -> Node | None:
    """The document of a file, or None with a fault noted if it cannot be read."""
    try:
        return parse_yaml(path.read_text(encoding="utf-8-sig"), faults)
    except OSError as error:
        faults.add(0, f"cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        faults.add(0, "is not UTF-8 text; save it as UTF-8")
    return None


def parse_yaml(text: str, faults: FaultList) -> Node | None:
    """The document of a text, or None with a fault noted if it is no YAML."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is not None:
            return _convert(root, faults, set())
        faults.add(1, "is empty")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.add(mark.line + 1 if mark else 0, f"is not YAML: {error.problem or error.context}")
    except yaml.YAMLError as error:
        faults.add(0, f"is not YAML: {error}")
    except RecursionError:
        faults.add(1, "is nested too deeply")
    return None


def _convert(node: yaml.Node, faults: FaultList, seen: set[int]) -> Node:
    line = node.start_mark.line + 1
    if id(node) in seen:
        faults.add(line, "YAML anchors and aliases are not supported; write the value out")
        return Leaf(line, None, "")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _entries(node, faults, seen)
    if isinstance(node, yaml.SequenceNode):
        return Items(line, tuple(_convert(item, faults, seen) for item in node.value))
    return Leaf(line, _scalar(node, faults), str(node.value))


def _entries(node: yaml.MappingNode, faults: FaultList, seen: set[int]) -> Entries:
    nodes: dict[str, Node] = {}
    key_lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            faults.add(line, "a key must be plain text")
        elif key in nodes:
            faults.add(line, f"key {key!r} occurs twice, first at line {key_lines[key]}")
        else:
            nodes[key] = _convert(value_node, faults, seen)
            key_lines[key] = line
    return Entries(node.start_mark.line + 1, nodes, key_lines)


def _scalar(node: yaml.Node, faults: FaultList) -> Scalar | None:
    try:
        value = yaml.SafeLoader("").construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        faults.add(node.start_mark.line + 1, f"is not a value: {error}")
        return None
    if value is None or isinstance(value, _PLAIN):
        return value
    return str(node.value)
