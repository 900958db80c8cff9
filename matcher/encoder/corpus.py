"""What the default encoder learns from: the ontology's words and the graph's texts.

Queries never teach it: demands, and so the pairs of demands and supplies, are left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity
from ontology.model import LANGUAGES, Ontology, Text

QUERY_CLASSES = frozenset({"Demand", "Engagement", "Feedback"})
_TEXTS = ("name", "alias", "description", "remark")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Training texts.

    Attributes:
        documents: One for each entity or term: everything said of it, in all languages.
        pairs: Texts that mean the same or belong together.
    """

    documents: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


def read_corpus(store: GraphReader, ontology: Ontology) -> Corpus:
    """Everything the ontology and the graph say, queries left out; ordered by id."""
    documents: list[str] = []
    pairs: list[tuple[str, str]] = []
    for label, gloss in _glossary(ontology):
        said = {language: _said(label, gloss, language) for language in LANGUAGES}
        documents.append(" ".join(said.values()))
        pairs += _parallel(said)
        pairs += [
            (label.get(language), gloss.get(language))
            for language in LANGUAGES
            if gloss.get(language)
        ]
    named: dict[str, Mapping[str, str]] = {}
    for batch in store.scan(Query()):
        for entity in batch:
            if entity.type in QUERY_CLASSES:
                continue
            texts = texts_of(entity)
            named[entity.id] = texts
            documents.append(" ".join(texts.values()))
            pairs += _within(entity, texts)
    pairs += _neighbours(store, named)
    return Corpus(tuple(item for item in documents if item), tuple(sorted(set(pairs))))


def texts_of(entity: Entity) -> Mapping[str, str]:
    """Everything an entity says of itself, by language."""
    found = {}
    for language in LANGUAGES:
        parts = [part for name in _TEXTS for part in _values(entity, f"{name}_{language}")]
        if parts:
            found[language] = " ".join(parts)
    return found


def _values(entity: Entity, key: str) -> Sequence[str]:
    value = entity.properties.get(key)
    if isinstance(value, tuple):
        return [item for item in value if isinstance(item, str)]
    return [value] if isinstance(value, str) else []


def _glossary(ontology: Ontology) -> Iterator[tuple[Text, Text]]:
    for _, item in sorted(ontology.classes.items()):
        yield item.label, item.gloss
    for _, relation in sorted(ontology.relations.items()):
        yield relation.label, relation.gloss
    for _, vocabulary in sorted(ontology.vocabularies.items()):
        for _, term in sorted(vocabulary.terms.items()):
            yield term.label, term.gloss


def _said(label: Text, gloss: Text, language: str) -> str:
    return f"{label.get(language)} {gloss.get(language)}".strip()


def _parallel(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    if all(language in texts for language in LANGUAGES):
        return [(texts[LANGUAGES[0]], texts[LANGUAGES[1]])]
    return []


def _within(entity: Entity, texts: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The two languages; the names with each other; each name with each description."""
    yield from _parallel(texts)
    names = {language: " ".join(_values(entity, f"name_{language}")) for language in LANGUAGES}
    if all(names.values()):
        yield names["zh"], names["en"]
    for language, name in names.items():
        if not name:
            continue
        yield from ((name, said) for said in _values(entity, f"alias_{language}"))
        for told in LANGUAGES:
            yield from ((name, said) for said in _values(entity, f"description_{told}"))


def _neighbours(
    store: GraphReader, named: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    """Each text with the texts of the entities it is related to."""
    columns = store.edges()
    for source, target in zip(columns.source.tolist(), columns.target.tolist(), strict=True):
        left, right = named.get(columns.ids[source]), named.get(columns.ids[target])
        if left and right:
            for language in LANGUAGES:
                if language in left and language in right:
                    yield left[language], right[language]
