"""Matching: retrieve, fuse, explain."""

from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock

from graph.port import GraphReader
from graph.query import All, Filter, Query
from graph.records import Entity
from matcher.candidates import (
    DEMANDS,
    SUPPLIES,
    Side,
    read_candidates,
    shared_of,
    words_of,
)
from matcher.encoder.port import Encoder
from matcher.errors import EmptyQuery, NothingToMatch, QueryTooLong, UnknownSubject
from matcher.evidence import Reach, evidence, reach_of_entity, reach_of_text
from matcher.fusion import Fused, fuse
from matcher.index import Index, build_index
from matcher.linking import Lexicon, read_lexicon
from matcher.model import Match, MatchResult
from matcher.retrieval.retrieved import RETRIEVERS, Retrieved
from matcher.tokens import lexical_tokens
from ontology.model import Ontology

LONGEST = 20_000
"""Characters of a free text at most."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one side's candidates.

    Attributes:
        query: Id of the entity that is matched, None for a free text.
        text: Its words.
        reach: What it reaches in the graph.
        wanted: Whose candidates are asked for.
        where: What a candidate must fulfil to be one at all; None means nothing.
    """

    query: str | None
    text: str
    reach: Reach
    wanted: Side
    where: Filter | None


class Matcher:
    """Finds supplies for demands, and demands for supplies; safe to share between threads.

    Indexes are made at the first question and again when the store's revision has moved.
    """

    def __init__(self, store: GraphReader, ontology: Ontology, encoder: Encoder) -> None:
        self._store = store
        self._ontology = ontology
        self._encoder = encoder
        self._indexes: dict[str, tuple[int, Index]] = {}
        self._lexicon: tuple[int, Lexicon] | None = None
        self._lock = Lock()

    def match_demand(self, id: str, first: int = 10, where: Filter | None = None) -> MatchResult:
        """The supplies that answer a recorded demand, best first.

        Args:
            id: The demand.
            first: How many at most.
            where: A condition on the supply; so many are found as fulfil it, up to ``first``.

        Raises:
            UnknownSubject: The id is not that of a demand.
            NothingToMatch: There is no supply.
        """
        return self._match(self._of_entity(id, DEMANDS, SUPPLIES, where), first)

    def match_supply(self, id: str, first: int = 10, where: Filter | None = None) -> MatchResult:
        """The demands that a recorded supply answers, best first; as ``match_demand``.

        Raises:
            UnknownSubject: The id is not that of a supply.
            NothingToMatch: There is no demand.
        """
        return self._match(self._of_entity(id, SUPPLIES, DEMANDS, where), first)

    def match_text(self, text: str, first: int = 10, where: Filter | None = None) -> MatchResult:
        """The supplies that answer a demand in one's own words, best first; as ``match_demand``.

        Raises:
            EmptyQuery: The text has no word.
            QueryTooLong: It is longer than ``LONGEST``.
            NothingToMatch: There is no supply.
        """
        return self._match(self._of_text(text, where), first)

    def retrieve_demand(
        self, id: str, where: Filter | None = None, also: Collection[str] = ()
    ) -> Retrieved:
        """What is found for a demand before fusion, as learning needs it.

        Args:
            id: The demand.
            where: A condition on the supply.
            also: Ids of supplies whose features are wanted, hit or not; ids of no candidate are
                passed over.

        Raises:
            UnknownSubject: The id is not that of a demand.
            NothingToMatch: There is no supply.
        """
        question = self._of_entity(id, DEMANDS, SUPPLIES, where)
        return self._retrieved(question, self._index(SUPPLIES)[1], also)

    def retrieve_text(
        self, text: str, where: Filter | None = None, also: Collection[str] = ()
    ) -> Retrieved:
        """What is found for a text before fusion; as ``retrieve_demand``.

        Raises:
            EmptyQuery: The text has no word.
            QueryTooLong: It is longer than ``LONGEST``.
            NothingToMatch: There is no supply.
        """
        question = self._of_text(text, where)
        return self._retrieved(question, self._index(SUPPLIES)[1], also)

    def _of_text(self, text: str, where: Filter | None) -> Question:
        if len(text) > LONGEST:
            raise QueryTooLong(f"the text has {len(text):,} characters; at most {LONGEST:,}")
        if not lexical_tokens(text):
            raise EmptyQuery(f"there is no word to match by in {text[:40]!r}")
        named = self._names().find(text)
        reach = reach_of_text(self._store, self._ontology, text.strip(), named)
        return Question(None, text, reach, SUPPLIES, where)

    def _of_entity(self, id: str, asked: Side, wanted: Side, where: Filter | None) -> Question:
        entity = self._store.get([id]).get(id)
        if entity is None or entity.type != asked.class_name:
            known = [
                item.id
                for batch in self._store.scan(Query(type=asked.class_name))
                for item in batch
            ]
            raise UnknownSubject(id, asked.class_name, known)
        shared = shared_of(self._store, [id])[id]
        text = " ".join(words_of(entity, shared).values())
        reach = reach_of_entity(self._store, self._ontology, entity, shared)
        return Question(id, text, reach, wanted, where)

    def _match(self, question: Question, first: int) -> MatchResult:
        revision, index = self._index(question.wanted)
        retrieved = self._retrieved(question, index)
        scores = {name: retrieved.column(name) for name in RETRIEVERS}
        fused = fuse(scores, retrieved.ids, first)
        return MatchResult(
            query=question.query,
            text=question.text,
            matches=tuple(self._explained(item, retrieved, question, index) for item in fused),
            candidates=retrieved.candidates,
            encoder=self._encoder.name,
            revision=revision,
        )

    def _retrieved(self, question: Question, index: Index, also: Collection[str] = ()) -> Retrieved:
        allowed = self._allowed(question)
        return index.retrieve(question.text, question.reach.strengths, allowed, also)

    def _allowed(self, question: Question) -> frozenset[str] | None:
        """Ids of the candidates that fulfil the condition; None for all of them."""
        if question.where is None:
            return None
        wanted = All((question.wanted.matchable, question.where))
        query = Query(type=question.wanted.class_name, where=wanted)
        return frozenset(entity.id for batch in self._store.scan(query) for entity in batch)

    def _explained(
        self, item: Fused, retrieved: Retrieved, question: Question, index: Index
    ) -> Match:
        row = index.rows[retrieved.ids[item.row]]
        entity: Entity = index.candidates.entities[row]
        return Match(
            entity=entity,
            providers=index.candidates.providers[row],
            score=item.score,
            contributions=item.contributions,
            evidence=evidence(
                self._ontology,
                question.reach,
                entity,
                index.candidates.shared[row],
                index.neighbourhood,
            ),
        )

    def _index(self, side: Side) -> tuple[int, Index]:
        with self._lock:
            revision = self._store.revision()
            kept = self._indexes.get(side.class_name)
            if kept is None or kept[0] != revision:
                candidates = read_candidates(self._store, side)
                if not candidates.entities:
                    raise NothingToMatch(
                        f"the store holds no {side.class_name} to match; import some first"
                    )
                kept = revision, build_index(candidates, self._encoder)
                self._indexes[side.class_name] = kept
            return kept

    def _names(self) -> Lexicon:
        with self._lock:
            revision = self._store.revision()
            if self._lexicon is None or self._lexicon[0] != revision:
                self._lexicon = revision, read_lexicon(self._store)
            return self._lexicon[1]
