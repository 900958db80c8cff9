"""Conditions as Cypher: values become parameters, names stand as checked identifiers."""

from dataclasses import dataclass, field

from graph.neo4j.meta import Meta
from graph.neo4j.queries import quoted
from graph.query import All, AnyOf, Compare, Exists, Filter, In, Not, Op, Related
from graph.records import Scalar
from graph.validation import RESERVED, check_filter, classes_of

_SIGNS = {Op.EQ: "=", Op.LT: "<", Op.LE: "<=", Op.GT: ">", Op.GE: ">="}


@dataclass(slots=True)
class Conditions:
    """Compiles filters into one query, whose parameters it gathers.

    A part is true, false or, where a field is missing or of another kind, null; ``WHERE`` takes
    null for false, and so must whatever negates.
    """

    meta: Meta
    parameters: dict[str, object] = field(default_factory=dict)
    _depth: int = 0

    def compile(self, condition: Filter | None) -> str:
        """The condition on the node ``n`` as Cypher; checked first.

        Raises:
            InvalidName: A field or relation is not an identifier.
            InvalidQuery: A value cannot be compared.
            SchemaMissing: A class is not in the schema.
        """
        check_filter(condition, self.meta.schema)
        return self._compile("n", condition)

    def bind(self, value: object) -> str:
        """A parameter with that value, as it stands in the text."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def _compile(self, node: str, condition: Filter | None) -> str:
        match condition:
            case None:
                text = "true"
            case Compare(name, op, value):
                text = self._compare(node, name, op, value)
            case In(name, values):
                text = self._in(node, name, values)
            case Exists(name, present):
                text = f"{field_of(node, name)} IS {'NOT ' if present else ''}NULL"
            case Related():
                text = self._related(node, condition)
            case Not(part):
                text = f"NOT coalesce({self._compile(node, part)}, false)"
            case All(parts):
                text = " AND ".join(self._compile(node, part) for part in parts) or "true"
            case AnyOf(parts):
                text = " OR ".join(self._compile(node, part) for part in parts) or "false"
        return f"({text})"

    def _compare(self, node: str, name: str, op: Op, value: Scalar) -> str:
        lists = self._lists(name)
        if op is Op.NE:
            equal = self._item("item", Op.EQ, value) if lists else ""
            here = field_of(node, name)
            return (
                f"none(item IN {here} + [] WHERE {equal})"
                if lists
                else f"{here} <> {self.bind(value)}"
            )
        if not lists:
            return self._item(field_of(node, name), op, value)
        return f"any(item IN {field_of(node, name)} + [] WHERE {self._item('item', op, value)})"

    def _item(self, item: str, op: Op, value: Scalar) -> str:
        if op is Op.CONTAINS:
            part = self.bind(str(value).lower())
            return f"CASE WHEN {item} IS :: STRING THEN toLower({item}) CONTAINS {part} END"
        if op is Op.STARTS_WITH:
            return f"{item} STARTS WITH {self.bind(value)}"
        return f"{item} {_SIGNS[op]} {self.bind(value)}"

    def _in(self, node: str, name: str, values: tuple[Scalar, ...]) -> str:
        here, bound = field_of(node, name), self.bind(list(values))
        if self._lists(name):
            return f"any(item IN {here} + [] WHERE item IN {bound})"
        return f"{here} IN {bound}"

    def _related(self, node: str, condition: Related) -> str:
        self._depth += 1
        other = f"n{self._depth}"
        arrow = f"-[:{quoted(condition.relation)}]-"
        path = f"{arrow}>" if condition.direction == "out" else f"<{arrow}"
        types = classes_of(self.meta.schema, condition.type)
        of_type = "true" if types is None else f"{other}.type IN {self.bind(list(types))}"
        where = self._compile(other, condition.where)
        return f"EXISTS {{ MATCH ({node}){path}({other}:_Entity) WHERE {of_type} AND {where} }}"

    def _lists(self, name: str) -> bool:
        return name not in RESERVED and self.meta.seen.holds_lists(name)


_BY_USE = (Op.EQ, Op.STARTS_WITH, Op.GT, Op.GE, Op.LT, Op.LE)
"""Comparisons that an index serves, those first that leave least."""


def leading(condition: Filter | None, meta: Meta) -> Compare | In | None:
    """The part of a condition that is best looked up in its index, if there is one.

    The planner finds it by itself, but not if its statistics are old, as after an import, or if
    it takes the order by id for a better bargain than it is.
    """
    parts = condition.parts if isinstance(condition, All) else (condition,)
    served = [
        (_use(part), number, part)
        for number, part in enumerate(parts)
        if isinstance(part, Compare | In) and _is_served(part, meta)
    ]
    return min(served, key=lambda item: item[:2])[2] if served else None


def _use(part: Compare | In) -> float:
    return 0.5 if isinstance(part, In) else _BY_USE.index(part.op)


def _is_served(part: Compare | In, meta: Meta) -> bool:
    indexed = meta.schema.indexed if meta.schema else ()
    served = isinstance(part, In) or part.op in _BY_USE
    return served and part.field in indexed and not meta.seen.holds_lists(part.field)


def field_of(node: str, name: str) -> str:
    """A field of a node, as it stands in query text."""
    return f"{node}.{quoted(name)}"
