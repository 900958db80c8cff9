"""Chain models of one store, and what is asked of them; the record is read once a revision."""

from collections.abc import Collection
from datetime import date
from threading import Lock

from chains.actions import Capabilities, ChainActions, propose
from chains.errors import ChainError
from chains.ladder import Ladder, climb, read_rules
from chains.leaders import Leaders, leaders
from chains.progress import Watch, part, unwatched
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
        self._last: tuple[tuple[int, str | None, str, str | None], Completeness] | None = None

    def declared(self) -> tuple[ChainModel, ...]:
        """The models of all chains on record, by id."""
        records = self._present()
        found = [entity.id for batch in self._store.scan(Query("Chain")) for entity in batch]
        return tuple(
            model_of(self._store, self._ontology, records, chain) for chain in sorted(found)
        )

    def completeness(
        self,
        id: str,
        place: str | None = None,
        at: str | None = None,
        *,
        watch: Watch = unwatched,
    ) -> Completeness:
        """How complete a chain is.

        Args:
            id: Of a chain; of a product or industry, for the chain that follows from it.
            place: Id of the region, park or industry whose organizations count, or None for all.
            at: The date (YYYY-MM-DD) by which records count, or None for all.
            watch: Is told how far it is.

        Raises:
            UnknownChain: The id is of none of them.
            UnknownPlace: So is the place.
            InvalidDate: The date is none.
        """
        reading = part(watch, 0.0, 0.4)
        records = self._present(reading) if at is None else self._as_of(at, reading)
        return self._complete(records, id, place, part(watch, 0.4, 1.0))

    def compare(
        self,
        id: str,
        one: str,
        other: str,
        place: str | None = None,
        *,
        watch: Watch = unwatched,
    ) -> Comparison:
        """What differs between two places, or between two dates within a place.

        Raises:
            As ``completeness``.
        """
        dates = is_date(one) and is_date(other)
        found = [
            self.completeness(
                id, place if dates else side, side if dates else None, watch=part(watch, *share)
            )
            for side, share in ((one, (0.0, 0.5)), (other, (0.5, 1.0)))
        ]
        return compare(*found)

    def actions(
        self,
        id: str,
        place: str | None = None,
        first: int = 5,
        budget: float | None = None,
        *,
        watch: Watch = unwatched,
    ) -> ChainActions:
        """What would fill, strengthen and stabilise a chain, and a set of it within a budget.

        Raises:
            As ``completeness``.
        """
        records = self._present(part(watch, 0.0, 0.2))
        scope = scope_of(self._store, self._ontology, records, place)
        found = self._complete(records, id, place, part(watch, 0.2, 0.5))
        return propose(
            records,
            self._able(records),
            found,
            scope,
            first=first,
            budget=budget,
            watch=part(watch, 0.5, 1.0),
        )

    def leaders(
        self,
        id: str,
        place: str | None = None,
        *,
        today: str,
        first: int = 10,
        hidden: Collection[str] = (),
        watch: Watch = unwatched,
    ) -> Leaders:
        """The suppliers of a chain by their leader score; hidden properties count as unknown.

        Raises:
            As ``completeness``.
        """
        _check_date(today)
        records = self._present(part(watch, 0.0, 0.2))
        found = self._complete(records, id, place, part(watch, 0.2, 0.5))
        return leaders(
            self._store,
            records,
            found,
            today=today,
            first=first,
            hidden=hidden,
            watch=part(watch, 0.5, 1.0),
        )

    def ladder(
        self,
        id: str,
        *,
        today: str,
        peers: int = 5,
        hidden: Collection[str] = (),
        watch: Watch = unwatched,
    ) -> Ladder:
        """Where an enterprise stands on the ladder; hidden properties count as unknown.

        Raises:
            UnknownEnterprise: The id is of none.
        """
        _check_date(today)
        records = self._present(part(watch, 0.0, 0.9))
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

    def _complete(
        self, records: ChainRecords, id: str, place: str | None, watch: Watch
    ) -> Completeness:
        """As the record says; the last answer is kept, for actions and leaders begin with it."""
        asked = records.revision, records.at, id, place
        last = self._last
        if last is None or last[0] != asked:
            model = model_of(self._store, self._ontology, records, id)
            scope = scope_of(self._store, self._ontology, records, place)
            last = self._last = asked, complete(records, model, scope, watch=watch)
        return last[1]

    def _present(self, watch: Watch = unwatched) -> ChainRecords:
        with self._lock:
            if self._records is None or self._records.revision != self._store.revision():
                self._records = read_records(self._store, self._ontology, watch=watch)
            return self._records

    def _as_of(self, at: str, watch: Watch) -> ChainRecords:
        _check_date(at)
        return read_records(self._store, self._ontology, at, watch=watch)

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
