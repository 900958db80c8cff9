"""Capability space: what organizations can do, and who is near to what a stage takes."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from chains.actions.model import Basis
from chains.stages import ChainModel, ChainRecords, suppliers
from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity

_TEXTS = ("name_zh", "name_en", "description_zh", "description_en")
_HAN = re.compile(r"[㐀-鿿]+")
_LATIN = re.compile(r"[a-z]{5,}")
_WORDS_SHARED = 2
"""A single word in common says nothing."""


class Capabilities:
    """What every organization can do: technologies, products, scenarios, industries, and words.

    A technology is had by mastering it, by offering a supply that provides it, or by delivering a
    use case with it, but not by using it; a scenario by offering a supply for it or delivering a
    use case of it; a product by producing it; an industry by operating in it or in one under it,
    the widest left out.
    """

    def __init__(self, store: GraphReader, records: ChainRecords) -> None:
        self._store = store
        self._records = records
        self.assets: Mapping[str, frozenset[str]] = _assets(records)
        self._assets = _Index(self.assets)
        self._words: _Index | None = None
        self.enterprises = frozenset(
            entity.id for batch in store.scan(Query(type="Enterprise")) for entity in batch
        )

    def closest(self, ones: Collection[str], others: Collection[str]) -> tuple[str, str]:
        """One of each that share most, by the weight of what they share; equals go by id."""
        return self._assets.closest(ones, others)

    def alike(self, who: str, members: Collection[str]) -> Sequence[tuple[str, float]]:
        """Members that share assets with it, the weight of what is shared; most first, then id."""
        scores = self._assets.shared_with(who, members)
        return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))

    def near(
        self, model: ChainModel, stage: str, members: Collection[str]
    ) -> tuple[Basis, Mapping[str, tuple[float, tuple[str, ...]]]]:
        """Organizations near to a stage, with their proximity and what they share.

        The stage takes what any of its suppliers has, wherever they are, and the technologies and
        the scenarios and products that serve it. Where all that is unknown, the words of its name
        and description take its place.

        Args:
            model: The chain.
            stage: The stage.
            members: Organizations that can be candidates.
        """
        taken = self._taken(model, stage)
        if taken:
            return Basis.ASSETS, self._assets.near(taken, members)
        entities = self._store.get([stage]).values()
        near = self._by_words().near(_words(entities), members)
        enough = {who: one for who, one in near.items() if len(one[1]) >= _WORDS_SHARED}
        return Basis.WORDS, enough

    def _taken(self, model: ChainModel, stage: str) -> frozenset[str]:
        records = self._records
        taken = {
            asset
            for who in suppliers(records, model, stage)
            for asset in self.assets.get(who, frozenset())
        }
        served = {x for x in records.of("serves", stage) if records.kinds[x] == "Product"}
        for server in served.union(model.scenarios.get(stage, ())):
            taken |= {server, *records.to("usesTechnology", server)}
        return frozenset(taken)

    def _by_words(self) -> "_Index":
        if self._words is None:
            told: dict[str, set[str]] = defaultdict(set)
            for batch in self._store.scan(Query(type="Organization")):
                for entity in batch:
                    told[entity.id] |= _words([entity])
            for relation in ("produces", "offers"):
                links = self._records.out[relation]
                things = self._store.get(sorted({item for held in links.values() for item in held}))
                for who, held in links.items():
                    told[who] |= _words(things[item] for item in held if item in things)
            self._words = _Index({who: frozenset(words) for who, words in told.items()})
        return self._words


class _Index:
    """Who has which features; a feature weighs the more, the fewer have it."""

    def __init__(self, features: Mapping[str, frozenset[str]]) -> None:
        self._features = features
        self._holders: dict[str, list[str]] = defaultdict(list)
        for who, held in features.items():
            for feature in held:
                self._holders[feature].append(who)

    def near(
        self, wanted: Collection[str], members: Collection[str]
    ) -> Mapping[str, tuple[float, tuple[str, ...]]]:
        """Proximity, the weight of the wanted features that are shared over that of all."""
        weights = {feature: self._weight(feature) for feature in sorted(wanted)}
        total = math.fsum(weights.values())
        touched = Counter(
            who for feature in weights for who in self._holders[feature] if who in members
        )
        found = {}
        for who in sorted(touched):
            shared = sorted(
                self._features[who] & weights.keys(), key=lambda item: (-weights[item], item)
            )
            score = math.fsum(weights[item] for item in shared) / total
            found[who] = (score, tuple(shared))
        return found

    def shared_with(self, who: str, members: Collection[str]) -> Mapping[str, float]:
        """The weight of the features that each of the members has in common with it."""
        shared: dict[str, float] = defaultdict(float)
        for feature in sorted(self._features.get(who, ())):
            for other in self._holders[feature]:
                if other in members and other != who:
                    shared[other] += self._weight(feature)
        return shared

    def closest(self, ones: Collection[str], others: Collection[str]) -> tuple[str, str]:
        """One of each whose shared features weigh most; equals go by id."""
        best = (0.0, min(ones), min(others))
        for one in sorted(ones):
            for other, weight in self.shared_with(one, others).items():
                best = min(best, (-weight, one, other))
        return best[1:]

    def _weight(self, feature: str) -> float:
        """The information that having it gives, ln(1 + N / n)."""
        return math.log1p(len(self._features) / max(len(self._holders.get(feature, ())), 1))


def _assets(records: ChainRecords) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for relation in ("masters", "produces"):
        for who, held in records.out[relation].items():
            found[who].update(held)
    for who, supplies in records.out["offers"].items():
        for supply in supplies:
            found[who].update(records.to("provides", supply), records.to("addresses", supply))
    for case, owners in records.out["deliveredBy"].items():
        for who in owners:
            found[who].update(records.to("usesTechnology", case), records.to("realises", case))
    for who, industries in records.out["operatesIn"].items():
        every = records.climb("subIndustryOf", industries)
        found[who].update(item for item in every if records.to("subIndustryOf", item))
    return {who: frozenset(held) for who, held in sorted(found.items()) if held}


def _words(entities: Iterable[Entity]) -> set[str]:
    """Pairs of neighbouring Han characters, and other words of five letters or more."""
    found: set[str] = set()
    for entity in entities:
        for text in _texts(entity):
            for run in _HAN.findall(text):
                found.update(run[start : start + 2] for start in range(len(run) - 1))
            found.update(_LATIN.findall(text.casefold()))
    return found


def _texts(entity: Entity) -> Sequence[str]:
    return [text for field in _TEXTS if isinstance(text := entity.properties.get(field), str)]
