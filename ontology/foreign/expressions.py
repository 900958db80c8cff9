"""Class expressions and data ranges of OWL, read as far as the model can say them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ontology.namespaces import OWL, RDF, RDFS, XSD
from ontology.properties import DATATYPES
from ontology.triples import Literal, Triples, local_name

ANY_CLASS = frozenset({f"{OWL}Thing", f"{RDFS}Resource"})
_FILLERS = ("someValuesFrom", "allValuesFrom", "onClass", "onDataRange")
_LEAST = ("minCardinality", "minQualifiedCardinality")
_MOST = ("maxCardinality", "maxQualifiedCardinality")
_EXACTLY = ("cardinality", "qualifiedCardinality")
_DEEPEST = 50
"""Descriptions within descriptions; more are a fault, or a circle."""
_INTEGERS = {
    "int": (-(2**31), 2**31 - 1),
    "long": (None, None),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedLong": (0, None),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 65535),
    "unsignedByte": (0, 255),
}
_ALIKE = {
    f"{XSD}float": f"{XSD}decimal",
    f"{XSD}double": f"{XSD}decimal",
    f"{OWL}real": f"{XSD}decimal",
    f"{OWL}rational": f"{XSD}decimal",
    f"{XSD}dateTimeStamp": f"{XSD}dateTime",
    f"{RDF}PlainLiteral": f"{RDF}langString",
    f"{XSD}normalizedString": f"{XSD}string",
    f"{XSD}token": f"{XSD}string",
    f"{XSD}Name": f"{XSD}string",
    f"{XSD}NCName": f"{XSD}string",
    f"{XSD}language": f"{XSD}string",
}
"""Datatypes that another holds without loss."""

Notice = Callable[[str, str, str], None]
"""Told a construct's IRI, the subject it is about, and the predicate that leads to it."""


