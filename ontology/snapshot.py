"""A built model kept in a file, for parsing and building thousands of classes takes a second."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import orjson

from ontology.model import (
    ClassDef,
    Datatype,
    Ontology,
    PropertyDef,
    RelationDef,
    Sensitivity,
    Term,
    Text,
    Vocabulary,
)
from ontology.triples import Source

T = TypeVar("T")


def key_of(sources: Iterable[Source]) -> str:
    """A hash of the sources and of the code that makes a model of them."""
    digest = hashlib.sha256()
    for module in sorted(files("ontology").iterdir(), key=lambda item: item.name):
        if module.name.endswith(".py"):
            digest.update(module.read_bytes())
    for source in sources:
        digest.update(hashlib.sha256(source.content).digest())
    return digest.hexdigest()


def read(file: Path, key: str) -> Ontology | None:
    """The model kept under that key; None if there is none."""
    try:
        kept = orjson.loads(file.read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return None
    return _ontology(kept["model"]) if kept.get("key") == key else None


def write(file: Path, key: str, model: Ontology) -> None:
    """Keep a model; where that fails, as in a read-only folder, it is built again next time."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    content = {
        "classes": model.classes,
        "relations": model.relations,
        "vocabularies": model.vocabularies,
        "warnings": model.warnings,
    }
    try:
        draft.write_bytes(orjson.dumps({"key": key, "model": content}, default=dict))
        draft.replace(file)
    except OSError:
        return


def _ontology(kept: Mapping[str, Any]) -> Ontology:
    return Ontology(
        classes=_all(kept["classes"], _class),
        relations=_all(kept["relations"], _relation),
        vocabularies=_all(kept["vocabularies"], _vocabulary),
        warnings=tuple(kept["warnings"]),
    )


def _all(kept: Mapping[str, Any], read_one: Callable[[Any], T]) -> Mapping[str, T]:
    return MappingProxyType({name: read_one(item) for name, item in kept.items()})


def _text(kept: Mapping[str, Any]) -> Text:
    return Text(kept["by_language"])


def _named(kept: dict[str, Any]) -> dict[str, Any]:
    return kept | {"label": _text(kept["label"]), "gloss": _text(kept["gloss"])}


def _class(kept: dict[str, Any]) -> ClassDef:
    return ClassDef(
        **_named(kept)
        | {
            "parents": tuple(kept["parents"]),
            "properties": _all(kept["properties"], _property),
            "aliases": tuple(kept["aliases"]),
        }
    )


def _property(kept: dict[str, Any]) -> PropertyDef:
    return PropertyDef(
        **_named(kept)
        | {
            "datatype": Datatype(kept["datatype"]),
            "sensitivity": Sensitivity(kept["sensitivity"]),
            "choices": tuple(kept["choices"]),
            "aliases": tuple(kept["aliases"]),
            "unit": _text(kept["unit"]),
        }
    )


def _relation(kept: dict[str, Any]) -> RelationDef:
    ends = {name: tuple(reach) for name, reach in kept["ends"].items()}
    return RelationDef(
        **_named(kept)
        | {
            "inverse_label": _text(kept["inverse_label"]),
            "ends": MappingProxyType(ends),
            "properties": _all(kept["properties"], _property),
            "aliases": tuple(kept["aliases"]),
        }
    )


def _vocabulary(kept: dict[str, Any]) -> Vocabulary:
    return Vocabulary(**_named(kept) | {"terms": _all(kept["terms"], _term)})


def _term(kept: dict[str, Any]) -> Term:
    lists = {"aliases": tuple(kept["aliases"]), "broader": tuple(kept["broader"])}
    return Term(**_named(kept) | lists)
