"""All SQL of the store. Values are always bound; names that stand in text are identifiers."""
# ruff: noqa: S608 - only checked identifiers and SQL of this module are put together

from collections.abc import Sequence

APPLICATION_ID = 0x7065_6172
FORMAT = 2

LAYOUT = (
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID",
    """CREATE TABLE entities (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
        properties TEXT NOT NULL, origins NOT NULL, claims TEXT NOT NULL)""",
    "CREATE INDEX entities_by_type ON entities (type, id)",
    """CREATE TABLE items (
        field TEXT NOT NULL, kind TEXT NOT NULL, value NOT NULL, entity INTEGER NOT NULL,
        PRIMARY KEY (field, kind, value, entity)) WITHOUT ROWID""",
    "CREATE INDEX items_by_entity ON items (entity)",
    """CREATE TABLE relations (
        source INTEGER NOT NULL, type TEXT NOT NULL, target INTEGER NOT NULL,
        properties TEXT NOT NULL, origin INTEGER, claims TEXT NOT NULL,
        PRIMARY KEY (source, type, target)) WITHOUT ROWID""",
    "CREATE INDEX relations_by_target ON relations (target, type, source)",
    """CREATE VIRTUAL TABLE documents USING fts5 (text, content='', tokenize='ascii')""",
    """CREATE TABLE vectors (
        space TEXT NOT NULL, entity INTEGER NOT NULL, vector BLOB NOT NULL,
        UNIQUE (space, entity))""",
    "CREATE INDEX vectors_by_entity ON vectors (entity)",
    """CREATE TABLE origins (
        key INTEGER PRIMARY KEY, source TEXT NOT NULL, batch TEXT NOT NULL, time TEXT NOT NULL,
        confidence REAL NOT NULL, UNIQUE (source, batch, time, confidence))""",
    "CREATE TABLE notes (key TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE changes (
        last INTEGER PRIMARY KEY, first INTEGER NOT NULL, revision INTEGER NOT NULL,
        operation TEXT NOT NULL, types TEXT NOT NULL, ids TEXT NOT NULL, targets TEXT)""",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {FORMAT}",
)
PRAGMAS = (
    "PRAGMA busy_timeout = 30000",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -65536",
    "PRAGMA mmap_size = 268435456",
)
WRITER_PRAGMAS = (
    "PRAGMA mmap_size = 0",
    "PRAGMA cache_size = -131072",
    "PRAGMA wal_autocheckpoint = 40000",
)
"""Keys arrive in no order, so a bulk write touches nearly every page: those pages are kept at
hand, and go from the log to the file only after some 160 MB, each once."""
GET_JOURNAL = "PRAGMA journal_mode"
SET_JOURNAL = "PRAGMA journal_mode = WAL"
GET_APPLICATION = "PRAGMA application_id"
GET_FORMAT = "PRAGMA user_version"
COUNT_TABLES = "SELECT count(*) FROM sqlite_master"
BEGIN_READ = "BEGIN"
BEGIN_WRITE = "BEGIN IMMEDIATE"
COMMIT = "COMMIT"
ROLLBACK = "ROLLBACK"

GET_SETTING = "SELECT value FROM settings WHERE name = ?"
SET_SETTING = "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)"

PROPERTY_INDEXES = (
    "SELECT substr(name, 4) FROM sqlite_master WHERE type = 'index' AND name GLOB 'by_*'"
)

NEXT_KEY = "SELECT coalesce(max(key), 0) + 1 FROM entities"
GET_ENTITIES = """SELECT id, type, properties, origins, claims FROM entities
    WHERE id IN (SELECT value FROM json_each(?))"""
GET_KEYED_ENTITIES = """SELECT key, id, type, properties, origins, claims FROM entities
    WHERE id IN (SELECT value FROM json_each(?))"""
GET_TYPES = "SELECT id, type FROM entities WHERE id IN (SELECT value FROM json_each(?))"
GET_KEYS = "SELECT id, key FROM entities WHERE id IN (SELECT value FROM json_each(?))"
ALL_ENTITIES = "SELECT key, id, type, properties, origins, claims FROM entities"
ALL_KEYS = "SELECT key, id FROM entities ORDER BY id"
INSERT_ENTITY = (
    "INSERT INTO entities (key, id, type, properties, origins, claims) VALUES (?, ?, ?, ?, ?, ?)"
)
UPDATE_ENTITY = "UPDATE entities SET properties = ?, origins = ?, claims = ? WHERE key = ?"
DELETE_ENTITIES = "DELETE FROM entities WHERE key IN (SELECT value FROM json_each(?))"
INSERT_ITEM = "INSERT OR IGNORE INTO items (field, kind, value, entity) VALUES (?, ?, ?, ?)"
DELETE_ITEMS = "DELETE FROM items WHERE entity IN (SELECT value FROM json_each(?))"
HAS_ITEMS = "SELECT 1 FROM items WHERE field = ? LIMIT 1"

INSERT_DOCUMENT = "INSERT INTO documents (rowid, text) VALUES (?, ?)"
DELETE_DOCUMENT = "INSERT INTO documents (documents, rowid, text) VALUES ('delete', ?, ?)"
DELETE_ALL_DOCUMENTS = "INSERT INTO documents (documents) VALUES ('delete-all')"

GET_RELATIONS = """SELECT r.source, r.type, r.target, r.properties, r.origin, r.claims
    FROM json_each(?) AS k CROSS JOIN relations AS r
    ON r.source = json_extract(k.value, '$[0]') AND r.type = json_extract(k.value, '$[1]')
    AND r.target = json_extract(k.value, '$[2]')"""
PUT_RELATION = """INSERT OR REPLACE INTO relations
    (source, type, target, properties, origin, claims) VALUES (?, ?, ?, ?, ?, ?)"""
CREATE_PAIRS = """CREATE TEMP TABLE IF NOT EXISTS pairs (
    place INTEGER PRIMARY KEY, source INTEGER NOT NULL, target INTEGER NOT NULL)"""
FILL_PAIRS = """INSERT INTO pairs SELECT p.key, s.key, t.key
    FROM json_each(?) AS p CROSS JOIN entities AS s ON s.id = json_extract(p.value, '$[0]')
    CROSS JOIN entities AS t ON t.id = json_extract(p.value, '$[1]')"""
PLACES = "SELECT place FROM pairs"
LINKED = """SELECT p.place, r.origin
    FROM (SELECT * FROM pairs ORDER BY source, target) AS p
    CROSS JOIN relations AS r ON r.source = p.source AND r.type = ? AND r.target = p.target"""
DROP_PAIRS = "DELETE FROM pairs WHERE place IN (SELECT value FROM json_each(?))"
LINK = """INSERT INTO relations (source, type, target, properties, origin, claims)
    SELECT source, ?, target, '{}', ?, '' FROM pairs ORDER BY source, target"""
"""Pairs as relations, in the order of the table's own tree."""
CLEAR_PAIRS = "DELETE FROM pairs"
DELETE_RELATION = "DELETE FROM relations WHERE source = ? AND type = ? AND target = ?"
RELATIONS_OF = """SELECT r.type, s.id, t.id FROM (
        SELECT source, type, target FROM relations
        WHERE source IN (SELECT value FROM json_each(?1))
        UNION SELECT source, type, target FROM relations
        WHERE target IN (SELECT value FROM json_each(?1))) AS r
    JOIN entities AS s ON s.key = r.source JOIN entities AS t ON t.key = r.target"""
