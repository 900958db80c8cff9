"""How near a query is to the meaning of a candidate's terms, such as its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.port import Encoder
from matcher.retrieval.bags import Bags, Ints, Terms, name_terms
from matcher.retrieval.segment import FACETS, facet_name
from matcher.tokens import readable
from ontology.model import LANGUAGES, Datatype, Ontology


@dataclass(frozen=True, slots=True)
class Facets:
    """The terms that candidates of a class can have.

    Attributes:
        terms: Ascending, shape (t,).
        properties: For each the place of its property in ``FACETS``, shape (t,).
        vectors: Of its labels and glosses, shape (t, d).
    """

    terms: Terms
    properties: Ints
    vectors: NDArray[np.float32]


def read_facets(ontology: Ontology, class_name: str, encoder: Encoder) -> Facets:
    """The terms of a class's properties, as far as the ontology has them."""
    known = ontology.properties(class_name)
    names, properties, texts = [], [], []
    for place, name in enumerate(FACETS):
        definition = known.get(name)
        if definition is None or definition.datatype is not Datatype.TERM:
            continue
        for item, term in sorted(ontology.vocabulary(str(definition.vocabulary)).terms.items()):
            names.append(facet_name(name, item))
            properties.append(place)
            texts.append(_told(term.label.by_language, term.gloss.by_language))
    terms = name_terms(names)
    order = np.argsort(terms, kind="stable")
    vectors = encoder.encode(texts)[order]
    return Facets(terms[order], np.array(properties, dtype=np.int64)[order], vectors)


def nearness(facets: Facets, vector: NDArray[np.float32]) -> NDArray[np.float64]:
    """For each term how much nearer it is to the vector than its property's terms on average."""
    near = (facets.vectors @ vector).astype(np.float64)
    many = np.bincount(facets.properties, minlength=len(FACETS))
    means = np.bincount(facets.properties, near, len(FACETS)) / np.maximum(many, 1)
    return near - means[facets.properties]


def facet_scores(
    facets: Facets, near: NDArray[np.float64], bags: Bags, rows: Ints
) -> NDArray[np.float32]:
    """For each row and property the nearest of its terms; shape (len(rows), len(FACETS))."""
    found = np.full((len(rows), len(FACETS)), -np.inf)
    owners, terms, _ = bags.of(rows)
    if len(facets.terms):
        places = np.minimum(np.searchsorted(facets.terms, terms), len(facets.terms) - 1)
        known = facets.terms[places] == terms
        places = places[known]
        np.maximum.at(found, (owners[known], facets.properties[places]), near[places])
    return np.where(np.isfinite(found), found, 0).astype(np.float32)


def _told(*texts: Mapping[str, str]) -> str:
    said: Sequence[str] = [text[name] for name in LANGUAGES for text in texts if name in text]
    return readable(" ".join(said))