@dataclass(frozen=True, slots=True)
class DataRange:
    """What the values of a property are.

    Attributes:
        datatype: IRI of a datatype that the model knows.
        minimum: Least value.
        maximum: Greatest value.
        pattern: Regular expression for the whole value.
        choices: The values allowed, any if empty.
        stated: The datatype as the file states it, if the model knows no such.
    """

    datatype: str
    minimum: str | None = None
    maximum: str | None = None
    pattern: str | None = None
    choices: tuple[Literal, ...] = ()
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a class says of one of its properties: an ``owl:Restriction``.

    Attributes:
        path: IRI of the property.
        kind: Local name of the construct, such as ``someValuesFrom``.
        filler: The node of the class or data range it names, if any.
        least: How many values there are at least.
        most: How many values there are at most; None for any number.
    """

    path: str
    kind: str
    filler: str | None = None
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Expressions:
    """Reads expressions; what the model cannot say is told.

    Attributes:
        triples: Where they stand.
        unsaid: Told of each construct that has no counterpart in the model.
    """

    triples: Triples
    unsaid: Notice

    def parts(
        self, node: str, owner: str, predicate: str, depth: int = 0
    ) -> Iterator[str | Condition]:
        """What being of a class implies: named classes and conditions.

        Args:
            node: A class, or a blank node that describes one.
            owner: The class that it is said of.
            predicate: By which predicate.
            depth: How many descriptions this one stands in.
        """
        if not node.startswith("_:"):
            yield node
            return
        if self.triples.nodes(node, f"{OWL}onProperty"):
            condition = self._condition(node, owner)
            if condition is not None:
                yield condition
            return
        whole = self._list(node, "intersectionOf") if depth < _DEEPEST else []
        for part in whole:
            yield from self.parts(part, owner, predicate, depth + 1)
        if not whole:
            self.unsaid(self._construct(node), owner, predicate)

    def alternatives(
        self, node: str, owner: str, predicate: str, depth: int = 0
    ) -> tuple[str, ...]:
        """The named classes of which one holds; none where the model cannot say it."""
        if not node.startswith("_:"):
            return (node,)
        union = self._list(node, "unionOf") if depth < _DEEPEST else []
        if union:
            found = [self.alternatives(part, owner, predicate, depth + 1) for part in union]
            every = tuple(dict.fromkeys(name for part in found for name in part))
            return every if all(found) else ()
        named = [
            part for part in self.parts(node, owner, predicate) if not isinstance(part, Condition)
        ]
        return tuple(named[:1])

    def data_range(self, node: str, owner: str) -> DataRange:
        """The range of values that a datatype or a description of one stands for."""
        return self._data_range(node, owner, frozenset())

    def is_data_range(self, node: str) -> bool:
        """Whether a node stands for values, not for entities."""
        if node in DATATYPES or node in _ALIKE or node.startswith(XSD):
            return True
        types = self.triples.resources(node, f"{RDF}type")
        return f"{RDFS}Datatype" in types or f"{OWL}DataRange" in types or node == f"{RDFS}Literal"

    def _condition(self, node: str, owner: str) -> Condition | None:
        path = next(iter(self.triples.resources(node, f"{OWL}onProperty")), "_:")
        if path.startswith("_:"):
            self.unsaid(f"{OWL}inverseOf", owner, f"{OWL}onProperty")
            return None
        filler = next((item for name in _FILLERS for item in self._nodes(node, name)), None)
        kind = next((name for name in self._constructs(node) if not name.startswith("on")), "")
        if kind in {"", "hasValue", "hasSelf"}:
            self.unsaid(f"{OWL}{kind or 'Restriction'}", owner, path)
            return None
        least = self._number(node, (*_LEAST, *_EXACTLY)) or 0
        most = self._number(node, (*_MOST, *_EXACTLY))
        return Condition(path, kind, filler, least, most)

    def _data_range(self, node: str, owner: str, met: frozenset[str]) -> DataRange:
        if node in DATATYPES:
            return DataRange(node)
        if node in _ALIKE:
            return DataRange(_ALIKE[node])
        if node.startswith(XSD) and local_name(node) in _INTEGERS:
            least, most = _INTEGERS[local_name(node)]
            return DataRange(f"{XSD}integer", _text(least), _text(most))
        if node == f"{RDFS}Literal":
            return DataRange(f"{XSD}string")
        defined = next(iter(self.triples.resources(node, f"{OWL}equivalentClass")), node)
        if node in met or len(met) > _DEEPEST or not self._constructs(defined):
            return DataRange(f"{XSD}string", stated=node)
        return self._described(defined, owner, met | {node})

    def _described(self, node: str, owner: str, met: frozenset[str]) -> DataRange:
        base = next(iter(self._nodes(node, "onDatatype")), None)
        if base is not None:
            return self._faceted(self._data_range(base, owner, met), node, owner)
        choices = self._literals(node)
        if choices:
            kind = self._data_range(choices[0].datatype, owner, met).datatype
            return DataRange(kind, choices=choices)
        parts = self._list(node, "unionOf") or self._list(node, "intersectionOf")
        kinds = {self._data_range(part, owner, met).datatype for part in parts}
        if len(kinds) == 1 and parts:
            return DataRange(kinds.pop())
        if kinds == {f"{XSD}string", f"{RDF}langString"}:
            return DataRange(f"{RDF}langString")
        return DataRange(f"{XSD}string", stated=self._construct(node))

    def _faceted(self, base: DataRange, node: str, owner: str) -> DataRange:
        found = base
        for facet in self._list(node, "withRestrictions"):
            for predicate in self.triples.objects.get(facet, {}):
                value = self.triples.value(facet, predicate)
                match local_name(predicate):
                    case "minInclusive":
                        found = replace(found, minimum=value)
                    case "maxInclusive":
                        found = replace(found, maximum=value)
                    case "pattern":
                        found = replace(found, pattern=value)
                    case _:
                        self.unsaid(predicate, owner, f"{OWL}withRestrictions")
        return found

    def _literals(self, node: str) -> tuple[Literal, ...]:
        heads = self._nodes(node, "oneOf")
        every = [item for head in heads for item in self.triples.members(head)]
        return tuple(item for item in every if isinstance(item, Literal))

    def _list(self, node: str, name: str) -> list[str]:
        members = (item for head in self._nodes(node, name) for item in self.triples.members(head))
        return [item for item in members if isinstance(item, str)]

    def _nodes(self, node: str, name: str) -> list[str]:
        return self.triples.resources(node, OWL + name)

    def _constructs(self, node: str) -> list[str]:
        """The local names of what OWL says of a node, the type left out."""
        said = self.triples.objects.get(node, {})
        return [name.removeprefix(OWL) for name in said if name.startswith(OWL)]

    def _construct(self, node: str) -> str:
        names = self._constructs(node)
        return OWL + names[0] if names else f"{OWL}Class"

    def _number(self, node: str, names: tuple[str, ...]) -> int | None:
        for name in names:
            stated = self.triples.value(node, OWL + name)
            if stated is not None and stated.strip().isdigit():
                return int(stated)
        return None


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
