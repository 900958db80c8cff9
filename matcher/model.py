"""Shapes of a match: ranked candidates, what each owes to which retriever, and its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.records import Entity
from matcher.conditions.model import Condition, Exclusion
from ontology.model import Text


@dataclass(frozen=True, slots=True)
class EvidenceNode:
    """An entity on an evidence path; ``id`` is ``""`` for the words of a free text."""

    id: str
    name: Text
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceStep:
    """A step from one node to the next.

    Attributes:
        relation: Type of the relation, or ``mentions`` for a name found in a text.
        label: What people see, zh and en, in the direction of the step.
        forward: Whether the relation is followed from its source to its target.
    """

    relation: str
    label: Text
    forward: bool


@dataclass(frozen=True, slots=True)
class EvidencePath:
    """A way through the graph from the query to the candidate.

    Attributes:
        nodes: At least two; the first is the query, the last the candidate.
        steps: One fewer than nodes.
        weight: Information content of the shared node: -ln of the share of candidates that
            have it, at least 0.
    """

    nodes: tuple[EvidenceNode, ...]
    steps: tuple[EvidenceStep, ...]
    weight: float

    def describe(self, language: str) -> str:
        """The path in words, such as ``demand —needs→ slicing ←provides— supply``."""
        parts = [self.nodes[0].name.get(language)]
        for step, node in zip(self.steps, self.nodes[1:], strict=True):
            parts.append(f"—{step.label.get(language)}→ {node.name.get(language)}")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate with its score.

    Attributes:
        entity: The candidate: a supply for a demand, a demand for a supply.
        providers: Who offers the supply (or raises the demand), sorted by id.
        score: Fused score, larger is better; log-odds where the fusion was learned, and no
            probability.
        contributions: What each retriever or feature adds to the score; they sum up to it.
        evidence: Paths that support it, heaviest first.
        probability: That it is an answer, calibrated; None where nothing was calibrated.
        lacking: What the demand requires and the supply has not, by the graph; ordered by id.
        conditions: How the supply stands to what the demand asks for.
    """

    entity: Entity
    providers: tuple[Entity, ...]
    score: float
    contributions: Mapping[str, float]
    evidence: tuple[EvidencePath, ...]
    probability: float | None = None
    lacking: tuple[EvidenceNode, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchResult:
    """Ranked candidates.

    Attributes:
        query: Id of the entity that was matched, None for a free text.
        text: The words that were matched.
        matches: Best first; ties by id.
        candidates: How many there were to choose from.
        encoder: Name of the encoder.
        revision: The store revision that was read.
        version: The version of the model; None where it is of no registry.
        threshold: Probability below which a candidate is no confident match; None where nothing
            was calibrated.
        unread: The encoder does not understand the script of the text, so that meaning took no
            part, and the other ways of retrieval answered alone.
        excluded: What each hard condition excluded.
        nearest_excluded: The best of those that a hard condition excluded, three at most.
    """

    query: str | None
    text: str
    matches: tuple[Match, ...]
    candidates: int
    encoder: str
    revision: int
    version: str | None = None
    threshold: float | None = None
    unread: bool = False
    excluded: tuple[Exclusion, ...] = ()
    nearest_excluded: tuple[Match, ...] = ()

    @property
    def confident(self) -> bool:
        """Whether the best candidate is likely enough to be an answer.

        Never where nothing was calibrated: ``threshold`` is None then, and nobody can tell.
        """
        best = self.matches[0].probability if self.matches else None
        return best is not None and self.threshold is not None and best >= self.threshold
