"""What a spreadsheet itself checks while a template is filled in."""

from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from ingest.template.columns import Column
from ontology.model import Datatype, PropertyDef

_LONGEST_TITLE = 32
_LONGEST_PROMPT = 255
_MOST = 999_999_999_999_999
"""A spreadsheet keeps fifteen digits."""
_FORMATS = {
    Datatype.STRING: "@",
    Datatype.TEXT: "@",
    Datatype.URI: "@",
    Datatype.DATE: "yyyy-mm-dd",
    Datatype.DATETIME: "yyyy-mm-dd hh:mm",
}


def number_format(column: Column) -> str | None:
    """How cells of the column are shown; text stays text, so that codes keep their zeros."""
    return _FORMATS.get(column.datatype)


def validation_of(column: Column, label: str, hint: str, source: str) -> DataValidation:
    """The rule of a column, which shows its hint wherever a cell is chosen.

    Args:
        column: The column.
        label: Title of the hint.
        hint: What to write.
        source: The cells that hold what may be chosen; empty for none.
    """
    rule = _list(column, source) if source else _limits(column)
    rule.allow_blank = True
    rule.showInputMessage = True
    rule.promptTitle = label[:_LONGEST_TITLE]
    rule.prompt = hint if len(hint) <= _LONGEST_PROMPT else hint[: _LONGEST_PROMPT - 1] + "…"
    rule.errorTitle = rule.promptTitle
    rule.error = rule.prompt
    return rule


def _list(column: Column, source: str) -> DataValidation:
    """Of several values in a cell only one can be chosen, so those may be typed as well."""
    return DataValidation(type="list", formula1=source, showErrorMessage=not column.is_many)


def _limits(column: Column) -> DataValidation:
    definition = column.definition
    match column.datatype:
        case Datatype.INTEGER if definition is not None and not column.is_many:
            return _between("whole", definition)
        case Datatype.DECIMAL if definition is not None and not column.is_many:
            return _between("decimal", definition)
        case Datatype.DATE | Datatype.DATETIME if not column.is_many:
            return DataValidation(
                type="date",
                operator="greaterThan",
                formula1="1",
                errorStyle="warning",
                showErrorMessage=True,
            )
        case _:
            return DataValidation()


def _between(kind: Literal["whole", "decimal"], definition: PropertyDef) -> DataValidation:
    least = -_MOST if definition.minimum is None else definition.minimum
    most = _MOST if definition.maximum is None else definition.maximum
    return DataValidation(
        type=kind,
        operator="between",
        formula1=str(least),
        formula2=str(most),
        showErrorMessage=True,
    )
