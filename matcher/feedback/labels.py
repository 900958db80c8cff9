"""From what people said and did to labels with weights; docs/models.md shows the rule."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity
from matcher.feedback.model import Feedback, Verdict
from matcher.feedback.records import read_feedback

SAYS: Mapping[Verdict, float] = {
    Verdict.CONTRACTED: 1.0,
    Verdict.ACCEPTED: 0.7,
    Verdict.CONTACTED: 0.3,
    Verdict.REJECTED: -0.7,
}
"""What a verdict says for (above 0) or against a pair, and how strongly."""

SHOWS: Mapping[str, float] = {
    "evaluated": 1.0,
    "deployed": 1.0,
    "contracted": 1.0,
    "negotiating": 0.5,
    "introduced": 0.3,
}
"""What the state of an engagement shows for its pairs; the states before it show nothing."""

BROKEN_OFF = -0.3
"""What an engagement shows that was closed before a contract: often price or time, not fit."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a supply answers a demand, by all that is known of the pair.

    Attributes:
        demand: Id of the demand.
        supply: Id of the supply.
        answers: The label.
        weight: How much it counts, above 0 and at most 1.
        illustrative: Whether it stands on an example.
    """

    demand: str
    supply: str
    answers: bool
    weight: float
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """Something that speaks for or against a pair; ``says`` is in -1 to 1."""

    demand: str
    supply: str
    says: float
    illustrative: bool


def read_judgements(store: GraphReader, *, illustrative: bool = False) -> Sequence[Judgement]:
    """The labels that feedback and engagements in the store amount to, ordered by pair.

    Args:
        store: The graph.
        illustrative: Whether examples count.
    """
    voices = [*_said(store), *_shown(store)]
    return judgements(voice for voice in voices if illustrative or not voice.illustrative)


def judgements(voices: Iterable[Voice]) -> Sequence[Judgement]:
    """What the voices on each pair come to.

    They are added up; above 0 the pair is an answer, below 0 it is none, and at 0 it is
    undecided and left out. The weight is the distance from 0, at most 1.
    """
    heard: dict[tuple[str, str], list[Voice]] = {}
    for voice in voices:
        heard.setdefault((voice.demand, voice.supply), []).append(voice)
    found = []
    for (demand, supply), pair in sorted(heard.items()):
        total = round(sum(sorted(voice.says for voice in pair)), 9)
        if total:
            examples = any(voice.illustrative for voice in pair)
            found.append(Judgement(demand, supply, total > 0, min(abs(total), 1.0), examples))
    return found


def _said(store: GraphReader) -> Iterator[Voice]:
    """The last word of each person on each pair."""
    last: dict[tuple[str, str, str], Feedback] = {}
    for _, feedback in read_feedback(store):
        last[feedback.demand, feedback.supply, feedback.by] = feedback
    examples = _examples(store, {end for demand, supply, _ in last for end in (demand, supply)})
    for (demand, supply, _), feedback in sorted(last.items()):
        yield Voice(
            demand, supply, SAYS[feedback.verdict], not examples.isdisjoint((demand, supply))
        )


def _shown(store: GraphReader) -> Iterator[Voice]:
    """What each engagement shows for its demand with each of its supplies."""
    for batch in store.scan(Query(type="Engagement")):
        ends = store.neighbours(
            [entity.id for entity in batch], relations=("ofDemand", "withSupply")
        )
        for entity in batch:
            says = _showing(entity)
            joined = ends[entity.id]
            demands = [item.entity for item in joined if item.relation.type == "ofDemand"]
            supplies = [item.entity for item in joined if item.relation.type == "withSupply"]
            for demand in demands if says else ():
                for supply in supplies:
                    example = any(_illustrative(item) for item in (entity, demand, supply))
                    yield Voice(demand.id, supply.id, says, example)


def _showing(engagement: Entity) -> float:
    shows = SHOWS.get(str(engagement.properties.get("state")), 0.0)
    closed = engagement.properties.get("closedOn") is not None
    return BROKEN_OFF if closed and shows < 1 else shows


def _examples(store: GraphReader, ids: Iterable[str]) -> frozenset[str]:
    found = store.get(sorted(ids))
    return frozenset(item for item, entity in found.items() if _illustrative(entity))


def _illustrative(entity: Entity) -> bool:
    return entity.properties.get("illustrative") is True
