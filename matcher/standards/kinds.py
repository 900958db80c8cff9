"""The kind of a standard (国标, 行标, 地标, 团标, ...): as it is stated, else by its number."""

import re

from graph.records import Entity
from graph.text import normalise
from ontology.model import Ontology

VOCABULARY = "standardKind"


def kind_of(ontology: Ontology, standard: Entity) -> str | None:
    """The term of ``standardKind`` that is stated, else the one that the number shows."""
    stated = standard.properties.get("kind")
    return stated if isinstance(stated, str) else kind_by_number(ontology, standard)


def kind_by_number(ontology: Ontology, standard: Entity) -> str | None:
    """The term whose codes the standard's number begins like; None without such a number.

    What numbers begin with is data of the ontology (``pn:codes`` on the terms); of several terms
    the first in the vocabulary's order counts.
    """
    code = standard.properties.get("code")
    if not isinstance(code, str):
        return None
    number = normalise(code).strip().upper()
    for term in ontology.vocabulary(VOCABULARY).terms.values():
        if term.codes is not None and re.match(term.codes, number):
            return term.id
    return None
