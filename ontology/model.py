"""The ontology as a typed, immutable model: the single source of truth for what may exist."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from graph.records import Scalar
from graph.schema import ClassSchema, GraphSchema
from ontology.errors import UnknownClass, UnknownProperty, UnknownRelation, UnknownVocabulary
from ontology.fingerprint import fingerprint
from ontology.violations import Validator, Violation

LANGUAGES = ("zh", "en")
_ANY = ""
"""Stands for every class among the ends of relations."""


class Datatype(StrEnum):
    """Kinds of property values."""

    TEXT = "text"
    """Language-tagged text, stored flat: ``name`` becomes ``name_zh``, ``name_en``, ..."""
    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    URI = "uri"
    TERM = "term"
    """The id of a term of the property's vocabulary."""


class Sensitivity(StrEnum):
    """Who may see a field."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Text:
    """Text by language tag (BCP 47), such as a label in zh and en."""

    by_language: Mapping[str, str] = field(default_factory=dict)

    def get(self, language: str) -> str:
        """The text in that language, else in English, else in any, else ``""``."""
        texts = self.by_language
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class PropertyDef:
    """A property of one or more classes.

    Attributes:
        name: Its name, without a language suffix.
        iri: Its IRI.
        label: What people see, zh and en.
        gloss: What it means, zh and en.
        datatype: Kind of its values.
        vocabulary: Name of the vocabulary if the datatype is TERM.
        required: At least one value.
        many: More than one value is allowed; stored as a tuple.
        pattern: Regular expression that every value matches in full.
        minimum: Least value, inclusive.
        maximum: Greatest value, inclusive.
        indexed: Filters and sorts use an index.
        searchable: The full-text search covers it.
        sensitivity: Who may see it.
        choices: The values allowed, any if empty; for a TERM, a part of its vocabulary.
        aliases: Other words for it in any language, as columns of tables are headed.
        unit: What its numbers count, zh and en; empty if they are bare.
    """

    name: str
    iri: str
    label: Text
    gloss: Text
    datatype: Datatype
    vocabulary: str | None = None
    required: bool = False
    many: bool = False
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    indexed: bool = False
    searchable: bool = False
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    choices: tuple[Scalar, ...] = ()
    aliases: tuple[str, ...] = ()
    unit: Text = field(default_factory=Text)

    @property
    def keys(self) -> tuple[str, ...]:
        """The flat names it is stored under; for text, those of the two house languages."""
        if self.datatype is Datatype.TEXT:
            return tuple(f"{self.name}_{language}" for language in LANGUAGES)
        return (self.name,)


@dataclass(frozen=True, slots=True)
class ClassDef:
    """A class of entities.

    Attributes:
        name: Its name, such as ``UseCase``.
        iri: Its IRI.
        label: What people see, zh and en.
        gloss: What it means, zh and en.
        parents: Its direct superclasses, sorted.
        properties: Its own properties by name, inherited ones not included.
        abstract: No entity has it as its class, only its subclasses do.
        aliases: Other words for it in any language.
    """

    name: str
    iri: str
    label: Text
    gloss: Text
    parents: tuple[str, ...] = ()
    properties: Mapping[str, PropertyDef] = field(default_factory=dict)
    abstract: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationDef:
    """A type of relation, read ``source name target``.

    Attributes:
        name: Its name, such as ``usesTechnology``.
        iri: Its IRI.
        label: What people see on the source's side, zh and en.
        gloss: What it means, zh and en.
        inverse_label: What people see on the target's side, zh and en.
        ends: For each class it may leave, the classes it may reach from there (``()`` means
            any); subclasses are included at both ends.
        properties: Properties of the relation itself by name.
        aliases: Other words for it in any language, on the source's side.
    """

    name: str
    iri: str
    label: Text
    gloss: Text
    inverse_label: Text
    ends: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, PropertyDef] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a vocabulary (a SKOS concept).

    Attributes:
        id: What properties store.
        iri: Its IRI.
        label: What people see, zh and en.
        gloss: What it means, zh and en.
        aliases: Other words for it in any language.
        broader: Ids of its direct broader terms.
        order: Its place among the terms.
        codes: Regular expression that official codes of what is of the term begin with; by it
            what states no term is recognised.
    """

    id: str
    iri: str
    label: Text
    gloss: Text
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    order: int = 0
    codes: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A SKOS concept scheme; its terms by id, in their stated order."""

    name: str
    iri: str
    label: Text
    gloss: Text
    terms: Mapping[str, Term]


@dataclass(frozen=True, eq=False)
class Ontology:
    """Everything that may exist; built by ``ontology.load``.

    Attributes:
        classes: Classes by name.
        relations: Relation types by name.
        vocabularies: Vocabularies by name.
        warnings: What a reader of the Turtle should mend, though it does no harm.
    """

    classes: Mapping[str, ClassDef]
    relations: Mapping[str, RelationDef]
    vocabularies: Mapping[str, Vocabulary]
    warnings: tuple[str, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the content (64 hexadecimal digits), by which versions are told apart."""
        return fingerprint((self.classes, self.relations, self.vocabularies))

    def class_(self, name: str) -> ClassDef:
        """The class of that name.

        Raises:
            UnknownClass: There is none; the error names the nearest.
        """
        if name not in self.classes:
            raise UnknownClass(name, self.classes)
        return self.classes[name]

    def relation(self, name: str) -> RelationDef:
        """The relation type of that name.

        Raises:
            UnknownRelation: There is none; the error names the nearest.
        """
        if name not in self.relations:
            raise UnknownRelation(name, self.relations)
        return self.relations[name]

    def vocabulary(self, name: str) -> Vocabulary:
        """The vocabulary of that name.

        Raises:
            UnknownVocabulary: There is none; the error names the nearest.
        """
        if name not in self.vocabularies:
            raise UnknownVocabulary(name, self.vocabularies)
        return self.vocabularies[name]

    def ancestors(self, name: str) -> tuple[str, ...]:
        """All superclasses, nearest first (breadth first, then by name)."""
        found = self._ancestors.get(name)
        if found is None:
            found = self._ancestors.setdefault(name, self._above(self.class_(name).name))
        return found

    def descendants(self, name: str) -> tuple[str, ...]:
        """All subclasses, sorted."""
        return self._descendants.get(self.class_(name).name, ())

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether the class is the other or one of its subclasses."""
        return name == ancestor or ancestor in self.ancestors(name)

    def properties(self, name: str) -> Mapping[str, PropertyDef]:
        """Own and inherited properties of a class by name, the nearest definition first."""
        found = self._properties.get(name)
        if found is None:
            found = self._properties.setdefault(name, self._merged(self.class_(name).name))
        return found

    def property(self, class_name: str, name: str) -> PropertyDef:
        """The class's property of that name, own or inherited.

        Raises:
            UnknownClass: There is no such class.
            UnknownProperty: The class has no such property; the error names the nearest.
        """
        found = self.properties(class_name).get(name)
        if found is None:
            raise UnknownProperty(name, self.properties(class_name), class_name)
        return found

    def relations_from(self, name: str) -> tuple[RelationDef, ...]:
        """Relation types that may leave the class, sorted by name."""
        return self._joined(self._leaving, (name, *self.ancestors(name)))

    def relations_to(self, name: str) -> tuple[RelationDef, ...]:
        """Relation types that may reach the class, sorted by name."""
        return self._joined(self._reaching, (name, *self.ancestors(name), _ANY))

    def may_join(self, relation: str, source: str, target: str) -> bool:
        """Whether the relation may lead from the one class to the other."""
        return any(
            self.is_a(source, leaves)
            and (not reach or any(self.is_a(target, item) for item in reach))
            for leaves, reach in self.relation(relation).ends.items()
        )

    def graph_schema(self) -> GraphSchema:
        """What a store must know: classes with ancestors, indexes and searched text."""
        return GraphSchema(
            classes=tuple(
                ClassSchema(
                    name=name,
                    ancestors=self.ancestors(name),
                    indexed=_keys(p for p in self.properties(name).values() if p.indexed),
                    searchable=_keys(p for p in self.properties(name).values() if p.searchable),
                )
                for name in sorted(self.classes)
            ),
            relations=tuple(sorted(self.relations)),
        )

    @cached_property
    def validators(self) -> dict[str, Validator]:
        """Compiled validators by class, filled by ``ontology.validation`` as they are needed."""
        return {}

    @cached_property
    def joins(self) -> dict[tuple[str, str, str], tuple[Violation, ...]]:
        """Verdicts by relation type, source and target class, filled as ``validators`` is."""
        return {}

    @cached_property
    def _ancestors(self) -> dict[str, tuple[str, ...]]:
        """Superclasses by class, filled as they are asked for."""
        return {}

    def _above(self, name: str) -> tuple[str, ...]:
        seen: dict[str, None] = {}
        level = list(self.classes[name].parents)
        while level:
            seen |= dict.fromkeys(level)
            above = {up for item in level for up in self.classes[item].parents}
            level = sorted(above.difference(seen))
        return tuple(seen)

    def _joined(
        self, by_class: Mapping[str, set[str]], names: Iterable[str]
    ) -> tuple[RelationDef, ...]:
        found = {item for name in names for item in by_class.get(name, ())}
        return tuple(self.relations[item] for item in sorted(found))

    @cached_property
    def _leaving(self) -> Mapping[str, set[str]]:
        """Names of the relations that leave a class, by class."""
        found: dict[str, set[str]] = {}
        for relation in self.relations.values():
            for leaves in relation.ends:
                found.setdefault(leaves, set()).add(relation.name)
        return found

    @cached_property
    def _reaching(self) -> Mapping[str, set[str]]:
        """Names of the relations that reach a class, by class; those that reach any, by none."""
        found: dict[str, set[str]] = {}
        for relation in self.relations.values():
            for reach in relation.ends.values():
                for target in reach or (_ANY,):
                    found.setdefault(target, set()).add(relation.name)
        return found

    @cached_property
    def _descendants(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for name in sorted(self.classes):
            for above in self.ancestors(name):
                found.setdefault(above, []).append(name)
        return {name: tuple(below) for name, below in found.items()}

    @cached_property
    def _properties(self) -> dict[str, Mapping[str, PropertyDef]]:
        """Own and inherited properties by class, filled as they are asked for."""
        return {}

    def _merged(self, name: str) -> Mapping[str, PropertyDef]:
        own: dict[str, PropertyDef] = {}
        for item in (name, *self.ancestors(name)):
            own = {**self.classes[item].properties, **own}
        return MappingProxyType(own)


def _keys(properties: Iterable[PropertyDef]) -> tuple[str, ...]:
    return tuple(sorted({key for item in properties for key in item.keys}))
