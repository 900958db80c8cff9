"""The business that the suppliers of a chain do with each other, with its evidence."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from chains.stages.model import Origin
from chains.stages.records import ChainRecords
from graph.records import RelationKey

Evidence = tuple[RelationKey, ...]


class Ties:
    """Business of any organization with the members of a chain, in either direction.

    One supplies the other; one delivered a use case that the other deployed; in a declared chain
    also: a product of the one goes into one of the other. In a chain derived from products that is
    no evidence, for all its consecutive stages would be linked by it.

    Args:
        records: What is on record.
        origin: Of the chain.
        members: With whom business counts.
    """

    def __init__(self, records: ChainRecords, origin: Origin, members: Collection[str]) -> None:
        self.members = frozenset(members)
        self._records = records
        self._origin = origin
        self._known: dict[str, Mapping[str, Evidence]] = {}

    def of(self, who: str) -> Mapping[str, Evidence]:
        """The members that an organization does business with, by id; never itself."""
        if who not in self._known:
            self._known[who] = self._read(who)
        return self._known[who]

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Pairs (a < b) of members that do business, sorted."""
        ordered = sorted(self.members)
        return tuple((who, other) for who in ordered for other in self.of(who) if who < other)

    def _read(self, who: str) -> Mapping[str, Evidence]:
        records = self._records
        found: dict[str, set[RelationKey]] = defaultdict(set)
        for other in records.to("suppliesTo", who):
            found[other].add(RelationKey("suppliesTo", who, other))
        for other in records.of("suppliesTo", who):
            found[other].add(RelationKey("suppliesTo", other, who))
        for mine, theirs in (("deliveredBy", "deployedBy"), ("deployedBy", "deliveredBy")):
            for case in records.of(mine, who):
                for other in records.to(theirs, case):
                    found[other] |= {
                        RelationKey(mine, case, who),
                        RelationKey(theirs, case, other),
                    }
        if self._origin is not Origin.PRODUCTS:
            self._add_products(who, found)
        return {
            other: tuple(sorted(found[other]))
            for other in sorted(found)
            if other in self.members and other != who
        }

    def _add_products(self, who: str, found: dict[str, set[RelationKey]]) -> None:
        records = self._records
        for product in records.to("produces", who):
            own = RelationKey("produces", who, product)
            steps = [
                RelationKey("upstreamOf", product, x) for x in records.to("upstreamOf", product)
            ]
            steps += [
                RelationKey("upstreamOf", x, product) for x in records.of("upstreamOf", product)
            ]
            for step in steps:
                theirs = step.target if step.source == product else step.source
                for other in records.of("produces", theirs):
                    if other in self.members:
                        found[other] |= {own, step, RelationKey("produces", other, theirs)}