ALL_EDGES = "SELECT source, type, target FROM relations"
SOME_EDGES = """SELECT source, type, target FROM relations
    WHERE type IN (SELECT value FROM json_each(?))"""

GET_DIMENSION = "SELECT length(vector) / 4 FROM vectors WHERE space = ? LIMIT 1"
GET_VECTORS = """SELECT e.key, e.id, v.vector FROM vectors AS v
    JOIN entities AS e ON e.key = v.entity WHERE v.space = ? ORDER BY e.id"""
PUT_VECTOR = "INSERT OR REPLACE INTO vectors (space, entity, vector) VALUES (?, ?, ?)"
DROP_VECTORS = "DELETE FROM vectors WHERE space = ?"
DELETE_VECTORS = "DELETE FROM vectors WHERE entity IN (SELECT value FROM json_each(?))"

INSERT_CHANGES = """INSERT INTO changes (last, first, revision, operation, types, ids, targets)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
LAST_CHANGE = "SELECT coalesce(max(last), 0) FROM changes"
GET_CHANGES = """SELECT first, revision, operation, types, ids, targets FROM changes
    WHERE last > ? ORDER BY last LIMIT ?"""

GET_ORIGINS = "SELECT key, source, batch, time, confidence FROM origins WHERE key > ?"
ADD_ORIGIN = """INSERT INTO origins (source, batch, time, confidence) VALUES (?, ?, ?, ?)
    ON CONFLICT DO NOTHING"""
GET_ORIGIN = """SELECT key FROM origins
    WHERE source = ? AND batch = ? AND time = ? AND confidence = ?"""
_NAMES = """EXISTS (SELECT 1 FROM json_each({}) AS named
    WHERE json_extract(named.value, '$[0]') IN (SELECT value FROM json_each(:origins)))"""
_IS_NAMED = "({0} IN (SELECT value FROM json_each(:origins)) OR {1})"
_SAID = _IS_NAMED.format(
    "origins",
    f"""(typeof(origins) = 'text' AND origins <> '' AND {_NAMES.format("origins")})
    OR (claims <> '' AND {_NAMES.format("claims")})""",
)
SAID_ENTITIES = f"""SELECT id, type, properties, origins, claims FROM entities
    WHERE id > :after AND {_SAID} ORDER BY id LIMIT :first"""
SAID_RELATIONS = f"""SELECT r.type, s.id, t.id, r.properties, r.origin, r.claims
    FROM entities AS s CROSS JOIN relations AS r ON r.source = s.key
    CROSS JOIN entities AS t ON t.key = r.target
    WHERE s.id >= :source AND (s.id, r.type, t.id) > (:source, :type, :target)
    AND (r.origin IN (SELECT value FROM json_each(:origins))
        OR (r.claims <> '' AND {_NAMES.format("r.claims")}))
    ORDER BY s.id, r.type, t.id LIMIT :first"""

GET_NOTES = "SELECT key, text FROM notes WHERE key >= ? AND substr(key, 1, ?) = ? ORDER BY key"
PUT_NOTE = "INSERT OR REPLACE INTO notes (key, text) VALUES (?, ?)"
DELETE_NOTE = "DELETE FROM notes WHERE key = ?"

STORED_TYPES = """WITH RECURSIVE found (type) AS (
        SELECT min(type) FROM entities
        UNION ALL
        SELECT (SELECT min(type) FROM entities WHERE type > found.type)
        FROM found WHERE found.type IS NOT NULL)
    SELECT type FROM found WHERE type IS NOT NULL"""


def create_property_index(hex_name: str, name: str) -> str:
    """An index over the entities that have the property: filters by it and sorts by it seek."""
    value = value_of("", name)
    return f"CREATE INDEX by_{hex_name} ON entities (type, {value}, id) WHERE {value} IS NOT NULL"


def drop_property_index(hex_name: str) -> str:
    """Undo ``create_property_index``."""
    return f"DROP INDEX by_{hex_name}"


def value_of(alias: str, name: str) -> str:
    """A property's value, of a list the first item; truth values come as 1 and 0."""
    column, path = f"{alias}properties", f'$."{name}"'
    return f"coalesce(json_extract({column}, '{path}[0]'), json_extract({column}, '{path}'))"


