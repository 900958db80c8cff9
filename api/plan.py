"""Which GraphQL types follow from an ontology, as data: no GraphQL library is needed here.

Every concrete class is an object type. An abstract class is an interface; so is, as ``AnyX``,
a concrete class ``X`` that has subclasses, for a list of ``X`` then holds several types.
``Entity`` is the interface of everything, and stands for an abstract class that is above all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from api.naming import MEMBERS, TYPES, camel, inverse_names, reserved_aside, root_fields
from graph.query import Direction
from ontology.model import Ontology, PropertyDef, RelationDef, Text

ENTITY = "Entity"


@dataclass(frozen=True, slots=True)
class PropertyMember:
    """A field that reads a property."""

    name: str
    definition: PropertyDef


@dataclass(frozen=True, slots=True)
class RelationMember:
    """A field that follows a relation.

    Attributes:
        name: The field.
        relation: The relation.
        direction: Away from the entity, or towards it.
        targets: Classes at the other end, subclasses included; ``()`` means any.
    """

    name: str
    relation: RelationDef
    direction: Direction
    targets: tuple[str, ...]


Member: TypeAlias = PropertyMember | RelationMember


@dataclass(frozen=True, slots=True)
class TypePlan:
    """An object type, or an interface.

    Attributes:
        name: The GraphQL type.
        class_name: The ontology class; None for ``Entity`` where no class is above all.
        interfaces: Names of the interfaces it implements, ``Node`` left out, sorted.
        members: Its fields by name, sorted.
        label: What people see.
        gloss: What it means.
    """

    name: str
    class_name: str | None
    interfaces: tuple[str, ...]
    members: Mapping[str, Member]
    label: Text
    gloss: Text


@dataclass(frozen=True)
class ApiPlan:
    """All types that follow from the ontology.

    Attributes:
        ontology: Where they come from.
        objects: Object types by class.
        interfaces: Interfaces by their own name.
        lists: For each class the type of a list of its entities.
        roots: For each class the root field that lists it.
    """

    ontology: Ontology
    objects: Mapping[str, TypePlan]
    interfaces: Mapping[str, TypePlan]
    lists: Mapping[str, str]
    roots: Mapping[str, str]

    def common_type(self, classes: tuple[str, ...]) -> str:
        """The narrowest type that holds all those classes; ``Entity`` for none."""
        lineages = [{name, *self.ontology.ancestors(name)} for name in classes]
        shared = set.intersection(*lineages) if lineages else set()
        deepest = sorted(shared, key=lambda name: (-len(self.ontology.ancestors(name)), name))
        return self.lists[deepest[0]] if deepest else ENTITY

    def of_type(self, name: str) -> TypePlan:
        """The plan of a type by its GraphQL name."""
        return self.types[name]

    @cached_property
    def types(self) -> Mapping[str, TypePlan]:
        """Interfaces and object types by their GraphQL name, sorted."""
        every = {**self.interfaces, **{plan.name: plan for plan in self.objects.values()}}
        return dict(sorted(every.items()))

    def ends(self, member: RelationMember) -> Mapping[str, str]:
        """For a relation that leads to several classes, the filter key of each; else nothing."""
        if len(member.targets) < 2:
            return {}
        return {camel(self.lists[name]): name for name in member.targets}


def plan_api(ontology: Ontology) -> ApiPlan:
    """The types that follow from the ontology; the same for the same ontology."""
    names = {name: reserved_aside(name, TYPES) for name in sorted(ontology.classes)}
    inverses = inverse_names(ontology)
    members = {name: _members(ontology, inverses, name) for name in names}
    lists = {name: _list_type(ontology, name, names[name]) for name in names}
    concrete = [name for name in names if not ontology.classes[name].abstract]
    return ApiPlan(
        ontology=ontology,
        objects={
            name: _type_plan(ontology, lists, name, names[name], members[name]) for name in concrete
        },
        interfaces=_interfaces(ontology, lists, members),
        lists=lists,
        roots=root_fields(ontology),
    )


def _list_type(ontology: Ontology, name: str, type_name: str) -> str:
    below = set(ontology.descendants(name))
    if not ontology.classes[name].abstract:
        return f"Any{type_name}" if below else type_name
    return ENTITY if below == set(ontology.classes) - {name} else type_name


def _interfaces(
    ontology: Ontology, lists: Mapping[str, str], members: Mapping[str, Mapping[str, Member]]
) -> Mapping[str, TypePlan]:
    plans = {ENTITY: _entity(ontology, lists, members)}
    for name, list_type in lists.items():
        if list_type in plans or (
            not ontology.classes[name].abstract and not ontology.descendants(name)
        ):
            continue
        family = _concrete(ontology, [name, *ontology.descendants(name)])
        shared = _shared(members[item] for item in family or [name])
        plans[list_type] = _type_plan(ontology, lists, name, list_type, shared)
    return dict(sorted(plans.items()))


def _entity(
    ontology: Ontology, lists: Mapping[str, str], members: Mapping[str, Mapping[str, Member]]
) -> TypePlan:
    root = next((name for name, type_name in lists.items() if type_name == ENTITY), None)
    return TypePlan(
        name=ENTITY,
        class_name=root,
        interfaces=(),
        members=_shared(members[name] for name in _concrete(ontology, ontology.classes)),
        label=Text({"zh": "实体", "en": "Entity"}),
        gloss=Text({"zh": "图中任意一条记录。", "en": "Any record of the graph."}),
    )


def _type_plan(
    ontology: Ontology,
    lists: Mapping[str, str],
    class_name: str,
    type_name: str,
    members: Mapping[str, Member],
) -> TypePlan:
    above = {lists[name] for name in (class_name, *ontology.ancestors(class_name))}
    definition = ontology.classes[class_name]
    return TypePlan(
        name=type_name,
        class_name=class_name,
        interfaces=tuple(sorted((above | {ENTITY}) - {type_name})),
        members=members,
        label=definition.label,
        gloss=definition.gloss,
    )


def _members(ontology: Ontology, inverses: Mapping[str, str], name: str) -> Mapping[str, Member]:
    properties = {
        reserved_aside(item.name, MEMBERS): item
        for _, item in sorted(ontology.properties(name).items())
    }
    found: dict[str, Member] = {
        field: PropertyMember(field, item) for field, item in properties.items()
    }
    for relation in ontology.relations_from(name):
        field = reserved_aside(relation.name, MEMBERS | set(found))
        found[field] = RelationMember(field, relation, "out", _targets(ontology, relation, name))
    for relation in ontology.relations_to(name):
        field = reserved_aside(inverses[relation.name], MEMBERS | set(found))
        found[field] = RelationMember(field, relation, "in", _sources(ontology, relation, name))
    return found


def _targets(ontology: Ontology, relation: RelationDef, source: str) -> tuple[str, ...]:
    lineage = {source, *ontology.ancestors(source)}
    reaches = [reach for leaves, reach in relation.ends.items() if leaves in lineage]
    if not all(reaches):
        return ()
    return _topmost(ontology, {item for reach in reaches for item in reach})


def _sources(ontology: Ontology, relation: RelationDef, target: str) -> tuple[str, ...]:
    lineage = {target, *ontology.ancestors(target)}
    return _topmost(
        ontology,
        {
            leaves
            for leaves, reach in relation.ends.items()
            if not reach or lineage.intersection(reach)
        },
    )


def _topmost(ontology: Ontology, names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if not names & set(ontology.ancestors(name))))


def _concrete(ontology: Ontology, names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if not ontology.classes[name].abstract)


def _shared(each: Iterable[Mapping[str, Member]]) -> Mapping[str, Member]:
    """Members that are the same in all; an interface may promise no others."""
    every = list(each)
    first = every[0] if every else {}
    return {
        name: member
        for name, member in first.items()
        if all(other.get(name) == member for other in every[1:])
    }
