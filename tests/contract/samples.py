"""The schema of the contract suite, and short ways to write and read records."""

from graph.port import GraphReader, GraphStore
from graph.query import Filter, Page, Query, Sort, UpsertResult
from graph.records import Entity, PropertyValue, Provenance, Relation, RelationKey
from graph.schema import ClassSchema, GraphSchema

INDEXED = ("capacity", "category", "code", "dueDate", "illustrative", "name_en", "name_zh")
SEARCHABLE = ("alias_en", "alias_zh", "code", "name_en", "name_zh")


def _class(name: str, *ancestors: str) -> ClassSchema:
    return ClassSchema(name, ancestors, INDEXED, SEARCHABLE)


SCHEMA = GraphSchema(
    classes=(
        _class("Demand", "Thing"),
        _class("Enterprise", "Organization", "Thing"),
        _class("Organization", "Thing"),
        _class("Technology", "Thing"),
        _class("Thing"),
        _class("University", "Organization", "Thing"),
    ),
    relations=("requires", "suppliesTo", "usesTechnology"),
)
PAPER = Provenance("paper", "batch-1", "2026-01-01T00:00:00Z", 0.9)
REGISTER = Provenance("register", "batch-2", "2026-02-01T00:00:00Z", 1.0)


def entity(id: str, type: str = "Technology", **properties: PropertyValue | None) -> Entity:
    return Entity(id, type, properties)


def put(store: GraphStore, *entities: Entity) -> UpsertResult:
    return store.write(lambda writer: writer.upsert_entities(entities))


def link(store: GraphStore, *relations: Relation) -> UpsertResult:
    return store.write(lambda writer: writer.upsert_relations(relations))


def drop(store: GraphStore, *ids: str) -> int:
    return store.write(lambda writer: writer.delete_entities(ids))


def unlink(store: GraphStore, *keys: RelationKey) -> int:
    return store.write(lambda writer: writer.delete_relations(keys))


def stored(store: GraphReader, id: str) -> Entity:
    return store.get([id])[id]


def ids_of(page: Page) -> list[str]:
    return [item.id for item in page.entities]


def found(store: GraphReader, where: Filter | None = None, type: str | None = None) -> list[str]:
    """Ids that fit, in order of id, told alike by ``find`` and by ``count``."""
    query = Query(type=type, where=where)
    ids = ids_of(store.find(query, first=1000))
    assert store.count(query) == len(ids)
    return ids


def ordered(store: GraphReader, field: str, *, descending: bool = False) -> list[str]:
    """All ids sorted by the field, read in pages of two."""
    query = Query(sort=Sort(field, descending))
    ids: list[str] = []
    page = store.find(query, first=2)
    ids += ids_of(page)
    while page.has_next:
        page = store.find(query, first=2, after=page.cursors[-1])
        ids += ids_of(page)
    return ids
