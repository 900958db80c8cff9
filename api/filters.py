"""What filter and order inputs mean to the store."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from api.access import Forbidden, Viewer
from api.conditions import property_condition
from api.errors import InvalidFilter
from api.ids import entity_id
from api.plan import ApiPlan, PropertyMember, RelationMember, TypePlan
from graph.query import All, AnyOf, Filter, In, Not, Related, Sort
from ontology.model import PropertyDef

Input: TypeAlias = Mapping[str, Any]
"""An input object as GraphQL hands it over."""


def condition(plan: ApiPlan, type_name: str, given: Input, viewer: Viewer) -> Filter:
    """The store's filter for an input on entities of a type; all its parts must hold.

    Raises:
        InvalidFilter: A null stands where a value must.
        UnknownTerm: A term is not in its vocabulary.
        Forbidden: The viewer may not see a field that it asks about.
    """
    of_type = plan.of_type(type_name)
    return _all([_part(plan, of_type, key, value, viewer) for key, value in given.items()])


def sort_of(plan: ApiPlan, type_name: str, given: Input, viewer: Viewer) -> Sort:
    """The store's sort for an input on entities of a type.

    Raises:
        Forbidden: The viewer may not see the field.
    """
    key: str = given["field"]
    for member in plan.of_type(type_name).members.values():
        if isinstance(member, PropertyMember) and key in member.definition.keys:
            _require(viewer, member.definition)
    return Sort(key, descending=given["direction"])


def _part(plan: ApiPlan, of_type: TypePlan, key: str, value: Any, viewer: Viewer) -> Filter:
    if value is None:
        raise InvalidFilter(f"{key}: null is no condition; leave it out, or use exists: false")
    if key in ("and", "or"):
        parts = [condition(plan, of_type.name, item, viewer) for item in value]
        return _all(parts) if key == "and" else AnyOf(tuple(parts))
    if key == "not":
        return Not(condition(plan, of_type.name, value, viewer))
    if key in ("id", "type"):
        return _identity_condition(plan, key, _values(key, value))
    member = of_type.members[key]
    if isinstance(member, RelationMember):
        return _relation_condition(plan, member, value, viewer)
    _require(viewer, member.definition)
    return property_condition(plan.ontology, member.definition, value)


def _identity_condition(plan: ApiPlan, key: str, values: list[str]) -> Filter:
    if key == "id":
        return In("id", tuple(entity_id(item) for item in values))
    family = {item for name in values for item in (name, *plan.ontology.descendants(name))}
    return In("type", tuple(sorted(family)))


def _relation_condition(
    plan: ApiPlan, member: RelationMember, value: Input, viewer: Viewer
) -> Filter:
    relation, direction = member.relation.name, member.direction
    ends = plan.ends(member)
    if not ends:
        type_name = plan.common_type(member.targets)
        where = condition(plan, type_name, value, viewer) if value else None
        return Related(relation, direction, where=where)
    parts: list[Filter] = []
    for key, nested in value.items():
        if nested is None:
            raise InvalidFilter(f"{member.name}.{key}: null is no condition; leave it out")
        where = condition(plan, plan.lists[ends[key]], nested, viewer) if nested else None
        parts.append(Related(relation, direction, ends[key], where))
    return _all(parts) if parts else Related(relation, direction)


def _values(key: str, given: Input) -> list[str]:
    """The ids or classes that ``eq`` and ``in`` both allow."""
    if None in given.values():
        raise InvalidFilter(f"{key}: null is no value; leave it out")
    wanted = [[given["eq"]] if "eq" in given else None, given.get("in")]
    lists = [item for item in wanted if item is not None]
    if not lists:
        raise InvalidFilter(f"{key}: give eq or in")
    return [item for item in lists[0] if all(item in other for other in lists)]


def _all(parts: list[Filter]) -> Filter:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _require(viewer: Viewer, definition: PropertyDef) -> None:
    if not viewer.may_see(definition):
        raise Forbidden(f"{definition.name} may not be filtered or sorted by without permission")
