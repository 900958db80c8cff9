"""All Cypher of the Neo4j store but the conditions, which ``filters`` compiles.

Values travel as bound parameters alone. What must stand in the text (labels, relation types,
property and index names) passes ``quoted``. Names of the store's own begin with ``_``, which no
ontology name may (``graph.validation``), so the two cannot meet:

* ``(:_Entity {id, type, _text, ...})`` with one more label for its class and each superclass;
  properties lie flat beside. ``_text`` is the document that ``graph.text`` makes.
* ``(:_Origin {key, source, batch, time, confidence})`` holds a provenance once. A node of which
  all properties share one names it as ``_origin``, another says in ``_provenance`` which fields
  have which; ``_claims`` holds claims, and ``_origins`` lists the origins that these two name. A
  relation has ``_origin``, ``_claims`` and ``_origins`` likewise.
* ``(:_Vector:_Vector_x {key, id, vector, raw})`` holds a vector beside its entity, for a vector
  on the entity itself would be read along with every other property.
* ``(:_Change ...)`` holds up to a thousand entries of the change feed; one ``(:_Meta)`` holds the
  schema, the counters and what is known of stored values, and is locked once by each write.
* ``(:_Note {key, text})`` is what an application keeps beside the graph.
"""

import hashlib
from collections.abc import Collection, Sequence

from graph.errors import InvalidName
from graph.query import Direction
from graph.validation import check_identifier

TEXT_INDEX = "pearlnet_documents"
INDEX_PREFIX = "pearlnet_"
FORMAT = 2
"""How the data lie in the database; raised when that changes."""
ENTITY = "n {.*, _text: null} AS entity"
_META = "m.format, m.schema, m.seen, m.revision, m.sequence, m.origins"

LOCK_META = f"MATCH (m:_Meta {{key: 'meta'}}) SET m.locked = $token RETURN {_META}"
READ_META = f"MATCH (m:_Meta {{key: 'meta'}}) RETURN {_META}"
CREATE_META = f"""
MERGE (m:_Meta {{key: 'meta'}})
ON CREATE SET m.format = {FORMAT}, m.revision = 0, m.sequence = 0, m.origins = 0
"""
CONSTRAIN_META = (
    "CREATE CONSTRAINT pearlnet_meta IF NOT EXISTS FOR (m:_Meta) REQUIRE m.key IS UNIQUE"
)
SET_COUNTERS = """
MATCH (m:_Meta {key: 'meta'}) SET m.revision = $revision, m.sequence = $sequence
"""
SET_SEEN = "MATCH (m:_Meta {key: 'meta'}) SET m.seen = $seen"
SET_SCHEMA = "MATCH (m:_Meta {key: 'meta'}) SET m.schema = $schema"

ORIGINS_AFTER = """
MATCH (o:_Origin) WHERE o.key > $known
RETURN o.key, o.source, o.batch, o.time, o.confidence
"""
ADD_ORIGINS = """
UNWIND $rows AS row CREATE (o:_Origin) SET o = row
WITH max(row.key) AS last
MATCH (m:_Meta {key: 'meta'}) SET m.origins = last
"""

NOTES = "MATCH (n:_Note) WHERE n.key STARTS WITH $prefix RETURN n.key, n.text"
PUT_NOTES = """
UNWIND $rows AS row MERGE (n:_Note {key: row[0]}) SET n.text = row[1] RETURN count(n)
"""
DELETE_NOTES = "UNWIND $keys AS key MATCH (n:_Note {key: key}) DELETE n"

FIND_ALL = f"""
MATCH (n:_Entity) WHERE n.id > $id
WITH n ORDER BY n.id LIMIT $limit
RETURN {ENTITY}
"""
"""Entities of any class in order of id, through the constraint's index."""
GET = f"""
MATCH (n:_Entity) WHERE n.id IN $ids
RETURN {ENTITY}
"""
"""One seek for all ids takes a third of the time of one for each (``UNWIND``)."""
TYPES_OF = "MATCH (n:_Entity) WHERE n.id IN $ids RETURN n.type, collect(n.id)"
SAID_ENTITIES = f"""
MATCH (n:_Entity) WHERE n.id > $id
  AND (n._origin IN $keys OR any(key IN n._origins WHERE key IN $keys))
WITH n ORDER BY n.id LIMIT $limit
RETURN {ENTITY}
"""
UPDATE_ENTITIES = """
UNWIND $rows AS row
MATCH (n:_Entity {id: row.id})
SET n = row
RETURN count(n)
"""
DELETE_ENTITIES = """
UNWIND $ids AS id
MATCH (n:_Entity {id: id})
DETACH DELETE n
"""
DELETE_VECTORS_OF = "UNWIND $ids AS id MATCH (v:_Vector {id: id}) DELETE v"
RELATIONS_OF = """
UNWIND $ids AS id
MATCH (n:_Entity {id: id})-[r]-(:_Entity)
RETURN DISTINCT type(r), startNode(r).id, endNode(r).id
"""

