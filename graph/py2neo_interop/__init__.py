"""Move data between pearlnet and code that is built on py2neo (the extra ``pearlnet[py2neo]``).

py2neo 2021.2.4 is at its end of life: it speaks Bolt up to 4.3 and sees no newer features. Neo4j
5.26 LTS and the calendar line up to 2026.09 still serve that Bolt, so its ``Graph`` connects to
both, by ``bolt://`` and ``neo4j://``; creating, merging, matching, pulling and pushing subgraphs
work. It has no bookmarks and no retries, and leaves its sockets open until
``graph.service.connector.close()``. When imported it reads NEO4J_URI by itself, and then no
``Graph`` opens, whatever address it is given, if that begins with ``neo4j://``: use ``bolt://``
there, or unset it. Nothing else of pearlnet depends on py2neo; what is converted here is only its
``Node``, ``Relationship`` and ``Subgraph``.

    from py2neo import Graph
    from graph.py2neo_interop import from_subgraph, to_subgraph

    old = Graph("bolt://localhost:7687", auth=("neo4j", password))
    found = old.run("MATCH (a)-[r]->(b) RETURN a, r, b").to_subgraph()
    entities, relations = from_subgraph(found, store.schema(), names={"Person": "Talent"})
    store.write(lambda writer: writer.upsert_entities(entities))
    store.write(lambda writer: writer.upsert_relations(relations))
"""

from graph.py2neo_interop.conversion import from_subgraph, to_subgraph

__all__ = ["from_subgraph", "to_subgraph"]
