"""Hard conditions as filters of the store, so that they apply before the cut to k."""

from collections.abc import Sequence

from graph.query import All, AnyOf, Compare, Exists, Filter, In, Not, Op, Related
from matcher.conditions.judging import SERVES
from matcher.conditions.model import Asked, ConditionKind

_BY_RELATION = {
    ConditionKind.STANDARD: "compliesWith",
    ConditionKind.TECHNOLOGY: "provides",
    ConditionKind.REGION: SERVES,
}
_BY_PROPERTY = {
    ConditionKind.SECURITY_LEVEL: "securityLevel",
    ConditionKind.FORM: "form",
    ConditionKind.STATUS: "status",
}


def hard_only(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """The conditions that exclude."""
    return tuple(item for item in asked if item.hard)


def allowing(item: Asked) -> Filter:
    """Supplies that meet the condition, and those of which nothing of the kind is on record."""
    meets = tuple(sorted(item.meets))
    if item.kind in _BY_RELATION:
        relation = _BY_RELATION[item.kind]
        return AnyOf((Related(relation, where=In("id", meets)), Not(Related(relation))))
    if item.kind in _BY_PROPERTY:
        name = _BY_PROPERTY[item.kind]
        return AnyOf((In(name, meets), Exists(name, present=False)))
    return Not(Compare("capacity", Op.EQ, 0))


def both(where: Filter | None, asked: Sequence[Asked]) -> Filter | None:
    """A condition of the caller and all hard ones; None if there is none."""
    parts = [*([] if where is None else [where]), *(allowing(item) for item in hard_only(asked))]
    return All(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None
