"""Shapes of history; dates are ISO 8601 days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chains.errors import ChainError
from chains.projection.model import Link, LinkRule
from chains.structure.model import Position


class NothingDated(ChainError):
    """No vertex has a date, so nothing can be told of its past."""

    code = "CHAIN_NOTHING_DATED"


@dataclass(frozen=True, slots=True)
class Joining:
    """When a vertex came, and when it joined a line and the network.

    Attributes:
        vertex: Its id.
        since: Its own date; None if it has none, and then the rest is None too.
        line: When it got its first link.
        network: When it first lay on a cycle.
        link: The link that came first; of several, the first by id.
    """

    vertex: str
    since: str | None
    line: str | None
    network: str | None
    link: Link | None


@dataclass(frozen=True, slots=True)
class State:
    """What stood at the end of a day.

    Attributes:
        date: The day.
        vertices: Vertices by then, n.
        links: Links between those.
        counts: Vertices by position.
        components: Connected components, points included.
        largest_share: S, the share of the n vertices in the largest component; 0 without any.
        susceptibility: chi = (1/n) times the sum of squared sizes of all other components.
    """

    date: str
    vertices: int
    links: int
    counts: Mapping[Position, int]
    components: int
    largest_share: float
    susceptibility: float


@dataclass(frozen=True, slots=True)
class Band:
    """A figure under the null: mean, 5% and 95% quantile of the samples."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """A state, beside what random graphs of the same degrees have.

    Attributes:
        state: What stood.
        largest_share: S of the random graphs.
        susceptibility: chi of the random graphs.
    """

    state: State
    largest_share: Band
    susceptibility: Band


@dataclass(frozen=True, slots=True)
class Growth:
    """How a projection grew.

    Attributes:
        vertices: Class of the vertices.
        dated_by: The property that dates them, or ``recorded``.
        undated: How many have no date; they are left out.
        points: States at the ends of periods, oldest first.
        samples: How many random graphs for each.
        rule: What made the links.
    """

    vertices: str
    dated_by: str
    undated: int
    points: tuple[GrowthPoint, ...]
    samples: int
    rule: LinkRule


@dataclass(frozen=True, slots=True)
class Rise:
    """A vertex that is in a higher class than before.

    Attributes:
        vertex: Its id.
        before: Its class at the first date; None if it was not there.
        after: Its class at the second.
    """

    vertex: str
    before: Position | None
    after: Position


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two days.

    Attributes:
        before: What stood at the end of the first.
        after: What stood at the end of the second.
        came: Vertices that came in between, by date, then by id.
        risen: Vertices that are now in a line or the network and were in a lower class, or not
            there; highest class first, then by id.
        links: Links that came in between, by date, then by id.
        undated: How many vertices have no date; they are left out.
        rule: What made the links.
    """

    before: State
    after: State
    came: Sequence[str]
    risen: tuple[Rise, ...]
    links: Sequence[Link]
    undated: int
    rule: LinkRule
