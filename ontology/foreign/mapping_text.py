"""The mapping by which the data in a foreign file are imported: concepts and individuals."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ontology.foreign.concepts import has_one_definition, hierarchy
from ontology.foreign.context import GLOSSES, LABELS
from ontology.foreign.roles import Role, assign, concept_types
from ontology.foreign.translation import VOCABULARY
from ontology.model import Ontology
from ontology.namespaces import OWL, RDF, SKOS
from ontology.triples import Triples

_MOST_NAMESPACES = 10
_TYPE = f"{RDF}type"
_EMPTY_TYPES = frozenset({f"{OWL}NamedIndividual", f"{OWL}Thing"})


@dataclass(slots=True)
class _Rules:
    ids: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    relations: dict[str, str] = field(default_factory=dict)
    ignore: dict[str, None] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)
    language: str | None = None


def mapping_text(triples: Triples, ontology: Ontology, name: str, concepts: str) -> str | None:
    """A mapping (YAML) for ``pearlnet import``; None if the file has no data.

    What the ontology knows by IRI needs no rule. What it has no place for is listed under
    ``ignore``, to be seen and changed.

    Args:
        triples: What the file says.
        ontology: The model with the ontology added.
        name: The ontology's name, recorded as the source of the values.
        concepts: ``vocabulary``, or the class whose entities its concepts become.
    """
    roles = assign(triples, ontology)
    subjects = roles.having(Role.INDIVIDUAL)
    if concepts != VOCABULARY:
        subjects += [iri for iri in roles.having(Role.CONCEPT) if not roles.has(iri, Role.CLASS)]
    if not subjects:
        return None
    rules = _Rules()
    _map_classes(rules, triples, ontology, subjects, concepts)
    _map_predicates(rules, triples, ontology, subjects, concepts)
    kind = concepts.lower() if roles.has(subjects[-1], Role.CONCEPT) else name
    rules.ids = dict(_id_prefixes(subjects, kind))
    if any(_untagged(triples, iri) for iri in subjects):
        rules.language = "en"
    return _yaml(rules, name)


def _map_classes(
    rules: _Rules,
    triples: Triples,
    ontology: Ontology,
    subjects: Iterable[str],
    concepts: str,
) -> None:
    known = {item.iri for item in ontology.classes.values()}
    below = concept_types(triples)
    mapped = set(subjects)
    unknown: dict[str, set[str]] = {}
    for iri in triples.objects:
        for type_ in triples.resources(iri, _TYPE):
            if type_ in _EMPTY_TYPES or type_ in known:
                continue
            if iri not in mapped:
                rules.ignore[type_] = None
            elif type_ in below:
                rules.classes[type_] = concepts
            else:
                unknown.setdefault(type_, set()).add(iri)
    placed = {iri for iri in mapped if _is_placed(triples, iri, known | rules.classes.keys())}
    rules.unknown = {type_: None for type_, iris in unknown.items() if not iris <= placed}
    for type_ in rules.classes:
        rules.ignore.pop(type_, None)


def _is_placed(triples: Triples, iri: str, classes: Collection[str]) -> bool:
    return any(type_ in classes for type_ in triples.resources(iri, _TYPE))


def _map_predicates(
    rules: _Rules, triples: Triples, ontology: Ontology, subjects: list[str], concepts: str
) -> None:
    used = dict.fromkeys(
        predicate for iri in subjects for predicate in triples.objects[iri] if predicate != _TYPE
    )
    known = _known(ontology)
    wanted = {**_words(triples, subjects, used), **_ways(ontology, concepts)}
    for predicate in used:
        target = wanted.get(predicate)
        if target is not None and target in ontology.relations:
            rules.relations[predicate] = target
        elif target is not None:
            rules.properties[predicate] = target
        elif predicate not in known:
            rules.ignore[predicate] = None
    for predicate in _of_structure(triples):
        if predicate not in known and predicate not in wanted:
            rules.ignore[predicate] = None


def _of_structure(triples: Triples) -> Iterable[str]:
    """Predicates of nodes without name and type: lists, restrictions and the like, no entities."""
    nameless = (found for iri, found in triples.objects.items() if iri.startswith("_:"))
    return dict.fromkeys(
        predicate for found in nameless if _TYPE not in found for predicate in found
    )


def _known(ontology: Ontology) -> set[str]:
    found = {item.iri for item in ontology.relations.values()}
    return found | {p.iri for c in ontology.classes.values() for p in c.properties.values()}


def _words(triples: Triples, subjects: list[str], used: Iterable[str]) -> Mapping[str, str]:
    """Names, other names and descriptions; of several predicates the first that is used."""
    found = {f"{SKOS}altLabel": "alias", f"{SKOS}hiddenLabel": "alias"}
    names = [item for item in LABELS if item in used]
    glosses = [item for item in GLOSSES if item in used]
    if f"{SKOS}definition" in glosses and not has_one_definition(triples, subjects):
        glosses.remove(f"{SKOS}definition")
    found |= dict.fromkeys(names[:1], "name") | dict.fromkeys(glosses[:1], "description")
    return found


def _ways(ontology: Ontology, concepts: str) -> Mapping[str, str]:
    """The relation by which the class places its entities, where it has one of its own."""
    if concepts not in ontology.classes:
        return {}
    placed = hierarchy(ontology, concepts)
    return {f"{SKOS}broader": placed} if placed else {}


def _id_prefixes(subjects: Iterable[str], kind: str) -> Iterable[tuple[str, str]]:
    """Namespaces with the beginning of the ids that their subjects get."""
    spaces = sorted({_namespace(iri) for iri in subjects})
    if len(spaces) > _MOST_NAMESPACES:
        spaces = [_common(spaces)]
    for place, space in enumerate(spaces, start=1):
        yield space, f"{kind}:" if place == 1 else f"{kind}:{place}:"


def _namespace(iri: str) -> str:
    end = max(iri.rstrip("/#").rfind(mark) for mark in "#/:")
    return iri[: end + 1]


def _common(spaces: list[str]) -> str:
    first, last = spaces[0], spaces[-1]
    size = next(
        (i for i, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]),
        min(len(first), len(last)),
    )
    return _namespace(first[:size] + "x")


def _untagged(triples: Triples, iri: str) -> bool:
    words = (*LABELS, f"{SKOS}altLabel")
    return any(item.language is None for name in words for item in triples.literals(iri, name))


def _yaml(rules: _Rules, name: str) -> str:
    lines = [
        f"# How the data of {name} become entities. 数据如何成为实体。",
        "# pearlnet import FILE --mapping THIS",
        f"source: {{name: {_quoted(name)}}}",
        "rdf:",
    ]
    for key in ("ids", "classes", "properties", "relations"):
        pairs = getattr(rules, key)
        if pairs:
            lines.append(f"  {key}:")
            lines += [f"    {_quoted(iri)}: {_quoted(value)}" for iri, value in pairs.items()]
    if rules.unknown:
        lines.append(
            "  # Classes that nothing declares: add their ontology, or move them to classes with "
            "one of ours. 未声明的类。"
        )
        lines += [f"  #   {_quoted(iri)}: " for iri in rules.unknown]
    if rules.language:
        lines.append(
            "  # Of texts without a language tag; correct it if need be. 无标记文本的语言。"
        )
        lines.append(f"  language: {rules.language}")
    if rules.ignore:
        lines.append("  # Left out; name them above to bring them in. 以下略去，需要时移到上面。")
        lines.append("  ignore:")
        lines += [f"    - {_quoted(iri)}" for iri in rules.ignore]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Text as a YAML scalar in double quotes, which JSON's are too."""
    return json.dumps(text, ensure_ascii=False)