_SAID = "(r._origin IN $keys OR any(key IN r._origins WHERE key IN $keys))"
SAID_RELATIONS = f"""
MATCH (a:_Entity)-[r]->(b:_Entity) WHERE a.id > $id AND {_SAID}
WITH a, r, b ORDER BY a.id, type(r), b.id LIMIT $limit
RETURN type(r), a.id, b.id, properties(r)
"""
SAID_RELATIONS_OF = f"""
MATCH (a:_Entity {{id: $source}})-[r]->(b:_Entity)
WHERE (type(r) IN $later OR type(r) = $type AND b.id > $target) AND {_SAID}
WITH a, r, b ORDER BY type(r), b.id LIMIT $limit
RETURN type(r), a.id, b.id, properties(r)
"""
"""The rest of the relations of one source, behind a type and target."""

RELATION_TYPES = "CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType"

RECORD_CHANGES = "UNWIND $rows AS row CREATE (c:_Change) SET c = row, c.time = timestamp()"
CHANGES = """
MATCH (c:_Change) WHERE c.last > $after
WITH c ORDER BY c.last LIMIT $limit
RETURN c.first, c.revision, c.operation, c.types, c.ids, c.targets
"""
PRUNE_CHANGES = """
MATCH (c:_Change) WHERE c.last < $last DELETE c
"""
PRUNE_OLD_CHANGES = """
MATCH (c:_Change) WHERE c.time < timestamp() - $milliseconds DELETE c
"""

PUT_VECTORS = """
UNWIND $rows AS row
MATCH (n:_Entity {id: row.id})
MERGE (v:_Vector {key: row.key})
SET v.id = row.id, v.vector = row.vector, v.raw = row.raw
RETURN row.key
"""
VECTOR_INDEXES = """
SHOW VECTOR INDEXES YIELD name, state, options
WHERE name = $name
RETURN state, options.indexConfig['vector.dimensions']
"""
SERVER_VERSION = """
CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0]
"""
AWAIT_INDEXES = "CALL db.awaitIndexes(300)"
INDEXES = "SHOW INDEXES YIELD name, owningConstraint WHERE name STARTS WITH $prefix RETURN name"


def quoted(name: str) -> str:
    r"""An identifier as it may stand in query text.

    Raises:
        InvalidName: It is no identifier; one has no quote and no backslash, so that neither
            an end of the quotation nor a ``\uXXXX`` escape can hide in it.
    """
    check_identifier(name.removeprefix("_"))
    return f"`{name}`"


# Reads of entities


def find(where: str, places: Sequence[str], order: Sequence[str], hint: str | None = None) -> str:
    """Entities of ``$types`` in an order, by ordered index seeks for each type and place.

    ``n.type`` leads the inner order although it is constant there: only so does the planner see
    that the index (type, field, id) gives the order. Places are joined by ``UNION`` because the
    planner takes an ``OR`` apart into an index scan and a filter.
    """
    inner = ", ".join(("n.type", *order))
    parts = [
        f"""
  MATCH (n:_Entity) {_using(hint)}
  WHERE n.type = type AND n.id IS NOT NULL AND ({place}) AND ({where})
  RETURN n ORDER BY {inner} LIMIT $limit"""
        for place in places
    ]
    joined = "\n  UNION ALL".join(parts)
    return f"""
UNWIND $types AS type
CALL (type) {{{joined}
}}
WITH n ORDER BY {", ".join(order)} LIMIT $limit
RETURN {ENTITY}
"""


def _using(hint: str | None) -> str:
    """The index to seek in.

    Not only for speed: an index compares text by code point, as the port wants, but a filter
    compares stored text with a parameter by UTF-16 unit, which places U+FF5A after U+20BB7.
    """
    return f"USING INDEX SEEK n:_Entity({hint})" if hint else ""


