"""Which class a template is asked for."""

from ingest.errors import IngestError
from ingest.mapping.native import class_named
from ontology.errors import UnknownClass
from ontology.model import Ontology


class AbstractClass(IngestError):
    """No record is of that class directly, so that it has no template."""

    code = "INGEST_ABSTRACT_CLASS"


def find_class(text: str, ontology: Ontology) -> str:
    """The class of that name or label, letter case aside, in singular or plural.

    Raises:
        UnknownClass: There is none; the error names the nearest.
        AbstractClass: Only its subclasses have records; the error names them.
    """
    found = class_named(text, ontology)
    if found is not None:
        return found
    names: dict[str, str] = {}
    for name, item in ontology.classes.items():
        names |= dict.fromkeys((name, *item.label.by_language.values()), name)
    asked = {called.casefold(): name for called, name in names.items()}.get(text.casefold())
    if asked is None:
        raise UnknownClass(text, names)
    below = [item for item in ontology.descendants(asked) if not ontology.classes[item].abstract]
    raise AbstractClass(f"{asked} is abstract and has no records; take one of {', '.join(below)}")
