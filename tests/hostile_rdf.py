"""What tests of hostile RDF share: documents that are right, and how one is imported."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.memory import MemoryStore
from graph.query import Query
from ingest import ImportSummary, UnreadableSource, import_file
from tests.ingest_world import TIME, WORLD, new_store

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PN = "urn:pearlnet:ontology:"
ENTITY = "urn:pearlnet:id:"
GOOD = f'<{ENTITY}good> <{RDF}type> <{PN}City> .\n<{ENTITY}good> <{PN}name> "好"@zh .\n'
"""Two lines that are right in Turtle, TriG, N-Triples and N-Quads."""
TTL = GOOD + f"@prefix pn: <{PN}> .\n@prefix id: <{ENTITY}> .\n"
"""Four lines."""
HEAD = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:pn="{PN}">\n'
NODE = f'<pn:City rdf:about="{ENTITY}good"><pn:name xml:lang="zh">好</pn:name></pn:City>\n'
XML = HEAD + NODE
"""Two lines, the root still open."""
NAME = '"pn:name": {"@value": "好", "@language": "zh"}'
CONTEXT = f'{{"@context": {{"pn": "{PN}", "id": "{ENTITY}"}},\n'
JSON = CONTEXT + '"@graph": [\n{"@id": "id:good", "@type": "pn:City", ' + NAME + "}"
"""Three lines, the graph still open."""
DEEP = 200_000


@dataclass(frozen=True)
class Case:
    """A file, and what must be said of it."""

    name: str
    content: str | bytes
    words: str


def load(folder: Path, case: Case, store: MemoryStore) -> ImportSummary:
    file = folder / case.name
    file.write_bytes(case.content.encode() if isinstance(case.content, str) else case.content)
    return import_file(store, WORLD, file, batch_id="b", time=TIME)


def stored(store: MemoryStore) -> list[str]:
    return sorted(entity.id for batch in store.scan(Query()) for entity in batch)


def refused(folder: Path, case: Case) -> None:
    """See that it is refused in plain words, and not a record of it taken in."""
    store = new_store()
    with pytest.raises(UnreadableSource, match=case.words) as caught:
        load(folder, case, store)
    assert len(str(caught.value)) < 600
    assert str(caught.value).isprintable()
    assert stored(store) == []
