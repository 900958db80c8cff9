"""The corpus of hostile files is as large, as varied and as distinct as was promised.

Each of its files is put to the test in the module that its list is from: refused in plain words
with its place, or taken in but for the rows at fault; within seconds, and never in part.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePath

import pytest

from tests.hostile_mappings import MANIFESTS, MAPPINGS
from tests.hostile_ontologies import REFUSED as ONTOLOGIES
from tests.hostile_ontologies import SURVIVED
from tests.integration.test_ingest_hostile_json_ld import JSON_LD
from tests.integration.test_ingest_hostile_rdf import LINES, TURTLE
from tests.integration.test_ingest_hostile_rdf_xml import RDF_XML
from tests.integration.test_ingest_hostile_tables import GOOD, JSON, REFUSED, ROWS

pytestmark = pytest.mark.timeout(60)

FORMATS = {
    "csv": 20,
    "jsonl": 8,
    "xlsx": 15,
    "parquet": 8,
    "gz": 5,
    "zip": 10,
    "ttl": 40,
    "nt": 15,
    "nq": 2,
    "trig": 2,
    "rdf": 15,
    "owl": 5,
    "jsonld": 15,
    "yaml": 40,
}


def corpus() -> Iterator[tuple[str, str, bytes]]:
    """What each file is for, its name, and its content."""
    for name, make, _ in REFUSED.values():
        yield "import", name, make()
    for name, row, _ in ROWS.values():
        yield "import", name, (GOOD if name.endswith(".csv") else JSON) + row
    for purpose, cases in (
        ("import", (*TURTLE, *LINES, *RDF_XML, *JSON_LD)),
        ("ontology add", (*ONTOLOGIES, *SURVIVED)),
        ("mapping", MAPPINGS),
        ("manifest", MANIFESTS),
    ):
        for case in cases:
            whole = case.content.encode() if isinstance(case.content, str) else case.content
            yield purpose, case.name, whole


def test_there_are_two_hundred_files_of_all_formats_and_no_two_alike() -> None:
    found: set[tuple[str, str, bytes]] = set()
    contents: set[bytes] = set()
    formats: dict[str, int] = {}
    for purpose, name, content in corpus():
        suffix = PurePath(name).suffix.lstrip(".")
        digest = sha256(content).digest()
        found.add((purpose, suffix, digest))
        contents.add(digest)
        formats[suffix] = formats.get(suffix, 0) + 1
    assert len(contents) >= 250
    assert len(found) >= len(contents)
    lacking = {name: most for name, most in FORMATS.items() if formats.get(name, 0) < most}
    assert lacking == {}, formats
