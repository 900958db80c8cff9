"""What pySHACL finds, as data in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology.model import Ontology, Text
from ontology.namespaces import ENTITY, RDF, SH
from ontology.rdf import entity_id
from ontology.shacl.wording import chinese, english

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


@dataclass(frozen=True, slots=True)
class ShapeResult:
    """One thing that a shape finds.

    Attributes:
        focus: Id of the entity at fault; the IRI of a node that is none.
        path: Name of the property or relation, else the path as IRI; empty for the node itself.
        value: The value at fault; empty if there is none.
        constraint: Kind of the constraint, such as ``MinCount``.
        severity: ``Violation``, ``Warning``, ``Info``, or the IRI of another.
        message: What the shape says (``sh:message``), else what its constraint means.
        shape: IRI of the shape; empty if it has none.
    """

    focus: str
    path: str
    value: str
    constraint: str
    severity: str
    message: Text
    shape: str = ""

    @property
    def is_violation(self) -> bool:
        """Whether the data break the shape, and are not merely remarked on."""
        return self.severity == "Violation"


def read_results(report: "Graph", shapes: "Graph", ontology: Ontology) -> list[ShapeResult]:
    """The results of a report, sorted."""
    from rdflib import URIRef

    names = _names(ontology)
    nodes = set(report.objects(None, URIRef(f"{SH}result")))
    found = [_read(report, shapes, node, names) for node in nodes]
    return sorted(found, key=_order)


def _order(found: ShapeResult) -> tuple[str, ...]:
    return found.focus, found.path, found.value, found.constraint, found.message.get("en")


def _read(report: "Graph", shapes: "Graph", node: "Node", names: dict[str, str]) -> ShapeResult:
    from rdflib import BNode, URIRef

    def one(name: str) -> "Node | None":
        return min(report.objects(node, URIRef(f"{SH}{name}")), default=None, key=str)

    path, value, shape = one("resultPath"), one("value"), one("sourceShape")
    author = one("sourceConstraint") or shape
    constraint = _local(one("sourceConstraintComponent")).removesuffix("ConstraintComponent")
    return ShapeResult(
        focus=_shown(one("focusNode")),
        path="" if path is None else names.get(str(path)) or _path(shapes, path, names),
        value=_shown(value),
        constraint=constraint,
        severity=_local(one("resultSeverity")),
        message=_message(report, shapes, node, author, constraint),
        shape="" if shape is None or isinstance(shape, BNode) else str(shape),
    )


def _message(
    report: "Graph", shapes: "Graph", node: "Node", author: "Node | None", constraint: str
) -> Text:
    """The words of the shape's author in each language that has some, else of the constraint."""
    from rdflib import Literal, URIRef

    worded = author is not None and (author, URIRef(f"{SH}message"), None) in shapes
    told = set(report.objects(node, URIRef(f"{SH}resultMessage")))
    spoken = {item for item in told if isinstance(item, Literal)}
    by_language = {
        (item.language or "").split("-")[0]: str(item) for item in sorted(spoken, key=str)
    }
    plain = by_language.get("", "")
    by_author = plain if worded else ""
    return Text(
        {
            "zh": by_language.get("zh") or by_author or chinese(constraint, plain),
            "en": by_language.get("en") or plain or english(constraint),
        }
    )


def _names(ontology: Ontology) -> dict[str, str]:
    owners = [ontology.properties(name) for name in ontology.classes]
    properties = {item.iri: item.name for owner in owners for item in owner.values()}
    return properties | {item.iri: name for name, item in ontology.relations.items()}


def _path(shapes: "Graph", path: "Node", names: dict[str, str]) -> str:
    """A path that is no single property: those that it is made of."""
    from rdflib import BNode

    if not isinstance(path, BNode):
        return str(path)
    return " / ".join(dict.fromkeys(_steps(shapes, path, names))) or "path"


def _steps(shapes: "Graph", path: "Node", names: dict[str, str]) -> Iterator[str]:
    from rdflib import URIRef

    seen, left = {path}, [path]
    while left:
        at = left.pop()
        if isinstance(at, URIRef):
            if not str(at).startswith(RDF):
                yield names.get(str(at), str(at))
            continue
        for item in sorted(shapes.objects(at), key=str, reverse=True):
            if item not in seen:
                seen.add(item)
                left.append(item)


def _shown(node: "Node | None") -> str:
    if node is None:
        return ""
    found = entity_id(str(node)) if str(node).startswith(ENTITY) else None
    return found or str(node)


def _local(node: "Node | None") -> str:
    return "" if node is None else str(node).removeprefix(SH)
