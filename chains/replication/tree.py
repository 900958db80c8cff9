"""Trees of industries and regions, and the branch that counts as the place of a node."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Tree:
    """Nodes with one parent each.

    Attributes:
        parents: Parent of each node that has one.
        nodes: All nodes.
        inner: Nodes that are somebody's parent.
    """

    parents: Mapping[str, str]
    nodes: frozenset[str]
    inner: frozenset[str]

    def lineage(self, node: str) -> tuple[str, ...]:
        """The node and what it lies within, up to the root; a circle ends where it closes."""
        path = {node: None}
        while (node := self.parents.get(node, "")) and node not in path:
            path[node] = None
        return tuple(path)

    def place(self, node: str) -> str | None:
        """The branch just under the root that the node lies in; None for a root with branches."""
        path = self.lineage(node)
        if len(path) > 1:
            return path[-2]
        return None if node in self.inner else node

    def places(self) -> frozenset[str]:
        """All branches that can be a place."""
        return frozenset(filter(None, map(self.place, self.nodes)))

    def shared(self, one: str, other: str) -> tuple[str, ...]:
        """The nodes that both lie within or are, narrowest first."""
        within = set(self.lineage(other))
        return tuple(node for node in self.lineage(one) if node in within)


def plant(edges: list[tuple[str, str]], nodes: frozenset[str]) -> Tree:
    """A tree of (child, parent) pairs; of several parents the first by id counts."""
    parents: dict[str, str] = {}
    for child, parent in sorted(edges):
        if child != parent:
            parents.setdefault(child, parent)
    return Tree(
        parents=parents,
        nodes=nodes | parents.keys() | set(parents.values()),
        inner=frozenset(parents.values()),
    )
