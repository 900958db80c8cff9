"""From the use of a property on a class, as the triples state it, to its definition."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from graph.records import Scalar
from ontology import wording
from ontology.declarations import Use
from ontology.errors import nearest
from ontology.model import Datatype, PropertyDef, Sensitivity
from ontology.namespaces import OWL, PN, RDF, SH, SKOS, XSD
from ontology.triples import Literal, Node, Triples, local_name

DATATYPES: Mapping[str, Datatype] = {
    f"{RDF}langString": Datatype.TEXT,
    f"{XSD}string": Datatype.STRING,
    f"{XSD}integer": Datatype.INTEGER,
    f"{XSD}decimal": Datatype.DECIMAL,
    f"{XSD}boolean": Datatype.BOOLEAN,
    f"{XSD}date": Datatype.DATE,
    f"{XSD}dateTime": Datatype.DATETIME,
    f"{XSD}anyURI": Datatype.URI,
}
"""What each datatype of RDF becomes; no other may be used."""
_UNENFORCED = (
    "disjoint",
    "equals",
    "hasValue",
    "lessThan",
    "lessThanOrEquals",
    "maxExclusive",
    "maxLength",
    "minExclusive",
    "minLength",
    "not",
    "xone",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a definition needs: the triples, and whom to tell of faults.

    Attributes:
        triples: All triples.
        vocabularies: Names of the vocabularies by IRI.
        fail: Told the subject and what contradicts.
        warn: Told what could be better.
    """

    triples: Triples
    vocabularies: Mapping[str, str]
    fail: Callable[[str, str], None]
    warn: Callable[[str], None]


def define(reading: Reading, use: Use) -> PropertyDef | None:
    """The definition of a property on its class; None, after telling why, if it has no kind."""
    datatype = _datatype(reading, use)
    if datatype is None:
        return None
    triples, shape = reading.triples, use.shape
    _warn_unenforced(reading, use)
    return PropertyDef(
        name=triples.name(use.path),
        iri=use.path,
        label=wording.label(triples, reading.warn, use.path, shape),
        gloss=wording.gloss(triples, reading.warn, use.path, shape),
        datatype=datatype,
        vocabulary=reading.vocabularies[use.vocabulary] if use.vocabulary else None,
        required=_number(reading, use, "minCount") not in {None, 0},
        many=_many(reading, use, datatype),
        pattern=_pattern(reading, use),
        minimum=_number(reading, use, "minInclusive"),
        maximum=_number(reading, use, "maxInclusive"),
        indexed=_flag(triples, use, f"{PN}indexed"),
        searchable=_flag(triples, use, f"{PN}searchable"),
        sensitivity=_sensitivity(reading, use),
        choices=_choices(reading, use, datatype),
        aliases=wording.aliases(triples, use.path, shape),
        unit=wording.unit(triples, use.path, shape),
    )


def _datatype(reading: Reading, use: Use) -> Datatype | None:
    if use.vocabulary is not None:
        if use.vocabulary in reading.vocabularies:
            return Datatype.TERM
        advice = "declare it as a skos:ConceptScheme, or name another"
        hint = _hint(local_name(use.vocabulary), reading.vocabularies.values())
        reading.fail(use.path, f"its vocabulary {use.vocabulary} is missing{hint}; {advice}")
        return None
    if use.datatype is None:
        advice = "give sh:datatype, sh:class, sh:node with a skos:ConceptScheme, or an rdfs:range"
        reading.fail(use.path, f"on {use.owner} nothing says what its values are; {advice}")
    elif use.datatype == f"{SKOS}Concept":
        reading.fail(use.path, "its vocabulary is missing; give the skos:ConceptScheme as range")
    elif use.datatype not in DATATYPES:
        known = ", ".join(f"{local_name(item)}" for item in DATATYPES)
        hint = _hint(local_name(use.datatype), [local_name(item) for item in DATATYPES])
        reading.fail(use.path, f"unknown datatype {use.datatype}{hint}; use one of {known}")
    return DATATYPES.get(use.datatype or "")


def _many(reading: Reading, use: Use, datatype: Datatype) -> bool:
    """By SHACL's rule if a shape states the use; by domain and range alone, one value."""
    if not use.shape:
        return False
    if datatype is Datatype.TEXT:
        return reading.triples.value(use.shape, f"{SH}uniqueLang") not in {"true", "1"}
    limit = _number(reading, use, "maxCount")
    functional = f"{OWL}FunctionalProperty" in reading.triples.resources(use.path, f"{RDF}type")
    return not functional and (limit is None or limit > 1)


def _pattern(reading: Reading, use: Use) -> str | None:
    """SHACL finds a pattern anywhere in the value; the model's matches all of it."""
    stated = reading.triples.value(use.shape, f"{SH}pattern")
    if stated is None:
        return None
    letters = set(reading.triples.value(use.shape, f"{SH}flags") or "") & set("ims")
    flags = f"?{''.join(sorted(letters))}:" if letters else "?:"
    try:
        re.compile(f"({flags}{stated})")
    except re.error as error:
        reading.fail(use.path, f"sh:pattern {stated!r} is no regular expression: {error}")
        return None
    whole = stated.startswith("^") and stated.endswith("$") and not letters
    if whole and "|" not in re.sub(r"\([^()]*\)", "", stated):
        return stated
    return rf"[\s\S]*({flags}{stated})[\s\S]*"


def _choices(reading: Reading, use: Use, datatype: Datatype) -> tuple[Scalar, ...]:
    heads = reading.triples.resources(use.shape, f"{SH}in")
    nodes = [node for head in heads for node in reading.triples.members(head)]
    return tuple(_scalar(reading.triples, node, datatype) for node in nodes)


def _scalar(triples: Triples, node: Node, datatype: Datatype) -> Scalar:
    if not isinstance(node, Literal):
        return triples.name(node)
    match datatype:
        case Datatype.INTEGER:
            return int(node.value)
        case Datatype.DECIMAL:
            return float(node.value)
        case Datatype.BOOLEAN:
            return node.value in {"true", "1"}
        case _:
            return node.value


def _sensitivity(reading: Reading, use: Use) -> Sensitivity:
    predicate = f"{PN}sensitivity"
    stated = reading.triples.resources(use.shape, predicate) + reading.triples.resources(
        use.path, predicate
    )
    if not stated:
        return Sensitivity.PUBLIC
    name = local_name(stated[0])
    if name not in set(Sensitivity):
        known = ", ".join(Sensitivity)
        reading.fail(use.path, f"unknown sensitivity {stated[0]}; use one of {known}")
        return Sensitivity.RESTRICTED
    return Sensitivity(name)


def _number(reading: Reading, use: Use, constraint: str) -> float | None:
    text = reading.triples.value(use.shape, f"{SH}{constraint}")
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        reading.fail(use.path, f"sh:{constraint} {text!r} is no number; give one")
        return None
    return int(value) if value.is_integer() else value


def _flag(triples: Triples, use: Use, annotation: str) -> bool:
    stated = triples.value(use.shape, annotation) or triples.value(use.path, annotation)
    return stated in {"true", "1"}


def _warn_unenforced(reading: Reading, use: Use) -> None:
    for constraint in _UNENFORCED:
        if reading.triples.nodes(use.shape, f"{SH}{constraint}"):
            reading.warn(f"{use.path} on {use.owner}: sh:{constraint} is not enforced")


def _hint(name: str, known: Iterable[str]) -> str:
    found = nearest(name, known)
    return f", did you mean {found!r}" if found else ""
