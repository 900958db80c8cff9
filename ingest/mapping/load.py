"""Reading a mapping file and checking it against the ontology, before any row is read."""

from collections.abc import Iterable
from pathlib import Path

from ingest.errors import FaultList, InvalidMapping
from ingest.mapping.marked_yaml import Node, parse_yaml, read_yaml
from ingest.mapping.model import (
    EntityBlock,
    Mapping,
    RdfRules,
    RdfValue,
    RelationRule,
    SourceRule,
    ValueRule,
)
from ingest.mapping.syntax import parse_mapping
from ingest.rows.exact_cells import check_exact
from ingest.rows.relation_rows import check_relation_table
from ingest.rows.units import check_unit
from ingest.rows.values import BadValue, compile_converter, constant_value
from ontology.errors import nearest
from ontology.languages import split_text_key, text_key
from ontology.model import Datatype, Ontology, PropertyDef


def load_mapping(path: Path, ontology: Ontology) -> Mapping:
    """Read a mapping and check every name in it.

    Raises:
        InvalidMapping: With all faults found, each with its line and the nearest valid name.
    """
    faults = FaultList(str(path))
    return _checked(path, read_yaml(path, faults), ontology, faults)


def parse_mapping_text(name: str, text: str, ontology: Ontology) -> Mapping:
    """A mapping from its text, ``name`` being for messages.

    Raises:
        InvalidMapping: As ``load_mapping`` does.
    """
    faults = FaultList(name)
    return _checked(Path(name), parse_yaml(text, faults), ontology, faults)


def _checked(path: Path, root: Node | None, ontology: Ontology, faults: FaultList) -> Mapping:
    if root is None:
        raise InvalidMapping(faults.faults)
    mapping = parse_mapping(path, root, faults)
    faults.raise_if_any(InvalidMapping)
    for block in mapping.entities:
        _check_block(block, ontology, faults)
    if mapping.relations_table is not None:
        check_relation_table(mapping.relations_table, ontology, faults)
    check_exact(mapping, faults)
    _check_rdf(mapping.rdf, ontology, faults)
    faults.raise_if_any(InvalidMapping)
    return mapping


def bare_mapping(path: Path) -> Mapping:
    """The mapping of an RDF file that speaks the ontology's own IRIs; its source is the file."""
    return Mapping(path, SourceRule(path.name))


def possible_classes(block: EntityBlock, ontology: Ontology) -> tuple[str, ...]:
    """The classes that the block's entities may have, sorted."""
    if isinstance(block.type, str):
        return (block.type,)
    if block.type.lookup:
        return tuple(sorted({str(value) for value in block.type.lookup.values()}))
    return tuple(sorted(ontology.classes))


def find_property(ontology: Ontology, class_name: str, key: str) -> PropertyDef | None:
    """The class's property that is stored under a flat key, in any language; None if none is."""
    properties = ontology.properties(class_name)
    texts = {name for name, item in properties.items() if item.datatype is Datatype.TEXT}
    if key in properties and key not in texts:
        return properties[key]
    split = split_text_key(key, texts)
    return properties[split[0]] if split and text_key(*split) == key else None


def flat_keys(ontology: Ontology, classes: Iterable[str]) -> set[str]:
    """All flat property keys of the classes."""
    return {
        key
        for name in classes
        for definition in ontology.properties(name).values()
        for key in definition.keys
    }


def _check_block(block: EntityBlock, ontology: Ontology, faults: FaultList) -> None:
    classes = possible_classes(block, ontology)
    unknown = [name for name in classes if name not in ontology.classes]
    line = block.line if isinstance(block.type, str) else block.type.line
    for name in unknown:
        faults.add(line, f"unknown class {name!r}{_meant(name, ontology.classes)}")
    if unknown:
        return
    if isinstance(block.type, str) and block.describes and ontology.classes[block.type].abstract:
        below = ", ".join(ontology.descendants(block.type))
        faults.add(line, f"{block.type} is abstract; name one of {below}")
    if not block.id.fields:
        faults.add(block.line, "the id template names no column, so every row would be one entity")
    for key, rule in block.properties.items():
        _check_property(key, rule, classes, ontology, faults)
    for name, relation in block.relations.items():
        _check_relation(name, relation, classes, ontology, faults)


