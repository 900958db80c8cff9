"""Keeping an index up with the store: opened or built at the first question, then revised.

The files hold an index as of some moment; the change feed tells what came since. Readers hold an
index that never changes, and get the next one whole.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock, Thread

import numpy as np
from numpy.typing import NDArray

from graph.port import GraphReader
from graph.query import All, Filter, Not, Query
from matcher.candidates import Side, read_candidates, read_some
from matcher.encoder.port import Encoder
from matcher.errors import NothingToMatch
from matcher.index import Index
from matcher.retrieval.bags import name_terms
from matcher.retrieval.facets import read_facets
from matcher.retrieval.hierarchy import Hierarchy, read_hierarchy, revised_hierarchy
from matcher.retrieval.segment import Segment, segment_of
from matcher.storage.feed import News, footprint, read_news
from matcher.storage.files import Moment, NoIndex, Origin, UnusableIndex, open_base, save_base
from matcher.storage.revision import fresh_index, memory_base, merged, revised
from ontology.model import LANGUAGES, Ontology

RECENT_AT_MOST = 1_000
"""Changed candidates beside the lists; with more of them the lists are made anew."""

BEHIND_FROM = 20_000
"""Candidates from which a server makes the lists anew behind the questions."""

_NEWS_AT_MOST = 5_000
_MASKS = 32
_IDS = 1_000
_log = logging.getLogger("pearlnet.matcher")


@dataclass(frozen=True, slots=True)
class IndexHome:
    """Where indexes are kept.

    Attributes:
        folder: Of all indexes of a store.
        store: Identity of the store.
        server: Whether the process lives on, so that it may renew an index behind questions.
    """

    folder: Path
    store: str
    server: bool = False


@dataclass(frozen=True, slots=True)
class IndexState:
    """What is kept of an index.

    Attributes:
        side: The class of its candidates.
        encoder: Name of the encoder in use.
        candidates: How many it has.
        revision: Of the store when it was made.
        behind: Changes of the store since, which are taken in when it is opened.
        size: Bytes of its files.
        fault: Why it may not be used and will be made anew; None if it may.
    """

    side: str
    encoder: str
    candidates: int = 0
    revision: int = 0
    behind: int = 0
    size: int = 0
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """An index as of a revision of the store.

    Attributes:
        index: The index.
        hierarchy: What candidates can share.
        moment: What it knows of the store.
        changed: Candidates that changed since its lists were made.
        masks: The rows that fulfil a condition, as far as anyone asked.
    """

    index: Index
    hierarchy: Hierarchy
    moment: Moment
    changed: int = 0
    masks: dict[Filter, NDArray[np.bool_]] = field(default_factory=dict)


class Upkeep:
    """The index of one side; safe to share between threads.

    Args:
        store: The store.
        ontology: The ontology.
        encoder: Makes the vectors; an index made by another one is not used.
        side: Whose candidates.
        home: Where the index is kept; None keeps it in memory alone.
        languages: Whose words are read.
    """

    def __init__(
        self,
        store: GraphReader,
        ontology: Ontology,
        encoder: Encoder,
        side: Side,
        home: IndexHome | None = None,
        languages: tuple[str, ...] = LANGUAGES,
    ) -> None:
        self._store = store
        self._ontology = ontology
        self._encoder = encoder
        self._side = side
        self._home = home
        self._languages = languages
        self._kept: View | None = None
        self._lock = Lock()
        self._renewal: Thread | None = None
        self._outdated = False

    def view(self) -> View:
        """The index as of the store's present revision.

        While another thread brings it up to date, it is a little older.

        Raises:
            NothingToMatch: There is no candidate.
        """
        kept = self._kept
        if kept is not None and kept.moment.revision == self._store.revision():
            return _filled(kept, self._side)
        if self._lock.acquire(blocking=kept is None):
            try:
                kept = self._kept = self._caught_up(self._kept or self._opened() or self._built())
            finally:
                self._lock.release()
        return _filled(kept, self._side)

    @property
    def side(self) -> str:
        """The class of the candidates."""
        return self._side.class_name

    def rebuild(self) -> View:
        """Make the index anew from the store, whatever is kept."""
        with self._lock:
            self._kept = self._built()
            return self._kept

    def allowed(self, view: View, where: Filter) -> NDArray[np.bool_]:
        """The rows of a view whose candidates fulfil a condition."""
        mask = view.masks.get(where)
        if mask is None:
            many = self._store.count(Query(self._side.class_name, self._matchable(where)))
            if 2 * many <= view.index.size:
                mask = self._among(view.index, where)
            else:  # what is left out is less to read
                mask = ~self._among(view.index, Not(where))
            if len(view.masks) >= _MASKS:
                view.masks.clear()
            view.masks[where] = mask
        return mask

    def state(self) -> IndexState:
        """What is kept in the home, and whether it may be used; nothing is built.

        Raises:
            ValueError: The index is kept in memory alone.
        """
        last = self._store.last_change()
        try:
            view = self._open()
        except UnusableIndex as error:
            return IndexState(self._side.class_name, self._encoder.name, fault=str(error))
        return IndexState(
            self._side.class_name,
            self._encoder.name,
            view.index.size,
            view.moment.revision,
            last - view.moment.sequence,
            sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file()),
        )

    def _matchable(self, where: Filter) -> Filter:
        return All((self._side.matchable, where))

    def _among(self, index: Index, where: Filter) -> NDArray[np.bool_]:
        batches = self._store.scan(Query(self._side.class_name, self._matchable(where)))
        return index.among(entity.id for batch in batches for entity in batch)

    def _opened(self) -> View | None:
        if self._home is None:
            return None
        try:
            return self._open()
        except NoIndex:
            return None
        except UnusableIndex as error:
            _log.warning("index of %s made anew 索引重建: %s", self._side.class_name, error)
            return None

    def _open(self) -> View:
        base, moment = open_base(self._folder, self._origin)
        if footprint(self._store, moment.sequence) != moment.footprint:
            raise UnusableIndex("the store's change feed tells another story")
        if self._store.revision() < moment.revision:
            raise UnusableIndex("the store is older than it")
        hierarchy = read_hierarchy(self._store, self._ontology)
        facets = read_facets(self._ontology, self._side.class_name, self._encoder)
        # The nodes are as of now; what the feed says of them since is said again, to no harm.
        return View(fresh_index(base, hierarchy, facets, self._encoder), hierarchy, moment)

    def _built(self) -> View:
        moment = Moment(self._store.revision(), self._store.last_change())
        return self._written(self._segments(), moment, read_hierarchy(self._store, self._ontology))

    def _written(self, blocks: Iterator[Segment], moment: Moment, hierarchy: Hierarchy) -> View:
        facets = read_facets(self._ontology, self._side.class_name, self._encoder)
        if self._home is None:
            base = memory_base(blocks)
        else:
            told = replace(moment, footprint=footprint(self._store, moment.sequence))
            base = save_base(self._folder, blocks, self._origin, told)
        return View(fresh_index(base, hierarchy, facets, self._encoder), hierarchy, moment)

    def _segments(self) -> Iterator[Segment]:
        yield segment_of((), self._encoder, self._languages)
        for batch in read_candidates(self._store, self._ontology, self._side):
            yield segment_of(batch, self._encoder, self._languages)

    def _caught_up(self, view: View) -> View:
        """The view with everything that the feed tells."""
        if self._renewal is not None and self._renewal.is_alive() and self._outdated:
            return view
        revision = self._store.revision()
        news = read_news(
            self._store,
            self._ontology,
            self._side,
            view.moment.sequence,
            view.moment.revision,
            most=_NEWS_AT_MOST,
        )
        if not news.whole:
            return self._renewed(view, whole=False)
        view = self._revised(view, news, max(revision, news.revision))
        if view.changed <= RECENT_AT_MOST:
            return view
        return self._renewed(view, whole=True)

    def _revised(self, view: View, news: News, revision: int) -> View:
        hierarchy = view.hierarchy
        stale = set(news.candidates)
        if news.nodes:
            hierarchy = revised_hierarchy(self._store, hierarchy, news.nodes)
            stale |= _linked(view.index, news.nodes)
        moment = Moment(revision, news.sequence)
        if not stale and not news.nodes:
            return View(view.index, hierarchy, moment, view.changed)
        ids = sorted(stale)
        described = [
            item
            for start in range(0, len(ids), _IDS)
            for item in read_some(
                self._store, self._ontology, self._side, ids[start : start + _IDS]
            )
        ]
        index = revised(view.index, stale, described, hierarchy, self._languages)
        return View(index, hierarchy, moment, view.changed + len(stale))

    def _renewed(self, view: View, *, whole: bool) -> View:
        """The view with new lists: at once if that is quick or no one waits for other answers."""
        if self._home is not None and self._home.server and view.index.size >= BEHIND_FROM:
            if self._renewal is None or not self._renewal.is_alive():
                self._outdated = not whole
                self._renewal = Thread(target=self._renew, args=(view, whole), daemon=True)
                self._renewal.start()
            return view
        return self._anew(view, whole=whole)

    def _anew(self, view: View, *, whole: bool) -> View:
        if whole:
            return self._written(merged(view.index), view.moment, view.hierarchy)
        return self._caught_up(self._built())

    def _renew(self, view: View, whole: bool) -> None:
        try:
            made = self._anew(view, whole=whole)
        except Exception:  # noqa: BLE001 - whatever it was, the index so far goes on answering
            _log.exception("the index of %s could not be renewed", self._side.class_name)
            return
        with self._lock:
            self._outdated = False
            self._kept = self._caught_up(made)

    @property
    def _folder(self) -> Path:
        if self._home is None:
            raise ValueError("the index is kept in memory alone")
        return self._home.folder / self._side.class_name.lower()

    @property
    def _origin(self) -> Origin:
        store = self._home.store if self._home is not None else ""
        return Origin(
            store,
            self._encoder.name,
            self._ontology.fingerprint,
            self._side.class_name,
            self._languages,
        )


def _filled(view: View | None, side: Side) -> View:
    if view is None or not view.index.size:
        raise NothingToMatch(f"the store holds no {side.class_name} to match; import some first")
    return view


def _linked(index: Index, nodes: set[str]) -> set[str]:
    """Ids of the candidates that are linked to some of the nodes."""
    terms = name_terms(sorted(nodes))
    _, rows = index.base.nodes.listed(terms)
    found = {index.base.segment.ids[row] for row in rows[index.present[rows]].tolist()}
    recent = index.recent.segment
    owners, linked, _ = recent.nodes.of(np.arange(len(recent.ids)))
    return found | {recent.ids[row] for row in owners[np.isin(linked, terms)].tolist()}
