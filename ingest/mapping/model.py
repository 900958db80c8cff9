"""What a mapping says: how the columns or IRIs of a source become entities and relations."""

import re
from collections import abc
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

from graph.records import PropertyValue, Scalar

DEFAULT_PRIORITY = 50
LIST_SEPARATOR = "|"
VALUE_FIELD = "value"

_FIELD = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class SourceRule:
    """Whom the values are from.

    Attributes:
        name: Recorded as the provenance of every value.
        priority: Of two sources that differ, the higher one is believed.
        confidence: Between 0 and 1.
    """

    name: str
    priority: int = DEFAULT_PRIORITY
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Template:
    """Text with ``{column}`` fields, such as ``industry:{code}``.

    Attributes:
        text: As written.
        parts: Literal text and field names by turns, beginning with text.
    """

    text: str
    parts: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Template":
        """Split the text at its fields.

        Raises:
            ValueError: A brace has no partner.
        """
        parts = tuple(_FIELD.split(text))
        if any("{" in literal or "}" in literal for literal in parts[::2]):
            raise ValueError(f"a brace without its partner in {text!r}")
        return cls(text, parts)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields."""
        return self.parts[1::2]


@dataclass(frozen=True, slots=True)
class ValueRule:
    """Where a value comes from: exactly one of column, template and constant.

    Attributes:
        line: Line of the mapping, for messages.
        column: The column that holds it.
        template: Text made of several columns; empty if any of them is.
        constant: The same for every row.
        split: The separator of several values in one cell.
        lookup: What to store for what the cell says; a value it lacks is refused.
        default: What an empty cell means.
        unit: What numbers are multiplied by, by what stands behind them; ``""`` where nothing
            does. Without any, they are taken as they are.
    """

    line: int
    column: str | None = None
    template: Template | None = None
    constant: tuple[Scalar, ...] = ()
    split: str | None = None
    lookup: abc.Mapping[str, Scalar] = field(default_factory=dict)
    default: Scalar | None = None
    unit: abc.Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        if self.column is not None:
            return (self.column,)
        return self.template.fields if self.template else ()

    @property
    def is_plain(self) -> bool:
        """Whether it is a column and nothing else."""
        changes = self.split, self.default
        plain = self.column is not None and changes == (None, None)
        return plain and not self.lookup and not self.unit


@dataclass(frozen=True, slots=True)
class RelationRule:
    """Relations of the block's entity, one for each value.

    Attributes:
        value: Where the other end comes from.
        id: The other end's id, made of ``{value}`` and columns; None if the value is the id.
        direction: ``out`` if the block's entity is the source, ``in`` if it is the target.
    """

    value: ValueRule
    id: Template | None = None
    direction: Literal["out", "in"] = "out"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        fields = self.id.fields if self.id else ()
        return self.value.columns + tuple(name for name in fields if name != VALUE_FIELD)


@dataclass(frozen=True, slots=True)
class EntityBlock:
    """One entity of each row.

    A block without properties and without ``auto`` names an entity that other rows or the
    store hold, for its relations alone.

    Attributes:
        line: Line of the mapping, for messages.
        type: A constant class name, or where the row says it.
        id: The entity's id.
        auto: Columns whose header is a property key or relation of the class map themselves.
        properties: By flat property name.
        relations: By relation name.
        ignore: Columns unused on purpose, with their line in the mapping.
    """

    line: int
    type: str | ValueRule
    id: Template
    auto: bool = False
    properties: abc.Mapping[str, ValueRule] = field(default_factory=dict)
    relations: abc.Mapping[str, RelationRule] = field(default_factory=dict)
    ignore: abc.Mapping[str, int] = field(default_factory=dict)

    @property
    def describes(self) -> bool:
        """Whether the block says something of the entity itself."""
        return self.auto or bool(self.properties)


@dataclass(frozen=True, slots=True)
class RelationTable:
    """A relation of each row; beside entities, of each row that has no id.

    Attributes:
        line: Line of the mapping, for messages.
        type: Which relation it is.
        source: Its source.
        target: Its target.
        properties: Of the relation itself, by flat name.
    """

    line: int
    type: ValueRule
    source: RelationRule
    target: RelationRule
    properties: abc.Mapping[str, ValueRule] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableFormat:
    """What a table does not tell of itself.

    Attributes:
        line: Line of the mapping, for messages.
        delimiter: Between the cells of a CSV file.
        encoding: Of text that bears no byte order mark, by Python's name.
        sheet: The only sheet of a workbook that is read.
        cells: ``exact`` or ``escaped`` if they hold values as exports write them; see
            ``ingest.rows.exact_cells``.
    """

    line: int = 0
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    cells: Literal["exact", "escaped"] | None = None


@dataclass(frozen=True, slots=True)
class RdfValue:
    """What becomes of a predicate's objects before they are values.

    Attributes:
        split: The separator of several values in one text.
        lookup: What to store for what is stated; a value it lacks is refused.
        unit: As that of ``ValueRule``.
    """

    split: str | None = None
    lookup: abc.Mapping[str, Scalar] = field(default_factory=dict)
    unit: abc.Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RdfRules:
    """How IRIs that are not the ontology's own map; all but ``ids`` are keyed by full IRI.

    Attributes:
        ids: IRI prefix -> id prefix; the longest that fits is taken.
        classes: Class IRI -> class.
        properties: Predicate IRI -> property, without language suffix.
        relations: Predicate IRI -> relation.
        constants: Class of the ontology -> flat property key -> what its entities have that say
            nothing else.
        values: Predicate IRI -> what else is to be done with its values.
        inward: Predicates whose relation leads from the object to the subject.
        ignore: Predicates and classes left out on purpose.
        language: The language of text that has no language tag.
        lines: The line of the mapping where an IRI is named, for messages.
    """

    ids: abc.Mapping[str, str] = field(default_factory=dict)
    classes: abc.Mapping[str, str] = field(default_factory=dict)
    properties: abc.Mapping[str, str] = field(default_factory=dict)
    relations: abc.Mapping[str, str] = field(default_factory=dict)
    constants: abc.Mapping[str, abc.Mapping[str, PropertyValue]] = field(default_factory=dict)
    values: abc.Mapping[str, RdfValue] = field(default_factory=dict)
    inward: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    language: str | None = None
    lines: abc.Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A checked mapping file; made by ``load_mapping``.

    Attributes:
        path: The file, for messages.
        source: Whom the values are from.
        entities: The entities of each row of a table.
        rdf: How foreign IRIs map; the ontology's own need no rule.
        format: What tables do not tell of themselves.
        relations_table: The relation of each row of a table.
    """

    path: Path
    source: SourceRule
    entities: tuple[EntityBlock, ...] = ()
    rdf: RdfRules = field(default_factory=RdfRules)
    format: TableFormat = field(default_factory=TableFormat)
    relations_table: RelationTable | None = None

    @property
    def ignored(self) -> frozenset[str]:
        """The columns of tables that are unused on purpose."""
        return frozenset(column for block in self.entities for column in block.ignore)
