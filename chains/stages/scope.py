"""Which organizations count: all, or those of a region, a park or an industry."""

from chains.errors import ChainError
from chains.stages.records import ChainRecords, class_among
from graph.port import GraphReader
from ontology.model import Ontology


class UnknownPlace(ChainError):
    """The id is of no region, park or industry."""

    code = "CHAIN_UNKNOWN_PLACE"


class Scope:
    """Which organizations count."""

    def __init__(self, records: ChainRecords, place: str | None = None, kind: str = "") -> None:
        self.place = place
        self.kind = kind
        self._records = records

    def __contains__(self, organization: str) -> bool:
        records = self._records
        if not self.place:
            return True
        if self.kind == "Park":
            return self.place in records.to("inPark", organization)
        if self.kind == "Industry":
            own = records.to("operatesIn", organization)
            return self.place in records.climb("subIndustryOf", own)
        return self.place in records.regions(organization)

    def regions(self) -> tuple[str, ...]:
        """The regions that it lies in or is, narrowest first; none of an industry."""
        if self.kind == "Region" and self.place:
            return self._records.climb("withinRegion", (self.place,))
        return self._records.regions(self.place) if self.place else ()


def scope_of(
    store: GraphReader, ontology: Ontology, records: ChainRecords, place: str | None
) -> Scope:
    """The scope of a region, a park or an industry, or of everything.

    Raises:
        UnknownPlace: The id is of none of them.
    """
    if place is None:
        return Scope(records)
    kind = class_among(store, ontology, place, ("Region", "Park", "Industry"))
    if not kind:
        raise UnknownPlace(
            f"{place!r} is not the id of a region, park or industry; `pearlnet search` finds its id"
        )
    return Scope(records, place, kind)
