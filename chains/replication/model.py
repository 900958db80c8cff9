"""Shapes of the answers: where a practice stands, where it could go, and what that would take."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

HIT_AT = 5
"""A hidden adoption is hit when its place is among so many."""


class Axis(StrEnum):
    """By what kind of place adoptions are counted."""

    INDUSTRY = "industry"
    """行业: the branch just under the root of the industry tree, in GB/T 4754 a division."""
    REGION = "region"
    """地区: the branch just under the root of the region tree, such as a province."""


class Verdict(StrEnum):
    """What the interval allows to say."""

    LIKELY = "likely"
    """较可能: the whole interval lies above the share of all others that have it."""
    OPEN = "open"
    """不能断定: the interval holds that share."""
    UNLIKELY = "unlikely"
    """较不可能: the whole interval lies below it."""
    INSUFFICIENT = "insufficient-data"
    """数据不足: too little is on record to estimate anything."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One scenario in one place.

    Attributes:
        place: Id of an industry or region.
        scenario: Id of the scenario.
        cases: Ids of the use cases that realise it there, sorted; empty where it is new.
        on_record: How many use cases of any scenario the place has.
        advantage: RCA as observed; 0 without a case.
        shrunk: RCA drawn towards 1, the posterior mean.
        shrunk_low: 5% quantile of it.
        shrunk_high: 95% quantile.
        density: Share of the scenario's neighbourhood that the place has.
        chance: That the place has the scenario, judged by all but this cell; None where the whole
            record is too small.
        low: Lower end of the 90% interval of ``chance``.
        high: Upper end.
        usual: Share of the other places that have it.
        complexity: ECI of the place, None where it is not defined.
        verdict: What may be said.
    """

    place: str
    scenario: str
    cases: tuple[str, ...]
    on_record: int
    advantage: float
    shrunk: float
    shrunk_low: float
    shrunk_high: float
    density: float
    chance: float | None
    low: float | None
    high: float | None
    usual: float
    complexity: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Need:
    """An asset that the practice takes.

    Attributes:
        asset: Id of a technology, standard or skill.
        kind: Its class.
        evidence: Ids of the use cases that use it, of the scenario that calls for it, or, for a
            skill, of the needed technologies that it is about; sorted.
    """

    asset: str
    kind: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A needed asset that the target has.

    Attributes:
        asset: Its id.
        evidence: Ids of the use cases, enterprises and supplies that show it, sorted.
    """

    asset: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deliverer:
    """An organization that could supply what is lacking.

    Attributes:
        organization: Its id.
        covers: The lacking assets it can bring, sorted.
        supplies: Its supplies that provide them or address the scenario, sorted.
        cases: Use cases of the scenario that it delivered, sorted.
    """

    organization: str
    covers: tuple[str, ...]
    supplies: tuple[str, ...]
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """What going there would take.

    Attributes:
        copies: Use cases to copy, nearest first.
        holds: Needed assets that are on record there.
        lacks: Needed assets that are not on record there, which is no proof that they are not.
        deliverers: Who could bring them, best first.
        uncovered: Those that nobody on record could bring.
    """

    copies: tuple[str, ...]
    holds: tuple[Held, ...]
    lacks: tuple[Need, ...]
    deliverers: tuple[Deliverer, ...]
    uncovered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceTarget:
    """A place that could take up the practice.

    Of several scenarios that it lacks, the standing is that with the least chance, for a use case
    is copied whole.
    """

    standing: Standing
    way: Way


@dataclass(frozen=True, slots=True)
class EnterpriseTarget:
    """An enterprise that could take up the practice.

    Attributes:
        enterprise: Its id.
        shared: The narrowest industry that it shares with the practice.
        scenario: The scenario that it lacks, of several that with the least chance.
        adopters: Enterprises within ``shared`` that have it, sorted.
        peers: Number of enterprises on record within ``shared``, this one left out.
        chance: Share of its like that have it, drawn towards the wider industries' shares.
        low: 5% quantile of it.
        high: 95% quantile.
        usual: Share of all other enterprises on record that have it.
        ready: (needed assets it holds + 1/2) / (needed assets + 1).
        verdict: What may be said.
        way: What it would take.
    """

    enterprise: str
    shared: str
    scenario: str
    adopters: tuple[str, ...]
    peers: int
    chance: float
    low: float
    high: float
    usual: float
    ready: float
    verdict: Verdict
    way: Way


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one way of scoring finds hidden adoptions, averaged over the folds.

    Attributes:
        auc: Chance that a hidden adoption scores above a cell that was never filled; .5 is blind.
        auc_spread: Standard deviation over the folds.
        hits: Share of hidden adoptions whose place is among the first ``HIT_AT`` of all places
            that lack the scenario; ties count half.
    """

    auc: float
    auc_spread: float
    hits: float


@dataclass(frozen=True, slots=True)
class Check:
    """The held-out check of one matrix.

    Attributes:
        adoptions: Number of cells hidden in turn.
        absent: Number of cells never filled.
        folds: Number of parts they were hidden in.
        found: Quality of ``chance`` (what is ranked by), and of ``density``, ``popularity`` (the
            product of the margins) and ``random`` beside it.
    """

    adoptions: int
    absent: int
    folds: int
    found: Mapping[str, Quality]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Places of one kind.

    Attributes:
        axis: Which kind.
        adopters: Places that have all scenarios of the practice; best established first.
        targets: Places that lack one, best first; those with too little on record last.
        candidates: How many there are before the cut.
        unseen: Places without any use case on record, about which nothing can be said; sorted.
        left_out: Use cases that name no place of this kind, or one too wide.
        check: How good the chances are on this store; None where there are none.
    """

    axis: Axis
    adopters: tuple[Standing, ...]
    targets: tuple[PlaceTarget, ...]
    candidates: int
    unseen: tuple[str, ...]
    left_out: int
    check: Check | None


@dataclass(frozen=True, slots=True)
class Replicability:
    """可复制: where a use case or a scenario could go.

    Attributes:
        subject: Id of the use case or scenario.
        kind: Its class.
        scenarios: The scenarios to replicate, sorted.
        cases: Use cases on record that realise one of them, the subject included; sorted.
        complexity: PCI of each scenario among industries, where it is defined.
        needs: What it takes, by asset id.
        industries: Where among industries.
        regions: Where among regions.
        enterprises: Which enterprises, best first.
        candidates: How many enterprises there are before the cut.
        examples: How many of ``cases`` are illustrative (示例).
        revision: The store revision that was read.
    """

    subject: str
    kind: str
    scenarios: tuple[str, ...]
    cases: tuple[str, ...]
    complexity: Mapping[str, float]
    needs: tuple[Need, ...]
    industries: Ranking
    regions: Ranking
    enterprises: tuple[EnterpriseTarget, ...]
    candidates: int
    examples: int
    revision: int
