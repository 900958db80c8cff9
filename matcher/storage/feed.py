"""What the change feed says of an index's candidates."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from graph.port import GraphReader
from graph.query import Change
from matcher.candidates import Side
from matcher.retrieval.hierarchy import WIDENING, shared_classes
from ontology.model import Ontology

_PAGE = 10_000


@dataclass(slots=True)
class News:
    """What changed since an index was made.

    Attributes:
        candidates: Ids of entities of the side that changed, or whose relations did.
        nodes: Ids of what can be shared that changed, or whose wider nodes did.
        sequence: Of the last change that was read.
        revision: Of the last change that was read.
        whole: Whether this is all; False if the feed no longer goes back so far, or if so much
            changed that it is not worth telling.
    """

    sequence: int
    revision: int
    candidates: set[str] = field(default_factory=set)
    nodes: set[str] = field(default_factory=set)
    whole: bool = True


def read_news(
    store: GraphReader, ontology: Ontology, side: Side, after: int, revision: int, most: int
) -> News:
    """What the feed says behind a sequence number.

    Args:
        store: The store.
        ontology: Knows what is a candidate and which relations one can have.
        side: Whose candidates.
        after: The sequence number.
        revision: The revision there.
        most: Stop at so many candidates or nodes.
    """
    news = News(after, revision)
    leaving = {relation.name for relation in ontology.relations_from(side.class_name)}
    family = {side.class_name, *ontology.descendants(side.class_name)}
    shared = shared_classes(ontology)
    while True:
        page = store.changes(news.sequence, _PAGE)
        if not page:
            return news
        if page[0].sequence != news.sequence + 1:
            news.whole = False
            return news
        for change in page:
            _note(news, change, family, shared, leaving)
        news.sequence, news.revision = page[-1].sequence, page[-1].revision
        if len(news.candidates) > most or len(news.nodes) > most:
            news.whole = False
            return news


def footprint(store: GraphReader, sequence: int) -> str:
    """The change of that number in words, by which a feed is known again; empty if it is gone."""
    found: Sequence[Change] = store.changes(sequence - 1, 1) if sequence else ()
    if not found or found[0].sequence != sequence:
        return ""
    change = found[0]
    return f"{change.revision} {change.operation} {change.type} {change.key}"


def _note(
    news: News,
    change: Change,
    family: Collection[str],
    shared: Collection[str],
    leaving: Collection[str],
) -> None:
    if isinstance(change.key, str):
        if change.type in family:
            news.candidates.add(change.key)
        elif change.type in shared:
            news.nodes.add(change.key)
        return
    if change.type in WIDENING:
        news.nodes.add(change.key.source)
    elif change.type in leaving:
        news.candidates.add(change.key.source)
