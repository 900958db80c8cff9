"""What IRIs stand for: the ontology's own, and those that a mapping names."""

from collections.abc import Mapping
from urllib.parse import unquote

from graph.validation import is_id
from ingest.mapping.model import RdfRules
from ingest.rows.values import BadValue
from ontology.model import Ontology
from ontology.namespaces import ENTITY, OWL, PROV, RDF

TYPE = f"{RDF}type"
STATEMENT = f"{RDF}Statement"

RELATIVE = "relative:/"
"""What IRIs begin with that are not whole, if the file states no base."""

_EMPTY = frozenset({f"{OWL}NamedIndividual", f"{OWL}Thing"})
_ORIGINS = frozenset({f"{PROV}Entity", f"{PROV}Activity"})


class Names:
    """Looks IRIs up.

    Attributes:
        rules: The mapping's.
        properties: Names of properties by predicate.
        relations: Names of relations by predicate.
        ignored: Classes and predicates left out on purpose.
    """

    def __init__(self, rules: RdfRules, ontology: Ontology) -> None:
        self.rules = rules
        self._ontology = ontology
        own_classes = {item.iri: name for name, item in ontology.classes.items()}
        self._classes: Mapping[str, str] = {**own_classes, **rules.classes}
        owners = [*map(ontology.properties, ontology.classes)]
        owners += [item.properties for item in ontology.relations.values()]
        own_properties = {item.iri: item.name for found in owners for item in found.values()}
        self.properties: Mapping[str, str] = {**own_properties, **rules.properties}
        own_relations = {item.iri: name for name, item in ontology.relations.items()}
        self.relations: Mapping[str, str] = {**own_relations, **rules.relations}
        self.ignored = rules.ignore

    def class_of(self, subject: str, stated: tuple[str, ...]) -> str | None:
        """The most specific of some classes; None if the subject is to be ignored.

        Raises:
            BadValue: There is none, or there are several.
        """
        if any(item in self.ignored for item in stated):
            return None
        named = {self._classes[item] for item in stated if item in self._classes}
        ancestors = {up for name in named for up in self._ontology.ancestors(name)}
        lowest = sorted(named - ancestors)
        if len(lowest) == 1:
            return lowest[0]
        if lowest:
            shown, advice = ", ".join(lowest), "state one of them"
            raise BadValue(shown, "SEVERAL_CLASSES", f"{subject} has several classes", advice)
        raise no_class(subject, stated)

    def id_of(self, iri: str) -> str:
        """The id of the entity that an IRI stands for.

        Raises:
            BadValue: It stands for none.
        """
        if iri.startswith(ENTITY):
            return _decoded(iri, "", iri[len(ENTITY) :])
        fitting = [prefix for prefix in self.rules.ids if iri.startswith(prefix)]
        if fitting:
            prefix = max(fitting, key=len)
            return _decoded(iri, self.rules.ids[prefix], iri[len(prefix) :])
        if iri.startswith(RELATIVE) or ":" not in iri:
            advice = "write it whole, or state a base in the file (@base, in XML xml:base)"
            bad = iri.removeprefix(RELATIVE)
            raise BadValue(bad, "RELATIVE_IRI", "the IRI is not whole", advice)
        advice = f"use <{ENTITY}...>, or give its prefix an id under rdf.ids in the mapping"
        raise BadValue(iri, "NO_ID_RULE", "the IRI stands for no id", advice)


def no_class(subject: str, stated: tuple[str, ...]) -> BadValue:
    """The refusal of a subject of which no class is known."""
    foreign = ", ".join(f"<{item}>" for item in stated if item not in _EMPTY)
    reason = f"{subject} has no class of the ontology"
    advice = "state rdf:type, or name its class under rdf.classes or rdf.ignore in the mapping"
    return BadValue(foreign, "NO_CLASS", reason, advice)


def blank_node(term: str) -> BadValue:
    """The refusal of a node that no one can refer to again."""
    return BadValue(term, "BLANK_NODE", "a blank node has no lasting id", "give it an IRI")


def is_origin(stated: tuple[str, ...]) -> bool:
    """Whether it is a source or batch as exports tell of them by PROV-O."""
    return not _ORIGINS.isdisjoint(stated)


def _decoded(iri: str, before: str, rest: str) -> str:
    id_ = before + rest
    if "%" in rest:
        try:
            id_ = before + unquote(rest, errors="strict")
        except UnicodeDecodeError:
            reason, advice = "is not percent-encoded UTF-8", "correct the part after the %"
            raise BadValue(iri, "INVALID_ID", reason, advice) from None
    if is_id(id_):
        return id_
    reason = "an id has 1 to 512 characters, none of them a line break or control character"
    raise BadValue(iri, "INVALID_ID", reason, "correct the IRI that the id is made of")
