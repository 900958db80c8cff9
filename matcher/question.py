"""What is asked of a matcher, before it is answered."""

from dataclasses import dataclass

from graph.query import Filter
from graph.records import Entity
from matcher.candidates import Side
from matcher.conditions import AS_STATED, Asked, Terms
from matcher.evidence import Reach


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one side's candidates.

    Attributes:
        query: Id of the entity that is matched, None for a free text.
        text: Its words.
        reach: What it reaches in the graph.
        wanted: Whose candidates are asked for.
        where: What a candidate must fulfil to be one at all; None means nothing.
        needs: What the candidates should have; None where it is they who require.
        holds: What is there for candidates that require.
        asked: The conditions of a demand; of a supply there are none, its candidates have theirs.
        terms: What the caller changes of conditions.
    """

    query: str | None
    text: str
    reach: Reach
    wanted: Side
    where: Filter | None
    needs: tuple[Entity, ...] | None = None
    holds: tuple[Entity, ...] = ()
    asked: tuple[Asked, ...] = ()
    terms: Terms = AS_STATED