def kind_of(alias: str, name: str) -> str:
    """The JSON type of ``value_of``."""
    column, path = f"{alias}properties", f'$."{name}"'
    return f"coalesce(json_type({column}, '{path}[0]'), json_type({column}, '{path}'))"


def is_list(alias: str, name: str) -> str:
    """Whether the property is a list."""
    return f"json_type({alias}properties, '$.\"{name}\"') IS 'array'"


def has_item(alias: str, condition: str) -> str:
    """Whether some item of a list property fits; binds the field before the condition."""
    return f"{alias}key IN (SELECT entity FROM items WHERE field = ? AND {condition})"


def has_value_or_item(alias: str, other: str, scalar: str, condition: str) -> str:
    """As ``has_item``, or the first item or only value fits: both sides seek."""
    return (
        f"{alias}key IN (SELECT {other}.key FROM entities AS {other} WHERE {scalar} "
        f"UNION ALL SELECT entity FROM items WHERE field = ? AND {condition})"
    )


def is_related(alias: str, here: str, there: str, other: str, condition: str) -> str:
    """Whether a relation of a type leads to an entity that fits; the entity side drives."""
    return (
        f"{alias}key IN (SELECT r.{here} FROM entities AS {other} CROSS JOIN relations AS r "
        f"ON r.{there} = {other}.key AND r.type = ? WHERE {condition})"
    )


def has_relation(alias: str, here: str, there: str, other: str, classes: str) -> str:
    """Whether a relation of a type leads to an entity of those classes."""
    return (
        f"EXISTS (SELECT 1 FROM relations AS r JOIN entities AS {other} "
        f"ON {other}.key = r.{there} WHERE r.{here} = {alias}key AND r.type = ? AND {classes})"
    )


