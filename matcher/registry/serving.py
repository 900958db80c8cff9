"""The version in use, as it is promoted: a server takes it up without a restart."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread

from graph.errors import GraphError
from graph.query import Filter
from matcher.conditions import AS_STATED, Terms
from matcher.encoder.port import Encoder
from matcher.errors import MatcherError, NothingToMatch, NoVersion
from matcher.fusion import Fusion
from matcher.matcher import Matcher
from matcher.model import Match, MatchResult
from matcher.registry.registry import Registry
from matcher.retrieval.retrieved import Retrieved

_log = logging.getLogger("pearlnet.matcher")
_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Model:
    """What answers.

    Attributes:
        version: Its id.
        encoder: Text to vectors.
        fusion: Hits to a ranking.
    """

    version: str
    encoder: Encoder
    fusion: Fusion


class Serving:
    """The model of the version in use. Calls may come from several threads.

    Args:
        registry: The versions.
        load: Loads the encoder of a name.
    """

    def __init__(self, registry: Registry, load: Callable[[str], Encoder]) -> None:
        self._registry = registry
        self._load = load
        self._lock = Lock()
        self._found: tuple[_Stamp, Model] | None = None

    def now(self) -> Model:
        """The model in use; one look at a file's status where nothing was promoted since.

        A damaged version that was promoted since is logged, and the one before goes on.

        Raises:
            NoVersion: None was promoted.
            InvalidModel: The first is damaged, or its encoder is.
        """
        stamp = self._stamp()
        found = self._found
        if found is None or found[0] != stamp:
            with self._lock:
                found = self._found
                if found is None or found[0] != stamp:
                    found = stamp, self._next(found[1] if found else None)
                    self._found = found
        return found[1]

    def _stamp(self) -> _Stamp:
        try:
            status = self._registry.pointer.stat()
        except FileNotFoundError:
            raise NoVersion(
                f"no model in {self._registry.folder}; `pearlnet model train` makes one"
            ) from None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def _next(self, last: Model | None) -> Model:
        """The version that was promoted, or where it is damaged the one that answered so far."""
        try:
            return self._read(last)
        except MatcherError:
            if last is None:
                raise
            _log.exception("the promoted model cannot be used; %s goes on", last.version)
            return last

    def _read(self, last: Model | None) -> Model:
        current = self._registry.current()
        if current is None:
            raise NoVersion("no model is in use; `pearlnet model promote VERSION` names one")
        version, fusion = self._registry.fusion(current)
        name = version.encoder
        encoder = last.encoder if last and last.encoder.name == name else self._load(name)
        return Model(current, encoder, fusion)


class CurrentMatcher:
    """Matches by the version in use; as ``Matcher``, and safe to share between threads.

    Args:
        serving: The version in use.
        make: A matcher with an encoder; made anew only when that changes.
    """

    def __init__(self, serving: Serving, make: Callable[[Encoder], Matcher]) -> None:
        self._serving = serving
        self._make = make
        self._lock = Lock()
        self._made: tuple[Model, Matcher] | None = None
        self._coming: Model | None = None

    def now(self) -> Matcher:
        """The matcher of the version in use.

        Where a promoted version has another encoder, its indexes are made behind the questions,
        and the version before answers until they are.
        """
        model = self._serving.now()
        made = self._made
        if made is not None and made[0] is model:
            return made[1]
        with self._lock:
            made = self._made
            if made is None:
                made = model, self._make(model.encoder).using(model.fusion, model.version)
            elif made[0].encoder is model.encoder:
                made = model, made[1].using(model.fusion, model.version)
            elif self._coming is not model:
                self._coming = model
                Thread(target=self._prepare, args=(model,), daemon=True).start()
            self._made = made
        return made[1]

    def _prepare(self, model: Model) -> None:
        """Make the indexes of a model and let it answer; try again after a fault of the store."""
        matcher = None
        try:
            matcher = self._make(model.encoder)
            for upkeep in matcher.indexes:
                with suppress(NothingToMatch):
                    upkeep.view()
        except GraphError:
            _log.exception("no index for %s yet; the version before goes on", model.version)
            matcher = None
        with self._lock:
            if self._coming is model:
                self._coming = None
                if matcher is not None:
                    self._made = model, matcher.using(model.fusion, model.version)

    def match_demand(
        self,
        id: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        """As ``Matcher.match_demand``."""
        return self.now().match_demand(id, first, where, terms)

    def match_supply(
        self,
        id: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        """As ``Matcher.match_supply``."""
        return self.now().match_supply(id, first, where, terms)

    def match_text(
        self,
        text: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        """As ``Matcher.match_text``."""
        return self.now().match_text(text, first, where, terms)

    def match_pair(self, demand: str, supply: str) -> tuple[str | None, Match | None]:
        """As ``Matcher.match_pair``."""
        return self.now().match_pair(demand, supply)

    def retrieve_demand(
        self, id: str, where: Filter | None = None, also: Sequence[str] = ()
    ) -> Retrieved:
        """As ``Matcher.retrieve_demand``."""
        return self.now().retrieve_demand(id, where, also)
