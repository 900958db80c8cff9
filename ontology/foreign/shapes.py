"""SHACL shapes of a foreign file, handed on as far as the model reads them."""

from ontology.foreign.classes import imply
from ontology.foreign.context import Context
from ontology.foreign.report import Treatment
from ontology.foreign.roles import Role
from ontology.namespaces import PN, RDF, RDFS, SH
from ontology.properties import UNENFORCED
from ontology.triples import Triples

_TELLS_VALUES = ("datatype", "class", "node", "nodeKind", "or", "in")
_READ = frozenset(
    SH + name
    for name in (
        *("path", "datatype", "class", "node", "nodeKind", "or", "minCount", "maxCount"),
        *("minInclusive", "maxInclusive", "pattern", "flags", "in", "uniqueLang"),
        *("name", "description", "targetClass", "property"),
    )
)


def translate_shapes(context: Context) -> None:
    """Copy the shapes of classes, and tell which of their constraints have no effect."""
    triples = context.triples
    for shape in context.roles.having(Role.SHAPE):
        owners = triples.resources(shape, f"{SH}targetClass")
        imply(context, owners, shape)
        for owner in owners:
            context.profile.say(shape, f"{SH}targetClass", owner)
        _note_unread(context, shape, shape)
        for part in triples.resources(shape, f"{SH}property"):
            if _is_readable(triples, part):
                context.profile.say(shape, f"{SH}property", part)
                _copy_part(context, shape, part)
            else:
                context.notes.note(Treatment.KEPT, "SHAPE_KEPT", shape, f"{SH}property")


def _is_readable(triples: Triples, part: str) -> bool:
    """Whether it is about one property, and something says what the values are."""
    paths = triples.resources(part, f"{SH}path")
    if len(paths) != 1 or paths[0].startswith("_:"):
        return False
    stated = any(triples.nodes(part, SH + name) for name in _TELLS_VALUES)
    return stated or bool(triples.nodes(paths[0], f"{RDFS}range"))


def _copy_part(context: Context, shape: str, part: str) -> None:
    triples, profile = context.triples, context.profile
    _note_unread(context, shape, part)
    for predicate, nodes in triples.objects.get(part, {}).items():
        for node in nodes:
            if predicate == f"{SH}datatype" and isinstance(node, str):
                held = context.expressions.data_range(node, shape)
                profile.say(part, predicate, held.datatype)
            elif predicate in _READ or predicate.startswith(PN):
                profile.say(part, predicate, node)
                if isinstance(node, str) and node.startswith("_:"):
                    _copy_below(context, node, {part})
    options = [
        option
        for head in triples.resources(part, f"{SH}or")
        for option in triples.members(head)
        if isinstance(option, str)
    ]
    for node in (part, *options):
        imply(context, triples.resources(node, f"{SH}class"), shape)


def _copy_below(context: Context, node: str, met: set[str]) -> None:
    waiting = [node]
    while waiting:
        blank = waiting.pop()
        if blank in met:
            continue
        met.add(blank)
        for predicate, nodes in context.triples.objects.get(blank, {}).items():
            for item in nodes:
                context.profile.say(blank, predicate, item)
                if isinstance(item, str) and item.startswith("_:"):
                    waiting.append(item)


def _note_unread(context: Context, shape: str, part: str) -> None:
    for predicate in context.triples.objects.get(part, {}):
        constraint = predicate.removeprefix(SH)
        if constraint in UNENFORCED or (predicate.startswith(SH) and predicate not in _READ):
            note = context.notes.note
            note(Treatment.KEPT, "SHAPE_KEPT", shape, predicate, construct=predicate)


READ_ON_SHAPES = _READ | {f"{RDF}type"}
"""Predicates that have an effect on a shape."""
