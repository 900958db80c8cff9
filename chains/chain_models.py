"""Chain models of one store, and what is asked of them; the record is read once a revision."""

from collections.abc import Collection
from datetime import date
from threading import Lock

from chains.actions import Capabilities, ChainActions, propose
from chains.errors import ChainError
from chains.ladder import Ladder, climb, read_rules
from chains.leaders import Leaders, leaders
from chains.stages import (
    ChainModel,
    ChainRecords,
    Comparison,
    Completeness,
    compare,
    complete,
    model_of,
    read_records,
    scope_of,
)
from graph.port import GraphReader
from graph.query import Query
from ontology.model import Ontology


class InvalidDate(ChainError):
    """The text is no date."""

    code = "CHAIN_INVALID_DATE"


class ChainModels:
    """Answers questions about chains of stages; safe to share between threads."""

    def __init__(self, store: GraphReader, ontology: Ontology) -> None:
        self._store = store
        self._ontology = ontology
        self._lock = Lock()
        self._records: ChainRecords | None = None
        self._capabilities: tuple[int, Capabilities] | None = None

    def declared(self) -> tuple[ChainModel, ...]:
        """The models of all chains on record, by id."""
        records = self._present()
        found = [entity.id for batch in self._store.scan(Query("Chain")) for entity in batch]
        return tuple(
            model_of(self._store, self._ontology, records, chain) for chain in sorted(found)
        )

    def completeness(
        self, id: str, place: str | None = None, at: str | None = None
    ) -> Completeness:
        """How complete a chain is.

        Args:
            id: Of a chain; of a product or industry, for the chain that follows from it.
            place: Id of the region, park or industry whose organizations count, or None for all.
            at: The date (YYYY-MM-DD) by which records count, or None for all.

        Raises:
            UnknownChain: The id is of none of them.
            UnknownPlace: So is the place.
            InvalidDate: The date is none.
        """
        records = self._present() if at is None else self._as_of(at)
        model = model_of(self._store, self._ontology, records, id)
        scope = scope_of(self._store, self._ontology, records, place)
        return complete(records, model, scope)

    def compare(self, id: str, one: str, other: str, place: str | None = None) -> Comparison:
        """What differs between two places, or between two dates within a place.

        Raises:
            As ``completeness``.
        """
        if is_date(one) and is_date(other):
            return compare(self.completeness(id, place, one), self.completeness(id, place, other))
        return compare(self.completeness(id, one), self.completeness(id, other))

    def actions(
        self, id: str, place: str | None = None, first: int = 5, budget: float | None = None
    ) -> ChainActions:
        """What would fill, strengthen and stabilise a chain, and a set of it within a budget.

        Raises:
            As ``completeness``.
        """
        records = self._present()
        scope = scope_of(self._store, self._ontology, records, place)
        model = model_of(self._store, self._ontology, records, id)
        found = complete(records, model, scope)
        capabilities = self._able(records)
        return propose(records, capabilities, found, scope, first=first, budget=budget)

    def leaders(
        self,
        id: str,
        place: str | None = None,
        *,
        today: str,
        first: int = 10,
        hidden: Collection[str] = (),
    ) -> Leaders:
        """The suppliers of a chain by their leader score; hidden properties count as unknown.

        Raises:
            As ``completeness``.
        """
        _check_date(today)
        found = self.completeness(id, place)
        return leaders(self._store, self._present(), found, today=today, first=first, hidden=hidden)

    def ladder(
        self, id: str, *, today: str, peers: int = 5, hidden: Collection[str] = ()
    ) -> Ladder:
        """Where an enterprise stands on the ladder; hidden properties count as unknown.

        Raises:
            UnknownEnterprise: The id is of none.
        """
        _check_date(today)
        records = self._present()
        return climb(
            self._store,
            self._ontology,
            records,
            self._able(records),
            read_rules(self._store, self._ontology),
            id=id,
            today=today,
            peers=peers,
            hidden=hidden,
        )

    def _present(self) -> ChainRecords:
        with self._lock:
            if self._records is None or self._records.revision != self._store.revision():
                self._records = read_records(self._store, self._ontology)
            return self._records

    def _as_of(self, at: str) -> ChainRecords:
        _check_date(at)
        return read_records(self._store, self._ontology, at)

    def _able(self, records: ChainRecords) -> Capabilities:
        with self._lock:
            if self._capabilities is None or self._capabilities[0] != records.revision:
                self._capabilities = records.revision, Capabilities(self._store, records)
            return self._capabilities[1]


def _check_date(text: str) -> None:
    if not is_date(text):
        raise InvalidDate(f"{text!r} is not a date; write it as YYYY-MM-DD")


def is_date(text: str) -> bool:
    """Whether it is a date as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