def is_one_of(value: str) -> str:
    """Whether the value is one of those bound as JSON."""
    return f"{value} IN (SELECT value FROM json_each(?))"


def in_classes(alias: str) -> str:
    """Whether the entity is of one of the classes, bound as JSON."""
    return is_one_of(f"{alias}type")


def page(value: str | None, direction: str, conditions: Sequence[str]) -> str:
    """Rows of one phase of a page: a sub-query for each class seeks, the outer merges.

    Without a value the order is by id alone, which an index gives under an equality too.
    """
    order = "id" if value is None else f"value {direction}, id"
    outer = "p.id" if value is None else f"p.value {direction}, p.id"
    parts = (
        f"SELECT * FROM (SELECT e.key AS key, e.id AS id, {value or 'NULL'} AS value "
        f"FROM entities AS e WHERE e.type = ? AND {condition} ORDER BY {order} LIMIT ?)"
        for condition in conditions
    )
    return (
        f"SELECT e.id, e.type, e.properties, e.origins, e.claims, p.value FROM "
        f"(SELECT * FROM ({' UNION ALL '.join(parts)}) ORDER BY {order} LIMIT ?) AS p "
        f"CROSS JOIN entities AS e ON e.key = p.key ORDER BY {outer}"
    )


def count(condition: str) -> str:
    """How many entities fit."""
    return f"SELECT count(*) FROM entities AS e WHERE {condition}"


def keys(condition: str) -> str:
    """Keys of the entities that fit."""
    return f"SELECT e.key FROM entities AS e WHERE {condition}"


def group_scalars(value: str, kind: str, unlisted: str, condition: str) -> str:
    """Counts by kind and value, of entities where the field is no list."""
    return (
        f"SELECT {kind} AS kind, {value} AS value, count(*) FROM entities AS e "
        f"WHERE {unlisted} AND {condition} GROUP BY 1, 2"
    )


def group_items(condition: str) -> str:
    """Counts by kind and item, of entities where the field is a list."""
    return (
        "SELECT i.kind, i.value, count(*) FROM items AS i "
        "JOIN entities AS e ON e.key = i.entity "
        f"WHERE i.field = ? AND {condition} GROUP BY 1, 2"
    )


def neighbours(here: str, there: str, types: str, classes: str) -> str:
    """Relations of the ids (bound as JSON) with their other ends, the first of each."""
    return f"""SELECT start, type, edge_properties, edge_origin, edge_claims,
            id, class, properties, origins, claims FROM (
        SELECT a.id AS start, r.type AS type, r.properties AS edge_properties,
            r.origin AS edge_origin, r.claims AS edge_claims, o.id AS id, o.type AS class,
            o.properties AS properties, o.origins AS origins, o.claims AS claims,
            row_number() OVER (PARTITION BY a.key ORDER BY r.type, o.id) AS place
        FROM json_each(?) AS j CROSS JOIN entities AS a ON a.id = j.value
        CROSS JOIN relations AS r ON r.{here} = a.key AND {types}
        CROSS JOIN entities AS o ON o.key = r.{there} AND {classes})
        WHERE ? < 0 OR place <= ? ORDER BY start, place"""


def degrees(here: str, types: str) -> str:
    """Numbers of relations of the ids (bound as JSON) by type."""
    return f"""SELECT a.id, r.type, count(*)
        FROM json_each(?) AS j CROSS JOIN entities AS a ON a.id = j.value
        CROSS JOIN relations AS r ON r.{here} = a.key AND {types}
        GROUP BY a.id, r.type ORDER BY a.id, r.type"""


SOME_TYPES = "r.type IN (SELECT value FROM json_each(?))"
EVERY = "TRUE"
NONE = "FALSE"


def search(condition: str) -> str:
    """Entities whose document fits an FTS5 expression, best first."""
    return f"""SELECT e.id, e.type, e.properties, e.origins, e.claims, p.score FROM (
        SELECT e.key AS key, e.id AS id, -bm25(documents) AS score
        FROM documents JOIN entities AS e ON e.key = documents.rowid
        WHERE documents MATCH ? AND {condition} ORDER BY score DESC, e.id LIMIT ?) AS p
        CROSS JOIN entities AS e ON e.key = p.key ORDER BY p.score DESC, p.id"""
