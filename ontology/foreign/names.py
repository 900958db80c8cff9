"""Names for what foreign IRIs stand for: fit for GraphQL and Cypher, free, and lasting."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from urllib.parse import unquote

from ontology.languages import split_text_key
from ontology.model import Ontology
from ontology.namespaces import PN
from ontology.triples import local_name

Space = Literal["class", "member", "vocabulary"]
"""What must not share a name: classes; properties and relations; vocabularies."""
_LEGAL = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_OPAQUE = re.compile(
    r"[A-Za-z]{0,10}[_-]?[0-9]{3,}|[A-Z]?[0-9]+|[0-9a-f-]{16,}|R[A-Za-z0-9]{20,}|"
    r"(?:genid|node|bnode)[0-9A-Za-z-]+"
)
"""Codes and generated names, which tell people nothing."""
_TAKEN_BY_EVERY_ENTITY = frozenset({"id", "type", "entityid", "provenance", "and", "or", "not"})
_LONGEST = 60
_BESIDE_A_CLASS = ("Edge", "Connection", "Filter", "Order", "OrderField")
"""What the API adds to the name of a class for types that go with it, beside ``Any`` before it."""
_TYPES_OF_THE_API = frozenset(
    f"{kind}{many}condition"
    for kind in (
        *("boolean", "date", "datetime", "decimal", "id", "integer", "string", "term", "text"),
        *("type", "uri"),
    )
    for many in ("", "list")
)

CONCEPT_NAME = "Concept"
CONCEPT = PN + CONCEPT_NAME
"""The class of concepts where no other is named; its name is kept for it."""


class Names:
    """Gives names to IRIs, each once.

    An IRI that the model knows keeps its name, so that what is stored stays understood.
    """

    def __init__(self, known: Ontology, prefixes: Mapping[str, str], fallback: str) -> None:
        """Know what is taken.

        Args:
            known: The model so far, an earlier version of this ontology included.
            prefixes: Prefixes of the files by namespace.
            fallback: Stands before a name whose namespace has no prefix.
        """
        self._prefixes = prefixes
        self._fallback = fallback
        self._given: dict[tuple[Space, str], str] = {}
        self._taken: dict[Space, set[str]] = {"class": set(), "member": set(), "vocabulary": set()}
        self._members: set[str] = set()
        self._taken["member"].update(_TAKEN_BY_EVERY_ENTITY)
        self._taken["class"].update(_TYPES_OF_THE_API)
        self._derived = set(_derived("Entity"))
        for space, iri, name in _known_names(known):
            self._give(space, iri, name)
        if self._free("class", CONCEPT_NAME):
            self._give("class", CONCEPT, CONCEPT_NAME)

    def name(self, space: Space, iri: str, label: str) -> str:
        """The name of what an IRI stands for; the same at every call.

        Args:
            space: What it is.
            iri: The IRI.
            label: Its English label, or ``""``.
        """
        known = self._given.get((space, iri))
        if known is not None:
            return known
        found = next(
            name for name in self._candidates(space, iri, label) if self._free(space, name)
        )
        self._give(space, iri, found)
        return found

    def _give(self, space: Space, iri: str, name: str) -> None:
        self._given[space, iri] = name
        self._taken[space].add(_key(name))
        if space == "member":
            self._members.add(name)
        elif space == "class":
            self._derived.update(_derived(name))

    def _free(self, space: Space, name: str) -> bool:
        if _LEGAL.fullmatch(name) is None or _key(name) in self._taken[space]:
            return False
        if space == "class":
            return _key(name) not in self._derived and self._taken["class"].isdisjoint(
                _derived(name)
            )
        return space != "member" or split_text_key(name, self._members) is None

    def _candidates(self, space: Space, iri: str, label: str) -> Iterator[str]:
        local = unquote(local_name(iri.rstrip("/#")))
        spoken = _spoken(label, capital=space == "class")
        plain = "_".join(re.findall(r"[A-Za-z0-9]+", _ascii(local)))
        opaque = _OPAQUE.fullmatch(local) or not _is_latin(local)
        best = [spoken, plain] if opaque else [plain]
        best = [name for name in best if name]
        yield from best
        prefix = self._prefix(iri)
        yield from (f"{prefix}_{name}" for name in best)
        digest = hashlib.sha256(iri.encode()).hexdigest()
        yield from (f"{prefix}_{name or space}_{digest[:8]}" for name in (*best, ""))
        yield f"{space}_{digest}"

    def _prefix(self, iri: str) -> str:
        namespace = iri[: len(iri) - len(local_name(iri))]
        parts = re.findall(r"[A-Za-z0-9]+", self._prefixes.get(namespace) or self._fallback)
        return "_".join(parts) or "other"


def namespace_prefixes(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """The first prefix of each namespace, of pairs of prefix and namespace."""
    found: dict[str, str] = {}
    for prefix, namespace in pairs:
        if prefix:
            found.setdefault(namespace, prefix)
    return found


def _known_names(known: Ontology) -> Iterator[tuple[Space, str, str]]:
    for class_ in known.classes.values():
        yield "class", class_.iri, class_.name
        for item in class_.properties.values():
            yield "member", item.iri, item.name
    for relation in known.relations.values():
        yield "member", relation.iri, relation.name
        for item in relation.properties.values():
            yield "member", item.iri, item.name
    for vocabulary in known.vocabularies.values():
        yield "vocabulary", vocabulary.iri, vocabulary.name


def _key(name: str) -> str:
    """What two names share that may come to the same in a generated name."""
    return name.replace("_", "").casefold()


def _derived(name: str) -> Iterator[str]:
    """Keys of the type names that the API makes of the name of a class."""
    for stem in (name, f"Any{name}"):
        yield from (_key(f"{stem}{end}") for end in _BESIDE_A_CLASS)
    yield _key(f"Any{name}")


def _ascii(text: str) -> str:
    """The text with marks taken off its letters, others left out."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _is_latin(text: str) -> bool:
    """Whether no letter is left out when the text is written in ASCII."""
    return sum(map(str.isalnum, text)) == sum(map(str.isalnum, _ascii(text)))


def _spoken(label: str, *, capital: bool) -> str:
    """A label as a name: ``party role`` becomes ``PartyRole`` or ``partyRole``."""
    words = re.findall(r"[A-Za-z0-9]+", _ascii(label))
    found = ""
    for word in words:
        if found and len(found) + len(word) > _LONGEST:
            break
        found += word[0].upper() + word[1:]
    return found if capital else found[:1].lower() + found[1:]
