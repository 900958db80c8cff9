"""SKOS: concepts as terms of a vocabulary, or as entities of a class."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ontology.builder import circles, spelled
from ontology.foreign.context import Context, copy_words, declare
from ontology.foreign.names import CONCEPT
from ontology.foreign.report import Treatment
from ontology.foreign.roles import Role
from ontology.model import LANGUAGES, Ontology
from ontology.namespaces import OWL, PN, RDF, RDFS, SH, SKOS, XSD
from ontology.triples import Triples, local_name

CONCEPT_WORDS = {
    f"{RDFS}label": {"zh": "概念", "en": "Concept"},
    f"{SKOS}definition": {
        "zh": "词表或叙词表中的一个概念，有各种语言的名称，并与上位、相关概念相连。",
        "en": "A concept of a thesaurus or vocabulary, named in several languages and joined to "
        "broader and related ones.",
    },
}


@dataclass(frozen=True, slots=True)
class Feature:
    """A predicate of SKOS on an entity that stands for a concept.

    Attributes:
        name: Its local name.
        datatype: IRI of the datatype of its values; None for a relation between concepts.
        words: Its label in zh and en, then its gloss in zh and en.
    """

    name: str
    datatype: str | None
    words: tuple[str, str, str, str]

    @property
    def iri(self) -> str:
        """Its IRI."""
        return SKOS + self.name


_TEXT = f"{RDF}langString"
_STRING = f"{XSD}string"
_ADDRESS = f"{XSD}anyURI"
FEATURES = (
    Feature("broader", None, ("上位概念", "broader", "比它更宽的概念。", "A wider concept.")),
    Feature("narrower", None, ("下位概念", "narrower", "比它更窄的概念。", "A narrower concept.")),
    Feature("related", None, ("相关概念", "related", "与它相关的概念。", "A related concept.")),
    Feature("notation", _STRING, ("代码", "notation", "概念在其体系中的代码。", "Its code.")),
    Feature("definition", _TEXT, ("定义", "definition", "概念的定义。", "What it means.")),
    Feature("scopeNote", _TEXT, ("范围说明", "scope note", "概念的使用范围。", "How it is used.")),
    Feature("example", _TEXT, ("例子", "example", "概念的用例。", "An example of its use.")),
    Feature("note", _TEXT, ("说明", "note", "关于概念的说明。", "A note on it.")),
    Feature("historyNote", _TEXT, ("沿革", "history note", "概念的沿革。", "Its history.")),
    Feature("editorialNote", _TEXT, ("编辑说明", "editorial note", "编者的说明。", "By editors.")),
    Feature("changeNote", _TEXT, ("变更说明", "change note", "概念的变更。", "What changed.")),
    Feature("exactMatch", _ADDRESS, ("等同概念", "exact match", "别处的同一概念。", "The same.")),
    Feature("closeMatch", _ADDRESS, ("近似概念", "close match", "别处的近似概念。", "A like one.")),
    Feature(
        "broadMatch", _ADDRESS, ("别处上位概念", "broad match", "别处的上位概念。", "A wider one.")
    ),
    Feature(
        "narrowMatch",
        _ADDRESS,
        ("别处下位概念", "narrow match", "别处的下位概念。", "A narrower one."),
    ),
    Feature(
        "relatedMatch",
        _ADDRESS,
        ("别处相关概念", "related match", "别处的相关概念。", "A related one."),
    ),
)


def concepts_of(context: Context) -> list[str]:
    """The concepts of the files that are not classes at the same time."""
    found = context.roles.having(Role.CONCEPT)
    return [iri for iri in found if context.roles.of[iri][0] is not Role.CLASS]


def translate_concepts(context: Context, name: str) -> None:
    """State concepts as terms, or what their class needs to hold them as entities.

    Args:
        context: The translation.
        name: The ontology's name, for a vocabulary of concepts that are in none.
    """
    concepts = concepts_of(context)
    if context.concept_class is None:
        _say_terms(context, concepts, name)
    elif concepts:
        _say_features(context, concepts, context.concept_class)
    _note_circles(context, concepts)


def hierarchy(model: Ontology, class_name: str) -> str | None:
    """The relation by which a class already places its entities under broader ones."""
    found = [
        relation.name
        for relation in model.relations_from(class_name)
        if relation.iri != f"{SKOS}broader"
        and re.fullmatch(r"broader\w+|sub\w+Of", relation.name)
        and model.may_join(relation.name, class_name, class_name)
    ]
    return found[0] if found else None


def features_used(triples: Triples, concepts: list[str]) -> list[Feature]:
    """Which features of SKOS the concepts have; narrower is left out where broader says it."""
    used = {name for iri in concepts for name in triples.objects[iri]}
    found = [item for item in FEATURES if item.iri in used]
    if f"{SKOS}broader" in used and _mirrors(triples, concepts):
        found = [item for item in found if item.name != "narrower"]
    if has_one_definition(triples, concepts):
        found = [item for item in found if item.name != "definition"]
    return found


def has_one_definition(triples: Triples, concepts: list[str]) -> bool:
    """Whether no concept has two definitions in one language, so that they can be descriptions."""
    return all(
        max(
            Counter(item.language for item in triples.literals(iri, f"{SKOS}definition")).values(),
            default=0,
        )
        <= 1
        for iri in concepts
    )


def _mirrors(triples: Triples, concepts: list[str]) -> bool:
    return all(
        iri in triples.resources(lower, f"{SKOS}broader")
        for iri in concepts
        for lower in triples.resources(iri, f"{SKOS}narrower")
    )


def _say_features(context: Context, concepts: list[str], class_iri: str) -> None:
    context.notes.note(Treatment.DATA, "CONCEPTS_ARE_DATA", concepts[0], count=len(concepts))
    for iri in concepts:
        if not _is_named(context.triples, iri):
            context.notes.note(Treatment.DATA, "CONCEPT_NOT_NAMED", iri)
    if class_iri == CONCEPT:
        say_concept(context)
    given = next((item.name for item in context.base.classes.values() if item.iri == class_iri), "")
    placed = hierarchy(context.base, given) if given else None
    for feature in features_used(context.triples, concepts):
        if feature.name in {"broader", "narrower"} and placed:
            continue
        _say_feature(context, feature, class_iri)


def say_concept(context: Context) -> None:
    """State the class of concepts."""
    context.profile.say(CONCEPT, f"{RDF}type", f"{OWL}Class")
    context.classes[CONCEPT] = None
    for predicate, words in CONCEPT_WORDS.items():
        for language, text in words.items():
            context.profile.text(CONCEPT, predicate, text, language)


def _say_feature(context: Context, feature: Feature, class_iri: str) -> None:
    profile = context.profile
    kind = "ObjectProperty" if feature.datatype is None else "DatatypeProperty"
    profile.say(feature.iri, f"{RDF}type", OWL + kind)
    name = context.names.name("member", feature.iri, feature.words[1])
    if name != feature.name:
        profile.text(feature.iri, f"{PN}identifier", name)
    for place, predicate in enumerate((f"{RDFS}label", f"{SKOS}definition")):
        for language, text in zip(LANGUAGES, feature.words[2 * place :], strict=False):
            profile.text(feature.iri, predicate, text, language)
    shape = profile.blank()
    profile.say(class_iri, f"{SH}property", shape)
    profile.say(shape, f"{SH}path", feature.iri)
    if feature.datatype is None:
        profile.say(shape, f"{SH}class", class_iri)
    else:
        profile.say(shape, f"{SH}datatype", feature.datatype)


def _is_named(triples: Triples, iri: str) -> bool:
    tags = {item.language or "" for item in triples.literals(iri, f"{SKOS}prefLabel")}
    return any(tag == "" or tag.split("-")[0] in LANGUAGES for tag in tags)


def _say_terms(context: Context, concepts: list[str], name: str) -> None:
    triples, profile = context.triples, context.profile
    for scheme in context.roles.having(Role.SCHEME):
        declare(context, "vocabulary", scheme, f"{SKOS}ConceptScheme")
    ids = _term_ids(context, concepts)
    for iri in concepts:
        schemes = _schemes(context, iri) or [_scheme_for_others(context, name)]
        profile.say(iri, f"{RDF}type", f"{SKOS}Concept")
        for scheme in schemes:
            profile.say(iri, f"{SKOS}inScheme", scheme)
        if ids[iri] != local_name(iri):
            profile.text(iri, f"{PN}identifier", ids[iri])
        copy_words(context, iri)
        if not triples.nodes(iri, f"{SKOS}definition"):
            for literal in triples.literals(iri, f"{SKOS}scopeNote"):
                profile.say(iri, f"{SKOS}definition", literal)
        for broader in triples.resources(iri, f"{SKOS}broader"):
            if broader in ids:
                profile.say(iri, f"{SKOS}broader", broader)


def _schemes(context: Context, iri: str) -> list[str]:
    triples = context.triples
    stated = triples.resources(iri, f"{SKOS}inScheme")
    stated += triples.resources(iri, f"{SKOS}topConceptOf")
    return [scheme for scheme in dict.fromkeys(stated) if scheme in context.schemes]


def _scheme_for_others(context: Context, name: str) -> str:
    """The only scheme of the file, else one made for its concepts without any."""
    schemes = context.roles.having(Role.SCHEME)
    if len(schemes) == 1:
        return schemes[0]
    scheme = f"{PN}vocabulary:{name}"
    if scheme not in context.fixed:
        profile = context.profile
        profile.say(scheme, f"{RDF}type", f"{SKOS}ConceptScheme")
        profile.text(scheme, f"{PN}identifier", context.names.name("vocabulary", scheme, name))
        profile.text(scheme, f"{SKOS}prefLabel", name)
    return scheme


def _term_ids(context: Context, concepts: list[str]) -> Mapping[str, str]:
    """What properties store for each concept: its notation where that tells them apart."""
    triples = context.triples
    known = dict(_known_terms(context.current))
    taken = Counter(known.values())
    notations = {iri: _notation(triples, iri) for iri in concepts}
    shared = Counter(notations.values())
    found: dict[str, str] = {}
    for iri in concepts:
        own = notations[iri]
        options = [known[iri]] if iri in known else []
        options += [own] if own and shared[own] == 1 else []
        options += [local_name(iri.rstrip("/#")), iri]
        found[iri] = next(
            item for item in options if item and (not taken[item] or known.get(iri) == item)
        )
        taken[found[iri]] += 1
    return found


def _notation(triples: Triples, iri: str) -> str:
    stated = {item.value for item in triples.literals(iri, f"{SKOS}notation")}
    return stated.pop() if len(stated) == 1 else ""


def _known_terms(model: Ontology) -> Iterator[tuple[str, str]]:
    for vocabulary in model.vocabularies.values():
        for term in vocabulary.terms.values():
            yield term.iri, term.id


def _note_circles(context: Context, concepts: list[str]) -> None:
    broader = {iri: context.triples.resources(iri, f"{SKOS}broader") for iri in concepts}
    for circle in circles(broader):
        detail = spelled(circle)
        context.notes.note(Treatment.READ_AS, "CIRCLE_OF_BROADER", circle[0], detail=detail)
