"""Conditions as SQL with bound parameters; every fragment is true or not, never asked for NULL."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import orjson

from graph.query import All, AnyOf, Compare, Exists, Filter, In, Not, Op, Related
from graph.records import Scalar
from graph.schema import GraphSchema
from graph.sqlite import queries
from graph.sqlite.rows import kind_of
from graph.validation import RESERVED, classes_of

_RANGES = {Op.EQ: "=", Op.LT: "<", Op.LE: "<=", Op.GT: ">", Op.GE: ">="}
_LAST_CHARACTER = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of SQL and the values it binds, in order."""

    sql: str
    parameters: tuple[object, ...] = ()

    @classmethod
    def all_of(cls, *parts: "Clause") -> "Clause":
        """The parts joined by AND."""
        return cls._joined("AND", parts)

    @classmethod
    def any_of(cls, *parts: "Clause") -> "Clause":
        """The parts joined by OR."""
        return cls._joined("OR", parts)

    @classmethod
    def _joined(cls, word: str, parts: tuple["Clause", ...]) -> "Clause":
        sql = f" {word} ".join(part.sql for part in parts)
        return cls(f"({sql})", tuple(value for part in parts for value in part.parameters))


ALWAYS, NEVER = Clause(queries.EVERY), Clause(queries.NONE)


@dataclass(frozen=True)
class Compiler:
    """Turns checked conditions into SQL.

    Attributes:
        schema: Resolves classes to their subclasses.
        is_listed: Whether some entity holds a list under that name.
        stored_types: All classes that have entities; named, they let an index be used.
    """

    schema: GraphSchema | None
    is_listed: Callable[[str], bool]
    stored_types: Callable[[], Sequence[str]]

    def compile(self, condition: Filter | None, alias: str = "e") -> Clause:
        """The condition on the entity of that table alias."""
        match condition:
            case None:
                clause = ALWAYS
            case Compare(field, Op.NE, value):
                equal = _negated(self._fits(alias, field, Op.EQ, value))
                clause = Clause.all_of(_exists(alias, field), equal)
            case Compare(field, op, value):
                clause = self._fits(alias, field, op, value)
            case In(field, values):
                clause = self._in(alias, field, values)
            case Exists(field, present):
                found = _exists(alias, field)
                clause = found if present else _negated(found)
            case Related():
                clause = self._related(alias, condition)
            case Not(part):
                clause = _negated(self.compile(part, alias))
            case All(parts):
                clause = Clause.all_of(ALWAYS, *(self.compile(part, alias) for part in parts))
            case AnyOf(parts):
                clause = Clause.any_of(NEVER, *(self.compile(part, alias) for part in parts))
        return clause

    def of_type(self, type: str | None, alias: str = "e") -> Clause:
        """Whether the entity is of the class or a subclass."""
        classes = classes_of(self.schema, type)
        return ALWAYS if classes is None else in_classes(classes, alias)

    def _fits(self, alias: str, field: str, op: Op, operand: Scalar) -> Clause:
        if field in RESERVED:
            return _compare(_value(alias, field), op, operand) if _is_text(operand) else NEVER
        if not self.is_listed(field):
            return _scalar(alias, field, op, operand)
        item = _item(op, operand)
        if op is Op.EQ and self.schema and field in self.schema.indexed:
            other = f"{alias}v"
            scalar = Clause.all_of(
                in_classes(self.stored_types(), other), _scalar(other, field, op, operand)
            )
            either = queries.has_value_or_item(f"{alias}.", other, scalar.sql, item.sql)
            return Clause(either, (*scalar.parameters, field, *item.parameters))
        listed = Clause(queries.has_item(f"{alias}.", item.sql), (field, *item.parameters))
        return Clause.any_of(_scalar(alias, field, op, operand), listed)

    def _in(self, alias: str, field: str, values: Sequence[Scalar]) -> Clause:
        if all(_is_text(value) for value in values) and not self.is_listed(field):
            return Clause(queries.is_one_of(_value(alias, field)), (as_json(values),))
        parts = (self._fits(alias, field, Op.EQ, value) for value in values)
        return Clause.any_of(NEVER, *parts)

    def _related(self, alias: str, condition: Related) -> Clause:
        here, there = ("source", "target") if condition.direction == "out" else ("target", "source")
        other = f"{alias}r"
        classes = self.of_type(condition.type, other)
        if condition.where is None:
            exists = queries.has_relation(f"{alias}.", here, there, other, classes.sql)
            return Clause(exists, (condition.relation, *classes.parameters))
        if condition.type is None:
            classes = in_classes(self.stored_types(), other)
        inner = Clause.all_of(classes, self.compile(condition.where, other))
        related = queries.is_related(f"{alias}.", here, there, other, inner.sql)
        return Clause(related, (condition.relation, *inner.parameters))


def in_classes(classes: Sequence[str], alias: str) -> Clause:
    """Whether the entity is of one of the classes."""
    return Clause(queries.in_classes(f"{alias}."), (as_json(classes),))


def as_json(values: Iterable[object]) -> str:
    """Many values as one parameter, for ``json_each``."""
    return orjson.dumps(list(values)).decode()


def _is_text(operand: Scalar) -> bool:
    return isinstance(operand, str)


def _value(alias: str, field: str) -> str:
    return f"{alias}.{field}" if field in RESERVED else queries.value_of(f"{alias}.", field)


def _scalar(alias: str, field: str, op: Op, operand: Scalar) -> Clause:
    """Whether the property's value, of a list the first item, fits."""
    clause = _compare(_value(alias, field), op, operand)
    if _is_text(operand):
        return clause
    return Clause.all_of(clause, _of_kind(alias, field, operand))


def _item(op: Op, operand: Scalar) -> Clause:
    """Whether a row of the items' table fits."""
    kind = Clause("kind = ?", (kind_of(operand),))
    return Clause.all_of(kind, _compare("value", op, operand))


def _exists(alias: str, field: str) -> Clause:
    return Clause(f"{_value(alias, field)} IS NOT NULL")


def _negated(clause: Clause) -> Clause:
    return Clause(f"({clause.sql}) IS NOT TRUE", clause.parameters)


def _of_kind(alias: str, field: str, operand: Scalar) -> Clause:
    """SQLite takes JSON's truth values for numbers, so their kind is asked apart."""
    negation = "" if isinstance(operand, bool) else "NOT "
    return Clause(f"{queries.kind_of(f'{alias}.', field)} {negation}IN ('true', 'false')")


def _compare(value: str, op: Op, operand: Scalar) -> Clause:
    """``value op operand``; in SQLite's order every number stands before every text."""
    match op, operand:
        case Op.CONTAINS, str():
            return Clause(f"contains_folded({value}, ?)", (operand.lower(),))
        case Op.STARTS_WITH, str():
            return _starts_with(value, operand)
        case ((Op.LT | Op.LE), str()):
            return Clause(f"({value} >= '' AND {value} {_RANGES[op]} ?)", (operand,))
        case ((Op.GT | Op.GE), int() | float()):
            return Clause(f"({value} {_RANGES[op]} ? AND {value} < '')", (operand,))
        case _:
            return Clause(f"{value} {_RANGES[op]} ?", (operand,))


def _starts_with(value: str, start: str) -> Clause:
    """As a range, which an index can serve."""
    stem = start.rstrip(chr(_LAST_CHARACTER))
    if not stem:
        return Clause(f"{value} >= ?", (start,))
    following = ord(stem[-1]) + 1
    end = stem[:-1] + chr(0xE000 if following == 0xD800 else following)
    return Clause(f"({value} >= ? AND {value} < ?)", (start, end))