def find_mixed(where: str, field: str, place: str, *, descending: bool) -> str:
    """Entities sorted by a field that holds lists or values of several kinds."""
    down = " DESC" if descending else ""
    return f"""
MATCH (n:_Entity)
WHERE n.type IN $types AND {field} IS NOT NULL AND ({where})
WITH n, CASE WHEN {field} IS :: LIST<ANY> THEN {field}[0] ELSE {field} END AS item
WITH n, item IS :: STRING AS rank,
  CASE WHEN item IS :: BOOLEAN THEN toInteger(item) ELSE item END AS value
WHERE {place}
WITH n, rank, value ORDER BY rank{down}, value{down}, n.id LIMIT $limit
RETURN {ENTITY}
"""


def count(where: str, hint: str | None = None) -> str:
    """How many entities of ``$types`` fit."""
    return f"""
UNWIND $types AS type
CALL (type) {{
  MATCH (n:_Entity) {_using(hint)}
  WHERE n.type = type AND n.id IS NOT NULL AND ({where})
  RETURN count(n) AS counted
}}
RETURN sum(counted)
"""


def group_count(where: str, field: str, *, lists: bool) -> str:
    """Counts by the field's value; under each item of a list an entity counts once."""
    items = f"""
UNWIND CASE WHEN {field} IS NULL THEN [null] ELSE {field} + [] END AS item
WITH DISTINCT n, item"""
    return f"""
UNWIND $types AS type
MATCH (n:_Entity) WHERE n.type = type AND n.id IS NOT NULL AND ({where})
{items if lists else f"WITH {field} AS item"}
RETURN item, count(*)
"""


AWAIT_DOCUMENTS = "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()"


def search(where: str) -> str:
    """Hits of the full-text index, filtered, best first."""
    return f"""
CALL db.index.fulltext.queryNodes('{TEXT_INDEX}', $text) YIELD node AS n, score
WHERE ({where})
WITH n, score ORDER BY score DESC, n.id LIMIT $limit
RETURN {ENTITY}, score
"""


def search_all(where: str) -> str:
    """The same without the index, which does not hold what the transaction itself wrote."""
    return f"""
MATCH (n:_Entity) WHERE ({where})
WITH n, ' ' + n._text + ' ' AS text
WHERE all(part IN $parts WHERE text CONTAINS part)
WITH n, 1.0 / size(split(n._text, ' ')) AS score ORDER BY score DESC, n.id LIMIT $limit
RETURN {ENTITY}, score
"""


# Relations


def neighbours(
    relations: Collection[str] | None, direction: Direction, *, typed: bool, limited: bool
) -> str:
    """Relations of ``$ids`` with their other ends."""
    end = "m.type IN $types" if typed else "true"
    limit = "LIMIT $limit" if limited else ""
    return f"""
UNWIND $ids AS id
MATCH (n:_Entity {{id: id}})
CALL (n) {{
  MATCH {_arrow("n", relations, direction, "m:_Entity")} WHERE {end}
  RETURN r, m ORDER BY type(r), m.id {limit}
}}
RETURN id, type(r), properties(r), m {{.*, _text: null}}
ORDER BY type(r), m.id
"""


def degrees(relations: Collection[str] | None, direction: Direction) -> str:
    """Numbers of relations of ``$ids`` by type."""
    return f"""
UNWIND $ids AS id
MATCH {_arrow("n:_Entity {id: id}", relations, direction, ":_Entity")}
RETURN id, type(r) AS type, count(*)
ORDER BY type
"""


def get_relations(relation: str) -> str:
    """Relations of one type by their ends."""
    return f"""
UNWIND $rows AS row
MATCH (a:_Entity {{id: row[0]}})-[r:{quoted(relation)}]->(b:_Entity {{id: row[1]}})
RETURN a.id, b.id, properties(r)
"""


def create_relations(relation: str) -> str:
    """Create relations of one type; a type that is dynamic in the text plans badly."""
    return f"""
UNWIND $rows AS row
MATCH (a:_Entity {{id: row[0]}})
MATCH (b:_Entity {{id: row[1]}})
CREATE (a)-[r:{quoted(relation)}]->(b) SET r = row[2]
RETURN count(r)
"""


def update_relations(relation: str) -> str:
    """Set the properties of relations of one type."""
    return f"""
UNWIND $rows AS row
MATCH (a:_Entity {{id: row[0]}})-[r:{quoted(relation)}]->(b:_Entity {{id: row[1]}})
SET r = row[2]
RETURN count(r)
"""


def delete_relations(relation: str) -> str:
    """Delete relations of one type by their ends."""
    return f"""
UNWIND $rows AS row
MATCH (a:_Entity {{id: row[0]}})-[r:{quoted(relation)}]->(b:_Entity {{id: row[1]}})
DELETE r
RETURN count(r)
"""


