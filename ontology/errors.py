"""Errors of the ontology; each has a stable ``code`` and names what would have been valid."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process


class OntologyError(Exception):
    """Root of all ontology errors."""

    code = "ONTOLOGY_ERROR"


class InvalidOntology(OntologyError):
    """The Turtle files cannot be read, or contradict themselves.

    Attributes:
        file: The file at fault, if one is.
        line: The line in it, counted from 1, if known.
    """

    code = "ONTOLOGY_INVALID"

    def __init__(self, message: str, file: str | None = None, line: int | None = None) -> None:
        self.file = file
        self.line = line
        place = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(f"{place}{message}")


class UnknownName(OntologyError):
    """A name that the ontology does not have."""

    code = "ONTOLOGY_UNKNOWN_NAME"
    kind = "name"

    def __init__(self, name: str, known: Iterable[str], owner: str = "") -> None:
        self.name = name
        self.nearest = nearest(name, known)
        where = f" of {owner}" if owner else ""
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        super().__init__(f"unknown {self.kind} {name!r}{where}{hint}")


class UnknownClass(UnknownName):
    """No such class."""

    code = "ONTOLOGY_UNKNOWN_CLASS"
    kind = "class"


class UnknownProperty(UnknownName):
    """The class has no such property."""

    code = "ONTOLOGY_UNKNOWN_PROPERTY"
    kind = "property"


class UnknownRelation(UnknownName):
    """No such relation type."""

    code = "ONTOLOGY_UNKNOWN_RELATION"
    kind = "relation"


class UnknownVocabulary(UnknownName):
    """No such vocabulary."""

    code = "ONTOLOGY_UNKNOWN_VOCABULARY"
    kind = "vocabulary"


class UnknownOntology(UnknownName):
    """No ontology of that name was added."""

    code = "ONTOLOGY_UNKNOWN_ONTOLOGY"
    kind = "ontology"


class NameTaken(OntologyError):
    """Another ontology was added under the name."""

    code = "ONTOLOGY_NAME_TAKEN"


class OntologyNeeded(OntologyError):
    """Others build on the ontology."""

    code = "ONTOLOGY_NEEDED"


class WouldOrphan(OntologyError):
    """What is stored would no longer be understood."""

    code = "ONTOLOGY_WOULD_ORPHAN"


class ShaclMissing(OntologyError):
    """pySHACL is not installed."""

    code = "ONTOLOGY_SHACL_MISSING"

    def __init__(self) -> None:
        super().__init__(
            "shapes beyond the compiled ones are checked by pySHACL, which is not installed here; "
            "add it to the environment of pearlnet: pip install 'pyshacl>=0.30'"
        )


class TooLargeForShapes(OntologyError):
    """pySHACL would have to hold more in memory than is safe."""

    code = "ONTOLOGY_TOO_LARGE_FOR_SHAPES"

    def __init__(self, what: str, most: int) -> None:
        super().__init__(
            f"pySHACL holds all that it checks in memory, and {what} would be more than {most:,} "
            "statements; check one class (`--class`), allow more (`--most`), or check without "
            "`--shacl`: the compiled rules run at any size"
        )


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like this one, or None where nothing is like it."""
    found = process.extractOne(
        name, sorted(known), scorer=fuzz.ratio, score_cutoff=60, processor=str.casefold
    )
    return str(found[0]) if found else None
