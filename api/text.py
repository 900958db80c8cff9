"""Descriptions in both languages, made of the ontology's labels and glosses."""

from api.plan import PropertyMember, RelationMember
from ontology.model import Text


def describe(label: Text, gloss: Text) -> str:
    """``需求 Demand``, then the gloss in Chinese and in English, each a paragraph."""
    names = " ".join(dict.fromkeys(filter(None, _both(label))))
    return "\n\n".join(filter(None, [names, *dict.fromkeys(_both(gloss))]))


def describe_member(member: PropertyMember | RelationMember) -> str:
    """What a field of an entity means; an incoming relation by its inverse label."""
    if isinstance(member, PropertyMember):
        return describe(member.definition.label, member.definition.gloss)
    relation = member.relation
    label = relation.label if member.direction == "out" else relation.inverse_label
    return describe(label, relation.gloss)


def _both(text: Text) -> tuple[str, str]:
    return text.by_language.get("zh", ""), text.by_language.get("en", "")
