"""``--over``: which entities are the vertices."""

from typing import Annotated

import typer

from ontology import Ontology

Over = Annotated[
    str,
    typer.Option("--over", help="use-cases, enterprises, products or a class. 对什么分析。"),
]


def vertices_of(ontology: Ontology, over: str) -> str:
    """The class that is meant: its name, or its plural in small letters with hyphens.

    Raises:
        UnknownClass: There is none.
    """
    asked = over.replace("-", "").lower()
    for name in sorted(ontology.classes):
        if asked in (name.lower(), f"{name.lower()}s"):
            return name
    return ontology.class_(over).name
