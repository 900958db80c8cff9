"""Tables that need no mapping: their columns are named like the ontology's properties."""

from collections.abc import Mapping as NameMapping
from collections.abc import Sequence
from pathlib import Path

from ingest.mapping.model import EntityBlock, Mapping, SourceRule, Template, ValueRule
from ontology.model import Ontology

_ID = "id"
_TYPE = "type"
_MENDED = ".rejects"
"""In the name of a reject file, which speaks for the file it came from."""


def native_mapping(
    file: str, source: str, titles: Sequence[str], header: Sequence[str], ontology: Ontology
) -> Mapping | None:
    """The mapping of a table that has a column ``id``, and of which the class is plain.

    The class stands in a column ``type``, or one of the titles is the name or label of one.

    Args:
        file: The table, for messages.
        source: Whom the values are from.
        titles: What the table may be called after: its sheet, its file.
        header: Its columns.
        ontology: What may exist.

    Returns:
        None if the table is not like that.
    """
    if _ID not in header:
        return None
    if _TYPE in header:
        return _mapping(file, source, ValueRule(1, column=_TYPE))
    names = [title.replace(_MENDED, "") for title in titles]
    found = [name for title in names if (name := class_named(title, ontology)) is not None]
    return _mapping(file, source.replace(_MENDED, ""), found[0]) if found else None


def class_mapping(file: str, source: str, class_name: str, header: Sequence[str]) -> Mapping:
    """The mapping of a table of that class with native columns, one of which may repeat it."""
    return _mapping(file, source, ValueRule(1, column=_TYPE) if _TYPE in header else class_name)


def _mapping(file: str, source: str, type: str | ValueRule) -> Mapping:
    block = EntityBlock(1, type, Template.parse(f"{{{_ID}}}"), auto=True)
    return Mapping(Path(file), SourceRule(source), (block,))


def class_named(title: str, ontology: Ontology) -> str | None:
    """The class whose name or label a title is, in singular or plural; None if it is none's."""
    names = _class_names(ontology)
    plain = _plain(title)
    singulars = [plain, plain.removesuffix("s"), plain.removesuffix("es")]
    if plain.endswith("ies"):
        singulars.append(plain.removesuffix("ies") + "y")
    return next((names[word] for word in singulars if word in names), None)


def _class_names(ontology: Ontology) -> NameMapping[str, str]:
    """Classes by name and by the labels that no other class has; abstract ones have no rows."""
    classes = {name: item for name, item in ontology.classes.items() if not item.abstract}
    names: dict[str, str] = {}
    shared: set[str] = set()
    for name, item in classes.items():
        for label in set(map(_plain, item.label.by_language.values())):
            if label in names:
                shared.add(label)
            names[label] = name
    for label in shared:
        del names[label]
    names.update({_plain(name): name for name in classes})
    return names


def _plain(title: str) -> str:
    return "".join(letter for letter in title.casefold() if letter.isalnum())
