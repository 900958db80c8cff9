"""Errors of the chain analysis; each has a stable ``code``."""

from collections.abc import Iterable

from ontology.errors import nearest


class ChainError(Exception):
    """Root of all chain errors."""

    code = "CHAIN_ERROR"


class UnknownVertex(ChainError):
    """The id is no vertex of the projection."""

    code = "CHAIN_UNKNOWN_VERTEX"

    def __init__(self, vertex: str, vertices: str, known: Iterable[str]) -> None:
        found = nearest(vertex, known)
        hint = f"; did you mean {found!r}?" if found else ""
        super().__init__(f"{vertex!r} is not the id of a {vertices}{hint}")


class Stopped(ChainError):
    """A computation was stopped, for nobody waits for it any more."""

    code = "CHAIN_STOPPED"


class NothingToProject(ChainError):
    """The store holds no entity of the class, or the class can have no links."""

    code = "CHAIN_NOTHING_TO_PROJECT"
