"""What a column may be, for entities of a class: the id, a property, a relation either way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.suggestion.headers import parse_header, words_of
from ontology.model import LANGUAGES, Datatype, Ontology, PropertyDef, RelationDef

Kind = Literal["id", "property", "relation"]
Name = tuple[str, tuple[str, ...]]
"""A name as it stands in the ontology, and its words."""

_ID_NAMES = (
    "id",
    "identifier",
    "key",
    "record id",
    "uid",
    "uuid",
    "no",
    "number",
    "编号",
    "标识",
    "标识符",
    "唯一标识",
    "主键",
    "记录编号",
    "ID号",
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a column may be.

    Attributes:
        kind: What sort of thing.
        key: Flat property key, relation or ``id``, as the mapping names it.
        label: What people see, by the class at hand.
        names: All that it is called.
        weak: What it may be called besides, for want of better: the classes at its other end.
        kin: The same with their subclasses.
        definition: The property.
        language: Of its text.
        direction: Of the relation.
        ends: Classes at the relation's other end; none for any.
    """

    kind: Kind
    key: str
    label: str
    names: tuple[Name, ...]
    weak: tuple[Name, ...] = ()
    kin: tuple[Name, ...] = ()
    definition: PropertyDef | None = None
    language: str = ""
    direction: Literal["out", "in"] = "out"
    ends: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[object, ...]:
        """What two targets have in common that are the same for two classes."""
        if self.definition is not None:
            return id(self.definition), self.language
        return self.kind, self.key, self.direction, self.ends, len(self.names)

    @property
    def is_many(self) -> bool:
        """Whether a cell may hold several values."""
        return self.kind == "relation" or (self.definition is not None and self.definition.many)


ID_TARGET = Target("id", "id", "id", tuple((name, words_of(name)) for name in _ID_NAMES))


def targets_of(ontology: Ontology, class_name: str) -> list[Target]:
    """All that a column may be in a table of the class."""
    found = [ID_TARGET]
    for definition in ontology.properties(class_name).values():
        found += _of_property(definition)
    lineage = frozenset((class_name, *ontology.ancestors(class_name)))
    for relation in ontology.relations_from(class_name):
        found.append(_outward(ontology, relation, lineage))
    for relation in ontology.relations_to(class_name):
        found.append(_inward(ontology, relation, lineage))
    return found


def class_words(ontology: Ontology, class_name: str) -> frozenset[str]:
    """What the class and its ancestors are called, each as joined words."""
    lineage = (class_name, *ontology.ancestors(class_name))
    return frozenset(word for item in lineage for word in own_words(ontology, item))


def own_words(ontology: Ontology, class_name: str) -> frozenset[str]:
    """What the class itself is called, each as joined words."""
    return frozenset("".join(words_of(name)) for name in _class_names(ontology, class_name))


def _of_property(definition: PropertyDef) -> Iterable[Target]:
    label = definition.label.get("zh")
    texts = (definition.name, *definition.label.by_language.values(), *definition.aliases)
    names = _names(texts)
    if definition.datatype is not Datatype.TEXT:
        yield Target("property", definition.name, label, names, definition=definition)
        return
    for key, language in zip(definition.keys, LANGUAGES, strict=True):
        yield Target("property", key, label, names, definition=definition, language=language)


def _outward(ontology: Ontology, relation: RelationDef, lineage: frozenset[str]) -> Target:
    reaches = [reach for source, reach in relation.ends.items() if source in lineage]
    ends = () if not all(reaches) else _unique(item for reach in reaches for item in reach)
    texts = (relation.name, *relation.label.by_language.values(), *relation.aliases)
    return Target(
        "relation",
        relation.name,
        relation.label.get("zh"),
        _names(texts),
        _names(name for end in ends for name in _class_names(ontology, end)),
        _kin(ontology, ends),
        ends=ends,
    )


def _inward(ontology: Ontology, relation: RelationDef, lineage: frozenset[str]) -> Target:
    sources = _unique(
        source
        for source, reach in relation.ends.items()
        if not reach or lineage.intersection(reach)
    )
    texts = [*relation.inverse_label.by_language.values()]
    if not lineage.intersection(relation.ends):
        texts += relation.label.by_language.values()
    return Target(
        "relation",
        relation.name,
        relation.inverse_label.get("zh"),
        _names(texts),
        _names(name for source in sources for name in _class_names(ontology, source)),
        _kin(ontology, sources),
        direction="in",
        ends=sources,
    )


def _kin(ontology: Ontology, ends: Sequence[str]) -> tuple[Name, ...]:
    classes = [name for end in ends for name in (end, *ontology.descendants(end))]
    return _names(name for item in classes for name in _class_names(ontology, item))


def _class_names(ontology: Ontology, name: str) -> Sequence[str]:
    item = ontology.classes[name]
    return (name, *item.label.by_language.values(), *item.aliases)


def _names(texts: Iterable[str]) -> tuple[Name, ...]:
    return tuple((text, parse_header(text).words) for text in dict.fromkeys(texts))


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