def link(relation: str) -> str:
    """Create relations of one type, where both ends exist and nothing joins them yet.

    Returns the places of all other pairs: whether an end is missing, else of what origin the
    relation is that stands already.
    """
    name = quoted(relation)
    return f"""
UNWIND range(0, size($sources) - 1) AS place
WITH place, $sources[place] AS source, $targets[place] AS target
OPTIONAL MATCH (a:_Entity {{id: source}})
OPTIONAL MATCH (b:_Entity {{id: target}})
OPTIONAL MATCH (a)-[r:{name}]->(b)
WITH place, a, b, r, a IS NULL OR b IS NULL AS dangling
FOREACH (_ IN CASE WHEN dangling OR r IS NOT NULL THEN [] ELSE [1] END |
  CREATE (a)-[:{name} {{_origin: $origin}}]->(b))
WITH place, r, dangling WHERE dangling OR r IS NOT NULL
RETURN dangling, r._origin, collect(place)
"""


def scan_relations(relation: str) -> str:
    """Relations of one type, of the sources behind an id, ordered by the ids of their ends."""
    return f"""
MATCH (a:_Entity)-[r:{quoted(relation)}]->(b:_Entity) WHERE a.id > $id
WITH a, r, b ORDER BY a.id, b.id LIMIT $limit
RETURN type(r), a.id, b.id, properties(r)
"""


def scan_relations_of(relation: str) -> str:
    """The rest of the relations of one type and source, behind a target."""
    return f"""
MATCH (a:_Entity {{id: $source}})-[r:{quoted(relation)}]->(b:_Entity) WHERE b.id > $target
WITH a, r, b ORDER BY b.id LIMIT $limit
RETURN type(r), a.id, b.id, properties(r)
"""


def edges(relation: str) -> str:
    """The ends of all relations of one type."""
    return f"MATCH (a:_Entity)-[:{quoted(relation)}]->(b:_Entity) RETURN a.id, b.id"


def _arrow(start: str, relations: Collection[str] | None, direction: Direction, end: str) -> str:
    types = "" if relations is None else ":" + "|".join(map(quoted, sorted(relations)))
    tail, head = ("-", "->") if direction == "out" else ("<-", "-")
    return f"({start}){tail}[r{types}]{head}({end})"


# Writes of entities


def create_entities(labels: Collection[str], fields: Sequence[str]) -> str:
    """Create entities of ``$type`` from rows of values, None for none.

    That takes a sixth less of the server's time than properties as a map for each.

    Args:
        labels: The class and its superclasses.
        fields: Property names in the order of the values.
    """
    names = "".join(f":{quoted(name)}" for name in sorted(labels))
    values = ", ".join(f"{quoted(name)}: row[{place}]" for place, name in enumerate(fields))
    return (
        f"UNWIND $rows AS row CREATE (n:_Entity{names} {{type: $type, {values}}}) RETURN count(n)"
    )


def relabel(gone: Collection[str], come: Collection[str]) -> str:
    """Change the labels of the entities ``$ids``."""
    remove = "".join(f" REMOVE n:{quoted(name)}" for name in sorted(gone))
    add = "".join(f" SET n:{quoted(name)}" for name in sorted(come))
    return f"UNWIND $ids AS id MATCH (n:_Entity {{id: id}}){remove}{add}"


SET_TEXTS = "UNWIND $rows AS row MATCH (n:_Entity {id: row[0]}) SET n._text = row[1]"


# Vectors


def vector_label(space: str) -> str:
    """The label of a space's vectors; a space may have any name, a label not."""
    return f"_Vector_{hashlib.sha256(space.encode()).hexdigest()[:24]}"


def vector_index(space: str) -> str:
    """The name of a space's vector index."""
    return f"{INDEX_PREFIX}{vector_label(space).lower()}"


def label_vectors(space: str) -> str:
    """Give new vectors their space's label."""
    return f"""
UNWIND $keys AS key MATCH (v:_Vector {{key: key}}) SET v:{quoted(vector_label(space))}
"""


def dimension(space: str) -> str:
    """The dimension of a space, no row if it is empty."""
    return f"MATCH (v:{quoted(vector_label(space))}) RETURN size(v.vector) LIMIT 1"


def vectors(space: str) -> str:
    """All vectors of a space, as bytes, for a list of floats takes ten times as long."""
    return f"MATCH (v:{quoted(vector_label(space))}) RETURN v.id, v.raw ORDER BY v.id"


def drop_vectors(space: str) -> str:
    """Delete the vectors of a space."""
    return f"MATCH (v:{quoted(vector_label(space))}) DELETE v"


