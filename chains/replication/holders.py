"""Who holds which assets, by organization and by place."""

from collections import defaultdict
from collections.abc import Mapping

from chains.replication.model import Axis
from chains.replication.practice import Practice


class Holders:
    """Who holds what, by organization and by place."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._places: dict[Axis, Mapping[str, tuple[str, ...]]] = {}

    def of_place(self, axis: Axis, place: str) -> Mapping[str, set[str]]:
        """Assets on record in a place: for each the records that show it."""
        if axis not in self._places:
            self._places[axis] = self._by_place(axis)
        held: dict[str, set[str]] = defaultdict(set)
        for entity in self._places[axis].get(place, ()):
            if entity in self._practice.out["realises"]:
                self._add_case(held, entity)
            else:
                self._add_organization(held, entity)
        return held

    def of_organization(self, organization: str) -> Mapping[str, set[str]]:
        """Assets of an organization: mastered, offered, used in its use cases, known to staff."""
        held: dict[str, set[str]] = defaultdict(set)
        self._add_organization(held, organization)
        for case in self._practice.of("deployedBy", organization):
            self._add_case(held, case)
        return held

    def _add_case(self, held: dict[str, set[str]], case: str) -> None:
        for asset in self._practice.assets(case):
            held[asset].add(case)

    def _add_organization(self, held: dict[str, set[str]], organization: str) -> None:
        practice = self._practice
        for asset in practice.to("masters", organization):
            held[asset].add(organization)
        for supply in practice.to("offers", organization):
            for asset in (*practice.to("provides", supply), *practice.to("compliesWith", supply)):
                held[asset].add(supply)
        for talent in practice.of("employedBy", organization):
            for skill in practice.to("hasSkill", talent):
                held[skill].add(organization)

    def _by_place(self, axis: Axis) -> Mapping[str, tuple[str, ...]]:
        practice = self._practice
        tree = practice.trees[axis]
        named = "locatedIn" if axis is Axis.REGION else "operatesIn"
        entities = {*practice.cases(), *practice.out[named]}
        found: dict[str, list[str]] = defaultdict(list)
        for entity in sorted(entities):
            for place in filter(None, {tree.place(at) for at in practice.places(axis, entity)}):
                found[place].append(entity)
        return {place: tuple(members) for place, members in found.items()}
