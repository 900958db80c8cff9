"""What was said of an entity, field by field: what stands, and what lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.access import Viewer
from graph.records import Claim, Entity, PropertyValue, Provenance, Scalar
from graph.values import as_text
from ontology.model import Ontology, PropertyDef, Text


@dataclass(frozen=True, slots=True)
class Statement:
    """What a source says of a field.

    Attributes:
        definition: The property.
        key: The field as stored, with its language if it is text.
        value: What is said, as people read it; None where the source took it back.
        origin: Who says so, and since when.
        stands: Whether the entity has this value by this source.
    """

    definition: PropertyDef
    key: str
    value: Text | None
    origin: Provenance
    stands: bool

    @property
    def label(self) -> Text:
        """What people call the field."""
        return self.definition.label


def statements(ontology: Ontology, entity: Entity, viewer: Viewer) -> Sequence[Statement]:
    """All that was said of the fields that the viewer may see, by field, the standing first."""
    found = [
        item
        for definition in ontology.properties(entity.type).values()
        if viewer.may_see(definition)
        for key in definition.keys
        for item in _of_field(ontology, entity, definition, key)
    ]
    return sorted(found, key=lambda item: (item.key, not item.stands))


def _of_field(
    ontology: Ontology, entity: Entity, definition: PropertyDef, key: str
) -> Iterable[Statement]:
    origin = entity.provenance.get(key)
    value = entity.properties.get(key)
    if origin is not None and value is not None:
        yield Statement(definition, key, _shown(ontology, definition, value), origin, stands=True)
    for claim in entity.claims:
        if claim.field == key and not _is_standing(claim, value, origin):
            shown = None if claim.value is None else _shown(ontology, definition, claim.value)
            yield Statement(definition, key, shown, claim.provenance, stands=False)


def _is_standing(claim: Claim, value: PropertyValue | None, origin: Provenance | None) -> bool:
    return claim.value == value and origin is not None and claim.provenance == origin


def _shown(ontology: Ontology, definition: PropertyDef, value: PropertyValue) -> Text:
    items = value if isinstance(value, tuple) else (value,)
    labels = [_label(ontology, definition, item) for item in items]
    return Text({lang: "; ".join(label.get(lang) for label in labels) for lang in ("zh", "en")})


def _label(ontology: Ontology, definition: PropertyDef, value: Scalar) -> Text:
    if isinstance(value, bool):
        return Text({"zh": "是", "en": "yes"} if value else {"zh": "否", "en": "no"})
    text = as_text(value)
    if definition.vocabulary is not None:
        term = ontology.vocabulary(definition.vocabulary).terms.get(text)
        if term is not None:
            return term.label
    return Text({"zh": text, "en": text})
