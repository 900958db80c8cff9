"""SHACL shapes of a foreign file, read as far as the model can say them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ontology.foreign.classes import imply
from ontology.foreign.context import Context
from ontology.foreign.expressions import Condition
from ontology.foreign.report import Treatment
from ontology.foreign.roles import Role
from ontology.namespaces import BUILT_IN, PN, RDF, SH
from ontology.triples import Literal

_VALUES = frozenset(SH + name for name in ("datatype", "class", "node", "nodeKind", "or"))
_CONSTRAINTS = frozenset(
    SH + name
    for name in (
        *("minCount", "maxCount", "minInclusive", "maxInclusive", "pattern", "flags", "in"),
        *("uniqueLang", "name", "description"),
    )
)
_STRUCTURE = frozenset({f"{RDF}type", f"{SH}path", f"{SH}targetClass", f"{SH}property"})
READ_ON_SHAPES = _VALUES | _CONSTRAINTS | _STRUCTURE
"""Predicates that have an effect on a shape."""
_LISTS = frozenset({f"{SH}in"})
_LIMITS = frozenset({f"{SH}minInclusive", f"{SH}maxInclusive"})


@dataclass(frozen=True, slots=True)
class Part:
    """A property shape: what a class says of one of its properties or relations.

    Attributes:
        owner: IRI of the class.
        path: IRI of the property or relation.
        node: The property shape.
        datatype: IRI of the datatype of its values, as the model has it, if it says one.
        scheme: IRI of the vocabulary of its values, if it says one.
        targets: IRIs of the classes it reaches; empty for any.
    """

    owner: str
    path: str
    node: str
    datatype: str | None = None
    scheme: str | None = None
    targets: tuple[str, ...] = ()

    @property
    def relation(self) -> bool:
        """Whether it leads to entities."""
        return self.datatype is None and self.scheme is None


Parts = Mapping[str, list[Part]]
"""Property shapes by path, at most one for a class, all of one kind."""


def read_shapes(context: Context) -> Parts:
    """The property shapes of classes.

    One that does not say what the values are becomes a condition, for the range may say it.
    """
    found: dict[str, list[Part]] = {}
    for owner, node in _stated(context):
        path = _path(context, node)
        part = _part(context, owner, path, node) if path else None
        if part is not None:
            found.setdefault(part.path, []).append(part)
        elif path is not None:
            _put_condition(context, owner, path, node)
        else:
            _keep(context, owner, f"{SH}path")
    return {path: list(_of_one_kind(context, path, parts)) for path, parts in found.items()}


def say_part(context: Context, part: Part) -> None:
    """State a property shape."""
    profile, triples = context.profile, context.triples
    imply(context, (part.owner, *part.targets), part.owner)
    shape = profile.blank()
    profile.say(part.owner, f"{SH}property", shape)
    profile.say(shape, f"{SH}path", part.path)
    _say_values(context, shape, part)
    for predicate, nodes in triples.objects.get(part.node, {}).items():
        for node in nodes:
            if predicate in _LISTS and isinstance(node, str):
                profile.say(shape, predicate, profile.members(triples.members(node)))
            elif _is_sound(predicate, node) and not (part.relation and predicate in _LIMITS):
                profile.say(shape, predicate, node)
        if predicate.startswith(SH) and predicate not in READ_ON_SHAPES:
            _keep(context, part.owner, predicate)


def _say_values(context: Context, shape: str, part: Part) -> None:
    profile = context.profile
    if part.scheme is not None:
        profile.say(shape, f"{SH}node", part.scheme)
    elif part.datatype is not None:
        profile.say(shape, f"{SH}datatype", part.datatype)
    elif not part.targets:
        profile.say(shape, f"{SH}nodeKind", f"{SH}IRI")
    else:
        options = []
        for target in part.targets:
            options.append(profile.blank())
            profile.say(options[-1], f"{SH}class", target)
        profile.say(shape, f"{SH}or", profile.members(options))


def _stated(context: Context) -> Iterator[tuple[str, str]]:
    """Classes with their property shapes; shapes of anything else are told."""
    triples = context.triples
    for shape in context.roles.having(Role.SHAPE):
        owners = triples.resources(shape, f"{SH}targetClass")
        if context.roles.has(shape, Role.CLASS):
            owners = [*owners, shape]
        for predicate in triples.objects.get(shape, {}):
            if predicate.startswith(SH) and predicate not in READ_ON_SHAPES:
                _keep(context, shape, predicate)
        for node in triples.resources(shape, f"{SH}property"):
            for owner in owners:
                yield context.resolve(owner), node
            if not owners:
                _keep(context, shape, f"{SH}property")


def _path(context: Context, node: str) -> str | None:
    """The one property that a shape is about; None if its path is longer, or of the language."""
    paths = context.triples.resources(node, f"{SH}path")
    if len(paths) != 1 or paths[0].startswith(("_:", RDF)):
        return None
    return paths[0]


def _part(context: Context, owner: str, path: str, node: str) -> Part | None:
    """What a shape says of its values; None if it says nothing that the model can."""
    triples = context.triples
    if owner.startswith(BUILT_IN):
        return None
    scheme = next((n for n in triples.resources(node, f"{SH}node") if n in context.schemes), None)
    datatype = next(iter(triples.resources(node, f"{SH}datatype")), None)
    held = None if datatype is None else context.expressions.data_range(datatype, owner).datatype
    if scheme is not None or held is not None:
        return Part(owner, path, node, held if scheme is None else None, scheme)
    options = [
        option
        for head in triples.resources(node, f"{SH}or")
        for option in triples.members(head)
        if isinstance(option, str)
    ]
    named = [n for item in (node, *options) for n in triples.resources(item, f"{SH}class")]
    classes = [context.resolve(name) for name in named]
    targets = tuple(
        name for name in dict.fromkeys(classes) if not name.startswith(("_:", *BUILT_IN))
    )
    kinds = triples.resources(node, f"{SH}nodeKind")
    if targets or f"{SH}IRI" in kinds or f"{SH}BlankNodeOrIRI" in kinds:
        return Part(owner, path, node, targets=() if f"{PN}Thing" in targets else targets)
    return None


def _put_condition(context: Context, owner: str, path: str, node: str) -> None:
    if owner.startswith(BUILT_IN):
        return
    least = _number(context, node, "minCount") or 0
    most = _number(context, node, "maxCount")
    condition = Condition(path, "shape", None, least, most)
    context.conditions.setdefault(owner, []).append(condition)


def _of_one_kind(context: Context, path: str, parts: list[Part]) -> Iterator[Part]:
    """One part for each class, all relations or all properties; the others are told."""
    votes = Counter(part.relation for part in parts)
    if context.roles.has(path, Role.OBJECT_PROPERTY):
        votes[True] += len(parts)
    elif context.roles.has(path, Role.DATA_PROPERTY):
        votes[False] += len(parts)
    if path in context.base_iris:
        votes[path in context.relations] += 2 * len(parts)
    relation = votes[True] > votes[False]
    owners: set[str] = set()
    for part in parts:
        if part.relation is relation and part.owner not in owners:
            owners.add(part.owner)
            yield part
        else:
            _keep(context, part.owner, part.path)


def _is_sound(predicate: str, node: object) -> bool:
    """Whether the model can read a constraint."""
    if predicate.startswith(PN):
        return True
    if predicate not in _CONSTRAINTS or not isinstance(node, Literal):
        return False
    try:
        if predicate == f"{SH}pattern":
            re.compile(node.value)
        elif predicate in _LIMITS:
            float(node.value)
    except (re.error, ValueError):
        return False
    return True


def _number(context: Context, node: str, name: str) -> int | None:
    stated = context.triples.value(node, SH + name)
    return int(stated) if stated is not None and stated.isdigit() else None


def _keep(context: Context, subject: str, predicate: str) -> None:
    context.notes.note(Treatment.KEPT, "SHAPE_KEPT", subject, predicate, construct=predicate)
