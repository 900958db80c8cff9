"""A made-up ecosystem: latent topics, noisy texts in two languages, and noisy feedback.

A topic has four aspects, each a technology with a name in both languages and words of its own. A
demand needs one aspect and names it seldom; a supply covers one or two aspects of its topic.
People see the first ten supplies by reciprocal ranks and say of each whether it covers the
aspect, and are wrong one time in twenty. So whoever learns from it has what a portal would have:
judgements of what was shown, and nothing else.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import ontology
from benchmarks.feedback_sets.judged import JudgedSet
from graph.memory import MemoryStore
from graph.records import Entity, Relation
from matcher import Matcher
from matcher.encoder.corpus import read_corpus
from matcher.encoder.training import train
from matcher.feedback import Feedback, Verdict, record_feedback
from matcher.fusion import ReciprocalFusion
from ontology.model import LANGUAGES

TOPICS, ASPECTS, WORDS = 40, 4, 6
SHOWN, WRONG, LINKED = 10, 0.05, 0.3
_ON_TOPIC = {"Demand": 0.25, "Supply": 0.4}
_SYLLABLES = tuple("bacedifogukalemi"[at : at + 2] for at in range(0, 16, 2))
_HAN = "".join(chr(code) for code in range(0x5200, 0x5400))


@dataclass(frozen=True, slots=True)
class Word:
    """A word in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Party:
    """A demand or a supply and what it is about, which nobody is told."""

    entity: Entity
    topic: int
    aspects: frozenset[int]


def ecosystem(demands: int = 600, supplies: int = 1500, seed: int = 11) -> JudgedSet:
    """The ecosystem with feedback on what its demands were shown; the same for the same seed."""
    chance = random.Random(seed)
    words = [[_words(chance) for _ in range(ASPECTS)] for _ in range(TOPICS)]
    noise = [word for _ in range(40) for word in _words(chance)]
    asking = [_party(chance, "Demand", number, words, noise, 1) for number in range(demands)]
    offering = [
        _party(chance, "Supply", number, words, noise, chance.randint(1, 2))
        for number in range(supplies)
    ]
    store = _store(words, [*asking, *offering], chance)
    _judge(store, asking, {party.entity.id: party for party in offering}, chance)
    return JudgedSet("made-up ecosystem", store, None, complete=False)


def _words(chance: random.Random) -> Sequence[Word]:
    return [
        Word("".join(chance.choices(_HAN, k=2)), "".join(chance.choices(_SYLLABLES, k=3)))
        for _ in range(WORDS)
    ]


def _party(
    chance: random.Random,
    kind: str,
    number: int,
    words: Sequence[Sequence[Sequence[Word]]],
    noise: Sequence[Word],
    aspects: int,
) -> Party:
    topic = chance.randrange(TOPICS)
    chosen = frozenset(chance.sample(range(ASPECTS), aspects))
    own = [word for aspect in sorted(chosen) for word in words[topic][aspect]]
    near = [word for aspect in words[topic] for word in aspect]
    text = [
        chance.choice(own if chance.random() < 0.6 else near)
        if chance.random() < _ON_TOPIC[kind]
        else chance.choice(noise)
        for _ in range(chance.randint(8, 20))
    ]
    told = LANGUAGES if chance.random() < 0.3 else (chance.choice(LANGUAGES),)
    properties = {}
    for language in told:
        said = [getattr(word, language) for word in text]
        joint = "" if language == "zh" else " "
        properties[f"name_{language}"] = joint.join(said[:4])
        properties[f"description_{language}"] = joint.join(said[4:])
    entity = Entity(f"{kind.lower()}:{number:05}", kind, properties)
    return Party(entity, topic, chosen)


def _store(
    words: Sequence[Sequence[Sequence[Word]]], parties: Sequence[Party], chance: random.Random
) -> MemoryStore:
    store = MemoryStore()
    store.apply_schema(ontology.load().graph_schema())
    technologies = [
        Entity(
            _technology(topic, aspect),
            "Technology",
            {
                "name_zh": "".join(word.zh for word in said[:2]),
                "name_en": " ".join(word.en for word in said[:2]),
                "description_zh": "".join(word.zh for word in said),
                "description_en": " ".join(word.en for word in said),
            },
        )
        for topic, aspects in enumerate(words)
        for aspect, said in enumerate(aspects)
    ]
    links = [
        Relation(
            "requires" if party.entity.type == "Demand" else "provides",
            party.entity.id,
            _technology(party.topic, aspect),
        )
        for party in parties
        for aspect in sorted(party.aspects)
        if chance.random() < LINKED
    ]
    store.write(
        lambda writer: writer.upsert_entities([*technologies, *(item.entity for item in parties)])
    )
    store.write(lambda writer: writer.upsert_relations(links))
    return store


def _judge(
    store: MemoryStore,
    asking: Sequence[Party],
    offering: dict[str, Party],
    chance: random.Random,
) -> None:
    known = ontology.load()
    matcher = Matcher(store, known, train(read_corpus(store, known)))
    said = []
    for demand in asking:
        found = matcher.retrieve_demand(demand.entity.id)
        for item in ReciprocalFusion().rank(found, SHOWN):
            supply = offering[found.ids[item.row]]
            fits = supply.topic == demand.topic and not demand.aspects.isdisjoint(supply.aspects)
            verdict = Verdict.ACCEPTED if fits != (chance.random() < WRONG) else Verdict.REJECTED
            said.append((demand.entity.id, supply.entity.id, verdict))
    for pair in said:
        record_feedback(store, known, Feedback(*pair, by="portal", at="2026-01-01T00:00:00"))


def _technology(topic: int, aspect: int) -> str:
    return f"tech:{topic:02}-{aspect}"
