"""Shapes of a trace: where a vertex stands, its way to the network, and what would raise it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chains.projection.model import Link, LinkRule
from chains.structure.model import Component, Position


class StepKind(StrEnum):
    """What a person would do."""

    ADOPT_STANDARD = "adopt-standard"
    """Conform to a standard that others conform to."""
    SHARE_TECHNOLOGY = "share-technology"
    """Use a technology that others use."""
    BUILD_SKILL = "build-skill"
    """Take up a skill that others have."""
    USE_PRODUCT = "use-product"
    """Use or make a product that others use or make."""
    REPLICATE_AT = "replicate-at"
    """Put the use case into practice at an enterprise that runs others; it and its copy count
    as one vertex."""
    JOIN_PARTNER = "join-partner"
    """Have an enterprise deliver, or trade with it."""
    CONNECT = "connect"
    """Relate it directly to another vertex, as its peers do."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that would promote a vertex.

    Attributes:
        kind: What is to be done.
        asset: Id of the technology, standard, skill, product, enterprise or vertex to take up.
        position: The class that the vertex would then have.
        partners: Vertices it would newly be linked to, sorted.
        joined: How many more vertices its connected component would have.
        likelihood: Share of its peers (same scenario or industry) that hold the asset,
            (held + 1/2) / (peers + 1).
        expected_gain: ``likelihood * (joined + [class rises])``, in vertices.
    """

    kind: StepKind
    asset: str
    position: Position
    partners: tuple[str, ...]
    joined: int
    likelihood: float
    expected_gain: float


@dataclass(frozen=True, slots=True)
class Trace:
    """From this vertex through its line to the network.

    Attributes:
        vertex: The vertex asked for.
        position: Its class.
        links: Its links, strongest first; the evidence is read off when one is looked at.
        components: The line or blocks it belongs to.
        step: For a point, the step that the path begins with.
        path: Links from the vertex (or from the step's first partner) to the nearest vertex of
            the network; empty if it is in the network, or none can be reached.
        reaches_network: Whether it is in the network or the path ends there.
        steps: The best promoting steps, best first.
        rule: What made the links.
    """

    vertex: str
    position: Position
    links: Sequence[Link]
    components: Sequence[Component]
    step: Step | None
    path: tuple[Link, ...]
    reaches_network: bool
    steps: tuple[Step, ...]
    rule: LinkRule
