"""A small ontology of companies, cities and goods that the import tests speak of."""

from pathlib import Path

from graph import GraphStore
from graph.memory import MemoryStore
from ingest import ImportSummary, Options, import_file, load_mapping
from ingest.runs.ledger import imports
from ontology.model import (
    ClassDef,
    Datatype,
    Ontology,
    PropertyDef,
    RelationDef,
    Term,
    Text,
    Vocabulary,
)

NAMESPACE = "urn:pearlnet:ontology:"
TIME = "2026-01-01T00:00:00Z"
NO_TEXT = Text({})


def define(
    name: str,
    datatype: Datatype,
    *,
    many: bool = False,
    required: bool = False,
    vocabulary: str | None = None,
    minimum: float | None = None,
    searchable: bool = False,
) -> PropertyDef:
    return PropertyDef(
        name=name,
        iri=NAMESPACE + name,
        label=NO_TEXT,
        gloss=NO_TEXT,
        datatype=datatype,
        many=many,
        required=required,
        vocabulary=vocabulary,
        minimum=minimum,
        searchable=searchable,
    )


def class_of(name: str, *properties: PropertyDef, parents: tuple[str, ...] = ()) -> ClassDef:
    return ClassDef(
        name, NAMESPACE + name, NO_TEXT, NO_TEXT, parents, {item.name: item for item in properties}
    )


def relation_of(name: str, ends: dict[str, tuple[str, ...]]) -> RelationDef:
    return RelationDef(name, NAMESPACE + name, NO_TEXT, NO_TEXT, NO_TEXT, ends)


SIZES = Vocabulary(
    "size",
    NAMESPACE + "size",
    NO_TEXT,
    NO_TEXT,
    {
        "small": Term(
            "small", NAMESPACE + "small", Text({"zh": "小型", "en": "Small"}), NO_TEXT, ("微型",)
        ),
        "large": Term("large", NAMESPACE + "large", Text({"zh": "大型", "en": "Large"}), NO_TEXT),
    },
)

WORLD = Ontology(
    classes={
        "Thing": class_of(
            "Thing",
            define("name", Datatype.TEXT, required=True, searchable=True),
            define("alias", Datatype.TEXT, many=True),
            define("homepage", Datatype.URI),
        ),
        "Company": class_of(
            "Company",
            define("staff", Datatype.INTEGER, minimum=0),
            define("budget", Datatype.DECIMAL),
            define("listed", Datatype.BOOLEAN),
            define("founded", Datatype.DATE),
            define("size", Datatype.TERM, vocabulary="size"),
            define("code", Datatype.STRING),
            parents=("Thing",),
        ),
        "Startup": class_of("Startup", parents=("Company",)),
        "City": class_of("City", define("people", Datatype.INTEGER), parents=("Thing",)),
    },
    relations={
        "locatedIn": relation_of("locatedIn", {"Company": ("City",)}),
        "supplies": relation_of("supplies", {"Company": ("Company",)}),
        "twinOf": relation_of("twinOf", {"City": ("City",)}),
    },
    vocabularies={"size": SIZES},
)


def new_store() -> MemoryStore:
    store = MemoryStore()
    store.apply_schema(WORLD.graph_schema())
    return store


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


COMPANIES = """\
source: {name: register}
entities:
  - class: Company
    id: "{id}"
    auto: true
"""


def run(
    store: GraphStore,
    folder: Path,
    table: str,
    mapping: str = COMPANIES,
    *,
    name: str = "companies.csv",
    batch: str | None = None,
    options: Options | None = None,
) -> ImportSummary:
    """Write a table and its mapping, and import it, as batch ``b1``, ``b2`` and so on."""
    loaded = load_mapping(write(folder / "mapping.yaml", mapping), WORLD)
    return import_file(
        store,
        WORLD,
        write(folder / name, table),
        loaded,
        batch_id=batch or f"b{len(imports(store)) + 1}",
        time=TIME,
        options=options or Options(again=True, records=1),
    )