def count_up_to(where: str) -> str:
    """How many entities fit, counted no further than ``$limit``."""
    return f"MATCH (n:_Entity) WHERE ({where}) WITH n LIMIT $limit RETURN count(n)"


_COSINE = """CASE WHEN $zero OR all(x IN v.vector WHERE x = 0) THEN 0.0
  ELSE 2 * vector.similarity.cosine(v.vector, $vector) - 1 END"""
"""Cosine in [-1, 1], which Neo4j moves to [0, 1]; a vector of zeros is like nothing (0)."""


def nearest_exact(where: str) -> str:
    """The nearest by exact cosine over the filtered set; ``$prefix`` names the space."""
    return f"""
MATCH (n:_Entity) WHERE ({where})
MATCH (v:_Vector {{key: $prefix + n.id}})
WITH n, {_COSINE} AS score
ORDER BY score DESC, n.id LIMIT $limit
RETURN {ENTITY}, score
"""


def nearest_indexed(space: str, where: str, *, by_clause: bool) -> str:
    """The nearest ``$widened`` by the index, filtered, then scored exactly.

    Neo4j 5 asks the index through a procedure, which the calendar line deprecates for a clause.
    """
    name = vector_index(space)
    call = f"CALL db.index.vector.queryNodes('{name}', $widened, $vector) YIELD node AS v"
    clause = f"""CYPHER 25 MATCH (v:{quoted(vector_label(space))})
SEARCH v IN (VECTOR INDEX {quoted(name)} FOR $vector LIMIT $widened)"""
    return f"""{clause if by_clause else call}
WITH v
MATCH (n:_Entity {{id: v.id}}) WHERE ({where})
WITH n, {_COSINE} AS score
ORDER BY score DESC, n.id LIMIT $limit
RETURN {ENTITY}, score
"""


def space_size(space: str) -> str:
    """How many vectors a space has, from the count store."""
    return f"MATCH (v:{quoted(vector_label(space))}) RETURN count(v)"


def create_vector_index(space: str) -> str:
    """Index the vectors of a space; ``$options`` hold the dimension and the similarity."""
    return f"""
CREATE VECTOR INDEX {quoted(vector_index(space))} IF NOT EXISTS
FOR (v:{quoted(vector_label(space))}) ON (v.vector) OPTIONS $options
"""


# Schema


def wanted_indexes(indexed: Collection[str]) -> dict[str, str]:
    """Name and definition of every constraint and index of a schema.

    An index leads with the type and ends with the id, so that a filter or keyset sort on any
    class, with or without subclasses, is one ordered seek for each class and never a scan.
    """
    constraint = "CREATE CONSTRAINT {name} IF NOT EXISTS FOR"
    index = "CREATE INDEX {name} IF NOT EXISTS FOR"
    text = "CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR"
    definitions = {
        "pearlnet_id": f"{constraint} (n:_Entity) REQUIRE n.id IS UNIQUE",
        "pearlnet_origin": f"{constraint} (o:_Origin) REQUIRE o.key IS UNIQUE",
        "pearlnet_note": f"{constraint} (n:_Note) REQUIRE n.key IS UNIQUE",
        "pearlnet_vector_key": f"{constraint} (v:_Vector) REQUIRE v.key IS UNIQUE",
        "pearlnet_vector_id": f"{index} (v:_Vector) ON (v.id)",
        "pearlnet_change_last": f"{index} (c:_Change) ON (c.last)",
        "pearlnet_change_time": f"{index} (c:_Change) ON (c.time)",
        "pearlnet_type": f"{index} (n:_Entity) ON (n.type, n.id)",
        # One token a Han character, split at spaces alone: the cjk analyzer makes bigrams, finds
        # no single character, and would cut words elsewhere than graph.text does. It is brought
        # up to date beside the writes, which halves their time; searches wait for it.
        TEXT_INDEX: f"{text} (n:_Entity) ON EACH [n._text] "
        "OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'whitespace', "
        "`fulltext.eventually_consistent`: true}}}}",
    }
    for name in indexed:
        key = quoted(name)
        definitions[f"pearlnet_by_{name}"] = f"{index} (n:_Entity) ON (n.type, n.{key}, n.id)"
    return {name: text.format(name=f"`{name}`") for name, text in definitions.items()}


def drop_index(name: str) -> str:
    """Drop an index of the store's own."""
    if not name.startswith(INDEX_PREFIX):
        raise InvalidName(f"{name!r} is not an index of this store")
    return f"DROP INDEX {quoted(name)} IF EXISTS"
