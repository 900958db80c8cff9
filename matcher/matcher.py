"""Matching: retrieve, fuse, explain."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from graph.port import GraphReader
from graph.query import Filter, Neighbour, Query
from graph.records import Entity
from matcher.candidates import DEMANDS, SUPPLIES, Side, shared_of, words_of
from matcher.conditions import AS_STATED, Terms, asked_by, asked_of_text, both
from matcher.encoder.port import Encoder
from matcher.errors import EmptyQuery, QueryTooLong, UnknownSubject
from matcher.evidence import evidence, node_of, reach_of_entity, reach_of_text
from matcher.fusion import Fusion, ReciprocalFusion
from matcher.lacking import REQUIRED_CLASSES, held, lacking, required
from matcher.linking import Lexicon, lexicon_of
from matcher.model import EvidencePath, Match, MatchResult
from matcher.question import Question
from matcher.retrieval.hierarchy import Hierarchy
from matcher.retrieval.neighbourhood import Likeness, likeness
from matcher.retrieval.retrieved import Retrieved
from matcher.retrieval.segment import LONGEST
from matcher.standing import Judge, Standing, softened
from matcher.tokens import lexical_tokens, valid
from matcher.upkeep import IndexHome, Upkeep, View
from ontology.model import Ontology

_KNOWN_AT_MOST = 2_000
_FURTHER = 10
"""Candidates beside twice as many as are asked for, among which soft conditions order."""
_EXCLUDED_SHOWN = 3


class Matcher:
    """Finds supplies for demands, and demands for supplies; safe to share between threads.

    Args:
        store: The store.
        ontology: The ontology.
        encoder: Makes the vectors.
        home: Where indexes are kept; None keeps them in memory alone.
    """

    def __init__(
        self,
        store: GraphReader,
        ontology: Ontology,
        encoder: Encoder,
        home: IndexHome | None = None,
    ) -> None:
        self._store = store
        self._ontology = ontology
        self._encoder = encoder
        self._upkeep = {
            side.class_name: Upkeep(store, ontology, encoder, side, home)
            for side in (DEMANDS, SUPPLIES)
        }
        self._judge = Judge(store, ontology)
        self._fusion: Fusion = ReciprocalFusion()
        self._version: str | None = None
        self._lexicon: tuple[Hierarchy, Lexicon] | None = None
        self._lock = Lock()

    def using(self, fusion: Fusion, version: str | None = None) -> "Matcher":
        """The same matcher, on the same indexes, with another fusion.

        Args:
            fusion: Ranks what is retrieved.
            version: The version of the model that the fusion is of.
        """
        other = copy(self)
        other._fusion, other._version = fusion, version  # noqa: SLF001 - of its own class
        return other

    def match_demand(
        self,
        id: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        """The supplies that answer a recorded demand, best first.

        Args:
            id: The demand.
            first: How many at most.
            where: A condition on the supply; so many are found as fulfil it, up to ``first``.
            terms: What the caller changes of the demand's conditions.

        Raises:
            UnknownSubject: The id is not that of a demand.
            UnknownCondition: The terms name what is not on record.
            NothingToMatch: There is no supply.
        """
        return self._match(self._of_entity(id, DEMANDS, SUPPLIES, where, terms), first)

    def match_supply(
        self,
        id: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        """The demands that a recorded supply answers, best first; as ``match_demand``.

        Found by reciprocal ranks: feedback is on supplies for a demand, and what was learned from
        it says nothing of the other way. Where the model is calibrated, each of those found gets
        the probability that ``match_demand`` gives the pair, and they are ordered by it. A demand
        whose hard conditions the supply does not meet is left out.

        Raises:
            UnknownSubject: The id is not that of a supply.
            UnknownCondition: The terms name what is not on record.
            NothingToMatch: There is no demand.
        """
        result = self._match(self._of_entity(id, SUPPLIES, DEMANDS, where, terms), first)
        return result if self._fusion.threshold is None else self._judged_by_pair(result, id)

    def match_text(
        self,
        text: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        """The supplies that answer a demand in one's own words, best first; as ``match_demand``.

        Raises:
            EmptyQuery: The text has no word.
            QueryTooLong: It is longer than ``LONGEST``.
            UnknownCondition: The terms name what is not on record.
            NothingToMatch: There is no supply.
        """
        return self._match(self._of_text(text, where, terms), first)

    def match_pair(self, demand: str, supply: str) -> tuple[str | None, Match | None]:
        """What is made of one pair, whatever else there is.

        Returns:
            The version of the model, and the match; None where the supply is no candidate.

        Raises:
            UnknownSubject: The id is not that of a demand.
            NothingToMatch: There is no supply.
        """
        question = replace(self._of_entity(demand, DEMANDS, SUPPLIES, None), asked=())
        view = self._view(SUPPLIES)
        retrieved = self._retrieved(question, view, also=(supply,))
        ranked = self._fusion.rank(retrieved, len(retrieved.ids))
        found = [item for item in ranked if retrieved.ids[item.row] == supply]
        standings = self._judge.standings(found, retrieved, question, view.hierarchy)
        matches = self._explained(standings, question, view)
        return self._version, matches[0] if matches else None

    def retrieve_demand(
        self, id: str, where: Filter | None = None, also: Sequence[str] = ()
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
        question = replace(self._of_entity(id, DEMANDS, SUPPLIES, where), asked=())
        return self._retrieved(question, self._view(SUPPLIES), also=also)

    def retrieve_text(
        self, text: str, where: Filter | None = None, also: Sequence[str] = ()
    ) -> Retrieved:
        """What is found for a text before fusion; as ``retrieve_demand``.

        Raises:
            EmptyQuery: The text has no word.
            QueryTooLong: It is longer than ``LONGEST``.
            NothingToMatch: There is no supply.
        """
        question = self._of_text(text, where)
        return self._retrieved(question, self._view(SUPPLIES), also=also)

    @property
    def indexes(self) -> Sequence[Upkeep]:
        """The indexes of demands and of supplies."""
        return tuple(self._upkeep.values())

    def _of_text(self, text: str, where: Filter | None, terms: Terms = AS_STATED) -> Question:
        if len(text) > LONGEST:
            raise QueryTooLong(f"the text has {len(text):,} characters; at most {LONGEST:,}")
        if not lexical_tokens(text):
            raise EmptyQuery(f"there is no word to match by in {valid(text[:40])!r}")
        text = valid(text)
        hierarchy = self._view(SUPPLIES).hierarchy
        named = self._names(hierarchy).find(text)
        reach = reach_of_text(self._store, self._ontology, text.strip(), named)
        needs = tuple(item for item in named if item.type in REQUIRED_CLASSES)
        asked = asked_of_text(self._store, self._ontology, hierarchy, needs, terms)
        return Question(None, text, reach, SUPPLIES, where, needs, asked=asked, terms=terms)

    def _of_entity(
        self,
        id: str,
        asked: Side,
        wanted: Side,
        where: Filter | None,
        terms: Terms = AS_STATED,
    ) -> Question:
        entity = self._store.get([id]).get(id)
        if entity is None or entity.type != asked.class_name:
            known = self._store.find(Query(type=asked.class_name), first=_KNOWN_AT_MOST)
            raise UnknownSubject(id, asked.class_name, [item.id for item in known.entities])
        shared = shared_of(self._store, self._ontology, [id])[id]
        text = " ".join(words_of(entity, shared).values())
        reach = reach_of_entity(self._store, self._ontology, entity, shared)
        if asked is not DEMANDS:
            return Question(id, text, reach, wanted, where, None, held(shared), terms=terms)
        hierarchy = self._view(wanted).hierarchy
        (conditions,) = asked_by(self._store, self._ontology, hierarchy, [(entity, shared)], terms)
        return Question(
            id, text, reach, wanted, where, required(shared), held(shared), conditions, terms
        )

    def _match(self, question: Question, first: int) -> MatchResult:
        """Retrieve, fuse, weigh by the soft conditions, cut, explain."""
        view = self._view(question.wanted)
        fusion = self._fusion if question.wanted is SUPPLIES else ReciprocalFusion()
        retrieved, found = self._standings(question, view, fusion, first)
        kept = [item for item in found if not item.excluded][:first]
        left_out = [item for item in found if item.excluded]
        exclusions = self._judge.exclusions(question)
        if any(item.count for item in exclusions):
            _, everyone = self._standings(softened(question), view, fusion, first)
            left_out = self._judge.excluded(everyone, question, view.hierarchy)
        return MatchResult(
            query=question.query,
            text=question.text,
            matches=self._explained(kept, question, view),
            candidates=retrieved.candidates,
            encoder=self._encoder.name,
            revision=view.moment.revision,
            version=self._version,
            threshold=fusion.threshold,
            unread=not self._encoder.reads(question.text),
            excluded=exclusions,
            nearest_excluded=self._explained(left_out[:_EXCLUDED_SHOWN], question, view),
        )

    def _standings(
        self, question: Question, view: View, fusion: Fusion, first: int
    ) -> tuple[Retrieved, list[Standing]]:
        """The first candidates and some more, for soft conditions may turn their order."""
        pool = 2 * first + _FURTHER if first else 0
        retrieved = self._retrieved(question, view, pool)
        learned = fusion.threshold is not None
        fused = fusion.rank(retrieved, pool)
        return retrieved, self._judge.standings(
            fused, retrieved, question, view.hierarchy, learned=learned
        )

    def _judged_by_pair(self, result: MatchResult, supply: str) -> MatchResult:
        """The demands by the probability that each pair has from the demand's side."""
        judged = []
        for match in result.matches:
            _, pair = self.match_pair(match.entity.id, supply)
            if pair is not None:
                match = replace(  # noqa: PLW2901 - the same, judged
                    match,
                    score=pair.score,
                    contributions=pair.contributions,
                    probability=pair.probability,
                )
            judged.append(match)
        ordered = sorted(judged, key=lambda item: (-(item.probability or 0.0), item.entity.id))
        return replace(result, matches=tuple(ordered), threshold=self._fusion.threshold)

    def _retrieved(
        self, question: Question, view: View, first: int = 0, also: Sequence[str] = ()
    ) -> Retrieved:
        return view.index.retrieve(
            question.text,
            question.reach.strengths,
            allowed=self._allowed(question, view),
            first=first,
            also=also,
        )

    def _allowed(self, question: Question, view: View) -> NDArray[np.bool_] | None:
        where = both(question.where, question.asked)
        if where is None:
            return None
        return self._upkeep[question.wanted.class_name].allowed(view, where)

    def _explained(
        self, found: Sequence[Standing], question: Question, view: View
    ) -> tuple[Match, ...]:
        """The matches with their evidence, who is behind them, and what they lack."""
        if not found:
            return ()
        shared = {item.entity.id: item.shared for item in found}
        providers = self._providers(list(shared), question.wanted)
        lacks = self._lacking(question, view, shared)
        like = likeness(view.index.contents, question.reach.strengths)
        return tuple(
            Match(
                entity=item.entity,
                providers=providers[item.entity.id],
                score=item.fused.score,
                contributions=item.fused.contributions,
                evidence=self._evidence(question, like, item.entity, item.shared),
                probability=item.fused.probability,
                lacking=tuple(node_of(lack) for lack in lacks[item.entity.id]),
                conditions=item.conditions,
            )
            for item in found
        )

    def _lacking(
        self, question: Question, view: View, shared: Mapping[str, Sequence[Neighbour]]
    ) -> Mapping[str, tuple[Entity, ...]]:
        """For each candidate what is required and not there, whichever side requires."""
        needs = question.needs
        pairs = [
            (required(links), question.holds) if needs is None else (needs, held(links))
            for links in shared.values()
        ]
        return dict(zip(shared, lacking(self._store, view.hierarchy, pairs), strict=True))

    def _evidence(
        self, question: Question, like: Likeness, entity: Entity, shared: Sequence[Neighbour]
    ) -> tuple[EvidencePath, ...]:
        return evidence(self._ontology, question.reach, like, entity, shared)

    def _providers(self, ids: Sequence[str], side: Side) -> Mapping[str, tuple[Entity, ...]]:
        if not ids:
            return {}
        behind = self._store.neighbours(ids, relations=(side.provider,), direction="in")
        return {start: tuple(found.entity for found in behind[start]) for start in ids}

    def _view(self, side: Side) -> View:
        return self._upkeep[side.class_name].view()

    def _names(self, hierarchy: Hierarchy) -> Lexicon:
        with self._lock:
            if self._lexicon is None or self._lexicon[0] is not hierarchy:
                self._lexicon = hierarchy, lexicon_of(hierarchy)
            return self._lexicon[1]
