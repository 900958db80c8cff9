"""Where added ontologies are kept; all that is needed to load them.

In a folder beside the store, ``NAME/current.json`` names the version of an ontology that counts,
and ``NAME/VERSION/model.ttl`` is what the model is made from.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from ontology.errors import InvalidOntology

CURRENT = "current.json"
MODEL = "model.ttl"


def places(folder: Path) -> Iterator[Path]:
    """The folders of the added ontologies, by name."""
    if folder.is_dir():
        yield from sorted(place for place in folder.iterdir() if (place / CURRENT).is_file())


def model_files(folder: Path) -> tuple[Path, ...]:
    """The Turtle files of the added ontologies that extend the model, by name.

    Raises:
        InvalidOntology: A file of the folder is not as it was written.
    """
    return tuple(
        place / str(read_json(place / CURRENT)["version"]) / MODEL for place in places(folder)
    )


def read_json(file: Path) -> Mapping[str, Any]:
    """What a file of the folder says.

    Raises:
        InvalidOntology: It is not as it was written.
    """
    try:
        found = orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        message = "cannot be read; take its folder away and add the ontology again"
        raise InvalidOntology(message, str(file)) from error
    if not isinstance(found, dict):
        raise InvalidOntology("is not as it was written; add the ontology again", str(file))
    return found
