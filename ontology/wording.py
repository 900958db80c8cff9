"""Labels and glosses of what the ontology declares, with what is missing among them."""

from collections.abc import Callable, Iterable, Iterator

from ontology.model import LANGUAGES, Text
from ontology.namespaces import PN, RDFS, SH, SKOS
from ontology.triples import Literal, Triples

LABELS = (f"{SKOS}prefLabel", f"{RDFS}label")
GLOSSES = (f"{SKOS}definition", f"{RDFS}comment", "http://purl.org/dc/terms/description")
UNITS = (f"{PN}countedIn",)
INVERSE_LABELS = (f"{PN}inverseLabel",)
SHAPE_LABELS = (f"{SH}name",)
SHAPE_GLOSSES = (f"{SH}description",)


def label(triples: Triples, warn: Callable[[str], None], subject: str, shape: str = "") -> Text:
    """What people see: of the shape if it says so, else of the subject, else its name."""
    found = _texts(triples, subject, LABELS) | _texts(triples, shape, SHAPE_LABELS)
    return _complete(found, lambda _: triples.name(subject), f"{subject} has no label", warn)


def inverse_label(
    triples: Triples, warn: Callable[[str], None], subject: str, forward: Text
) -> Text:
    """What people see from the target's side of a relation; else the label, marked."""
    marks = {"zh": "（反向）", "en": " (inverse)"}
    return _complete(
        _texts(triples, subject, INVERSE_LABELS),
        lambda language: forward.get(language) + marks[language],
        f"{subject} has no pn:inverseLabel",
        warn,
    )


def gloss(triples: Triples, warn: Callable[[str], None], subject: str, shape: str = "") -> Text:
    """What it means; a language without a gloss is left out."""
    found = _texts(triples, subject, GLOSSES) | _texts(triples, shape, SHAPE_GLOSSES)
    for language in LANGUAGES:
        if language not in found:
            warn(f"{subject} has no gloss in {language}: add skos:definition")
    return Text({language: text for language, text in found.items() if language})


def unit(triples: Triples, subject: str, shape: str = "") -> Text:
    """What the numbers count, by language; of the shape if it says so, else of the subject."""
    return Text(_texts(triples, subject, UNITS) | _texts(triples, shape, UNITS))


def aliases(triples: Triples, subject: str, shape: str = "") -> tuple[str, ...]:
    """Other labels in any language, each once: of the shape, then of the subject.

    Where the shape has a label of its own, that of the subject is one of the others.
    """
    found = [item for node in (shape, subject) for item in triples.literals(node, _ALIAS)]
    if _texts(triples, shape, SHAPE_LABELS):
        found += _literals(triples, subject, LABELS)
    return tuple(dict.fromkeys(item.value for item in found))


def _complete(
    found: dict[str, str],
    fallback: Callable[[str], str],
    complaint: str,
    warn: Callable[[str], None],
) -> Text:
    """The texts found; one without a language stands in for a house language that is missing.

    Only where there is no text at all is one made; a text in another language is shown instead.
    """
    plain = found.pop("", None)
    bare = plain is None and not found
    for language in LANGUAGES:
        if language not in found:
            if plain is None:
                warn(f"{complaint} in {language}")
            if plain or bare:
                found[language] = plain or fallback(language)
    return Text(found)


def _texts(triples: Triples, subject: str, predicates: Iterable[str]) -> dict[str, str]:
    """The first text of each language; a house language also answers for its variants."""
    found: dict[str, str] = {}
    for literal in _literals(triples, subject, predicates):
        found.setdefault(literal.language or "", literal.value)
    for language, text in tuple(found.items()):
        if language.split("-")[0] in LANGUAGES:
            found.setdefault(language.split("-")[0], text)
    return found


def _literals(triples: Triples, subject: str, predicates: Iterable[str]) -> Iterator[Literal]:
    for predicate in predicates:
        yield from triples.literals(subject, predicate)


_ALIAS = f"{SKOS}altLabel"
