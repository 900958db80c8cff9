"""What a template says of its columns, in Chinese and English."""

from ingest.template.columns import Column
from ingest.template.marks import ID_HINT, LABELS_ID
from ontology.model import LANGUAGES, Datatype, Ontology, PropertyDef, RelationDef, Text

_LANGUAGES = {
    "zh": Text({"zh": "中文", "en": "Chinese"}),
    "en": Text({"zh": "英文", "en": "English"}),
}
_FORMATS = {
    Datatype.INTEGER: Text({"zh": "整数，只写数字", "en": "a whole number, digits alone"}),
    Datatype.DECIMAL: Text({"zh": "数字，不写单位", "en": "a number without its unit"}),
    Datatype.BOOLEAN: Text({"zh": "是或否", "en": "yes or no"}),
    Datatype.DATE: Text({"zh": "日期，如 2026-03-31", "en": "a date such as 2026-03-31"}),
    Datatype.DATETIME: Text(
        {"zh": "日期和时间，如 2026-03-31 08:00", "en": "a time such as 2026-03-31 08:00"}
    ),
    Datatype.URI: Text({"zh": "完整网址，以 https:// 开头", "en": "a whole address with https://"}),
    Datatype.TERM: Text({"zh": "从下拉列表中选择", "en": "choose from the list"}),
}
_MANY = Text({"zh": "可填多个，以 | 分隔", "en": "several may stand here, separated by |"})
_LISTED = Text({"zh": "可从下拉列表中选择", "en": "may be chosen from the list"})
_REQUIRED = Text({"zh": "必填", "en": "required"})
_REQUIRED_TEXT = Text({"zh": "必填，中英文至少一种", "en": "required in one language at least"})
_NOTHING = Text()


def label_of(column: Column) -> str:
    """What the column is, with its language or unit, and a star if it is required."""
    if column.definition is not None:
        zh, en = (_named(column, column.definition, language) for language in LANGUAGES)
    elif column.relation is not None:
        zh, en = (column.relation.label.get(language) for language in LANGUAGES)
    else:
        return LABELS_ID
    return (zh if zh == en else f"{zh} {en}") + (" *" if column.is_required else "")


def hint_of(column: Column, ontology: Ontology, language: str, *, listed: bool) -> str:
    """What it means and how it is written.

    Args:
        column: The column.
        ontology: What may exist.
        language: ``zh`` or ``en``.
        listed: Whether its cells have a drop-down.
    """
    if column.definition is not None:
        parts = _of_property(column, column.definition, language)
    elif column.relation is not None:
        parts = _of_relation(column, column.relation, ontology, language)
        parts.append(_LISTED.get(language) if listed else "")
    else:
        return ID_HINT.get(language)
    parts.append(_MANY.get(language) if column.is_many else "")
    stop, space = ("。", "") if language == "zh" else (".", " ")
    return space.join(part[0].upper() + part[1:].rstrip("。.") + stop for part in parts if part)


def _named(column: Column, definition: PropertyDef, language: str) -> str:
    name, unit = definition.label.get(language), definition.unit.get(language)
    aside = _LANGUAGES[column.language].get(language) if column.language else unit
    if not aside:
        return name
    return f"{name}（{aside}）" if language == "zh" else f"{name} ({aside})"


def _of_property(column: Column, definition: PropertyDef, language: str) -> list[str]:
    required = _REQUIRED_TEXT if column.language else _REQUIRED
    return [
        required.get(language) if column.is_required else "",
        definition.gloss.by_language.get(language, ""),
        _FORMATS.get(column.datatype, _NOTHING).get(language),
        _range(definition, language),
    ]


def _of_relation(
    column: Column, relation: RelationDef, ontology: Ontology, language: str
) -> list[str]:
    labels = [ontology.class_(name).label.get(language) for name in column.targets]
    if language == "zh":
        ends = f"填{'、'.join(labels) or '任何记录'}的 id"
    else:
        ends = f"write ids of {', '.join(labels) or 'any record'}"
    return [relation.gloss.by_language.get(language, ""), ends]


def _range(definition: PropertyDef, language: str) -> str:
    least, most = definition.minimum, definition.maximum
    if least is not None and most is not None:
        return f"{least} 至 {most}" if language == "zh" else f"from {least} to {most}"
    if least is not None:
        return f"不小于 {least}" if language == "zh" else f"at least {least}"
    if most is not None:
        return f"不大于 {most}" if language == "zh" else f"at most {most}"
    return ""