def _check_property(
    key: str, rule: ValueRule, classes: tuple[str, ...], ontology: Ontology, faults: FaultList
) -> None:
    definitions = [d for name in classes if (d := find_property(ontology, name, key))]
    if not definitions:
        owner = _owner(classes)
        keys = flat_keys(ontology, classes)
        faults.add(rule.line, f"unknown property {key!r} of {owner}{_meant(key, keys)}")
        return
    convert = compile_converter(definitions[0], ontology)
    fixed = (
        *rule.constant,
        *rule.lookup.values(),
        *(() if rule.default is None else (rule.default,)),
    )
    for value in fixed:
        try:
            convert(value)
        except BadValue as bad:
            faults.add(rule.line, f"{key}: {value!r}: {bad.reason}; {bad.suggestion}")
    check_unit(rule.unit, definitions[0], rule.line, faults)
    if (len(rule.constant) > 1 or rule.split) and not definitions[0].many:
        faults.add(rule.line, f"{key} takes one value, so it can have no `split` and no list")


def _check_relation(
    name: str, rule: RelationRule, classes: tuple[str, ...], ontology: Ontology, faults: FaultList
) -> None:
    line = rule.value.line
    if name not in ontology.relations:
        faults.add(
            line, f"unknown relation {name!r}{_meant(name, _open_relations(ontology, classes))}"
        )
        return
    ways = ontology.relations_from if rule.direction == "out" else ontology.relations_to
    if any(relation.name == name for item in classes for relation in ways(item)):
        return
    verb = "leave" if rule.direction == "out" else "reach"
    valid = sorted({relation.name for item in classes for relation in ways(item)})
    choice = f"; those that can: {', '.join(valid)}" if valid else ""
    faults.add(line, f"relation {name!r} cannot {verb} {_owner(classes)}{choice}")


def _open_relations(ontology: Ontology, classes: tuple[str, ...]) -> set[str]:
    near = {relation.name for name in classes for relation in ontology.relations_from(name)}
    return near or set(ontology.relations)


def _check_rdf(rules: RdfRules, ontology: Ontology, faults: FaultList) -> None:
    owners = [ontology.properties(name) for name in ontology.classes]
    owners += [relation.properties for relation in ontology.relations.values()]
    properties = {key: item for owner in owners for key, item in owner.items()}
    named = (
        ("class", rules.classes, set(ontology.classes)),
        ("property", rules.properties, set(properties)),
        ("relation", rules.relations, set(ontology.relations)),
    )
    for kind, names, known in named:
        for iri, name in names.items():
            if name not in known:
                faults.add(
                    rules.lines[iri], f"unknown {kind} {name!r} for <{iri}>{_meant(name, known)}"
                )
    for iri, value in rules.values.items():
        definition = properties.get(rules.properties[iri])
        if definition is not None:
            _check_rdf_value(definition, value, rules.lines[iri], ontology, faults)
    _check_constants(rules, ontology, faults)


def _check_constants(rules: RdfRules, ontology: Ontology, faults: FaultList) -> None:
    for name, values in rules.constants.items():
        line = rules.lines[name]
        if name not in ontology.classes:
            faults.add(line, f"unknown class {name!r}{_meant(name, ontology.classes)}")
            continue
        for key, value in values.items():
            definition = find_property(ontology, name, key)
            if definition is None:
                meant = _meant(key, flat_keys(ontology, (name,)))
                faults.add(line, f"unknown property {key!r} of {name}{meant}")
                continue
            try:
                constant_value(definition, value, ontology)
            except BadValue as bad:
                faults.add(line, f"{key}: {bad.value!r}: {bad.reason}; {bad.suggestion}")


def _check_rdf_value(
    definition: PropertyDef, value: RdfValue, line: int, ontology: Ontology, faults: FaultList
) -> None:
    convert = compile_converter(definition, ontology)
    for item in value.lookup.values():
        try:
            convert(item)
        except BadValue as bad:
            faults.add(line, f"{definition.name}: {item!r}: {bad.reason}; {bad.suggestion}")
    check_unit(value.unit, definition, line, faults)
    if value.split and not definition.many:
        faults.add(line, f"{definition.name} takes one value, so it can have no `split`")


def _owner(classes: tuple[str, ...]) -> str:
    return classes[0] if len(classes) == 1 else "any class that the rows may have"


def _meant(name: str, known: Iterable[str]) -> str:
    hint = nearest(name, known)
    return f"; did you mean {hint!r}?" if hint else ""
