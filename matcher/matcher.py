"""Matching: retrieve, fuse, explain."""

from threading import Lock

from graph.port import GraphReader
from graph.query import Query
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
from matcher.tokens import lexical_tokens
from ontology.model import Ontology

LONGEST = 20_000
"""Characters of a free text at most."""


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

    def match_demand(self, id: str, first: int = 10) -> MatchResult:
        """The supplies that answer a recorded demand, best first.

        Raises:
            UnknownSubject: The id is not that of a demand.
            NothingToMatch: There is no supply.
        """
        return self._match_entity(id, DEMANDS, SUPPLIES, first)

    def match_supply(self, id: str, first: int = 10) -> MatchResult:
        """The demands that a recorded supply answers, best first.

        Raises:
            UnknownSubject: The id is not that of a supply.
            NothingToMatch: There is no demand.
        """
        return self._match_entity(id, SUPPLIES, DEMANDS, first)

    def match_text(self, text: str, first: int = 10) -> MatchResult:
        """The supplies that answer a demand in one's own words, best first.

        Raises:
            EmptyQuery: The text has no word.
            QueryTooLong: It is longer than ``LONGEST``.
            NothingToMatch: There is no supply.
        """
        if len(text) > LONGEST:
            raise QueryTooLong(f"the text has {len(text):,} characters; at most {LONGEST:,}")
        if not lexical_tokens(text):
            raise EmptyQuery(f"there is no word to match by in {text[:40]!r}")
        revision, index = self._index(SUPPLIES)
        named = self._names(revision).find(text)
        reach = reach_of_text(self._store, self._ontology, text.strip(), named)
        return self._rank(None, text, reach, revision, index, first)

    def _match_entity(self, id: str, asked: Side, wanted: Side, first: int) -> MatchResult:
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
        return self._rank(id, text, reach, *self._index(wanted), first)

    def _rank(
        self, query: str | None, text: str, reach: Reach, revision: int, index: Index, first: int
    ) -> MatchResult:
        ids = [entity.id for entity in index.candidates.entities]
        fused = fuse(index.scores(text, reach.strengths), ids, first)
        return MatchResult(
            query=query,
            text=text,
            matches=tuple(self._explained(item, reach, index) for item in fused),
            candidates=len(ids),
            encoder=self._encoder.name,
            revision=revision,
        )

    def _explained(self, item: Fused, reach: Reach, index: Index) -> Match:
        entity: Entity = index.candidates.entities[item.row]
        return Match(
            entity=entity,
            providers=index.candidates.providers[item.row],
            score=item.score,
            contributions=item.contributions,
            evidence=evidence(
                self._ontology,
                reach,
                entity,
                index.candidates.shared[item.row],
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

    def _names(self, revision: int) -> Lexicon:
        with self._lock:
            if self._lexicon is None or self._lexicon[0] != revision:
                self._lexicon = revision, read_lexicon(self._store)
            return self._lexicon[1]
