"""Leaf types: dates as ISO 8601 text, and the languages of texts."""

from datetime import date, datetime

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLError,
    GraphQLFloat,
    GraphQLInt,
    GraphQLScalarType,
    GraphQLString,
)

from ontology.model import LANGUAGES, Datatype


def _iso_date(value: object) -> str:
    try:
        return date.fromisoformat(_text(value)).isoformat()
    except ValueError:
        raise GraphQLError(f"not a date, such as 2026-07-01: {value!r}") from None


def _iso_datetime(value: object) -> str:
    try:
        return datetime.fromisoformat(_text(value)).isoformat()
    except ValueError:
        raise GraphQLError(f"not a date and time, such as 2026-07-01T08:00Z: {value!r}") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise GraphQLError(f"not a text: {value!r}")
    return value


DATE = GraphQLScalarType(
    "Date",
    description="日期，ISO 8601 格式\n\nA date in ISO 8601, such as 2026-07-01.",
    serialize=str,
    parse_value=_iso_date,
)
DATE_TIME = GraphQLScalarType(
    "DateTime",
    description=(
        "日期和时间，ISO 8601 格式\n\nA date and time in ISO 8601, such as 2026-07-01T08:00Z."
    ),
    serialize=str,
    parse_value=_iso_datetime,
)
LANGUAGE = GraphQLEnumType(
    "Language",
    {language.upper(): GraphQLEnumValue(language) for language in LANGUAGES},
    description=(
        "文本的语言。不指定时按请求的 Accept-Language，缺则取另一种语言\n\n"
        "The language of a text: this and no other. Where it is left out, the one that "
        "Accept-Language prefers, or another where that is missing."
    ),
)
LEAVES = {
    Datatype.TEXT: GraphQLString,
    Datatype.STRING: GraphQLString,
    Datatype.INTEGER: GraphQLInt,
    Datatype.DECIMAL: GraphQLFloat,
    Datatype.BOOLEAN: GraphQLBoolean,
    Datatype.DATE: DATE,
    Datatype.DATETIME: DATE_TIME,
    Datatype.URI: GraphQLString,
    Datatype.TERM: GraphQLString,
}
"""What a value of each datatype is in a filter; on output a term is a ``Term``."""


def language_argument() -> GraphQLArgument:
    """The argument ``lang`` of every field that shows a text."""
    return GraphQLArgument(LANGUAGE)
